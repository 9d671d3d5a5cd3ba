import { decodeCdb, decodeCdbs } from "../../assembly/reservation/cdb";
import { decodeReadKeys, decodeReadReservation } from "../../assembly/reservation/parameter-data";
import { decodeParameterList } from "../../assembly/reservation/parameter-list";
import {
  CdbRecord, CdbRowRecord, ErrorRecord, INPUT, INPUT_SIZE, LAST_ERROR, OUTPUT, OUTPUT_SIZE,
  ParameterListRecord, ReadKeysRecord, ReadReservationRecord, RECORD, Status,
} from "../../assembly/generated/records";
import { be64 } from "../../assembly/bytes";
import { textOf } from "./texts";
import { bytes, count, has, number, text } from "./vectors";

function name(file: string, row: i32): string {
  return file + ": " + text(file, row, "name");
}
function error(): ErrorRecord {
  return changetype<ErrorRecord>(LAST_ERROR);
}

describe("decode", () => {
  it("CDBs", () => {
    for (let i = 0; i < count("cdb"); i++) {
      const title = name("cdb", i);
      const status = decodeCdb(bytes("cdb", i, "bytes", INPUT));
      expect<i64>(status).toBe(number("cdb", i, "status"), title);
      if (status < 0) {
        expect<string>(textOf(error().field)).toBe(text("cdb", i, "error.field"), title);
        expect<i64>(error().bit).toBe(number("cdb", i, "error.bit"), title);
        expect<i64>(error().have).toBe(number("cdb", i, "error.have"), title);
        expect<i64>(error().need).toBe(number("cdb", i, "error.need"), title);
        expect<i64>(error().scsi_status).toBe(number("cdb", i, "error.scsi_status"), title);
        expect<i64>(error().sense_key).toBe(number("cdb", i, "error.sense_key"), title);
        expect<i64>(error().asc).toBe(number("cdb", i, "error.asc"), title);
        expect<i64>(error().ascq).toBe(number("cdb", i, "error.ascq"), title);
        continue;
      }
      const record = changetype<CdbRecord>(RECORD);
      expect<i64>(record.operation_code).toBe(number("cdb", i, "operation_code"), title);
      expect<i64>(record.service_action).toBe(number("cdb", i, "service_action"), title);
      expect<i64>(record.scope).toBe(number("cdb", i, "scope"), title);
      expect<i64>(record.type).toBe(number("cdb", i, "type"), title);
      expect<i64>(record.length).toBe(number("cdb", i, "length"), title);
      expect<i64>(record.control).toBe(number("cdb", i, "control"), title);
      expect<string>(textOf(record.command)).toBe(text("cdb", i, "command"), title);
      expect<string>(textOf(record.action)).toBe(text("cdb", i, "action"), title);
    }
  });

  it("CDBs in batches: each row is the record of its CDB alone, refused or not", () => {
    const stride = 16;
    const rows = count("cdb");
    let refused = 0;
    memory.fill(INPUT, 0, rows * stride);
    memory.fill(OUTPUT, 0xff, OUTPUT_SIZE);
    for (let i = 0; i < rows; i++) bytes("cdb", i, "bytes", INPUT + i * stride);
    const decoded = decodeCdbs(rows, stride);
    for (let i = 0; i < rows; i++) {
      const title = name("cdb", i);
      const row = OUTPUT + <usize>i * offsetof<CdbRowRecord>();
      memory.copy(INPUT, INPUT + i * stride, stride);
      memory.fill(RECORD, 0xff, offsetof<CdbRecord>()); // as the output buffer was: padding stays
      const status = decodeCdb(stride);
      expect<i32>(changetype<CdbRowRecord>(row).status).toBe(status, title);
      if (status < 0) {
        refused++;
        memory.fill(RECORD, 0, offsetof<CdbRecord>());
      }
      expect<i32>(memory.compare(row, RECORD, offsetof<CdbRecord>())).toBe(0, title);
    }
    expect<i32>(decoded).toBe(rows - refused);
    expect<i32>(refused).toBeGreaterThan(2);
    expect<i32>(decoded).toBeGreaterThan(10);
  });

  it("CDBs in a batch that fits neither buffer", () => {
    expect<i32>(decodeCdbs(<i32>(INPUT_SIZE / 16) + 1, 16)).toBe(Status.TOO_LONG);
    expect<i64>(error().need).toBe(INPUT_SIZE);
    expect<i32>(decodeCdbs(1, <i32>INPUT_SIZE + 1)).toBe(Status.TOO_LONG);
    expect<i32>(decodeCdbs(1, -1)).toBe(Status.TOO_LONG);
    expect<i32>(decodeCdbs(-1, -1)).toBe(Status.TOO_LONG);
    expect<i32>(decodeCdbs(<i32>(OUTPUT_SIZE / offsetof<CdbRowRecord>()) + 1, 10)).toBe(Status.TOO_LONG);
    expect<i64>(error().need).toBe(OUTPUT_SIZE);
    expect<i32>(decodeCdbs(-1, 0)).toBe(Status.TOO_LONG);
    expect<i32>(decodeCdbs(2, 0)).toBe(0);
    expect<i32>(changetype<CdbRowRecord>(OUTPUT).status).toBe(Status.SHORT);
    expect<i32>(decodeCdbs(0, 16)).toBe(0);
  });

  it("parameter lists", () => {
    const file = "parameter-list";
    for (let i = 0; i < count(file); i++) {
      const title = name(file, i);
      const status = decodeParameterList(bytes(file, i, "bytes", INPUT));
      expect<i64>(status).toBe(number(file, i, "status"), title);
      if (status < 0) {
        expect<i64>(error().have).toBe(number(file, i, "have"), title);
        expect<i64>(error().asc).toBe(number(file, i, "asc"), title);
        continue;
      }
      const record = changetype<ParameterListRecord>(RECORD);
      expect<i64>(record.reservation_key).toBe(number(file, i, "reservation_key"), title);
      expect<i64>(record.service_action_reservation_key).toBe(number(file, i, "service_action_reservation_key"), title);
      expect<i64>(record.spec_i_pt).toBe(number(file, i, "spec_i_pt"), title);
      expect<i64>(record.all_tg_pt).toBe(number(file, i, "all_tg_pt"), title);
      expect<i64>(record.aptpl).toBe(number(file, i, "aptpl"), title);
    }
  });

  it("READ KEYS", () => {
    const file = "read-keys";
    for (let i = 0; i < count(file); i++) {
      const title = name(file, i);
      const status = decodeReadKeys(bytes(file, i, "bytes", INPUT));
      expect<i64>(status).toBe(number(file, i, "status"), title);
      if (status < 0) {
        expect<i64>(error().have).toBe(number(file, i, "have"), title);
        continue;
      }
      const record = changetype<ReadKeysRecord>(RECORD);
      expect<i64>(record.generation).toBe(number(file, i, "generation"), title);
      expect<i64>(record.additional_length).toBe(number(file, i, "additional_length"), title);
      expect<i64>(record.count).toBe(number(file, i, "count"), title);
      expect<i64>(record.remainder).toBe(number(file, i, "remainder"), title);
      if (has(file, i, "last")) {
        expect<i64>(be64(INPUT + record.keys + (record.count - 1) * 8)).toBe(number(file, i, "last"), title);
      }
    }
  });

  it("READ RESERVATION", () => {
    const file = "read-reservation";
    for (let i = 0; i < count(file); i++) {
      const title = name(file, i);
      const status = decodeReadReservation(bytes(file, i, "bytes", INPUT));
      expect<i64>(status).toBe(number(file, i, "status"), title);
      if (status < 0) {
        expect<i64>(error().have).toBe(number(file, i, "have"), title);
        expect<i64>(error().need).toBe(number(file, i, "need"), title);
        continue;
      }
      const record = changetype<ReadReservationRecord>(RECORD);
      expect<i64>(record.generation).toBe(number(file, i, "generation"), title);
      expect<i64>(record.additional_length).toBe(number(file, i, "additional_length"), title);
      expect<i64>(record.held).toBe(number(file, i, "held"), title);
      expect<i64>(record.key).toBe(number(file, i, "key"), title);
      expect<i64>(record.scope).toBe(number(file, i, "scope"), title);
      expect<i64>(record.type).toBe(number(file, i, "type"), title);
    }
  });
});
