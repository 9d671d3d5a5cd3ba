/** What sg3_utils and smartctl print with -v and -r: the CDB, the status, sense data in words and in hexadecimal. */
import type { Core } from "../core.ts";
import { findPairs, numberAfter, threeAfter } from "./hex.ts";
import type { Lines } from "./lines.ts";
import { statusOf } from "./names.ts";
import {
  additionalByName,
  conflictFound,
  found,
  piecesOf,
  type Reader,
  rowsBelow,
  senseKeyAt,
  statusBehind,
  trimEnd,
  triple,
} from "./reader.ts";
import { dumpRow } from "./rows.ts";
import type { Found, PasteSource, Piece } from "./types.ts";

const whys = {
  sg3_utils: "output of a sg3_utils program about a SCSI command",
  smartctl: "output of smartctl about a SCSI command",
  hex: "output of hdparm about a SCSI command",
} as const;

function piece(
  source: keyof typeof whys & PasteSource,
  slot: string,
  list: readonly (Found | undefined)[],
  starts = false,
): Piece | undefined {
  return piecesOf(source, whys[source])(slot, list, starts);
}

/** `Persistent reservation out cdb: [5f 00 ...]`, `cdb to send: Inquiry [12 00 ...]`, `cdb to send: a4 10 ...`. */
const cdb: Reader = (_core, lines, marker) => {
  const { line, at } = lines;
  const behind = line.indexOf(marker) + marker.length;
  const bracket = line.indexOf("[", behind);
  const run = findPairs(line, bracket < 0 ? behind : bracket, 6);
  return piece("sg3_utils", "cdb", [run && found("cdb", run, at, "the bytes that the program says it sends")], true);
};

/** Offsets and bytes as the tools print them, with blanks before them: an offset has five behind. */
const toolRow = (line: string) => {
  const row = dumpRow(line);
  return row && row.bytes.length > 0 && /^[\s>|]/.test(line) ? row : undefined;
};

const parameters: Reader = (_core, lines) =>
  piece("sg3_utils", "parameters", [
    rowsBelow(lines, "bytes", "the parameter list that the program says it sends", toolRow),
  ]);

const rawSense: Reader = (_core, lines) =>
  piece("sg3_utils", "sense", [rowsBelow(lines, "sense", "raw sense data, as the program prints it", toolRow)]);

/** The words behind `label` up to the end of the line. */
function words(
  { line, at }: Lines,
  label: string,
): { readonly text: string; readonly from: number; readonly to: number } {
  let from = line.indexOf(label) + label.length;
  while (line[from] === " ") from++;
  const to = trimEnd(line, from, line.length);
  return { text: line.slice(from, to), from: at + from, to: at + Math.max(from, to) };
}

const status: Reader = (core, lines, marker) => {
  const { text, from, to } = words(lines, marker);
  if (from === to) return undefined;
  const value = statusOf(core, text);
  const note = "the program's words for a SCSI status";
  return piece("sg3_utils", "status", [{ kind: "status", ...(value === undefined ? {} : { value }), from, to, note }]);
};

const program = /\b(?:PR (?:in|out)|persistent reserv\w{1,4} (?:in|out))\b/i;

/** `PR out (Register): Reservation conflict`. */
const conflict: Reader = (core, lines, marker) => {
  if (!program.test(lines.line)) return undefined;
  return piece("sg3_utils", "conflict", [conflictFound(core, lines, marker, "the program's")]);
};

const senseKey: Reader = (core, lines, marker) => {
  const { text, from, to } = words(lines, marker);
  if (from === to) return undefined;
  const value = triple(senseKeyAt(core, text), undefined, undefined);
  return piece("sg3_utils", "sense key", [
    { kind: "sense_code", part: "key", value, from, to, note: "the program's words for a sense key" },
  ]);
};

const additional: Reader = (core, lines, marker) => {
  const { text, from, to } = words(lines, marker);
  if (from === to) return undefined;
  const note = "the program's words for an additional sense code";
  return piece("sg3_utils", "additional sense", [
    { kind: "sense_code", part: "additional", value: additionalByName(core, text), from, to, note },
  ]);
};

/** `ASC=74, vendor specific qualification ASCQ=81 (hex)`. */
const vendorCode: Reader = (_core, { line, at }) => {
  const asc = numberAfter(line, "ASC=", 16);
  const ascq = asc && numberAfter(line, "ASCQ=", 16, asc.to);
  if (!ascq) return undefined;
  const value = triple(undefined, asc.value & 0xff, ascq.value & 0xff);
  const note = "ASC and ASCQ, which the program has no words for";
  return piece("sg3_utils", "additional sense", [
    { kind: "sense_code", part: "additional", value, from: at + asc.from - 4, to: at + ascq.to, note },
  ]);
};

