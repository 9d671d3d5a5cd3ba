// An emulated logical unit for the specs, in a few words. An initiator port is a number below 4096; `on(port, n)` is it with another target port
// than 1. Statuses are SCSI statuses; a sense is SENSE KEY << 16 | ADDITIONAL SENSE CODE << 8 | QUALIFIER.
import { be16, be24, be64, put16, put32, put64, put8, u8At } from "../../assembly/bytes";
import { happen, start } from "../../assembly/unit/event";
import { execute } from "../../assembly/unit/execute";
import { INPUT, NEXUS, OUTPUT, UnitAnswerRecord, UNIT_ANSWER, UnitEvent } from "../../assembly/generated/records";

export const GOOD: i32 = 0x00;
export const CHECK: i32 = 0x02;
export const CONFLICT: i32 = 0x18;

export const REGISTER: u32 = 0;
export const RESERVE: u32 = 1;
export const RELEASE: u32 = 2;
export const CLEAR: u32 = 3;
export const PREEMPT: u32 = 4;
export const PREEMPT_AND_ABORT: u32 = 5;
export const IGNORE: u32 = 6;
export const MOVE: u32 = 7;
export const REPLACE: u32 = 8;

export const WE: u32 = 1;
export const EA: u32 = 3;
export const WERO: u32 = 5;
export const EARO: u32 = 6;
export const WEAR: u32 = 7;
export const EAAR: u32 = 8;

export const APTPL: u32 = 0x01;
export const ALL_TG_PT: u32 = 0x04;
export const SPEC_I_PT: u32 = 0x08;
export const UNREG: u32 = 0x02;

/** Sense, as the standard writes it. */
export const LENGTH_ERROR: u32 = 0x051a00;
export const NO_SUCH_COMMAND: u32 = 0x052000;
export const IN_CDB: u32 = 0x052400;
export const IN_LIST: u32 = 0x052600;
export const INVALID_RELEASE: u32 = 0x052604;
export const NO_ROOM: u32 = 0x055504;
export const LOST: u32 = 0x074401;
export const POWER_ON: u32 = 0x062901;
export const RESET: u32 = 0x062903;
export const NEXUS_LOSS: u32 = 0x062907;
export const PREEMPTED: u32 = 0x062a03;
export const RELEASED: u32 = 0x062a04;
export const REMOVED: u32 = 0x062a05;

const PORT: i32 = 0x1000;

/** An initiator port with another target port. */
export function on(port: i32, initiator: i32): i32 {
  return initiator + (port - 1) * PORT;
}

/** A new unit with two target ports that can persist. */
export function begin(): void {
  expect<i32>(start(1, 2)).toBe(0, "start");
}

/** Writes the TransportID (SAS) of an initiator port to `at`, 24 bytes. */
export function putTransportId(at: usize, initiator: i32): void {
  memory.fill(at, 0, 24);
  put8(at, 0x06);
  put64(at + 4, 0x5000_0000_0000_0000 + <u64>initiator);
}

/** Sends the CDB and data that are in the input buffer. */
export function send(nexus: i32, length: i32, dataLength: i32): i32 {
  putTransportId(NEXUS, nexus % PORT);
  return execute(length, dataLength, 24, nexus / PORT + 1);
}

/** A command of `length` zero bytes behind its operation code. */
export function command(nexus: i32, operationCode: u32, length: i32): i32 {
  memory.fill(INPUT, 0, length);
  put8(INPUT, operationCode);
  return send(nexus, length, 0);
}

export function testUnitReady(nexus: i32): i32 {
  return command(nexus, 0x00, 6);
}

/** PERSISTENT RESERVE OUT with the basic list. `flags` is its byte 20. */
export function out(nexus: i32, action: u32, type: u32, key: u64, actionKey: u64, flags: u32 = 0): i32 {
  putOut(action, type, 24);
  putKeys(key, actionKey);
  put8(INPUT + 30, flags);
  return send(nexus, 10, 24);
}

/** A CDB of PERSISTENT RESERVE OUT. */
export function putOut(action: u32, type: u32, length: u32): void {
  memory.fill(INPUT, 0, 10 + length);
  put8(INPUT, 0x5f);
  put8(INPUT + 1, action);
  put8(INPUT + 2, type);
  put32(INPUT + 5, length);
}

export function putKeys(key: u64, actionKey: u64): void {
  put64(INPUT + 10, key);
  put64(INPUT + 18, actionKey);
}

