// Which commands pass another one's reservation (SPC-4 tables 65 and 66, SBC-4 table 13): the rows are test/vectors/conflict.json. Columns of a
// pattern, A allowed, C conflict: type 1, type 3, types 5 to 8 for who is registered, types 5 and 7 for who is not, types 6 and 8.
import { INPUT } from "../../assembly/generated/records";
import {
  ALL_TG_PT, attention, begin, changed, CLEAR, command, CONFLICT, EA, GOOD, IGNORE, keys, move, on, out, PREEMPT, PREEMPT_AND_ABORT, read, refused, REGISTER, RELEASE, REPLACE, RESERVE,
  reservation, INVALID_RELEASE, send, WE, WEAR, WERO,
} from "./unit";
import { bytes, count, text } from "./vectors";

const TYPES: u32[] = [1, 3, 5, 6, 7, 8];

/** 1 holds a reservation, 2 is registered, 3 is not. */
function reserved(type: u32): void {
  begin();
  out(1, REGISTER, 0, 0, 1);
  out(2, REGISTER, 0, 0, 2);
  if (type != 0) expect<i32>(out(1, RESERVE, type, 1, 0)).toBe(GOOD);
}

/** The pattern's column for an I_T nexus under a type. */
function column(type: u32, registered: bool): i32 {
  if (type == 1) return 0;
  if (type == 3) return 1;
  if (registered) return 2;
  return type == 5 || type == 7 ? 3 : 4;
}

function expectRow(row: i32, nexus: i32, allowed: bool, title: string): void {
  const length = bytes("conflict", row, "cdb", INPUT);
  expect<i32>(send(nexus, length, 0)).toBe(allowed ? GOOD : CONFLICT, title + ": " + text("conflict", row, "name"));
}

describe("commands beside a reservation", () => {
  it("every command, type and sender", () => {
    const rows = count("conflict");
    expect<i32>(rows).toBeGreaterThan(100);
    for (let t = 0; t < TYPES.length; t++) {
      const type = TYPES[t];
      reserved(type);
      for (let row = 0; row < rows; row++) {
        const pattern = text("conflict", row, "pattern");
        expectRow(row, 1, true, "holder, type " + type.toString());
        expectRow(row, 2, pattern.charAt(column(type, true)) == "A", "registered, type " + type.toString());
        expectRow(row, 3, pattern.charAt(column(type, false)) == "A", "unregistered, type " + type.toString());
      }
    }
  });

  it("all pass where there is none", () => {
    reserved(0);
    for (let row = 0; row < count("conflict"); row++) {
      expectRow(row, 2, true, "registered");
      expectRow(row, 3, true, "unregistered");
    }
  });

  it("a reservation by RESERVE is exclusive access", () => {
    begin();
    expect<i32>(command(1, 0x56, 10)).toBe(GOOD);
    for (let row = 0; row < count("conflict"); row++) {
      const persistent = text("conflict", row, "name").startsWith("PERSISTENT RESERVE");
      expectRow(row, 1, true, "its holder");
      expectRow(row, 2, !persistent && text("conflict", row, "pattern").charAt(1) == "A", "another one");
    }
  });
});

describe("PERSISTENT RESERVE OUT beside a reservation", () => {
  it("of another one, by who is registered", () => {
    for (let type = WE; type <= WERO; type += 2) {
      reserved(type);
      expect<i32>(out(2, REGISTER, 0, 2, 2)).toBe(GOOD);
      expect<i32>(out(2, IGNORE, 0, 0, 2)).toBe(GOOD);
      expect<i32>(out(2, RESERVE, type, 2, 0)).toBe(CONFLICT);
      expect<i32>(move(2, 2, 3, 3)).toBe(CONFLICT);
      expect<i32>(out(2, RELEASE, type, 2, 0)).toBe(GOOD);
      expect<bool>(changed()).toBe(false);
      refused(out(2, REPLACE, type, 0, 2), INVALID_RELEASE);
      expect<i32>(out(2, PREEMPT_AND_ABORT, type, 2, 1)).toBe(GOOD);
      expect<i32>(out(2, CLEAR, 0, 2, 0)).toBe(GOOD);
    }
  });

  it("of another one, by who is not", () => {
    reserved(EA);
    expect<i32>(out(3, REGISTER, 0, 0, 3)).toBe(GOOD);
    expect<i32>(out(4, IGNORE, 0, 0, 4)).toBe(GOOD);
    expect<i32>(out(5, CLEAR, 0, 0, 0)).toBe(CONFLICT);
    expect<i32>(out(5, PREEMPT, EA, 0, 1)).toBe(CONFLICT);
    expect<i32>(read(5, 3)).toBe(GOOD);
  });
});

describe("RESERVE and RELEASE of SPC-2", () => {
  it("one I_T nexus has the unit, as often as it asks; another one's RELEASE does nothing", () => {
    begin();
    expect<i32>(command(1, 0x16, 6)).toBe(GOOD);
    expect<i32>(command(1, 0x56, 10)).toBe(GOOD);
    expect<bool>(changed()).toBe(false);
    expect<i32>(command(2, 0x16, 6)).toBe(CONFLICT);
    expect<i32>(command(on(2, 1), 0x16, 6)).toBe(CONFLICT);
    expect<i32>(command(2, 0x17, 6)).toBe(GOOD);
    expect<i32>(command(2, 0x2a, 10)).toBe(CONFLICT);
    expect<i32>(command(1, 0x57, 10)).toBe(GOOD);
    expect<i32>(command(2, 0x16, 6)).toBe(GOOD);
  });

  it("beside registrations: GOOD for who needs no more, and nothing is done; CONFLICT for all others", () => {
    for (let type: u32 = 0; type <= 8; type++) {
      if (type == 2 || type == 4) continue;
      reserved(type);
      for (let operationCode: u32 = 0x16; operationCode <= 0x57; operationCode += operationCode == 0x17 ? 0x3f : 1) {
        const title = "type " + type.toString() + ", " + operationCode.toString();
        expect<i32>(command(1, operationCode, 10)).toBe(type == 0 ? CONFLICT : GOOD, title);
        expect<i32>(command(2, operationCode, 10)).toBe(type >= WERO ? GOOD : CONFLICT, title);
        expect<i32>(command(3, operationCode, 10)).toBe(CONFLICT, title);
      }
      expect<string>(keys() + " " + reservation()).toBe(type == 0 ? "1 2 " : "1 2 " + type.toString() + (type >= WEAR ? " 0" : " 1"));
      expect<i32>(command(2, 0x00, 6)).toBe(GOOD, "nothing is reserved the old way");
    }
  });

  it("who has the unit so may register; then its RELEASE conflicts, and a reset ends it", () => {
    begin();
    command(1, 0x16, 6);
    expect<i32>(out(1, REGISTER, 0, 0, 1, ALL_TG_PT)).toBe(GOOD);
    expect<i32>(command(1, 0x17, 6)).toBe(CONFLICT);
    expect<i32>(command(2, 0x28, 10)).toBe(CONFLICT);
    expect<u32>(attention(1)).toBe(0);
  });
});
