import { decodeSense } from "../../assembly/sense/decode";
import { ErrorRecord, INPUT, LAST_ERROR, RECORD, SenseRecord } from "../../assembly/generated/records";
import { textOf } from "./texts";
import { bytes, count, number, text } from "./vectors";


describe("sense data", () => {
  it("in fixed format", () => checkSense("fixed-sense"));
  it("in descriptor format", () => checkSense("descriptor-sense"));
});

function checkSense(file: string): void {
  for (let i = 0; i < count(file); i++) {
    const title = file + ": " + text(file, i, "name");
    const status = decodeSense(bytes(file, i, "bytes", INPUT));
    expect<i64>(status).toBe(number(file, i, "status"), title);
    if (status < 0) {
      expect<i64>(changetype<ErrorRecord>(LAST_ERROR).have).toBe(number(file, i, "have"), title);
      continue;
    }
    const record = changetype<SenseRecord>(RECORD);
    expect<i64>(record.response_code).toBe(number(file, i, "response_code"), title);
    expect<i64>(record.sense_key).toBe(number(file, i, "sense_key"), title);
    expect<i64>(record.asc).toBe(number(file, i, "asc"), title);
    expect<i64>(record.ascq).toBe(number(file, i, "ascq"), title);
    expect<i64>(record.complete).toBe(number(file, i, "complete"), title);
    expect<i64>(record.sksv).toBe(number(file, i, "sksv"), title);
    expect<i64>(record.sense_key_specific).toBe(number(file, i, "sense_key_specific"), title);
    expect<u64>(record.information).toBe(<u64>number(file, i, "information"), title);
    expect<u64>(record.command_specific).toBe(<u64>number(file, i, "command_specific"), title);
    expect<i64>(record.valid).toBe(number(file, i, "valid"), title);
    expect<i64>(record.deferred).toBe(number(file, i, "deferred"), title);
    expect<i64>(record.filemark).toBe(number(file, i, "filemark"), title);
    expect<i64>(record.eom).toBe(number(file, i, "eom"), title);
    expect<i64>(record.ili).toBe(number(file, i, "ili"), title);
    expect<i64>(record.sdat_ovfl).toBe(number(file, i, "sdat_ovfl"), title);
    expect<i64>(record.field_replaceable_unit).toBe(number(file, i, "field_replaceable_unit"), title);
    expect<string>(textOf(record.name)).toBe(text(file, i, "text"), title);
  }
}
