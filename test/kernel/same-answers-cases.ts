// How requests come: where they are cut, what goes together, with which descriptors, how long they are, what they ask for.
import {
  CLOSED,
  CONFLICT,
  DESCRIPTORS,
  GOOD,
  INVALID_FIELD,
  INVALID_OPCODE,
  IO_TERMINATED,
  KEPT,
  LENGTH_ERROR,
  type Script,
} from "./same-answers-script.ts";

/** PERSISTENT RESERVE IN, padded to the 16 bytes that a CDB has on the socket (SPC-4, 6.15). */
export function reserveIn(action: number, allocation: number): Buffer {
  const cdb = Buffer.alloc(16);
  cdb[0] = 0x5e;
  cdb[1] = action;
  cdb.writeUInt16BE(allocation, 7);
  return cdb;
}

export interface Out {
  type?: number;
  scope?: number;
  key?: number;
  actionKey?: number;
  /** SPEC_I_PT 8, ALL_TG_PT 4, APTPL 1 */
  flags?: number;
  /** The length that the CDB tells, all 32 bits. */
  length?: number;
  /** Bytes of the list that are sent. */
  list?: number;
}

/** PERSISTENT RESERVE OUT and its parameter list (SPC-4, 6.16). */
export function reserveOut(action: number, out: Out = {}): Buffer {
  const { type = 0, scope = 0, key = 0, actionKey = 0, flags = 0, length = 24, list = length & 0xffff } = out;
  const request = Buffer.alloc(16 + Math.max(24, list));
  request[0] = 0x5f;
  request[1] = action;
  request[2] = (scope << 4) | type;
  request.writeUInt32BE(length, 5);
  request.writeUInt32BE(key, 20);
  request.writeUInt32BE(actionKey, 28);
  request[36] = flags;
  return request.subarray(0, 16 + list);
}

const REGISTER_AND_IGNORE = 6;
const readKeys = reserveIn(0, 64);
/** Registers anew, so that READ KEYS tells whether it was carried out, once, with the right key. */
const registerAs = (actionKey: number) => reserveOut(REGISTER_AND_IGNORE, { actionKey });
const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** One request, in chunks. */
export function cutRequests(script: Script): void {
  script.ask("OUT, the first request", registerAs(0x100), GOOD);
  for (const at of upTo(1, 15)) {
    const [first, rest] = [`at ${at}`, 16 - at];
    script.chunks(readKeys, [[at, "a"], [rest, ""]]).answer(`IN cut ${first}, descriptor before`, GOOD); // prettier-ignore
    script.chunks(readKeys, [[at, ""], [rest, "a"]]).answer(`IN cut ${first}, descriptor after`, GOOD); // prettier-ignore
  }
  for (const at of upTo(1, 39)) {
    script.chunks(registerAs(0x100 + at), [[at, "a"], [40 - at, ""]]).answer(`OUT cut at ${at}`, GOOD); // prettier-ignore
    script.ask(`READ KEYS after OUT cut at ${at}`, readKeys, GOOD);
  }
  for (const at of upTo(0, 15)) {
    const bytes = (length: number) => upTo(0, length - 1).map((index) => [1, index === at ? "a" : ""] as const);
    script.chunks(readKeys, bytes(16)).answer(`IN in single bytes, descriptor on byte ${at}`, GOOD);
    script.chunks(registerAs(0x200 + at), bytes(40)).answer(`OUT in single bytes, descriptor on byte ${at}`, GOOD);
  }
  script.ask("READ KEYS after OUT in single bytes", readKeys, GOOD);
}

