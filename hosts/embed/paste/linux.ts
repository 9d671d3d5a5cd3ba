/** The kernel's log: what drivers/scsi/scsi_logging.c prints of a command, today and in former versions. */
import type { Core } from "../core.ts";
import { findPairs, isBlank, numberAfter, onlyPairs, type Run } from "./hex.ts";
import type { Lines } from "./lines.ts";
import { operationCodeOf } from "./names.ts";
import {
  additionalByName,
  conflictFound,
  found,
  pairsBehind,
  piecesOf,
  type Reader,
  rowsBelow,
  senseKeyAt,
  statusBehind,
  triple,
} from "./reader.ts";
import type { Found, Piece } from "./types.ts";

const why = "lines of the Linux kernel about a SCSI command";

const pieces = piecesOf("linux-kernel", why);

const piece = (lines: Lines, slot: string, list: readonly (Found | undefined)[], starts = false): Piece | undefined =>
  pieces(slot, list, starts, commandOf(lines.line));

/** host:channel:target:lun before what a line tells. */
export const device = /\b\d{1,5}:\d{1,5}:\d{1,8}:\d{1,20}: /;

/** Device and tag# of a line, "" for a line without. */
export function commandOf(line: string): string {
  const at = line.search(device);
  if (at < 0) return "";
  const address = line.slice(at, line.indexOf(": ", at));
  const tag = numberAfter(line, "tag#");
  return tag ? `${address} #${tag.value}` : address;
}

/** `FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE`. */
const result: Reader = (core, lines) =>
  piece(
    lines,
    "result",
    [
      statusBehind(core, lines, "hostbyte=", "host_status", "hostbyte= of the kernel's result"),
      statusBehind(core, lines, "driverbyte=", "driver_status", "driverbyte= of the kernel's result"),
    ],
    true,
  );

/** `SCSI error: return code = 0x08000002` of kernels before 2.6.25: driver, host, message, status, a byte each (include/scsi/scsi.h). */
const returnCode: Reader = (_core, lines) => {
  const code = numberAfter(lines.line, "return code = ");
  if (!code) return undefined;
  const part = (kind: "host_status" | "driver_status" | "status", shift: number): Found => ({
    kind,
    value: (code.value >>> shift) & 0xff,
    from: lines.at + code.from,
    to: lines.at + code.to,
    note: "a byte of the kernel's return code",
  });
  return piece(lines, "result", [part("host_status", 16), part("driver_status", 24), part("status", 0)], true);
};

/** `Sense Key : Illegal Request [current]`. */
const senseKey: Reader = (core, lines, marker) => {
  const note = "the kernel's words for a sense key";
  return words(lines, marker, "sense key", (name) => {
    const key = senseKeyAt(core, name.split("[", 1)[0]!.trimEnd());
    return { kind: "sense_code", part: "key", value: triple(key, undefined, undefined), note };
  });
};

/** `Add. Sense: Invalid field in cdb`. */
const additional: Reader = (core, lines, marker) => {
  const note = "the kernel's words for an additional sense code";
  return words(lines, marker, "additional sense", (name) => ({
    kind: "sense_code",
    part: "additional",
    value: additionalByName(core, name),
    note,
  }));
};

/** The words behind `marker`, which mail programs put into the next line. */
function words(
  lines: Lines,
  marker: string,
  slot: string,
  meaning: (name: string) => Omit<Found, "from" | "to">,
): Piece | undefined {
  const key = commandOf(lines.line);
  const behind = wordsFrom(lines.line, lines.line.indexOf(marker) + marker.length);
  const next = behind ? undefined : lines.peek();
  const wrapped = next && next.line.length < 200 ? wordsFrom(next.line, 0) : undefined;
  const place = behind ?? wrapped;
  if (!place) return undefined;
  if (wrapped) lines.advance();
  const one = { ...meaning(place.name), from: lines.at + place.from, to: lines.at + place.from + place.name.length };
  return { source: "linux-kernel", why, key, slot, found: [one] };
}

/** What is left of a line, without blanks and the marks of quoted mail before it. */
function wordsFrom(line: string, at: number): { readonly name: string; readonly from: number } | undefined {
  let from = at;
  while (isBlank(line, from) || line[from] === ">") from++;
  const name = line.slice(from).trimEnd();
  return name === "" ? undefined : { name, from };
}

/** `<<vendor>>ASC=0x81 ASCQ=0x0`: a code that the kernel has no words for. */
const codes: Reader = (_core, lines) => {
  const { line, at } = lines;
  const asc = numberAfter(line, "ASC=", 16);
  const ascq = asc && numberAfter(line, "ASCQ=", 16, asc.to);
  if (!ascq) return undefined;
  return piece(lines, "additional sense", [
    {
      kind: "sense_code",
      part: "additional",
      value: triple(undefined, asc.value & 0xff, ascq.value & 0xff),
      from: at + asc.from - 4,
      to: at + Math.max(asc.to, ascq.to),
      note: "ASC and ASCQ as numbers: the kernel has no words for them",
    },
  ]);
};

