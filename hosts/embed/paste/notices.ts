/** What drivers/scsi/scsi_error.c says of a unit attention in words of its own, without the sense code. */
import { device } from "./linux.ts";
import { piecesOf, type Reader, senseFound } from "./reader.ts";

const piece = piecesOf("linux-kernel", "a notice of the Linux kernel about a unit attention");
const unitAttention = 6;

/** The words for all of 2Ah that have none of their own. */
const others = "Parameters changed";
const reservations =
  "reservations preempted (2A/03) or released (2A/04) and registrations preempted (2A/05) have the same";

/** Words, ASC, ASCQ: undefined where the kernel has the same words for several. What stands first is looked for first. */
const notices: readonly (readonly [words: string, asc: number, ascq: number | undefined])[] = [
  ["Power-on or device reset occurred", 0x29, undefined],
  ["LUN assignments on this target have changed", 0x3f, 0x0e],
  ["operating parameters on this target have changed", 0x3f, undefined],
  ["LUN reached a thin provisioning soft threshold", 0x38, 0x07],
  ["Inquiry data has changed", 0x3f, 0x03],
  ["Capacity data has changed", 0x2a, 0x09],
  ["Asymmetric access state changed", 0x2a, 0x06],
  ["Mode parameters changed", 0x2a, 0x01],
  [others, 0x2a, undefined],
];

const warning = "Warning! Received an indication that the ";

/** Between a device and a notice: a name of the disk, and the beginning of a warning. */
const between = /^(?:\[[\w-]{1,32}\] )?$/;

const notice: Reader = (_core, { line, at }) => {
  const place = line.search(device);
  if (place < 0) return undefined;
  const behind = line.indexOf(": ", place) + 2;
  const found = notices.find(([words]) => line.includes(words, behind));
  if (!found) return undefined;
  const [words, asc, ascq] = found;
  const from = line.indexOf(words, behind);
  const start = line.endsWith(warning, from) ? from - warning.length : from;
  if (start - behind > 40 || !between.test(line.slice(behind, start))) return undefined;
  const open = ascq === undefined ? `; ${words === others ? reservations : "they do not tell the qualifier"}` : "";
  const note = `the kernel's words for a unit attention${open}`;
  return piece("notice", [senseFound([unitAttention, asc, ascq], at + from, at + from + words.length, note)], true);
};

export const noticeReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  [" changed", notice],
  ["reset occurred", notice],
  ["soft threshold", notice],
];
