/** Events of NetApp's ONTAP: the operation code before the address in `CDB 0x28:0b486d80:0080`, and the sense code in numbers. */
import { piecesOf, type Reader, senseFound } from "./reader.ts";
import type { Found } from "./types.ts";

const piece = piecesOf("log", "events of NetApp's ONTAP about a SCSI command");

const operation = /\bcdb(?: |=")(0x[0-9a-f]{1,2})(?![0-9a-f])/i;

/** `SCSI:medium error - Unrecovered read error (0x3 - 0x11 0x0 0x0)`: sense key, ASC, ASCQ and FRU; `iSenseKey="0xb" iASC="0x4b" iASCQ="0x3"`. */
const senses = [
  /\(0x([0-9a-f]) - 0x([0-9a-f]{1,2}) 0x([0-9a-f]{1,2}) 0x[0-9a-f]{1,2}\)/i,
  /\biSenseKey="0x([0-9a-f])" iASC="0x([0-9a-f]{1,2})" iASCQ="0x([0-9a-f]{1,2})"/,
] as const;

const event: Reader = (_core, { line, at }) => {
  const [code, sense] = [operation.exec(line), senses.map((form) => form.exec(line)).find((place) => place !== null)];
  const from = code ? at + code.index + code[0].length - code[1]!.length : 0;
  const opcode: Found | undefined = code
    ? {
        kind: "operation_code",
        value: Number(code[1]),
        from,
        to: from + code[1]!.length,
        note: "CDB has its first byte",
      }
    : undefined;
  const values = sense?.slice(1, 4).map((digits) => Number.parseInt(digits, 16));
  const place = sense ? at + sense.index : 0;
  const list = [
    opcode,
    values && senseFound(values, place, place + sense![0].length, "sense key, ASC and ASCQ of the event"),
  ];
  return piece(opcode ? "command" : "sense", list, opcode !== undefined);
};

export const netappReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["Sense Data SCSI:", event],
  ['cdb="0x', event],
  ['iSenseKey="0x', event],
];