/** `CDB: Write(10) 2a 00 ...`, `CDB: cdb[0]=0x28: 28 00 ...`. */
const cdb: Reader = (core, lines, marker) => {
  const key = commandOf(lines.line);
  const from = lines.line.indexOf(marker) + marker.length;
  const name = lines.line.slice(from, from + 60);
  const read = packed(lines, from) ?? pairsBehind(lines, from, 6) ?? wrappedPairs(lines);
  const bytes = read && withCode(core, name, read);
  if (!bytes) return undefined;
  const cdb: Found = { ...bytes, kind: "cdb", note: "the bytes behind CDB:" };
  return { source: "linux-kernel", why, key, slot: "cdb", found: [cdb] };
};

/** `CDB:12010000040000000000000000000000`, as hpsa has it. */
function packed({ line, at }: Lines, from: number): Found | undefined {
  const digits = /^ ?((?:[0-9a-f]{2}){6,32})(?![0-9a-z_])/i.exec(line.slice(from, from + 70))?.[1];
  if (digits === undefined) return undefined;
  const bytes = Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  const place = at + line.indexOf(digits, from);
  return { kind: "bytes", bytes, from: place, to: place + digits.length, note: "" };
}

/** Kernels before 2.6.11 had the command's name in the place of its first byte, `CDB: Read (10) 00 02 05 d0 06 00 00 10 00`; a line that is cut has both. */
function withCode(core: Core, text: string, read: Found): Found {
  const { length } = read.bytes!;
  if (![5, 9, 11, 15].includes(length)) return read;
  const code = operationCodeOf(core, /^ ?([A-Za-z][\w /()]{2,40}?):? +[0-9a-f]{2} /.exec(text)?.[1] ?? "");
  return code === undefined || read.bytes![0] === code
    ? read
    : { ...read, bytes: Uint8Array.from([code, ...read.bytes!]) };
}

/** The bytes at the end of the next line, where mail programs put the end of the command's name: `CDB: ATA command pass` and `through(16) 85 06 ...`. */
function wrappedPairs(lines: Lines): Found | undefined {
  const next = lines.peek();
  const run = next && next.line.length < 200 && !/cdb/i.test(next.line) ? pairsAtEnd(next.line, 6) : undefined;
  if (!run) return undefined;
  lines.advance();
  return found("bytes", run, lines.at, "");
}

/** `CDB[10]: 00 00 ...`: the bytes of a long CDB from 10h on. */
const cdbRow: Reader = (_core, lines, marker) => {
  const place = numberAfter(lines.line, marker, 16);
  const row = place && findPairs(lines.line, place.to, 1);
  if (!row) return undefined;
  const slot = place.value === 0 ? "cdb" : `cdb from ${place.value}`;
  return piece(lines, slot, [found("cdb", row, lines.at, "the bytes behind CDB[...]:")]);
};

/** `cdb[0]=0x28: 28 00 ...` in a line of its own, as kernels 3.15 to 3.17 had it. */
const bareCdb: Reader = (_core, lines, marker) => {
  const run = findPairs(lines.line, lines.line.indexOf(marker) + marker.length, 6);
  return run && piece(lines, "cdb", [found("cdb", run, lines.at, "the bytes behind cdb[0]=")]);
};

/** `sd 2:0:0:1: reservation conflict`, and what the block layer made of it in older kernels: `critical nexus error, dev sdb`. */
const conflict: Reader = (core, lines, marker) => {
  if (commandOf(lines.line) === "" && !lines.line.includes(" error, dev ")) return undefined;
  return piece(lines, "status", [conflictFound(core, lines, marker, "the kernel's")], true);
};

/** `Descriptor sense data with sense descriptors (in hex):` and the rows below it. */
const dump: Reader = (_core, lines) => {
  const sense = rowsBelow(lines, "sense", "the rows below the kernel's words for a dump of sense data", (line) =>
    pairsAtEnd(line, 2),
  );
  return piece(lines, "sense", [sense]);
};

/** Pairs at the end of a line that has a time and a name before them. */
function pairsAtEnd(line: string, least: number): Run | undefined {
  const only = onlyPairs(line);
  if (only) return only;
  const run = findPairs(line, Math.max(line.lastIndexOf("]"), line.lastIndexOf(": "), 0), least);
  return run && run.to >= line.trimEnd().length ? run : undefined;
}

export const linuxReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["hostbyte=", result],
  ["Sense Key :", senseKey],
  ["Add. Sense:", additional],
  ["CDB[", cdbRow],
  ["CDB:", cdb],
  ["cdb[0]=0x", bareCdb],
  ["ASCQ=0x", codes],
  ["reservation conflict", conflict],
  ["critical nexus error", conflict],
  ["Descriptor sense data", dump],
  ["return code = 0x", returnCode],
];
