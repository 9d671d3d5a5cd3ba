// Unit attentions (SAM-5 5.14): who gets one is in unit-actions.spec.ts, here is how they wait and are reported; and what events do.
import { be16, u8At } from "../../assembly/bytes";
import { INPUT, OUTPUT, UnitEvent } from "../../assembly/generated/records";
import {
  APTPL, attention, begin, changed, CLEAR, command, CONFLICT, dataLength, event, fullStatus, generation, GOOD, keys, LOST, NEXUS_LOSS, on, out, POWER_ON, PREEMPT, PREEMPTED, read, refused,
  REGISTER, RELEASE, RELEASED, REMOVED, RESERVE, reservation, RESET, send, testUnitReady, WEAR, WERO,
} from "./unit";

/** REQUEST SENSE with an allocation length. */
function requestSense(nexus: i32, allocationLength: u32, desc: u32 = 0): void {
  memory.fill(INPUT, 0, 6);
  store<u8>(INPUT, 0x03);
  store<u8>(INPUT, <u8>desc, 1);
  store<u8>(INPUT, <u8>allocationLength, 4);
  expect<i32>(send(nexus, 6, 0)).toBe(GOOD, "REQUEST SENSE");
}

describe("a unit attention", () => {
  it("is reported once, before anything that is wrong with the command", () => {
    begin();
    out(1, REGISTER, 0, 0, 1);
    out(2, REGISTER, 0, 0, 2);
    out(1, CLEAR, 0, 1, 0);
    refused(command(2, 0xff, 1), PREEMPTED);
    expect<bool>(changed()).toBe(true);
    expect<u32>(attention(2)).toBe(0);
    expect<bool>(changed()).toBe(false);
  });

  it("is reported by PERSISTENT RESERVE IN and OUT too, which then do nothing", () => {
    begin();
    testUnitReady(1);
    event(UnitEvent.LOGICAL_UNIT_RESET);
    refused(out(1, REGISTER, 0, 0, 1), RESET);
    expect<string>(keys()).toBe("");
    event(UnitEvent.NEXUS_LOSS, 1);
    refused(read(1, 0), NEXUS_LOSS);
  });

  it("waits behind older ones, and none waits twice", () => {
    begin();
    for (let i = 1; i <= 3; i++) out(i, REGISTER, 0, 0, i);
    out(1, RESERVE, WEAR, 1, 0);
    event(UnitEvent.NEXUS_LOSS, 3);
    out(1, RELEASE, WEAR, 1, 0);
    out(1, RESERVE, WEAR, 1, 0);
    out(1, RELEASE, WEAR, 1, 0);
    event(UnitEvent.NEXUS_LOSS, 3);
    expect<i32>(attention(2)).toBe(RELEASED);
    out(1, PREEMPT, 0, 1, 3);
    event(UnitEvent.LOGICAL_UNIT_RESET);
    expect<u32>(attention(3)).toBe(NEXUS_LOSS);
    expect<u32>(attention(3)).toBe(RELEASED);
    expect<u32>(attention(3)).toBe(REMOVED);
    expect<u32>(attention(3)).toBe(RESET);
    expect<u32>(attention(3)).toBe(0);
  });

  it("stays for INQUIRY and REPORT LUNS, is the data of REQUEST SENSE", () => {
    begin();
    testUnitReady(1);
    event(UnitEvent.LOGICAL_UNIT_RESET);
    event(UnitEvent.NEXUS_LOSS, 1);
    event(UnitEvent.NEXUS_LOSS, on(2, 1));
    expect<i32>(command(1, 0x12, 6)).toBe(GOOD);
    expect<i32>(command(1, 0xa0, 12)).toBe(GOOD);
    requestSense(1, 252);
    expect<u32>(dataLength()).toBe(18);
    expect<u32>(u8At(OUTPUT)).toBe(0x70);
    expect<u32>(u8At(OUTPUT + 2)).toBe(0x06);
    expect<u32>(be16(OUTPUT + 12)).toBe(0x2903);
    requestSense(1, 4, 1);
    expect<u32>(dataLength()).toBe(4);
    requestSense(on(2, 1), 252, 1);
    expect<u32>(dataLength()).toBe(8);
    expect<u32>(u8At(OUTPUT)).toBe(0x72);
    expect<u32>(u8At(OUTPUT + 1)).toBe(0x06);
    expect<u32>(be16(OUTPUT + 2)).toBe(0x2907);
    requestSense(1, 252);
    expect<u32>(u8At(OUTPUT + 2)).toBe(0x00);
    expect<u32>(be16(OUTPUT + 12)).toBe(0);
    expect<u32>(attention(1)).toBe(0);
  });
});

