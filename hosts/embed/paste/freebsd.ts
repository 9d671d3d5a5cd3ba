/** FreeBSD's log: what CAM prints of a command, `(da2:mps0:0:2:0): SCSI sense: UNIT ATTENTION asc:29,0 (...)`. */
import { findPairs, looseBytes, numberAt } from "./hex.ts";
import { senseKeyOf, statusOf } from "./names.ts";
import { found, piecesOf, type Reader, senseFound, trimEnd } from "./reader.ts";
import type { Found, Piece } from "./types.ts";

const pieces = piecesOf("freebsd", "lines of FreeBSD's CAM about a SCSI command");

/** Peripheral, SIM, bus, target, LUN: `(probe0:umass-sim0:0:0:0): `. */
const path = /\((\w{1,32}:[\w-]{1,32}:\d{1,5}:\d{1,8}:[\da-f]{1,20})\): /;

/** What an event has of `one`, on the lines of its device. */
const piece = (key: string, slot: string, one: Found | undefined, starts = false): Piece | undefined =>
  pieces(slot, [one], starts, key);

/** `READ(10). CDB: 28 00 ...`; former versions left zeros before digits out: `a0 0 0 0 0 0 0 0 0 10 0 0`. */
const cdb: Reader = (_core, { line, at }, marker) => {
  const device = path.exec(line)?.[1];
  const run = device === undefined ? undefined : looseBytes(line, line.indexOf(marker) + marker.length, 6);
  return run && piece(device!, "cdb", found("cdb", run, at, "the bytes behind CDB:"), true);
};

/** `SCSI status: Check Condition`. */
const status: Reader = (core, { line, at }, marker) => {
  const device = path.exec(line)?.[1];
  if (device === undefined) return undefined;
  const from = line.indexOf(marker) + marker.length;
  const to = trimEnd(line, from, line.length);
  const name = line.slice(from, to);
  const value = numberAt(name, 0)?.value ?? statusOf(core, name);
  if (value === undefined) return undefined;
  const note = "the words behind SCSI status:";
  return piece(device, "status", { kind: "status", value, from: at + from, to: at + to, note });
};

/** `SCSI sense: NOT READY asc:3a,0 (Medium not present)`; former versions without the first words; `Deferred error: `. */
const code =
  /([A-Z][A-Za-z]{1,9}(?: [A-Za-z]{4,10})?)(?: \w{3,10}:[\da-f?]{1,16}){0,4} asc:([0-9a-f]{1,2}),([0-9a-f]{1,2})\b/;

const sense: Reader = (core, { line, at }) => {
  const place = code.exec(line);
  const key = place ? senseKeyOf(core, place[1]!) : undefined;
  if (!place || key === undefined) return undefined;
  const values = [key, ...place.slice(2, 4).map((digits) => Number.parseInt(digits, 16))];
  const from = at + place.index;
  const one = senseFound(values, from, from + place[0].length, "sense key, ASC and ASCQ as CAM prints them");
  const device = path.exec(line)?.[1];
  return piece(device ?? "", "sense", one, device === undefined);
};

/** `Copied 18 bytes of sense data offset 12: 0xf0 0x0 0xb ...`. */
const copied: Reader = (_core, { line, at }, marker) => {
  const run = findPairs(line, line.indexOf(": ", line.indexOf(marker)) + 1, 8);
  return run && piece("", "sense data", found("sense", run, at, "the bytes that the driver says it copied"), true);
};

export const freebsdReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  [". CDB: ", cdb],
  ["SCSI status: ", status],
  ["SCSI Status: ", status],
  [" asc:", sense],
  ["bytes of sense data", copied],
];
