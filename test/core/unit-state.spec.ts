// The saved state: whole, refused with every corrupted byte; and full tables.
import { be32, put32, put8, u8At } from "../../assembly/bytes";
import { start } from "../../assembly/unit/event";
import { restore } from "../../assembly/unit/load";
import { save } from "../../assembly/unit/save";
import { checksum } from "../../assembly/unit/checksum";
import { Status, UnitEvent, UNIT_STATE, UNIT_STATE_SIZE } from "../../assembly/generated/records";
import {
  APTPL, attention, begin, changed, command, CONFLICT, event, fullStatus, generation, GOOD, IGNORE, keys, LOST, NEXUS_LOSS, on, out, read, refused, REGISTER, registerOthers,
  RELEASE, REPLACE, RESERVE, reservation, RESET, testUnitReady, WE, WEAR, WERO,
} from "./unit";

const KEPT = memory.data(143388, 8);

/** Saves, and keeps the bytes. Returns how many. */
function keep(): u32 {
  const length = save();
  memory.copy(KEPT, UNIT_STATE, length);
  return length;
}

function back(length: u32): void {
  memory.copy(UNIT_STATE, KEPT, length);
}

/** A unit in which everything that is saved is something. */
function busy(): void {
  begin();
  testUnitReady(9);
  out(3, REGISTER, 0, 0, 3, APTPL);
  out(1, REGISTER, 0, 0, 1, APTPL);
  out(on(2, 2), REGISTER, 0, 0, 2, APTPL);
  out(3, REGISTER, 0, 3, 0, APTPL);
  out(3, REGISTER, 0, 0, 3, APTPL);
  out(on(2, 2), RESERVE, WERO, 2, 0);
  event(UnitEvent.LOGICAL_UNIT_RESET);
  event(UnitEvent.NEXUS_LOSS, 1);
  attention(3);
}

describe("the saved state", () => {
  it("brings all back: keys, order, reservation, generation, APTPL, unit attentions, target ports", () => {
    busy();
    const length = keep();
    expect<i32>(start(0, 1)).toBe(0);
    out(7, REGISTER, 0, 0, 7);
    back(length);
    expect<i32>(restore(length)).toBe(0);
    expect<u32>(save()).toBe(length);
    expect<i32>(memory.compare(UNIT_STATE, KEPT, length)).toBe(0, "the same bytes");
    expect<string>(fullStatus() + " " + reservation()).toBe("1:1:1 2:2:2* 3:1:3 5 2");
    expect<u32>(generation()).toBe(5);
    expect<u32>(attention(1)).toBe(RESET);
    expect<u32>(attention(1)).toBe(NEXUS_LOSS);
    expect<u32>(attention(on(2, 2))).toBe(RESET);
    expect<u32>(attention(9)).toBe(RESET);
    expect<u32>(attention(3) | attention(1) | attention(7)).toBe(0);
    event(UnitEvent.POWER_ON);
    expect<string>(keys()).toBe("1 2 3");
  });

  it("of other units: an all registrants reservation, a legacy one, lost information, a new unit", () => {
    begin();
    out(1, REGISTER, 0, 0, 1);
    out(1, RESERVE, WEAR, 1, 0);
    let length = keep();
    begin();
    back(length);
    expect<i32>(restore(length)).toBe(0);
    expect<string>(reservation()).toBe("7 0");
    begin();
    command(2, 0x00, 6);
    command(1, 0x16, 6);
    length = keep();
    begin();
    back(length);
    expect<i32>(restore(length)).toBe(0);
    expect<i32>(command(2, 0x2a, 10)).toBe(CONFLICT);
    expect<i32>(command(1, 0x2a, 10)).toBe(GOOD);
    event(UnitEvent.INFORMATION_LOST);
    length = keep();
    begin();
    back(length);
    expect<i32>(restore(length)).toBe(0);
    refused(testUnitReady(1), LOST);
    begin();
    expect<i32>(save()).toBe(28);
    expect<i32>(restore(28)).toBe(0);
    expect<i32>(testUnitReady(1)).toBe(GOOD);
  });

  it("changes exactly when the answer says so", () => {
    busy();
    const length = keep();
    expect<i32>(read(9, 0)).toBe(2, "a unit attention");
    expect<bool>(changed()).toBe(true);
    const next = keep();
    expect<u32>(next).toBe(length);
    for (let action: u32 = 0; action < 4; action++) read(9, action);
    expect<i32>(command(9, 0x2a, 10)).toBe(CONFLICT);
    expect<i32>(out(9, RELEASE, WE, 2, 0)).toBe(CONFLICT);
    expect<bool>(changed()).toBe(false);
    save();
    expect<i32>(memory.compare(UNIT_STATE, KEPT, next)).toBe(0);
  });

  it("is refused with any byte changed, and any length but its own; the unit stays as it is", () => {
    busy();
    const before = fullStatus();
    const length = keep();
    for (let i: u32 = 0; i < length; i++) {
      for (let bit: u32 = 1; bit < 256; bit <<= 1) {
        back(length);
        put8(UNIT_STATE + i, u8At(UNIT_STATE + i) ^ bit);
        expect<i32>(restore(length)).toBe(Status.INVALID_STATE, "byte " + i.toString());
      }
    }
    for (let i: u32 = 0; i < length + 300; i++) {
      back(length);
      if (i != length) expect<i32>(restore(i)).toBe(Status.INVALID_STATE, "length " + i.toString());
    }
    expect<i32>(restore(UNIT_STATE_SIZE + 1)).toBe(Status.TOO_LONG);
    expect<i32>(restore(-1)).toBe(Status.TOO_LONG);
    expect<string>(fullStatus()).toBe(before);
    expect<u32>(save()).toBe(length);
    expect<i32>(memory.compare(UNIT_STATE, KEPT, length)).toBe(0);
  });

  it("has a CRC-32 of IEEE 802.3", () => {
    put32(UNIT_STATE, 0x31323334);
    put32(UNIT_STATE + 4, 0x35363738);
    put8(UNIT_STATE + 8, 0x39);
    expect<u32>(checksum(UNIT_STATE, 9)).toBe(0xcbf43926);
  });
});

