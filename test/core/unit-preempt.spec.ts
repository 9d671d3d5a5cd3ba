// PREEMPT and REGISTER AND MOVE (SPC-4 5.13.11.2.4, 5.13.8): who has the reservation afterwards, who is registered, and who is told.
import {
  attention, begin, EA, EAAR, EARO, fullStatus, generation, GOOD, IGNORE, keys, move, on, out, PREEMPT, PREEMPT_AND_ABORT, REGISTER, RELEASED, REMOVED,
  RESERVE, reservation, testUnitReady, UNREG, WE, WEAR, WERO,
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

describe("PREEMPT", () => {
  it("without reservation removes the key's registrations, the sender's too", () => {
    for (let action = PREEMPT; action <= PREEMPT_AND_ABORT; action++) {
      registered(3);
      out(3, IGNORE, 0, 0, 2);
      expect<i32>(out(1, action, 0, 1, 2)).toBe(GOOD, "no type is asked for");
      expect<string>(keys()).toBe("1");
      expect<u32>(generation()).toBe(5);
      expect<u32>(attention(2)).toBe(REMOVED);
      expect<u32>(attention(3)).toBe(REMOVED);
      out(2, REGISTER, 0, 0, 1);
      expect<i32>(out(1, action, 0, 1, 1)).toBe(GOOD);
      expect<string>(keys()).toBe("");
      expect<u32>(attention(2)).toBe(REMOVED);
      expect<u32>(attention(1)).toBe(0);
    }
  });

  it("of the holder's key takes the reservation", () => {
    reserved(3, WERO);
    out(3, IGNORE, 0, 0, 1);
    testUnitReady(4);
    expect<i32>(out(2, PREEMPT, WERO, 2, 1)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("2:1:2*");
    expect<u32>(attention(1)).toBe(REMOVED);
    expect<u32>(attention(3)).toBe(REMOVED);
    expect<u32>(attention(1) | attention(2) | attention(3) | attention(4)).toBe(0);
    expect<u32>(generation()).toBe(5);
  });

  it("of the holder's key with another type tells who is left", () => {
    reserved(3, WE);
    expect<i32>(out(2, PREEMPT, EARO, 2, 1)).toBe(GOOD);
    expect<string>(fullStatus() + " " + reservation()).toBe("2:1:2* 3:1:3 6 2");
    expect<u32>(attention(1)).toBe(REMOVED);
    expect<u32>(attention(3)).toBe(RELEASED);
    expect<u32>(attention(1) | attention(2) | attention(3)).toBe(0);
  });

  it("by the holder of its own key keeps it registered, may change the type, and puts out others with its key", () => {
    reserved(3, WE);
    out(3, IGNORE, 0, 0, 1);
    expect<i32>(out(1, PREEMPT, EA, 1, 1)).toBe(GOOD);
    expect<string>(fullStatus() + " " + reservation()).toBe("1:1:1* 2:1:2 3 1");
    expect<u32>(attention(2)).toBe(RELEASED);
    expect<u32>(attention(3)).toBe(REMOVED);
    expect<u32>(attention(1)).toBe(0);
    expect<i32>(out(1, PREEMPT, WEAR, 1, 1)).toBe(GOOD, "to all registrants");
    expect<string>(fullStatus() + " " + reservation()).toBe("1:1:1* 2:1:2* 7 0");
  });

  it("by another one with the holder's key takes the reservation and stays registered", () => {
    reserved(2, WERO);
    out(2, IGNORE, 0, 0, 1);
    expect<i32>(out(2, PREEMPT, WERO, 1, 1)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("2:1:1*");
    expect<u32>(attention(1)).toBe(REMOVED);
  });

  it("of another key than the holder's leaves the reservation", () => {
    reserved(3, WERO);
    expect<i32>(out(2, PREEMPT, EA, 2, 3)).toBe(GOOD);
    expect<string>(fullStatus() + " " + reservation()).toBe("1:1:1* 2:1:2 5 1");
    expect<u32>(attention(3)).toBe(REMOVED);
    expect<i32>(out(2, PREEMPT, WERO, 2, 2)).toBe(GOOD, "its own");
    expect<string>(fullStatus() + " " + reservation()).toBe("1:1:1* 5 1");
    expect<u32>(attention(1) | attention(2)).toBe(0);
  });

  it("all registrants, no key: takes the reservation from all", () => {
    reserved(3, WEAR);
    expect<i32>(out(2, PREEMPT, WEAR, 2, 0)).toBe(GOOD);
    expect<string>(fullStatus() + " " + reservation()).toBe("2:1:2* 7 0");
    expect<u32>(attention(1)).toBe(REMOVED);
    expect<u32>(attention(3)).toBe(REMOVED);
    expect<u32>(attention(1) | attention(2) | attention(3)).toBe(0);
    expect<i32>(out(2, PREEMPT, EA, 2, 0)).toBe(GOOD, "alone");
    expect<string>(fullStatus() + " " + reservation()).toBe("2:1:2* 3 2");
    expect<u32>(generation()).toBe(5);
  });

  it("all registrants, a key: removes registrations; the last one ends the reservation", () => {
    reserved(3, EAAR);
    expect<i32>(out(1, PREEMPT, WE, 1, 3)).toBe(GOOD);
    expect<string>(fullStatus() + " " + reservation()).toBe("1:1:1* 2:1:2* 8 0");
    expect<i32>(out(1, PREEMPT, WE, 1, 1)).toBe(GOOD, "its own");
    expect<string>(fullStatus() + " " + reservation()).toBe("2:1:2* 8 0");
    expect<i32>(out(2, PREEMPT, WE, 2, 2)).toBe(GOOD);
    expect<string>(fullStatus() + reservation()).toBe("");
  });
});

describe("REGISTER AND MOVE", () => {
  it("moves the reservation, tells nobody", () => {
    reserved(2, EARO);
    expect<i32>(move(1, 1, 9, 5)).toBe(GOOD);
    expect<string>(fullStatus() + " " + reservation()).toBe("1:1:1 2:1:2 5:1:9* 6 9");
    expect<u32>(generation()).toBe(3);
    expect<u32>(attention(1) | attention(2) | attention(5)).toBe(0);
  });

  it("to a registered one gives it the key; UNREG removes the sender", () => {
    reserved(2, WE);
    expect<i32>(move(1, 1, 9, 2, UNREG)).toBe(GOOD);
    expect<string>(fullStatus() + " " + reservation()).toBe("2:1:9* 1 9");
    expect<u32>(attention(1) | attention(2)).toBe(0);
  });

  it("to the sender's own initiator port with another target port", () => {
    reserved(1, WE);
    expect<i32>(move(1, 1, 1, on(2, 1), UNREG)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("1:2:1*");
    expect<i32>(move(on(2, 1), 1, 1, 1)).toBe(GOOD);
    expect<string>(fullStatus()).toBe("1:2:1 1:1:1*");
  });
});