/** Several requests in one send, or sent before the first is answered. */
export function coalescedRequests(script: Script): void {
  script.send(registerAs(0x300), "a").answer("OUT with its list in one send", GOOD);
  for (const at of upTo(1, 15)) {
    // The list and the head of the next CDB in one send; the next descriptor comes with the tail.
    const both = Buffer.concat([registerAs(0x300 + at), readKeys]);
    script.chunks(both, [[16, "a"], [24 + at, ""], [16 - at, "a"]]); // prettier-ignore
    script.answer(`OUT, its list together with ${at} bytes of the next CDB`, GOOD);
    script.answer(`IN whose first ${at} bytes came with a list`, GOOD);
  }
  const eight = upTo(1, 8);
  for (const number of eight) script.push(number % 2 ? registerAs(0x320 + number) : readKeys, "a");
  for (const number of eight) script.answer(`pipelined request ${number} of 8`, GOOD);
  const twice = Buffer.concat([readKeys, readKeys]);
  script.send(twice, "a").answer("first of two IN in one send with one descriptor", GOOD);
  script.answer("second of two IN in one send with one descriptor", CLOSED);
  script.send(twice, "aa").answer("two IN in one send with two descriptors", CLOSED);
  script.chunks(twice, [[16, "a"], [16, "a"]]).answer("first of two IN, each with its own", GOOD); // prettier-ignore
  script.answer("second of two IN, each with its own", GOOD);
  // The descriptor comes with the tail of one request, but belongs to it all the same.
  script.chunks(twice, [[8, ""], [16, "a"], [8, "b"]]).answer("IN, its tail together with the next head", GOOD); // prettier-ignore
  script.answer("IN whose head came with a tail", GOOD);
}

/** What a client says first, and when it stops in the middle. */
export function brokenConversations(script: Script): void {
  const word = (value: number) => Buffer.from(value.toString(16).padStart(8, "0"), "hex");
  for (const features of [1, 0x100, 0x10000, 0x80000000, 0xffffffff])
    script
      .connect({ greet: false })
      .send(word(features))
      .answer(`greeting ${features.toString(16)}`, CLOSED);
  const zero = Buffer.alloc(1);
  script.connect({ greet: false }).send(zero).send(zero).send(zero).send(zero);
  script.ask("IN after a greeting in single bytes", readKeys, GOOD);
  script.connect({ greet: false }).push(Buffer.concat([word(0), readKeys.subarray(0, 9)]));
  script.send(readKeys.subarray(9), "a").answer("IN whose head came with the greeting", GOOD);
  script.connect({ greet: false }).send(Buffer.concat([word(0), readKeys]), "a");
  script.answer("IN whose descriptor came with the greeting", CLOSED);
  script.connect({ greet: false }).send(word(0), "a").ask("IN after a greeting with a descriptor", readKeys, GOOD);
  script.connect({ greet: false }).send(Buffer.alloc(3)).halfClose().answer("end in the greeting", CLOSED);
  script.connect({ greet: false }).send(Buffer.alloc(3)).noAnswer("three bytes of greeting");
  script.connect({ greet: false }).send(Buffer.alloc(3), "a").noAnswer("three bytes of greeting with a descriptor");

  script.connect().noAnswer("nothing after the greeting");
  script.connect().halfClose().answer("end after the greeting", CLOSED);
  const register = registerAs(0x400);
  for (const length of [1, 8, 15, 16, 17, 24, 39]) {
    script.connect().send(register.subarray(0, length), "a").noAnswer(`OUT, ${length} of 40 bytes`);
    script.connect().send(register.subarray(0, length), "a").halfClose();
    script.answer(`OUT, ${length} of 40 bytes, then the end`, CLOSED);
  }
  for (const length of [1, 15]) {
    script.connect().send(readKeys.subarray(0, length), "a").halfClose();
    script.answer(`IN, ${length} of 16 bytes, then the end`, CLOSED);
  }
  script.connect().push(readKeys, "a").halfClose().answer("IN, then the end at once", GOOD);
  script.connect().push(registerAs(0x401), "a").halfClose().answer("OUT, then the end at once", GOOD);
  script.connect().ask("READ KEYS after short requests", readKeys, GOOD);
}