/** Changes one byte of the kept state, with a checksum that is right, and loads it. */
function loadWith(length: u32, at: u32, value: u32): i32 {
  back(length);
  put8(UNIT_STATE + at, value);
  put32(UNIT_STATE + 4, checksum(UNIT_STATE + 8, length - 8));
  return restore(length);
}

describe("a state that no unit can have is refused, though its checksum is right", () => {
  it("in its head", () => {
    busy();
    const length = keep();
    expect<i32>(loadWith(length, 9, 2)).toBe(Status.INVALID_STATE, "VERSION");
    expect<i32>(loadWith(length, 10, 2)).toBe(Status.INVALID_STATE, "PTPL_A without PTPL_C");
    expect<i32>(loadWith(length, 10, 7)).toBe(Status.INVALID_STATE, "lost, with registrations");
    expect<i32>(loadWith(length, 10, 9)).toBe(Status.INVALID_STATE, "a reserved bit");
    expect<i32>(loadWith(length, 11, 0)).toBe(Status.INVALID_STATE, "no target port");
    expect<i32>(loadWith(length, 11, 17)).toBe(Status.INVALID_STATE, "17 target ports");
    expect<i32>(loadWith(length, 11, 1)).toBe(Status.INVALID_STATE, "fewer target ports than one has");
    expect<i32>(loadWith(length, 17, 0)).toBe(Status.INVALID_STATE, "no holder");
    expect<i32>(loadWith(length, 17, 1)).toBe(Status.INVALID_STATE, "a holder without registration");
    expect<i32>(loadWith(length, 17, 6)).toBe(Status.INVALID_STATE, "a holder that is not there");
    expect<i32>(loadWith(length, 16, 1)).toBe(Status.INVALID_STATE, "a holder far off");
    expect<i32>(loadWith(length, 18, 0)).toBe(Status.INVALID_STATE, "a holder of nothing");
    expect<i32>(loadWith(length, 18, 4)).toBe(Status.INVALID_STATE, "an obsolete type");
    expect<i32>(loadWith(length, 18, 0x15)).toBe(Status.INVALID_STATE, "another scope");
    expect<i32>(loadWith(length, 18, 7)).toBe(Status.INVALID_STATE, "all registrants with one holder");
    expect<i32>(loadWith(length, 19, 1)).toBe(Status.INVALID_STATE, "a reserved byte");
    expect<i32>(loadWith(length, 21, 6)).toBe(Status.INVALID_STATE, "a legacy holder that is not there");
    expect<i32>(loadWith(length, 23, 1)).toBe(Status.INVALID_STATE, "a reserved byte");
    expect<i32>(loadWith(length, 21, 4)).toBe(0);
    expect<i32>(loadWith(length, 18, 6)).toBe(0);
    begin();
    expect<i32>(loadWith(keep(), 18, 7)).toBe(Status.INVALID_STATE, "all registrants without any");
  });

  it("in an I_T nexus", () => {
    busy();
    const length = keep();
    const second: u32 = 28 + 56; // initiator port 3
    const third: u32 = second + 56; // initiator port 1, with two unit attentions
    expect<u32>(be32(KEPT + second + 4)).toBe(3);
    expect<u32>(be32(KEPT + third + 4)).toBe(1);
    expect<i32>(loadWith(length, second + 7, 0)).toBe(Status.INVALID_STATE, "a place without a key");
    expect<i32>(loadWith(length, second + 9, 0)).toBe(Status.INVALID_STATE, "a key without a place");
    expect<i32>(loadWith(length, second + 9, 1)).toBe(Status.INVALID_STATE, "a place twice");
    expect<i32>(loadWith(length, second + 9, 4)).toBe(Status.INVALID_STATE, "a gap");
    expect<i32>(loadWith(length, second + 8, 1)).toBe(Status.INVALID_STATE, "a place that there is not");
    expect<i32>(loadWith(length, second + 11, 0)).toBe(Status.INVALID_STATE, "no target port");
    expect<i32>(loadWith(length, second + 11, 3)).toBe(Status.INVALID_STATE, "another target port");
    expect<i32>(loadWith(length, third + 13, 0x07)).toBe(Status.INVALID_STATE, "a unit attention twice");
    expect<i32>(loadWith(length, third + 13, 0x02)).toBe(Status.INVALID_STATE, "a unit attention of others");
    expect<i32>(loadWith(length, third + 14, 0x2b)).toBe(Status.INVALID_STATE, "a unit attention of nobody");
    expect<i32>(loadWith(length, third + 17, 0x01)).toBe(Status.INVALID_STATE, "half a code");
    expect<i32>(loadWith(length, second + 31, 20)).toBe(Status.INVALID_STATE, "a shorter TransportID");
    expect<i32>(loadWith(length, second + 31, 28)).toBe(Status.INVALID_STATE, "a longer TransportID");
    expect<i32>(loadWith(length, second + 28, 0xff)).toBe(Status.INVALID_STATE, "a much longer TransportID");
    expect<i32>(loadWith(length, second + 32, 0x0f)).toBe(Status.INVALID_STATE, "no TransportID");
    expect<i32>(loadWith(length, second + 33, 1)).toBe(Status.INVALID_STATE, "not canonical");
    expect<i32>(loadWith(length, second + 43, 1)).toBe(Status.INVALID_STATE, "an I_T nexus twice");
    expect<i32>(loadWith(length, second + 43, 4)).toBe(0, "another I_T nexus");
    expect<string>(fullStatus()).toBe("1:1:1 2:2:2* 4:1:3");
  });
});

