/** Lines of any program that tell a command, its status or its sense code by the standard's words. */
import { findPairs, numberAfter } from "./hex.ts";
import type { Lines } from "./lines.ts";
import { operationCodeOf, statusOf } from "./names.ts";
import { conflictFound, found, numberFound, piecesOf, type Reader, senseFound, senseKeyAt, trimEnd } from "./reader.ts";
import { labelledTriple, slashedTriple, spelledTriple } from "./triples.ts";
import type { Found, Piece } from "./types.ts";
import type { Core } from "../core.ts";

const piece = piecesOf("log", "a log that tells a SCSI status or sense code in words");

/** A CDB that the line has, too: `CDB: 2f 00 49 8d de 9e 00 10 00 00, Sense: 3/11/00`. */
function cdb({ line, at }: Lines): Found | undefined {
  const label = line.search(/cdb[\]:= ]/i);
  const run = label < 0 ? undefined : findPairs(line.slice(0, label + 200), label + 4, 6);
  return run && found("cdb", run, at, "the bytes that the line calls a CDB");
}

/** `opcode: 0xa8`, `Opcode 0x5f`. */
const code = /\bop(?:eration )?[ _]?code[:= ]{1,3}(0x[0-9a-f]{1,2})\b/i;

function operationCode({ line, at }: Lines): Found | undefined {
  const place = code.exec(line);
  if (!place) return undefined;
  const to = at + place.index + place[0].length;
  const note = "the number that the line calls an operation code";
  return { kind: "operation_code", value: Number(place[1]), from: to - place[1]!.length, to, note };
}

/** `SCSI status 0x2`, `ScsiStatus: 0x02 = CHECK_CONDITION`, `has status 0x18 sense:`. */
const status =
  /\bscsi[ _]?status(?:\W{1,3}(0x[0-9a-f]{1,2})\b| = ([0-9a-f]{2}),|[:=] {0,3}([a-z]{4,11}(?:[ _][a-z]{3,9})?))|\bhas status (0x[0-9a-f]{1,2}) /i;

function statusIn(core: Core, { line, at }: Lines): Found | undefined {
  const place = status.exec(line);
  const [, number, digits, name, other] = place ?? [];
  const text = number ?? digits ?? name ?? other;
  if (!place || text === undefined) return undefined;
  const value = name === undefined ? Number.parseInt(text, 16) : statusOf(core, name);
  if (value === undefined) return undefined;
  const from = at + place.index + place[0].lastIndexOf(text);
  return { kind: "status", value, from, to: from + text.length, note: "the line's SCSI status" };
}

/** A line with a sense code in numbers, and what else it tells of the command. */
function withSense(core: Core, lines: Lines, sense: Found | undefined): Piece | undefined {
  if (!sense && !status.test(lines.line)) return undefined;
  const list = [operationCode(lines), cdb(lines), statusIn(core, lines), sense];
  return piece(sense ? "sense" : "status", list, list[0] !== undefined || list[1] !== undefined);
}

const labelled: Reader = (core, lines) => {
  const sense = labelledTriple(core, lines.line, lines.at);
  return sense?.part ? undefined : withSense(core, lines, sense);
};

/** ASC and ASCQ without a sense key, which may be in the line before. */
const additional: Reader = (core, lines) => {
  const sense = labelledTriple(core, lines.line, lines.at);
  return sense && piece("additional sense", [sense]);
};

/** `req_sense_error=0x70, sense_key=0x5 (Illegal Request)`, the code is in the next line. */
const keyNumber: Reader = (_core, { line, at }, marker) => {
  const key = numberAfter(line, marker, 16);
  return key && key.value <= 0x0f
    ? piece("sense key", [
        { ...senseFound([key.value], at + key.from, at + key.to, "the line's sense key"), part: "key" },
      ])
    : undefined;
};

const slashed: Reader = (core, lines, marker) =>
  withSense(core, lines, slashedTriple(lines.line, lines.line.indexOf(marker), lines.at));

const spelled: Reader = (core, lines, marker) =>
  withSense(core, lines, spelledTriple(lines.line, lines.line.indexOf(marker), lines.at));

