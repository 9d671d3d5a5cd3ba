import { compose } from "../../assembly/codec/compose";
import { explain } from "../../assembly/codec/explain";
import { PrInCdb, PrOutCdb, PrOutList, ReadKeysData, ReadKeysKey } from "../../assembly/generated/fields";
import { INPUT, NODES, NodeFlag, NodeRecord, OUTPUT, Status, ValueRecord, VALUES } from "../../assembly/generated/records";
import { put32 } from "../../assembly/bytes";

function node(i: i32): NodeRecord {
  return changetype<NodeRecord>(NODES + i * 32);
}
function value(i: i32, field: i32, number: u64, index: i32): void {
  const record = changetype<ValueRecord>(VALUES + i * offsetof<ValueRecord>());
  record.field = field;
  record.value = number;
  record.index = index;
}

describe("explain", () => {
  it("covers every bit once by leaves, at every length", () => {
    memory.fill(INPUT, 0xff, 64);
    for (let structure = 0; structure < 8; structure++) {
      for (let length = 0; length <= 40; length++) {
        const nodes = explain(structure, length, 0);
        let bits: u32 = 0;
        for (let i = 0; i < nodes; i++) {
          expect<i32>(node(i).parent).toBeLessThan(i);
          expect<bool>(node(i).bit + node(i).bits <= <u32>length * 8).toBe(true);
          let leaf = true;
          for (let j = i + 1; j < nodes; j++) if (node(j).parent == i) leaf = false;
          if (leaf) bits += node(i).bits;
        }
        expect<u32>(bits).toBe(<u32>length * 8);
      }
    }
  });

  it("pages: any window shows the same nodes", () => {
    memory.fill(INPUT, 0x11, 8 + 8 * 2000);
    put32(INPUT + 4, 8 * 2000);
    const first = explain(ReadKeysData.ID, 8 + 8 * 2000, 0);
    expect<i32>(first).toBe(1024);
    const kept = node(700).bit;
    expect<i32>(explain(ReadKeysData.ID, 8 + 8 * 2000, 700)).toBe(1024);
    expect<u32>(node(0).bit).toBe(kept);
    const nodes = 3 + 2 * 2000;
    expect<i32>(explain(ReadKeysData.ID, 8 + 8 * 2000, nodes - 5)).toBe(5);
    expect<i32>(explain(ReadKeysData.ID, 8 + 8 * 2000, nodes)).toBe(0);
    expect<i32>(explain(ReadKeysData.ID, 8 + 8 * 2000, i32.MAX_VALUE)).toBe(0);
  });

  it("flags another operation code, reserved bits, truncation", () => {
    memory.fill(INPUT, 0, 16);
    store<u8>(INPUT, 0x12);
    store<u8>(INPUT, 0xe0, 1);
    explain(PrInCdb.ID, 10, 0);
    expect<u32>(node(1).flags & NodeFlag.UNEXPECTED).not.toBe(0);
    expect<u32>(node(2).flags & NodeFlag.RESERVED_SET).not.toBe(0);
    expect<u32>(node(0).flags & NodeFlag.TRUNCATED).toBe(0);
    explain(PrInCdb.ID, 8, 0);
    expect<u32>(node(0).flags & NodeFlag.TRUNCATED).not.toBe(0);
  });

  it("refuses what it does not know", () => {
    expect<i32>(explain(-1, 0, 0)).toBe(Status.UNKNOWN_STRUCTURE);
    expect<i32>(explain(1000, 0, 0)).toBe(Status.UNKNOWN_STRUCTURE);
    expect<i32>(explain(0, -1, 0)).toBe(Status.TOO_LONG);
    expect<i32>(explain(0, 65545, 0)).toBe(Status.TOO_LONG);
  });
});

describe("compose", () => {
  it("writes what the standard has there unasked", () => {
    expect<i32>(compose(PrOutCdb.ID, 0)).toBe(10);
    expect<u32>(PrOutCdb.operationCode(OUTPUT)).toBe(0x5f);
    expect<u32>(PrOutCdb.parameterListLength(OUTPUT)).toBe(24);
  });

  it("counts the bytes of a list", () => {
    value(0, ReadKeysKey.F_RESERVATION_KEY, 0x0123456789abcdef, 2);
    expect<i32>(compose(ReadKeysData.ID, 1)).toBe(8 + 24);
    expect<u32>(ReadKeysData.additionalLength(OUTPUT)).toBe(24);
    expect<u64>(ReadKeysKey.reservationKey(OUTPUT + 8)).toBe(0);
    expect<u64>(ReadKeysKey.reservationKey(OUTPUT + 24)).toBe(0x0123456789abcdef);
  });

  it("refuses values that are too wide, fields that are not there, lists that are too long", () => {
    value(0, PrOutCdb.F_SERVICE_ACTION, 32, 0);
    expect<i32>(compose(PrOutCdb.ID, 1)).toBe(Status.TOO_WIDE);
    value(0, PrOutCdb.F_OPERATION_CODE, 0x5e, 0);
    expect<i32>(compose(PrOutCdb.ID, 1)).toBe(Status.INVALID_FIELD);
    value(0, 1, 1, 0); // byte 1, bits 7 to 5: reserved
    expect<i32>(compose(PrOutCdb.ID, 1)).toBe(Status.UNKNOWN_FIELD);
    value(0, 99, 1, 0);
    expect<i32>(compose(PrOutList.ID, 1)).toBe(Status.UNKNOWN_FIELD);
    value(0, PrOutList.F_APTPL, 1, 1);
    expect<i32>(compose(PrOutList.ID, 1)).toBe(Status.UNKNOWN_FIELD);
    value(0, ReadKeysKey.F_RESERVATION_KEY, 1, -1);
    expect<i32>(compose(ReadKeysData.ID, 1)).toBe(Status.TOO_LONG);
    expect<i32>(compose(ReadKeysData.ID, 1025)).toBe(Status.TOO_LONG);
    expect<i32>(compose(77, 0)).toBe(Status.UNKNOWN_STRUCTURE);
  });
});