describe("a full table", () => {
  it("of registrations, saved and loaded: 256 of two target ports", () => {
    begin();
    expect<i32>(registerOthers(1, 0, 5, 2, 127, 0x04)).toBe(GOOD);
    const all = fullStatus();
    const length = keep();
    begin();
    back(length);
    expect<i32>(restore(length)).toBe(0);
    expect<string>(fullStatus()).toBe(all);
    refused(out(200, REGISTER, 0, 0, 1), 0x055504);
    expect<i32>(out(1, IGNORE, 0, 0, 0)).toBe(GOOD);
    expect<i32>(out(200, REGISTER, 0, 0, 1)).toBe(GOOD);
  });

  it("of I_T nexuses forgets the one that was silent for the longest time, and nobody who has something", () => {
    begin();
    for (let i = 1; i <= 511; i++) expect<i32>(testUnitReady(i)).toBe(GOOD);
    out(1, REGISTER, 0, 0, 1);
    out(2, REGISTER, 0, 0, 2);
    out(1, RESERVE, WE, 1, 0);
    event(UnitEvent.NEXUS_LOSS, 3); // has something to be told
    keys(); // the 512th
    testUnitReady(4);
    expect<i32>(testUnitReady(600)).toBe(GOOD); // forgets 5
    expect<bool>(changed()).toBe(true);
    event(UnitEvent.LOGICAL_UNIT_RESET);
    expect<u32>(attention(4)).toBe(RESET);
    expect<u32>(attention(3)).toBe(NEXUS_LOSS);
    expect<u32>(attention(5)).toBe(0, "not known any more, so it is new: forgets 4, which has nothing to be told");
    expect<u32>(attention(1)).toBe(RESET);
    expect<u32>(attention(2)).toBe(RESET);
    expect<u32>(attention(6)).toBe(RESET);
    attention(4095); // the witness
    expect<string>(fullStatus()).toBe("1:1:1* 2:1:2");
  });

  it("of I_T nexuses keeps who has the unit by RESERVE, and the rest of it when all have something to be told", () => {
    begin();
    command(1, 0x16, 6);
    for (let i = 2; i <= 512; i++) testUnitReady(i);
    for (let i = 1000; i <= 1600; i++) testUnitReady(i);
    expect<i32>(command(2, 0x2a, 10)).toBe(CONFLICT);
    expect<i32>(command(1, 0x2a, 10)).toBe(GOOD);
    const full = keep();
    expect<u32>(full).toBe(28 + 512 * 56);
    back(full);
    expect<i32>(restore(full)).toBe(0);
    event(UnitEvent.LOGICAL_UNIT_RESET);
    expect<i32>(testUnitReady(3000)).toBe(GOOD, "new");
    expect<u32>(attention(1600)).toBe(RESET);
    expect<i32>(registerOthers(3001, 0, 7, 2000, 255)).toBe(GOOD, "all of them new");
    event(UnitEvent.INFORMATION_LOST);
    expect<i32>(out(3001, REPLACE, WE, 0, 1)).toBe(GOOD);
  });
});