/** `Error for Command: read(10)    Error Level: Retryable` of Solaris. */
const commandByName: Reader = (core, { line, at }, marker) => {
  const from = line.indexOf(marker) + marker.length;
  const [, text = ""] =
    /^ {0,4}([a-z][\w ]{2,40}(?:\(\d{1,2}\))?|<undecoded cmd 0x[\da-f]{1,2})/i.exec(line.slice(from, from + 60)) ?? [];
  const name = text.split("  ", 1)[0]!.trimEnd();
  const value = name.startsWith("<") ? numberAfter(name, "cmd 0x", 16)?.value : operationCodeOf(core, name);
  if (value === undefined) return undefined;
  const place = at + line.indexOf(name, from);
  const note = "the command that the driver names";
  return piece("operation code", [{ kind: "operation_code", value, from: place, to: place + name.length, note }], true);
};

/** `SCSIOP = 0x2A, SrbStatus = 0x04` of Hyper-V's StorageVSP. */
const scsiOp: Reader = (_core, { line, at }, marker) => {
  const note = "SCSIOP is the operation code; SrbStatus is Windows' own";
  return piece("operation code", [numberFound("operation_code", numberAfter(line, marker, 16), at, note)], true);
};

/** `Sense Key: Unit Attention` in a line of its own, as Solaris has it; ASC and ASCQ are in the next. */
const keyAlone: Reader = (core, { line, at }, marker) => {
  const from = line.indexOf(marker) + marker.length;
  const to = trimEnd(line, from, line.length);
  const value = senseKeyAt(core, line.slice(from, to));
  if (value === undefined || value > 0x0f) return undefined;
  return piece("sense key", [
    { ...senseFound([value], at + from, at + to, "the words behind Sense Key:"), part: "key" },
  ]);
};

/** `cciss: cmd f7300000 has CHECK CONDITION sense key = 0x3`. */
const checkCondition: Reader = (core, { line, at }, marker) => {
  const from = at + line.indexOf(marker) + "has ".length;
  const key = numberAfter(line, "sense key = ", 16);
  if (!key || key.value > 0x0f) return undefined;
  const name = "CHECK CONDITION";
  const note = "the driver's words for a status";
  const status: Found = { kind: "status", value: statusOf(core, name)!, from, to: from + name.length, note };
  return piece("status", [status, senseFound([key.value], at + key.from, at + key.to, "the driver's sense key")], true);
};

const upper = "RESERVATION CONFLICT";

/** Hotels and files have conflicts of reservations, too: a line must be of SCSI. */
const ofScsi = /scsi|scst|\bpr(?:in|out| in| out)\b|persistent|\bnaa\.|\bnexus\b|\bmultipath|\bLUN\b|\bsd[a-z]{1,3}\b/i;

/** `scsi0 (0,0,52) : RESERVATION CONFLICT`, `scst: ...: Reservation conflict (dev disk1, initiator ...)`. */
const conflict: Reader = (core, lines, marker) => {
  if (marker !== upper && !ofScsi.test(lines.line)) return undefined;
  return piece("conflict", [conflictFound(core, lines, marker, "the line's")], true);
};

/** `Opcode: 0xa8` above `ScsiStatus: 0x02`: other machines have opcodes, too. */
const opcode: Reader = (_core, lines) => {
  const next = lines.peek();
  return next?.line.includes("ScsiStatus") ? piece("operation code", [operationCode(lines)], true) : undefined;
};

/** `Error status: Sense Key $05, ASC $20`, as emulators of disks have it. */
const keyAndCode = /\bsense key (?:0x|\$)([0-9a-f]{1,2}), asc (?:0x|\$)([0-9a-f]{1,2})\b(?!, ascq)/i;

const short: Reader = (_core, { line, at }) => {
  const place = keyAndCode.exec(line);
  if (!place) return undefined;
  const values = place.slice(1, 3).map((digits) => Number.parseInt(digits, 16));
  const from = at + place.index;
  return piece("sense", [senseFound(values, from, from + place[0].length, "sense key and ASC by their names")]);
};

/** Those that know more of a line than others that look for parts of it. */
export const generalReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["ascq", labelled],
  ["ASCQ", labelled],
  ["Ascq", labelled],
  ["Sense: ", slashed],
  ["ense qualifier", spelled],
  ["ense Qualifier", spelled],
  ["ascq", additional],
  ["sense_key=0x", keyNumber],
  ["ScsiStatus", labelled],
  ["Opcode: 0x", opcode],
  ["Sense Key $", short],
  ["ense Key 0x", short],
];

/** For what others have left. */
export const lastReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["ASCQ", additional],
  ["Error for Command:", commandByName],
  ["SCSIOP = 0x", scsiOp],
  ["Sense Key: ", keyAlone],
  ["has CHECK CONDITION", checkCondition],
  ["reservation conflict", conflict],
  ["Reservation conflict", conflict],
  ["Reservation Conflict", conflict],
  [upper, conflict],
];
