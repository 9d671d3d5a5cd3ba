// What is refused, and in which order: the rows of the error table of PERSISTENT RESERVE OUT (SPC-4 6.16, 5.13).
import { put16, put32, put8 } from "../../assembly/bytes";
import { start } from "../../assembly/unit/event";
import { INPUT, UnitEvent } from "../../assembly/generated/records";
import {
  ALL_TG_PT, APTPL, begin, changed, CLEAR, command, CONFLICT, EA, event, fieldPointer, generation, GOOD, IGNORE, IN_CDB, IN_LIST, INVALID_RELEASE, keys,
  LENGTH_ERROR, LOST, MOVE, move, NO_ROOM, out, PREEMPT, PREEMPT_AND_ABORT, putKeys, putMove, putOut, putTransportId, read, refused, REGISTER,
  registerOthers, RELEASE, REPLACE, RESERVE, reservation, send, sense, SPEC_I_PT, WE, WEAR,
} from "./unit";

/** A is 1, B is 2; both are registered, with keys 1 and 2. */
function two(): void {
  begin();
  expect<i32>(out(1, REGISTER, 0, 0, 1)).toBe(GOOD);
  expect<i32>(out(2, REGISTER, 0, 0, 2)).toBe(GOOD);
}

describe("PERSISTENT RESERVE OUT is refused", () => {
  it("1: unknown service action", () => {
    two();
    for (let action: u32 = 9; action < 32; action++) refused(out(1, action, WE, 1, 0), IN_CDB, action.toString());
  });

  it("2: a list that is not 24 bytes long", () => {
    two();
    for (let action: u32 = 0; action < 9; action++) {
      for (let length = 0; length <= 64; length++) {
        if (action == MOVE || length == 24) continue;
        putOut(action, WE, length);
        if (length >= 8) putKeys(1, 1);
        refused(send(1, 10, length), LENGTH_ERROR, action.toString() + ": " + length.toString());
      }
    }
    expect<string>(keys()).toBe("1 2");
  });

  it("3: a list of which less is there than the CDB says; more is not looked at", () => {
    two();
    putOut(RESERVE, WE, 24);
    putKeys(1, 0);
    refused(send(1, 10, 23), LENGTH_ERROR);
    put32(INPUT + 5, 0x10018); // what a helper's client does that looks at 16 bits of the length
    refused(send(1, 10, 24), LENGTH_ERROR);
    putOut(RESERVE, WE, 24);
    putKeys(1, 0);
    expect<i32>(send(1, 10, 4000)).toBe(GOOD);
  });

  it("4: REGISTER AND MOVE with lengths that contradict, or a TransportID that is none", () => {
    two();
    out(1, RESERVE, WE, 1, 0);
    for (let length = 0; length < 24; length++) {
      putOut(MOVE, 0, length);
      refused(send(1, 10, length), LENGTH_ERROR, length.toString());
    }
    for (let length: u32 = 0; length <= 60; length++) {
      if (length == 24) continue;
      putMove(1, 3, 3, 0);
      put32(INPUT + 30, length);
      refused(send(1, 10, 48), LENGTH_ERROR, "TRANSPORTID LENGTH " + length.toString());
      put32(INPUT + 5, 24 + length);
      refused(send(1, 10, 24 + length), IN_LIST, "a TransportID of " + length.toString());
    }
    putMove(1, 3, 3, 0);
    put8(INPUT + 34, 0x46); // SAS has no format 01b
    refused(send(1, 10, 48), IN_LIST);
    putMove(1, 3, 3, 0);
    put8(INPUT + 34, 0x05); // an iSCSI name is no initiator port
    put32(INPUT + 35, 0x00140000 | 0x61);
    refused(send(1, 10, 48), IN_LIST);
    for (let port: u32 = 0; port <= 4; port += port == 0 ? 3 : 1) {
      putMove(1, 3, 3, 0);
      put16(INPUT + 28, port);
      refused(send(1, 10, 48), IN_LIST, "target port " + port.toString());
    }
    expect<string>(reservation()).toBe("1 1");
  });

  it("5: SPEC_I_PT with lengths that contradict, or a TransportID that is cut or none", () => {
    begin();
    for (let length = 24; length < 28; length++) {
      putOut(REGISTER, 0, length);
      putKeys(0, 1);
      put8(INPUT + 30, SPEC_I_PT);
      refused(send(1, 10, length), LENGTH_ERROR, length.toString());
    }
    for (let length: u32 = 0; length <= 72; length++) {
      putOut(REGISTER, 0, 28 + length);
      putKeys(0, 1);
      put8(INPUT + 30, SPEC_I_PT);
      for (let i = 0; i < 3; i++) putTransportId(INPUT + 38 + i * 24, 10 + i);
      put32(INPUT + 34, length + 1);
      refused(send(1, 10, 28 + length), LENGTH_ERROR, length.toString());
      put32(INPUT + 34, length);
      if (length % 24 != 0) refused(send(1, 10, 28 + length), IN_LIST, length.toString());
    }
    putOut(REGISTER, 0, 52);
    putKeys(0, 1);
    put8(INPUT + 30, SPEC_I_PT);
    put32(INPUT + 34, 24);
    put8(INPUT + 38, 0x05);
    put32(INPUT + 39, 0x00140061);
    refused(send(1, 10, 52), IN_LIST, "an iSCSI name");
    put8(INPUT + 38, 0x08);
    refused(send(1, 10, 52), IN_LIST, "a protocol without TransportIDs");
    expect<string>(keys()).toBe("");
    expect<i32>(registerOthers(1, 0, 1, 0, 0)).toBe(GOOD, "an empty list is one");
    expect<string>(keys()).toBe("1");
  });

  it("6: SPEC_I_PT with another service action than REGISTER", () => {
    two();
    for (let action: u32 = 1; action <= 8; action++) if (action != MOVE) refused(out(1, action, WE, 1, 1, SPEC_I_PT), IN_LIST, action.toString());
  });

  it("7: APTPL where the unit cannot persist, with a field pointer; elsewhere APTPL is nobody's", () => {
    start(0, 2);
    refused(out(1, REGISTER, 0, 0, 1, APTPL), IN_LIST);
    expect<u32>(fieldPointer()).toBe(0x880014);
    refused(out(1, IGNORE, 0, 0, 1, APTPL), IN_LIST);
    refused(out(1, REPLACE, WE, 0, 1, APTPL), IN_LIST);
    refused(move(1, 1, 2, 2, APTPL), IN_LIST);
    expect<u32>(fieldPointer()).toBe(0x880011);
    out(1, REGISTER, 0, 0, 1);
    expect<i32>(out(1, RESERVE, WE, 1, 0, APTPL)).toBe(GOOD);
    expect<i32>(out(1, RELEASE, WE, 1, 0, APTPL)).toBe(GOOD);
    expect<i32>(out(1, PREEMPT, WE, 1, 1, APTPL)).toBe(GOOD);
  });

  it("8: another SCOPE than LU_SCOPE where it counts, with a field pointer", () => {
    two();
    for (let scope: u32 = 1; scope < 16; scope++) {
      refused(out(1, RESERVE, (scope << 4) | WE, 1, 0), IN_CDB, "RESERVE");
      expect<u32>(fieldPointer()).toBe(0xcf0002);
      refused(out(1, RELEASE, (scope << 4) | WE, 1, 0), IN_CDB, "RELEASE");
      refused(out(1, REPLACE, (scope << 4) | WE, 1, 0), IN_CDB, "REPLACE LOST RESERVATION");
      expect<i32>(out(1, REGISTER, (scope << 4) | WE, 1, 1)).toBe(GOOD);
      expect<i32>(out(1, IGNORE, (scope << 4) | WE, 0, 1)).toBe(GOOD);
    }
    out(1, RESERVE, WE, 1, 0);
    refused(out(2, PREEMPT, 0x10 | WE, 2, 1), IN_CDB, "PREEMPT that takes the reservation");
    expect<u32>(fieldPointer()).toBe(0xcf0002);
    expect<i32>(out(1, PREEMPT, 0x10 | WE, 1, 2)).toBe(GOOD, "PREEMPT that only removes");
  });

  it("9: a TYPE that is none where it counts, with a field pointer", () => {
    two();
    for (let type: u32 = 0; type < 16; type++) {
      if (type == 1 || type == 3 || (type >= 5 && type <= 8)) continue;
      refused(out(1, RESERVE, type, 1, 0), IN_CDB, "RESERVE");
      expect<u32>(fieldPointer()).toBe(0xcb0002);
      refused(out(1, RELEASE, type, 1, 0), IN_CDB, "RELEASE");
      refused(out(1, REPLACE, type, 1, 0), IN_CDB, "REPLACE LOST RESERVATION");
      expect<i32>(out(1, REGISTER, type, 1, 1)).toBe(GOOD);
    }
    out(1, RESERVE, WE, 1, 0);
    refused(out(2, PREEMPT, 2, 2, 1), IN_CDB, "PREEMPT that takes the reservation");
    expect<u32>(fieldPointer()).toBe(0xcb0002);
    expect<string>(keys() + " " + reservation()).toBe("1 2 1 1");
  });

  it("10: while another I_T nexus holds the unit by RESERVE(6), PERSISTENT RESERVE IN too", () => {
    begin();
    expect<i32>(command(1, 0x16, 6)).toBe(GOOD);
    for (let action: u32 = 0; action < 9; action++) if (action != MOVE) expect<i32>(out(2, action, WE, 0, 1)).toBe(CONFLICT, action.toString());
    expect<i32>(move(2, 0, 1, 1)).toBe(CONFLICT);
    for (let action: u32 = 0; action < 4; action++) expect<i32>(read(2, action)).toBe(CONFLICT, action.toString());
    refused(out(2, 31, WE, 0, 1), IN_CDB, "fields come first");
    refused(read(2, 4), IN_CDB);
    expect<i32>(out(1, REGISTER, 0, 0, 1)).toBe(GOOD, "its own");
  });

  it("11: an I_T nexus without a registration", () => {
    two();
    for (let held = 0; held < 2; held++) {
      expect<i32>(out(3, RESERVE, WE, 0, 0)).toBe(CONFLICT);
      expect<i32>(out(3, RELEASE, WE, 0, 0)).toBe(CONFLICT);
      expect<i32>(out(3, CLEAR, 0, 0, 0)).toBe(CONFLICT);
      expect<i32>(out(3, PREEMPT, WE, 0, 1)).toBe(CONFLICT);
      expect<i32>(out(3, PREEMPT_AND_ABORT, WE, 0, 1)).toBe(CONFLICT);
      expect<i32>(move(3, 0, 1, 1)).toBe(CONFLICT);
      expect<u32>(sense()).toBe(0, "no sense data");
      out(1, RESERVE, WE, 1, 0);
    }
  });

  it("12: another key than its own", () => {
    two();
    for (let held = 0; held < 2; held++) {
      for (let action: u32 = 0; action < 6; action++) expect<i32>(out(2, action, WE, 1, 1)).toBe(CONFLICT, action.toString());
      expect<i32>(out(2, REGISTER, 0, 0, 3)).toBe(CONFLICT, "0 is no key of a registered one");
      expect<i32>(move(2, 1, 3, 3)).toBe(CONFLICT);
      out(1, RESERVE, WE, 1, 0);
    }
    expect<i32>(out(2, IGNORE, 0, 1, 2)).toBe(GOOD);
  });

  it("13: REGISTER with a key from who has none", () => {
    begin();
    expect<i32>(out(1, REGISTER, 0, 1, 1)).toBe(CONFLICT);
    expect<i32>(registerOthers(1, 1, 1, 2, 1)).toBe(CONFLICT);
    expect<string>(keys()).toBe("");
  });

  it("14: SPEC_I_PT from a registered one, or with a registered one in the list", () => {
    two();
    refused(registerOthers(1, 1, 1, 3, 1), IN_LIST);
    expect<i32>(registerOthers(1, 9, 1, 3, 1)).toBe(CONFLICT, "the key first");
    refused(registerOthers(3, 0, 3, 2, 2), IN_LIST);
    expect<string>(keys()).toBe("1 2");
  });

  it("16: RESERVE beside a reservation", () => {
    two();
    out(1, RESERVE, WE, 1, 0);
    expect<i32>(out(2, RESERVE, WE, 2, 0)).toBe(CONFLICT);
    expect<i32>(out(1, RESERVE, EA, 1, 0)).toBe(CONFLICT);
    expect<i32>(out(1, RESERVE, WE, 1, 0)).toBe(GOOD);
    expect<bool>(changed()).toBe(false);
  });

  it("17: RELEASE with another TYPE", () => {
    two();
    out(1, RESERVE, WE, 1, 0);
    refused(out(1, RELEASE, EA, 1, 0), INVALID_RELEASE);
    expect<string>(reservation()).toBe("1 1");
  });

  it("18, 19: PREEMPT without key, or of one that nobody has", () => {
    two();
    expect<i32>(out(2, PREEMPT, WE, 2, 0)).toBe(CONFLICT, "no reservation: 0 is no key");
    out(1, RESERVE, WE, 1, 0);
    refused(out(2, PREEMPT, WE, 2, 0), IN_LIST);
    refused(out(1, PREEMPT_AND_ABORT, WE, 1, 0), IN_LIST, "the holder's own too");
    expect<i32>(out(2, PREEMPT, WE, 2, 7)).toBe(CONFLICT);
    expect<u32>(generation()).toBe(2);
  });

  it("20 to 23: REGISTER AND MOVE without reservation, by another one than its holder, without key, to itself", () => {
    two();
    refused(move(1, 1, 3, 3), IN_CDB);
    out(1, RESERVE, WE, 1, 0);
    expect<i32>(move(2, 2, 3, 3)).toBe(CONFLICT);
    refused(move(1, 1, 0, 3), IN_LIST);
    refused(move(1, 1, 3, 1), IN_LIST);
    out(1, RELEASE, WE, 1, 0);
    out(1, RESERVE, WEAR, 1, 0);
    expect<i32>(move(1, 1, 3, 3)).toBe(CONFLICT);
    expect<string>(keys()).toBe("1 2");
  });

  it("24, 25: REPLACE LOST RESERVATION when nothing was lost, or with what it must not have", () => {
    two();
    refused(out(1, REPLACE, WE, 0, 1), INVALID_RELEASE);
    refused(out(3, REPLACE, WE, 0, 1), INVALID_RELEASE);
    event(UnitEvent.INFORMATION_LOST);
    refused(out(1, REPLACE, WE, 1, 1), IN_LIST);
    refused(out(1, REPLACE, WE, 0, 0), IN_LIST);
    refused(out(1, REPLACE, WE, 0, 1, ALL_TG_PT), IN_LIST);
    refused(out(1, REPLACE, WE, 0, 1, SPEC_I_PT), IN_LIST);
    refused(out(1, REPLACE, 0, 0, 1), IN_CDB);
    refused(command(1, 0x00, 6), LOST);
  });

  it("15: what there is no room for, with nothing done", () => {
    begin();
    expect<i32>(registerOthers(1, 0, 1, 2, 250)).toBe(GOOD);
    refused(registerOthers(300, 0, 2, 301, 5), NO_ROOM);
    refused(registerOthers(300, 0, 2, 301, 1000), NO_ROOM);
    refused(registerOthers(300, 0, 2, 301, 2, ALL_TG_PT), NO_ROOM);
    expect<bool>(changed()).toBe(false);
    expect<i32>(registerOthers(300, 0, 2, 301, 4)).toBe(GOOD);
    refused(out(400, REGISTER, 0, 0, 3), NO_ROOM);
    refused(out(400, IGNORE, 0, 0, 3), NO_ROOM);
    out(1, RESERVE, WE, 1, 0);
    refused(move(1, 1, 3, 400), NO_ROOM);
    expect<i32>(move(1, 1, 3, 2)).toBe(GOOD, "to a registered one");
    expect<i32>(move(2, 3, 3, 400, 2)).toBe(GOOD, "the sender makes room");
    expect<i32>(out(1, REGISTER, 0, 1, 5)).toBe(GOOD, "another key needs no room");
  });
});
