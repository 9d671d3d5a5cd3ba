// What each service action does (SPC-4 5.13): its decision table, PRGENERATION, and who is told.
import { UnitEvent } from "../../assembly/generated/records";
import {
  ALL_TG_PT, APTPL, attention, begin, changed, CLEAR, CONFLICT, EA, EAAR, event, fullStatus, generation, GOOD, IGNORE, IN_LIST, keys, LOST, on, out,
  PREEMPTED, read, refused, REGISTER, registerOthers, RELEASE, RELEASED, REPLACE, RESERVE, reservation, testUnitReady, WE, WEAR, WERO,
} from "./unit";

/** `count` initiator ports from 1 on, each registered with its own number. */
function registered(count: i32): void {
  begin();
  for (let i = 1; i <= count; i++) expect<i32>(out(i, REGISTER, 0, 0, i)).toBe(GOOD);
}

/** The same, and initiator port 1 holds a reservation. */
function reserved(count: i32, type: u32): void {
  registered(count);
  expect<i32>(out(1, RESERVE, type, 1, 0)).toBe(GOOD);
}

describe("REGISTER", () => {
  it("0 over nothing does nothing, and does not count", () => {
    begin();
    expect<i32>(out(1, REGISTER, 0, 0, 0, APTPL)).toBe(GOOD);
    expect<i32>(registerOthers(1, 0, 0, 2, 3)).toBe(GOOD);
    expect<bool>(changed()).toBe(false);
    expect<string>(keys()).toBe("");
    expect<u32>(generation()).toBe(0);
  });

  it("registers, gives another key, unregisters; each counts", () => {
    begin();
    expect<i32>(out(1, REGISTER, 0, 0, 7)).toBe(GOOD);
    expect<bool>(changed()).toBe(true);
    expect<i32>(out(2, REGISTER, 0, 0, 7)).toBe(GOOD, "a key may be that of several");
    expect<string>(keys()).toBe("7 7");
    expect<i32>(out(1, REGISTER, 0, 7, 8)).toBe(GOOD);
    expect<string>(keys()).toBe("8 7", "in order of registration");
    expect<i32>(out(1, REGISTER, 0, 8, 0)).toBe(GOOD);
    expect<i32>(out(1, REGISTER, 0, 0, 9)).toBe(GOOD);
    expect<string>(keys()).toBe("7 9");
    expect<u32>(generation()).toBe(5);
  });

  it("another key of the holder is the reservation's", () => {
    reserved(2, WE);
    expect<i32>(out(1, REGISTER, 0, 1, 10)).toBe(GOOD);
    expect<string>(reservation()).toBe("1 10");
    expect<i32>(out(1, IGNORE, 0, 0, 11)).toBe(GOOD);
    expect<string>(reservation()).toBe("1 11");
    expect<u32>(attention(2)).toBe(0);
  });

  it("with SPEC_I_PT registers the listed ports too, each once, the sender among them or not", () => {
    begin();
    expect<i32>(registerOthers(3, 0, 5, 1, 4)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("3:1:5 1:1:5 2:1:5 4:1:5");
    expect<u32>(generation()).toBe(1);
    begin();
    expect<i32>(registerOthers(on(2, 3), 0, 5, 1, 2, ALL_TG_PT)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("3:2:5 3:1:5 1:1:5 1:2:5 2:1:5 2:2:5");
  });

  it("with ALL_TG_PT is as if each target port had received it", () => {
    begin();
    expect<i32>(out(1, REGISTER, 0, 0, 5, ALL_TG_PT)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("1:1:5 1:2:5");
    expect<i32>(out(on(2, 1), REGISTER, 0, 5, 6)).toBe(GOOD, "the other one is a registration of its own");
    expect<i32>(out(1, REGISTER, 0, 5, 7, ALL_TG_PT)).toBe(CONFLICT, "5 is not the other one's key");
    expect<i32>(out(1, REGISTER, 0, 5, 0, ALL_TG_PT)).toBe(CONFLICT);
    expect<string>(fullStatus()).toBe("1:1:5 1:2:6");
    expect<i32>(out(1, IGNORE, 0, 0, 7, ALL_TG_PT)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("1:1:7 1:2:7");
    expect<i32>(out(1, REGISTER, 0, 7, 8, ALL_TG_PT)).toBe(GOOD);
    expect<i32>(out(1, REGISTER, 0, 8, 0, ALL_TG_PT)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("");
    expect<u32>(generation()).toBe(5);
    out(on(2, 1), REGISTER, 0, 0, 9);
    expect<i32>(out(1, REGISTER, 0, 0, 5, ALL_TG_PT)).toBe(CONFLICT);
    expect<i32>(registerOthers(1, 0, 5, 2, 1, ALL_TG_PT)).toBe(CONFLICT);
    expect<i32>(registerOthers(2, 0, 5, 3, 1, ALL_TG_PT)).toBe(GOOD);
    refused(registerOthers(4, 0, 5, 1, 1, ALL_TG_PT), IN_LIST, "1 is registered with the other target port");
  });
});

describe("REGISTER AND IGNORE EXISTING KEY", () => {
  it("asks for no key", () => {
    begin();
    testUnitReady(1);
    expect<i32>(out(1, IGNORE, 0, 99, 0)).toBe(GOOD);
    expect<bool>(changed()).toBe(false);
    expect<i32>(out(1, IGNORE, 0, 99, 5)).toBe(GOOD);
    expect<i32>(out(1, IGNORE, 0, 99, 6)).toBe(GOOD);
    expect<string>(keys()).toBe("6");
    expect<i32>(out(1, IGNORE, 0, 99, 0)).toBe(GOOD);
    expect<string>(keys()).toBe("");
    expect<u32>(generation()).toBe(3);
  });
});

describe("who unregisters", () => {
  it("ends the reservation that it holds; those who could write are told", () => {
    for (let type: u32 = 1; type <= 6; type++) {
      if (type == 2 || type == 4) continue;
      reserved(3, type);
      expect<i32>(out(1, REGISTER, 0, 1, 0)).toBe(GOOD);
      expect<string>(reservation()).toBe("");
      expect<string>(keys()).toBe("2 3");
      expect<u32>(attention(2)).toBe(type >= 5 ? RELEASED : 0, type.toString());
      expect<u32>(attention(3)).toBe(type >= 5 ? RELEASED : 0, type.toString());
      expect<u32>(attention(1)).toBe(0);
    }
  });

  it("leaves an all registrants reservation to the others, the last one ends it", () => {
    for (let type = WEAR; type <= EAAR; type++) {
      reserved(2, type);
      expect<i32>(out(1, IGNORE, 0, 0, 0)).toBe(GOOD);
      expect<string>(reservation()).toBe(type.toString() + " 0");
      expect<i32>(out(2, IGNORE, 0, 0, 0)).toBe(GOOD);
      expect<string>(reservation()).toBe("");
      expect<u32>(attention(1) | attention(2)).toBe(0);
    }
  });

  it("leaves another one's reservation", () => {
    reserved(2, WERO);
    expect<i32>(out(2, REGISTER, 0, 2, 0)).toBe(GOOD);
    expect<string>(reservation()).toBe("5 1");
    expect<u32>(attention(1)).toBe(0);
  });

  it("on all target ports is told of nothing itself", () => {
    begin();
    out(1, REGISTER, 0, 0, 1, ALL_TG_PT);
    out(2, REGISTER, 0, 0, 2);
    out(on(2, 1), RESERVE, WERO, 1, 0);
    expect<i32>(out(1, REGISTER, 0, 1, 0, ALL_TG_PT)).toBe(GOOD);
    expect<string>(reservation()).toBe("");
    expect<u32>(attention(2)).toBe(RELEASED);
    expect<u32>(attention(1) | attention(on(2, 1))).toBe(0);
  });
});

describe("RESERVE and RELEASE", () => {
  it("count for nothing, tell nobody of types 1 and 3", () => {
    for (let type: u32 = 1; type <= 3; type += 2) {
      reserved(2, type);
      expect<string>(reservation()).toBe(type.toString() + " 1");
      expect<i32>(out(2, RELEASE, type, 2, 0)).toBe(GOOD, "not the holder");
      expect<bool>(changed()).toBe(false);
      expect<i32>(out(1, RELEASE, type, 1, 0)).toBe(GOOD);
      expect<string>(reservation() + keys()).toBe("1 2");
      expect<u32>(generation()).toBe(2);
      expect<u32>(attention(2)).toBe(0);
      expect<i32>(out(1, RELEASE, type, 1, 0)).toBe(GOOD, "nothing to release");
      expect<bool>(changed()).toBe(false);
    }
  });

  it("types 5 to 8: the others are told", () => {
    for (let type: u32 = 5; type <= 8; type++) {
      reserved(3, type);
      testUnitReady(4);
      expect<i32>(out(1, RELEASE, type, 1, 0)).toBe(GOOD);
      expect<u32>(attention(2)).toBe(RELEASED);
      expect<u32>(attention(2)).toBe(0);
      expect<u32>(attention(3)).toBe(RELEASED);
      expect<u32>(attention(1) | attention(4)).toBe(0);
    }
  });

  it("under types 7 and 8 everybody who is registered is a holder", () => {
    for (let type = WEAR; type <= EAAR; type++) {
      reserved(2, type);
      expect<i32>(out(2, RESERVE, type, 2, 0)).toBe(GOOD);
      expect<i32>(out(2, RESERVE, WE, 2, 0)).toBe(CONFLICT);
      expect<string>(fullStatus()).toBe("1:1:1* 2:1:2*");
      expect<i32>(out(2, RELEASE, type, 2, 0)).toBe(GOOD);
      expect<string>(reservation()).toBe("");
      expect<u32>(attention(1)).toBe(RELEASED);
    }
  });

  it("the same key is not the same I_T nexus", () => {
    begin();
    out(1, REGISTER, 0, 0, 7);
    out(2, REGISTER, 0, 0, 7);
    out(1, RESERVE, WERO, 7, 0);
    expect<i32>(out(2, RESERVE, WERO, 7, 0)).toBe(CONFLICT);
    expect<i32>(out(2, RELEASE, WERO, 7, 0)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("1:1:7* 2:1:7");
  });
});

describe("CLEAR", () => {
  it("removes all, and tells all but the sender", () => {
    reserved(3, WERO);
    expect<i32>(out(2, CLEAR, 0, 2, 0)).toBe(GOOD);
    expect<string>(keys() + reservation()).toBe("");
    expect<u32>(generation()).toBe(4);
    expect<u32>(attention(1)).toBe(PREEMPTED);
    expect<u32>(attention(3)).toBe(PREEMPTED);
    expect<u32>(attention(1) | attention(2) | attention(3)).toBe(0);
  });
});

describe("lost information", () => {
  it("refuses most commands until REPLACE LOST RESERVATION", () => {
    reserved(3, WE);
    event(UnitEvent.INFORMATION_LOST);
    refused(testUnitReady(1), LOST);
    refused(out(1, REGISTER, 0, 1, 1), LOST);
    refused(out(1, 31, 0, 1, 1), LOST);
    refused(read(1, 0), LOST);
    expect<i32>(read(1, 2)).toBe(GOOD, "REPORT CAPABILITIES");
    expect<i32>(out(2, REPLACE, EA, 0, 7, APTPL)).toBe(GOOD);
    expect<string>(fullStatus() + " " + reservation()).toBe("2:1:7* 3 7");
    expect<u32>(generation()).toBe(0);
    expect<u32>(attention(1) | attention(2) | attention(3)).toBe(0);
  });
});
