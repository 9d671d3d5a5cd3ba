import { compose } from "../../assembly/codec/compose";
import { explain } from "../../assembly/codec/explain";
import {
  FullStatusDescriptor, PrInCdb, PrOutCdb, PrOutList, ReadFullStatusData, ReadKeysData, ReadKeysKey, SenseDescriptor, TransportId, TransportIdIscsiPort,
} from "../../assembly/generated/fields";
import { STRUCTURES } from "../../assembly/generated/tables";
import { INPUT, NODES, NodeFlag, NodeRecord, OUTPUT, Status, ValueRecord, VALUES } from "../../assembly/generated/records";
import { put32 } from "../../assembly/bytes";

function node(i: i32): NodeRecord {
  return changetype<NodeRecord>(NODES + i * 32);
}
function value(i: i32, field: i32, number: u64): void {
  const record = changetype<ValueRecord>(VALUES + i * 16);
  record.field = field;
  record.value = number;
}
/** Text in the input buffer, as compose takes it; returns its bytes. */
function input(text: string): i32 {
  return <i32>String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, INPUT);
}

const HAS_CHILD = memory.data(1024);

/** Whether the nodes of the last explain cover bits [0, length * 8) in order, each bit by one leaf, nothing outside of its parent but trailing bytes. */
function covers(nodes: i32, length: i32): bool {
  memory.fill(HAS_CHILD, 0, 1024);
  if (nodes <= 0 || nodes >= 1024) return false;
  for (let i = 0; i < nodes; i++) {
    const parent = node(i).parent;
    if (parent >= i || (parent < 0 && i != 0)) return false;
    if (i > 0) store<u8>(HAS_CHILD + parent, 1);
    if (i == 0 || node(i).flags & NodeFlag.TRAILING) continue;
    if (node(i).bit < node(parent).bit || node(i).bit + node(i).bits > node(parent).bit + node(parent).bits) return false;
  }
  let next: u32 = 0;
  for (let i = 0; i < nodes; i++) {
    if (load<u8>(HAS_CHILD + i)) continue;
    if (node(i).bit != next) return false;
    next += node(i).bits;
  }
  return next == <u32>length * 8;
}

