/** LTFS' log of what its tape backends did. */
import { numberAfter } from "./hex.ts";
import { numberFound, piecesOf, type Reader, senseFound } from "./reader.ts";
import type { Found } from "./types.ts";

const pieces = piecesOf("log", "the log of LTFS about a SCSI command");
const piece = (one: Found | undefined) => pieces("command", [one], true);

/** `SCSI timeout (op_code 0x1e, timeout = 60).`, `Failed to execute SG_IO ioctl, opcode = 0a (22).`, in hexadecimal. */
const operationCode: Reader = (_core, { line, at }, marker) => {
  const note = "the operation code of the line";
  return piece(numberFound("operation_code", numberAfter(line, marker, 16), at, note));
};

/** `LTFS30205I TEST_UNIT_READY (0x00) returns -20601.` */
const returned = /\bLTFS\d{5}[A-Z] [A-Z_0-9]{3,40} \(0x([0-9a-f]{2})\) returns /;

const command: Reader = (_core, { line, at }) => {
  const code = returned.exec(line);
  if (!code) return undefined;
  const from = at + code.index + code[0].indexOf("(0x") + 1;
  const note = "the operation code behind the command's name";
  return piece({ kind: "operation_code", value: Number.parseInt(code[1]!, 16), from, to: from + 4, note });
};

/** `Unknown sense code 054a00`: sense key, ASC and ASCQ, two digits each. */
const senseCode: Reader = (_core, { line, at }, marker) => {
  const from = line.indexOf(marker) + marker.length;
  const digits = /^0[0-9a-f]{5}(?![0-9a-z])/i.exec(line.slice(from, from + 7));
  if (!digits) return undefined;
  const number = Number.parseInt(digits[0], 16);
  const values = [number >>> 16, (number >>> 8) & 0xff, number & 0xff];
  return piece(senseFound(values, at + from, at + from + 6, "sense key, ASC and ASCQ, two digits each"));
};

export const ltfsReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["SCSI timeout (op_code ", operationCode],
  ["SG_IO ioctl, opcode = ", operationCode],
  [") returns -", command],
  ["nknown sense code ", senseCode],
];