const hostStatus: Reader = (core, lines) =>
  piece("sg3_utils", "host status", [
    statusBehind(core, lines, "Host_status=", "host_status", "the program's host status"),
  ]);

const driverStatus: Reader = (core, lines) =>
  piece("sg3_utils", "driver status", [
    statusBehind(core, lines, "Driver_status=", "driver_status", "the program's driver status"),
  ]);

/** ` [inquiry: 12 00 00 00 24 00 ]` of smartctl. */
const bracketed: Reader = (_core, lines) => {
  const next = lines.peek();
  const colon = next && next.line.length < 600 && /^[\s>|]+\[/.test(next.line) ? next.line.indexOf(": ") : -1;
  const run = colon < 0 ? undefined : findPairs(next!.line, colon + 2, 6);
  if (!run) return undefined;
  lines.advance();
  return piece("smartctl", "cdb", [found("cdb", run, lines.at, "the bytes that smartctl says it sends")], true);
};

const statuses: Reader = (core: Core, lines) =>
  piece("smartctl", "statuses", [
    statusBehind(core, lines, "scsi_status=", "status", "smartctl's scsi_status"),
    statusBehind(
      core,
      lines,
      "sg_transport_status=",
      "host_status",
      "smartctl's transport status: the host status of Linux",
    ),
    statusBehind(core, lines, "sg_driver_status=", "driver_status", "smartctl's driver status"),
  ]);

/** `status=2: sense_key=5 asc=24 ascq=0`, in hexadecimal. */
const summary: Reader = (_core, { line, at }) => {
  const numbers = threeAfter(line, [" sense_key=", " asc=", " ascq="], 16);
  if (!numbers) return undefined;
  const [key, asc, ascq] = numbers;
  const value = triple(key.value, asc.value, ascq.value);
  const note = "smartctl's sense key, ASC and ASCQ";
  return piece("smartctl", "sense code", [{ kind: "sense_code", value, from: at + key.from, to: at + ascq.to, note }]);
};

/** `outgoing cdb: 85 06 ...`, `SG_IO: sb[]: 70 00 ...` of hdparm --verbose. */
const hdparm =
  (kind: "cdb" | "sense"): Reader =>
  (_core, { line, at }, marker) => {
    const run = findPairs(line, line.indexOf(marker) + marker.length, 6);
    return piece("hex", kind, [run && found(kind, run, at, `the bytes behind ${marker}`)], kind === "cdb");
  };

/** `SG_IO: ATA_16 status=0x2, host_status=0x0, driver_status=0x8` of hdparm --verbose. */
const hdparmStatuses: Reader = (core, lines) =>
  piece("hex", "statuses", [
    statusBehind(core, lines, " status=", "status", "hdparm's status"),
    statusBehind(core, lines, " host_status=", "host_status", "hdparm's host status"),
    statusBehind(core, lines, " driver_status=", "driver_status", "hdparm's driver status"),
  ]);

const buffer =
  (kind: "sense" | "bytes", slot: string, note: string): Reader =>
  (_core, lines) =>
    piece("smartctl", slot, [rowsBelow(lines, kind, note, toolRow)]);

export const smartctlReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  [">>>> do_scsi_cmnd_io", bracketed],
  ["sg_transport_status=", statuses],
  [": sense_key=", summary],
  [">>> Sense buffer, len=", buffer("sense", "sense", "smartctl's sense buffer")],
  ["Incoming data, len=", buffer("bytes", "incoming", "data that came from the device")],
  ["Outgoing data, len=", buffer("bytes", "outgoing", "data that went to the device")],
];

/** `Received 24 bytes of data:` of sg_raw. */
const received: Reader = (_core, lines) =>
  piece("sg3_utils", "received", [
    rowsBelow(lines, "bytes", "data that came from the device, as the program prints it", toolRow),
  ]);

export const toolReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["outgoing cdb:", hdparm("cdb")],
  ["SG_IO: sb[]:", hdparm("sense")],
  ["host_status=0x", hdparmStatuses],
  ["cdb to send:", cdb],
  [" cdb:", cdb],
  ["Reservation In cmd:", cdb], // older sg_persist
  ["Reservation Out cmd:", cdb],
  [" parameters:", parameters],
  ["Raw sense data (in hex)", rawSense],
  [" bytes of data:", received],
  ["SCSI Status:", status],
  ["Sense key:", senseKey],
  ["Additional sense:", additional],
  ["(hex)", vendorCode],
  ["Host_status=", hostStatus],
  ["Driver_status=", driverStatus],
  ["Reservation conflict", conflict],
  ["Reservation Conflict", conflict],
];
