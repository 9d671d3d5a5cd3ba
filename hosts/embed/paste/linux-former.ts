/** What Linux before 2.6.25 printed, from 2.2 on, and what its drivers of CD-ROMs and tapes still print. */
import type { Core } from "../core.ts";
import { findPairs, looseBytes, numberAfter } from "./hex.ts";
import type { Lines } from "./lines.ts";
import {
  additionalByName,
  found,
  numberFound,
  pairsBehind,
  piecesOf,
  type Reader,
  senseFound,
  senseKeyAt,
  trimEnd,
} from "./reader.ts";
import { labelledTriple } from "./triples.ts";
import type { Found } from "./types.ts";

const piece = piecesOf("linux-kernel", "lines of the Linux kernel about a SCSI command");

/** `sda: Current: sense key: Medium Error`, `Current sda: sense key Medium Error`, `sense key=0xb`, `Current st09:00: sns = 70  5`. */
const current =
  /\b(?:Current|Deferred|current|deferred)\b[^\n]{0,24}?(?:sense key(?:: |=| )|sns = {1,2}[0-9a-f]{2} {1,2})/;

/** The sense key, and the additional sense code in the line below it: in words, or as `ASC=0x47 ASCQ=0x0`. */
const sense: Reader = (core, lines, marker) => {
  const { line, at } = lines;
  const place = current.exec(line.slice(0, line.indexOf(marker) + 40));
  if (!place) return undefined;
  const from = place.index + place[0].length;
  const to = trimEnd(line, from, line.length);
  const value =
    marker === "sns = " ? Number.parseInt(line.slice(from, to), 16) : senseKeyAt(core, line.slice(from, to));
  if (value === undefined || !(value <= 0x0f)) return undefined;
  const key = senseFound([value], at + from, at + to, "the kernel's sense key");
  return piece("sense key", [{ ...key, part: "key" }, additionalBelow(core, lines)]);
};

const labels = ["Additional sense: ", "Additional sense indicates "];

function additionalBelow(core: Core, lines: Lines): Found | undefined {
  const next = lines.peek();
  if (!next || next.line.length > 200) return undefined;
  const label = labels.find((one) => next.line.includes(one));
  if (label === undefined) {
    const code = next.line.includes("ASCQ=") ? labelledTriple(core, next.line, next.at) : undefined;
    if (code?.part) lines.advance();
    return code?.part ? code : undefined;
  }
  lines.advance();
  const from = next.line.indexOf(label) + label.length;
  const to = trimEnd(next.line, from, next.line.length);
  const value = additionalByName(core, next.line.slice(from, to));
  const note = `the words behind ${label.trim()}`;
  return { kind: "sense_code", part: "additional", value, from: next.at + from, to: next.at + to, note };
}

/** `st0: Error 80000 (sugg. bt 0x0, driver bt 0x0, host bt 0x8).` */
const result: Reader = (_core, { line, at }) => {
  const driver = numberAfter(line, "driver bt ");
  const host = driver && numberAfter(line, "host bt ", 10, driver.to);
  if (!host) return undefined;
  const note = "a byte of the command's result";
  const list = [numberFound("driver_status", driver, at, note), numberFound("host_status", host, at, note)];
  return piece("result", list, true);
};

/** `sr0: CDROM (ioctl) error, command: Test Unit Ready 00 00 00 00 00 00`. */
const ioctl: Reader = (_core, { line, at }, marker) => {
  const run = findPairs(line, line.indexOf(marker) + marker.length, 6);
  return piece("cdb", [run && found("cdb", run, at, "the bytes behind command:")], true);
};

/** `Raw SCSI command: 0x0a 01 00 00 3c 00`. */
const raw: Reader = (_core, { line, at }, marker) => {
  const run = looseBytes(line, line.indexOf(marker) + marker.length, 6);
  return piece("cdb", [run && found("cdb", run, at, "the bytes behind Raw SCSI command:")], true);
};

/** `Raw sense data:0x70 0x00 0x05 ...`. */
const rawSense: Reader = (_core, lines, marker) => {
  const bytes = pairsBehind(lines, lines.line.indexOf(marker) + marker.length, 8);
  return piece("sense", [bytes && { ...bytes, kind: "sense", note: "the bytes behind Raw sense data:" }]);
};

export const formerLinuxReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["sense key", sense],
  ["sns = ", sense],
  ["(sugg. bt 0x", result],
  ["(ioctl) error, command:", ioctl],
  ["Raw SCSI command: 0x", raw],
  ["Raw sense data:", rawSense],
];
