/** Sense data for the oracle: one of each kind by hand, as many as are wanted at random; and which bytes of it are one thing. */
import { readFileSync } from "node:fs";
import { hex, unhex } from "../hosts/core.ts";
import type { Random } from "../common/random.ts";

const assigned: number[] = readFileSync(new URL("../vectors/additional-sense.tsv", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => /^[0-9a-f]{4}/.test(line))
  .map((line) => Number.parseInt(line.slice(0, 4), 16));

/** Bytes of each type's descriptor behind its head, as the standards have them; type 0Dh has two lengths. */
const bodies = [10, 10, 6, 2, 2, 2, 30, 32, 18, 12, 6, 2, 2, 30, 2, 6];

/** ATA PASS-THROUGH INFORMATION AVAILABLE: the registers of an ATA device in fixed format. */
const ATA_REGISTERS = 0x001d;
const statuses = [0x00, 0x02, 0x04, 0x08, 0x10, 0x14, 0x18, 0x22, 0x28, 0x30, 0x40];
/** ADDITIONAL SENSE LENGTH is less than that. */
const mostBehind = 245;
/** sg_decode_sense has room for few lines of sense data in a descriptor. */
const mostNested = 35;

function additional(random: Random): number {
  if (random.percent(10)) return ATA_REGISTERS;
  if (random.percent(60)) return random.of(assigned);
  return random.percent(40) ? (random.below(0x80) << 8) | random.below(0x80) : random.below(0x10000);
}

const noise = (random: Random, length: number) => Array.from({ length }, () => random.below(256));

function fixed(random: Random): number[] {
  const code = additional(random);
  const length = random.percent(70) ? 10 : random.of([0, 4, 5, 6, 7, 9, 12, 30]);
  const head = [random.of([0x70, 0x71, 0xf0, 0xf1]), 0, random.below(256), ...noise(random, 4), length];
  return [...head, ...noise(random, 4), code >> 8, code & 0xff, random.of([0, 0x22]), ...noise(random, 7)];
}

/** A descriptor of which each bit that means something is random; one in seven is shorter or longer than its type. */
function descriptor(random: Random, nested: boolean): number[] {
  const type = random.percent(85) ? random.below(16) : random.of([0x10, 0x7f, 0x80, 0xff]);
  const usual = (type === 0x0d ? random.of([22, 30]) : bodies[type]) ?? random.below(6);
  const body = noise(random, usual);
  if (type === 0x0e) body[1] = random.below(8); // sg_decode_sense reads the reserved bits in front, too
  if (random.percent(10)) body.length = Math.min(usual, random.below(8));
  else if (type === 0x0b) body.push(...segments(random));
  else if (type === 0x0c) body.splice(1, 1, ...forwarded(random, nested));
  else if (type === 0x0e) body.push(...designator(random));
  else if (random.percent(5)) body.push(...noise(random, 3));
  return [type, body.length, ...body];
}

/** User data segment referral descriptors. */
function segments(random: Random): number[] {
  const one = (): number[] => {
    const groups = 1 + random.below(3);
    return [...noise(random, 3), groups, ...noise(random, 16 + groups * 4)];
  };
  return Array.from({ length: random.below(3) }, one).flat();
}

/** FORWARDED STATUS and the sense data that came with it, if any. */
function forwarded(random: Random, nested: boolean): number[] {
  const status = random.percent(80) ? random.of(statuses) : random.below(256);
  return [status, ...(nested || random.percent(30) ? [] : sense(random, true))];
}

/** A designation descriptor with a number: NAA or EUI-64. */
function designator(random: Random): number[] {
  const [type, size, first] = random.of([
    [0x03, 8, 0x20],
    [0x03, 8, 0x30],
    [0x03, 8, 0x50],
    [0x03, 16, 0x60],
    [0x02, 8, random.below(256)],
    [0x02, 12, random.below(256)],
    [0x02, 16, random.below(256)],
  ] as const);
  return [0x01, type, 0, size, first | random.below(16), ...noise(random, size - 1)];
}

function descriptors(random: Random, nested: boolean): number[] {
  const list: number[] = [];
  for (let wanted = random.below(nested ? 2 : 5); wanted > 0; wanted--) {
    const next = descriptor(random, nested);
    if (list.length + next.length < (nested ? mostNested : mostBehind)) list.push(...next);
  }
  const code = additional(random);
  const overflow = random.of([0, 0x80]);
  return [random.of([0x72, 0x73]), random.below(16), code >> 8, code & 0xff, overflow, 0, 0, list.length, ...list];
}

/** At most 252 bytes of sense data of either format; `nested` sense data has none in it. */
const sense = (random: Random, nested = false): number[] =>
  random.percent(nested ? 30 : 50) ? fixed(random) : descriptors(random, nested);

export const randomSense = (random: Random): Uint8Array => Uint8Array.from(sense(random));

/** A sense data descriptor under a SENSE KEY, the digit before it. */
const keyed = (text: string): Uint8Array => {
  const descriptor = unhex(text.slice(2));
  return Uint8Array.from([0x72, Number.parseInt(text[0]!, 16), 0x0d, 0, 0, 0, 0, descriptor.length, ...descriptor]);
};

const fixedFormat = [
  "f0 00 e5 12345678 0a 9abcdef1 2604 2a cc0002",
  "71 00 12 00000000 0a 00000000 0401 00 80ffff",
  "f0 00 41 d040e012 0a e3010203 001d 00 000000",
  "f1 00 21 d040e012 0a 00010203 001d 00 000000",
  "70 00 05 00000000 05 00000000 2400 00 cc0002", // ends between the code and its qualifier
  "70 00 05 00000000 05 00000000 2a00 00 cc0002",
  "70 00 05 00000000 06 00000000 2400 2a cc0002", // and before FIELD REPLACEABLE UNIT CODE
  "70 00 02 00000000 0a 00000000 0023 00 000000",
];
const descriptorFormat = ["72 05 26 04 80 0000 00", "73 02 00 23 00 0000 00"];

/** Each type with each field set, each meaning of SENSE KEY SPECIFIC, and what is listed as a difference. */
const single = [
  ...["5 000a80001122334455667788", "5 000a00001122334455667788", "5 010a00008877665544332211"],
  ...["0 0206000080123400", "1 0206000080000300", "2 0206000080ffff00", "3 0206000080123400", "4 0206000080000100"],
  ...["5 02060000cd000200", "5 0206000080001400", "6 0206000080000000", "6 0206000081000000", "7 0206000080abcd00"],
  ...["a 02060000af123400", "a 0206000080001000"],
  ...["5 02060000 4c000200", "6 02060000 01000000", "b 02060000 4c000200", "6 0203000080", "7 0203000080"], // not valid, and too short
  ...["3 0302002a", "1 04020080", "1 04020040", "1 04020020", "3 05020020", "3 05020000"],
  "5 061e 000000000000 80000001 40000002 0000000000010000 0000000000020003",
  "b 0720 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
  "5 0812 0000 00000001 00000082 c0000000 00000003",
  ...["1 090c 01 51 1234 010203040506 e0 50", "1 090c 00 51 1234 010203040506 e0 50"],
  ...["2 0a06 02 0401 00 8000", "2 0a06 03 1100 00 00ff"],
  "6 0b32 01 00 00000001 0000000000001000 0000000000001fff 00000101 00000001 0000000000002000 0000000000002fff 01000102",
  "6 0b32 00 00 00000007 0000000000001000 0000000000001fff 00000101 01000102 02000103 03000104 04000105 0e000106 0f000107",
  ...["a 0c02 80 18", "a 0c02 01 08", "a 0c02 02 28", "a 0c02 03 00", "a 0c02 84 02", "a 0c02 05 30"],
  ...["a 0c02 06 40", "a 0c02 07 04", "a 0c02 08 10", "a 0c02 0f 14", "a 0c02 00 22", "a 0c02 00 82", "a 0c02 00 ff"],
  "a 0c14 01 02 f0 00 03 00001234 0a 00000000 1100 2a 800003",
  "a 0c16 02 02 72 05 1a 00 00 0000 0c 0c0a 03 02 72 06 28 00 00 0000 00",
  ...[
    "5 0d16 a000 cf0005 07 0102030405060708 1112131415161718",
    "3 0d16 2000 000000 00 0000000000000000 0000000000000000",
  ],
  "5 0d1e a000 cf0005 07 0102030405060708 1112131415161718 0000000000000000",
  "3 0d1e 0000 800003 2a 0102030405060708 1112131415161718 0000000000000000",
  ...["5 0e0e 0000 01030008 2001405aabbccdd1", "5 0e0e 0001 01030008 3001405aabbccdd1"],
  ...["5 0e0e 0002 01030008 5001405aabbccdd1", "5 0e0e 0003 01020008 5001405aabbccdd1"],
  ...["5 0e16 0004 01030010 6001405aabbccdd10011223344556677", "5 0e12 0005 0102000c 5001405aabbccdd100112233"],
  ...["6 0f06 00000000 0000", "6 0f06 00000000 0e10", "6 0f06 00000000 ffff", "5 1003 0a0b0c", "5 8003 0a0b0c"],
];

export const chosenSense: readonly Uint8Array[] = [
  ...[...fixedFormat, ...descriptorFormat].map(unhex),
  ...single.map(keyed),
];

/**
 * The things of which something is said, in order: sense data, in hexadecimal up to its descriptors, then each descriptor as SENSE KEY:hexadecimal, and after
 * it the sense data that it has in it.
 */
export function things(data: Uint8Array): string[] {
  if ((data[0]! & 0x7e) !== 0x72) return [hex(data)];
  const found = [hex(data.subarray(0, 8))];
  for (let at = 8; at + 1 < data.length; at += 2 + data[at + 1]!) {
    const descriptor = data.subarray(at, at + 2 + data[at + 1]!);
    found.push(`${(data[1]! & 0x0f).toString(16)}:${hex(descriptor)}`);
    if (descriptor[0] === 0x0c && descriptor.length > 4) found.push(...things(descriptor.subarray(4)));
  }
  return found;
}