describe("power on", () => {
  it("without APTPL: nothing is left, and who was registered is told", () => {
    begin();
    out(1, REGISTER, 0, 0, 1, APTPL);
    out(2, REGISTER, 0, 0, 2); // the last APTPL counts, for all
    testUnitReady(3);
    out(1, RESERVE, WERO, 1, 0);
    event(UnitEvent.NEXUS_LOSS, 1);
    event(UnitEvent.NEXUS_LOSS, 3);
    event(UnitEvent.POWER_ON);
    expect<u32>(attention(1)).toBe(POWER_ON);
    expect<u32>(attention(2)).toBe(POWER_ON);
    expect<u32>(attention(1) | attention(2) | attention(3) | attention(4)).toBe(0);
    expect<string>(keys() + reservation()).toBe("");
    expect<u32>(generation()).toBe(0);
  });

  it("with APTPL: all is kept but the generation", () => {
    begin();
    out(1, REGISTER, 0, 0, 1);
    out(on(2, 2), REGISTER, 0, 0, 2, APTPL);
    out(1, RESERVE, WERO, 1, 0);
    event(UnitEvent.POWER_ON);
    expect<string>(fullStatus() + " " + reservation()).toBe("1:1:1* 2:2:2 5 1");
    expect<u32>(generation()).toBe(0);
    expect<u32>(attention(1)).toBe(POWER_ON);
    out(1, REGISTER, 0, 1, 1);
    event(UnitEvent.POWER_ON);
    expect<string>(fullStatus() + reservation()).toBe("");
  });

  it("does not bring lost information back", () => {
    begin();
    out(1, REGISTER, 0, 0, 1, APTPL);
    event(UnitEvent.INFORMATION_LOST);
    event(UnitEvent.POWER_ON);
    refused(testUnitReady(1), LOST);
  });
});

describe("a reset, and the loss of an I_T nexus", () => {
  it("keep registrations and reservation", () => {
    begin();
    out(1, REGISTER, 0, 0, 1);
    out(1, RESERVE, WERO, 1, 0);
    testUnitReady(2);
    event(UnitEvent.LOGICAL_UNIT_RESET);
    expect<u32>(attention(1)).toBe(RESET);
    expect<u32>(attention(2)).toBe(RESET);
    expect<u32>(attention(3)).toBe(0);
    event(UnitEvent.NEXUS_LOSS, 1);
    event(UnitEvent.NEXUS_LOSS, 4);
    expect<u32>(attention(1)).toBe(NEXUS_LOSS);
    expect<u32>(attention(2)).toBe(0);
    expect<u32>(attention(4)).toBe(NEXUS_LOSS, "one that sent nothing yet");
    expect<string>(fullStatus() + " " + reservation()).toBe("1:1:1* 5 1");
    expect<u32>(generation()).toBe(1);
  });

  it("end the reservation by RESERVE(6): any reset, or the loss of its holder", () => {
    for (let kind = UnitEvent.POWER_ON; kind <= UnitEvent.NEXUS_LOSS; kind++) {
      begin();
      expect<i32>(command(1, 0x16, 6)).toBe(GOOD);
      event(UnitEvent.NEXUS_LOSS, 2);
      attention(2);
      expect<i32>(command(2, 0x16, 6)).toBe(CONFLICT);
      event(kind, 1);
      attention(2);
      expect<i32>(command(2, 0x16, 6)).toBe(GOOD, kind.toString());
    }
  });
});