/** None, many, and such that no command can be sent through. */
export function descriptors(script: Script): void {
  script.ask("IN without a descriptor", readKeys, CLOSED, "");
  script.ask("OUT without a descriptor", registerAs(0x500), CLOSED, "");
  script.chunks(registerAs(0x501), [[16, ""], [24, "a"]]).answer("OUT with a descriptor on its list only", CLOSED); // prettier-ignore
  script.chunks(registerAs(0x502), [[16, "a"], [24, "b"]]).answer("OUT with another descriptor on its list", GOOD); // prettier-ignore
  for (const count of [2, 8, 16, 17, 253]) {
    script.ask(`IN with ${count} descriptors`, readKeys, CLOSED, "a".repeat(count));
    script.ask(`OUT with ${count} descriptors`, registerAs(0x503), CLOSED, "a".repeat(count));
  }
  for (const [first, second] of [[1, 15], [8, 8], [15, 1]] as const) // prettier-ignore
    script.chunks(readKeys, [[first, "a"], [second, "a"]]).answer(`IN with two descriptors, cut at ${first}`, CLOSED); // prettier-ignore

  const readOnly: string[] = ["r", "e", "p", "d"];
  const disks: string[] = ["a", "b", "r", "w", "n"];
  for (const [letter, name] of Object.entries(DESCRIPTORS)) {
    const outcome = disks.includes(letter) ? GOOD : IO_TERMINATED;
    script.ask(`IN on ${name}`, readKeys, outcome, letter);
    const refused = readOnly.includes(letter) ? INVALID_OPCODE : outcome;
    script.ask(`OUT on ${name}`, registerAs(0x510), refused, letter);
    const listless = refused === GOOD ? LENGTH_ERROR : refused;
    script.ask(`OUT on ${name}, without a list`, reserveOut(0, { length: 0 }), listless, letter);
    script.ask(`READ KEYS after ${name}`, readKeys, GOOD);
  }
  script.flags("descriptor with O_NONBLOCK, afterwards", "n", KEPT);
}

/** Operation codes, service actions, lengths. */
export function commands(script: Script): void {
  for (const code of [0x00, 0x03, 0x12, 0x1a, 0x25, 0x28, 0x2a, 0x5d, 0x60, 0x7f, 0x88, 0xa3, 0xde, 0xff]) {
    const cdb = Buffer.from(readKeys);
    cdb[0] = code;
    script.ask(`operation code ${code.toString(16)}`, cdb, CLOSED);
  }
  for (const action of upTo(0, 31)) {
    script.ask(`IN, service action ${action}`, reserveIn(action, 256), action < 4 ? GOOD : INVALID_FIELD);
    script.ask(`IN, service action ${action}, reserved bits set`, reserveIn(action | 0xe0, 256), action < 4 ? GOOD : INVALID_FIELD); // prettier-ignore
  }
  for (const action of [0, 1, 2, 3]) {
    const least = action === 2 ? 6 : 8; // REPORT CAPABILITIES: LIO contents itself with six of its eight bytes
    for (const length of [0, 1, 5, 6, 7, 8, 9, 16, 24, 255, 256, 4096, 8191, 8192])
      script.ask(`IN ${action}, allocation length ${length}`, reserveIn(action, length), length < least ? INVALID_FIELD : GOOD); // prettier-ignore
    for (const length of [8193, 16384, 65535])
      script.ask(`IN ${action}, allocation length ${length}`, reserveIn(action, length), CLOSED);
  }
  for (const length of [0, 1, 8, 23, 25, 32, 255, 4096, 8191, 8192])
    script.ask(`OUT, list of ${length} bytes`, reserveOut(0, { length }), LENGTH_ERROR);
  // Only 16 bits of the length tell what follows on the socket; the logical unit is told all 32.
  for (const length of [0x00010018, 0x01000018, 0xffff0018])
    script.ask(`OUT, list of ${length} bytes`, reserveOut(0, { length }), INVALID_FIELD);
  for (const length of [8193, 16384, 65535, 0xffffffff])
    script.ask(`OUT, list of ${length} bytes`, reserveOut(0, { length, list: 24 }), CLOSED);
  for (const action of upTo(8, 31)) script.ask(`OUT, service action ${action}`, reserveOut(action), INVALID_FIELD);
  script.ask("OUT, reserved bits set", reserveOut(0xe0 | REGISTER_AND_IGNORE, { actionKey: 0x600 }), GOOD);
  const padded = reserveIn(0, 64).fill(0xff, 10);
  script.ask("IN, all bits set behind the CDB's ten bytes", padded, GOOD);
  script.ask("OUT, a wrong key", reserveOut(0, { key: 0x999, actionKey: 0x601 }), CONFLICT);
}