describe("explain", () => {
  it("covers every bit once by leaves, in order, at every length", () => {
    const grounds: u8[] = [0x00, 0x01, 0x05, 0x45, 0x10, 0x72, 0xff];
    let fault = ""; // one expectation each would take minutes
    for (let structure = 0; structure < STRUCTURES; structure++) {
      for (let ground = 0; ground < grounds.length; ground++) {
        memory.fill(INPUT, grounds[ground], 80);
        for (let length = 0; length <= 72; length++) {
          if (covers(explain(structure, length, 0), length)) continue;
          fault = `structure ${structure} of ${length} bytes ${grounds[ground]}`;
        }
      }
    }
    expect<string>(fault).toBe("");
  });

  it("covers every bit of structures within structures, at every length", () => {
    const name = input("iqn.2026-01.test:a,i,0x00023d000001");
    const transportId = compose(TransportIdIscsiPort.ID, 0, name);
    memory.copy(INPUT, OUTPUT, transportId);
    const descriptor = compose(FullStatusDescriptor.ID, 0, transportId);
    memory.copy(INPUT, OUTPUT, descriptor);
    memory.copy(INPUT + descriptor, OUTPUT, descriptor);
    const whole = compose(ReadFullStatusData.ID, 0, 2 * descriptor);
    expect<i32>(whole).toBe(8 + 2 * (24 + 40));
    memory.copy(INPUT, OUTPUT, whole);
    for (let length = 0; length <= whole; length++) {
      expect<bool>(covers(explain(ReadFullStatusData.ID, length, 0), length)).toBe(true, `${length} bytes`);
      const truncated = (node(0).flags & NodeFlag.TRUNCATED) != 0;
      expect<bool>(truncated).toBe(length < whole, `${length} bytes`);
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
    expect<i32>(explain(ReadKeysData.ID, 8 + 8 * 2000, nodes - 1)).toBe(1);
    expect<u32>(node(0).bit).toBe((8 + 8 * 1999) * 8);
    expect<i32>(node(0).parent).toBe(nodes - 2);
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
    expect<i32>(explain(STRUCTURES, 0, 0)).toBe(Status.UNKNOWN_STRUCTURE);
    expect<i32>(explain(0, -1, 0)).toBe(Status.TOO_LONG);
    expect<i32>(explain(0, 65545, 0)).toBe(Status.TOO_LONG);
  });
});

describe("compose", () => {
  it("writes what the standard has there unasked", () => {
    expect<i32>(compose(PrOutCdb.ID, 0, 0)).toBe(10);
    expect<u32>(PrOutCdb.operationCode(OUTPUT)).toBe(0x5f);
    expect<u32>(PrOutCdb.parameterListLength(OUTPUT)).toBe(24);
  });

  it("counts the bytes behind the fixed part", () => {
    for (let i: u32 = 0; i < 3; i++) ReadKeysKey.setReservationKey(INPUT + i * 8, i == 2 ? 0x0123456789abcdef : 0);
    expect<i32>(compose(ReadKeysData.ID, 0, 24)).toBe(8 + 24);
    expect<u32>(ReadKeysData.additionalLength(OUTPUT)).toBe(24);
    expect<u64>(ReadKeysKey.reservationKey(OUTPUT + 8)).toBe(0);
    expect<u64>(ReadKeysKey.reservationKey(OUTPUT + 24)).toBe(0x0123456789abcdef);
  });

  it("takes a count that is given", () => {
    value(0, ReadKeysData.F_ADDITIONAL_LENGTH, 8);
    expect<i32>(compose(ReadKeysData.ID, 1, 24)).toBe(8 + 24);
    expect<u32>(ReadKeysData.additionalLength(OUTPUT)).toBe(8);
  });

  it("ends text with a NUL, and pads it to 20 bytes at least, to a multiple of 4", () => {
    memory.fill(INPUT, 0x61, 64);
    for (let length = 0; length <= 64; length++) {
      const padded = max(20, (length + 4) & ~3);
      memory.fill(OUTPUT, 0xee, 128);
      expect<i32>(compose(TransportIdIscsiPort.ID, 0, length)).toBe(4 + padded);
      expect<u32>(TransportIdIscsiPort.additionalLength(OUTPUT)).toBe(padded);
      for (let i = 0; i < padded; i++) expect<u8>(load<u8>(OUTPUT + 4 + i)).toBe(i < length ? 0x61 : 0);
    }
  });

  it("refuses values that are too wide, fields that are not there, what does not fit", () => {
    value(0, PrOutCdb.F_SERVICE_ACTION, 32);
    expect<i32>(compose(PrOutCdb.ID, 1, 0)).toBe(Status.TOO_WIDE);
    value(0, PrOutCdb.F_OPERATION_CODE, 0x5e);
    expect<i32>(compose(PrOutCdb.ID, 1, 0)).toBe(Status.INVALID_FIELD);
    value(0, 1, 1); // byte 1, bits 7 to 5: reserved
    expect<i32>(compose(PrOutCdb.ID, 1, 0)).toBe(Status.UNKNOWN_FIELD);
    value(0, 99, 1);
    expect<i32>(compose(PrOutList.ID, 1, 0)).toBe(Status.UNKNOWN_FIELD);
    value(0, -1, 1);
    expect<i32>(compose(PrOutList.ID, 1, 0)).toBe(Status.UNKNOWN_FIELD);
    expect<i32>(compose(PrOutList.ID, 0, 1)).toBe(Status.TRAILING);
    expect<i32>(compose(ReadKeysData.ID, 0, -1)).toBe(Status.TOO_LONG);
    expect<i32>(compose(ReadKeysData.ID, 0, 65544)).toBe(Status.TOO_LONG);
    expect<i32>(compose(ReadKeysData.ID, 0, 65536)).toBe(65544);
    expect<i32>(compose(TransportIdIscsiPort.ID, 0, 65532)).toBe(Status.TOO_WIDE);
    expect<i32>(compose(ReadKeysData.ID, 1025, 0)).toBe(Status.TOO_LONG);
    expect<i32>(compose(STRUCTURES, 0, 0)).toBe(Status.UNKNOWN_STRUCTURE);
    expect<i32>(compose(TransportId.ID, 0, 0)).toBe(Status.UNKNOWN_STRUCTURE);
    expect<i32>(compose(SenseDescriptor.ID, 0, 0)).toBe(Status.UNKNOWN_STRUCTURE);
  });
});