/** REGISTER with SPEC_I_PT for `count` initiator ports from `first` on. */
export function registerOthers(nexus: i32, key: u64, actionKey: u64, first: i32, count: i32, flags: u32 = 0): i32 {
  putOut(REGISTER, 0, 28 + count * 24);
  putKeys(key, actionKey);
  put8(INPUT + 30, SPEC_I_PT | flags);
  put32(INPUT + 34, count * 24);
  for (let i = 0; i < count; i++) putTransportId(INPUT + 38 + i * 24, first + i);
  return send(nexus, 10, 28 + count * 24);
}

/** REGISTER AND MOVE to another I_T nexus. `flags` is byte 17. */
export function move(nexus: i32, key: u64, actionKey: u64, to: i32, flags: u32 = 0): i32 {
  putMove(key, actionKey, to, flags);
  return send(nexus, 10, 48);
}

export function putMove(key: u64, actionKey: u64, to: i32, flags: u32): void {
  putOut(MOVE, 0, 48);
  putKeys(key, actionKey);
  put8(INPUT + 27, flags);
  put16(INPUT + 28, to / PORT + 1);
  put32(INPUT + 30, 24);
  putTransportId(INPUT + 34, to % PORT);
}

/** PERSISTENT RESERVE IN; its data is in the output buffer. */
export function read(nexus: i32, action: u32, allocationLength: u32 = 8192): i32 {
  memory.fill(INPUT, 0, 10);
  put8(INPUT, 0x5e);
  put8(INPUT + 1, action);
  put16(INPUT + 7, allocationLength);
  return send(nexus, 10, 0);
}

function answer(): UnitAnswerRecord {
  return changetype<UnitAnswerRecord>(UNIT_ANSWER);
}

export function dataLength(): u32 {
  return answer().data_length;
}

export function changed(): bool {
  return answer().changed != 0;
}

/** Of the last command; 0 when it has none. */
export function sense(): u32 {
  if (answer().sense_length == 0) return 0;
  const at = UNIT_ANSWER + offsetof<UnitAnswerRecord>();
  expect<u32>(answer().sense_length).toBe(18, "18 bytes of sense data");
  expect<u32>(u8At(at)).toBe(0x70, "fixed format");
  expect<u32>(u8At(at + 7)).toBe(10, "ADDITIONAL SENSE LENGTH");
  return (u8At(at + 2) << 16) | be16(at + 12);
}

/** The three bytes of SENSE KEY SPECIFIC with SKSV. */
export function fieldPointer(): u32 {
  return be24(UNIT_ANSWER + offsetof<UnitAnswerRecord>() + 15);
}

/** The oldest unit attention that waits for an I_T nexus, which takes it; 0 for none. */
export function attention(nexus: i32): u32 {
  return testUnitReady(nexus) == GOOD ? 0 : sense();
}

/** An initiator port that no spec registers: asks on behalf of the spec. */
const WITNESS: i32 = 4095;

/** All keys, in decimal, in their order. */
export function keys(): string {
  expect<i32>(read(WITNESS, 0)).toBe(GOOD, "READ KEYS");
  let all = "";
  for (let at: u32 = 8; at < dataLength(); at += 8) all += (at == 8 ? "" : " ") + be64(OUTPUT + at).toString();
  return all;
}

/** PRGENERATION. */
export function generation(): u32 {
  expect<i32>(read(WITNESS, 0)).toBe(GOOD, "READ KEYS");
  return <u32>(be64(OUTPUT) >> 32);
}

/** "TYPE KEY" of the reservation, "" for none. */
export function reservation(): string {
  expect<i32>(read(WITNESS, 1)).toBe(GOOD, "READ RESERVATION");
  return dataLength() == 8 ? "" : u8At(OUTPUT + 21).toString() + " " + be64(OUTPUT + 8).toString();
}

/** "initiator:port:key" of each registration, with "*" behind a holder's. */
export function fullStatus(): string {
  expect<i32>(read(WITNESS, 3, 65535)).toBe(GOOD, "READ FULL STATUS");
  let all = "";
  for (let at: u32 = 8; at < dataLength(); at += 48) {
    const p = OUTPUT + at;
    const initiator = be64(p + 28) & 0xfff;
    all += (at == 8 ? "" : " ") + initiator.toString() + ":" + be16(p + 18).toString() + ":" + be64(p).toString();
    if (u8At(p + 12) & 1) all += "*";
  }
  return all;
}

/** An event; for nexus_loss of the I_T nexus. */
export function event(kind: UnitEvent, nexus: i32 = 0): void {
  putTransportId(NEXUS, nexus % PORT);
  expect<i32>(happen(kind, 24, nexus / PORT + 1)).toBe(0, "event");
}

/** Expects CHECK CONDITION with this sense. */
export function refused(status: i32, expected: u32, title: string = ""): void {
  expect<i32>(status).toBe(CHECK, title);
  expect<u32>(sense()).toBe(expected, title);
}
