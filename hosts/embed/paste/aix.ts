/** AIX' error log (`errpt -a`): SENSE DATA is a record of the disk's or tape's driver that has the CDB, the status and the sense data in it. */
import abi from "../abi.json" with { type: "json" };
import { explain } from "../codec.ts";
import type { Core } from "../core.ts";
import { statusOf } from "./names.ts";
import { dumpRow } from "./rows.ts";
import { piecesOf, type Reader, rowsBelow } from "./reader.ts";
import type { Found } from "./types.ts";

const piece = piecesOf("aix", "SENSE DATA of AIX' error log");

interface Layout {
  /** Offset of the CDB; it has the length that byte 0 says. */
  readonly cdb: number;
  readonly mostCdb: number;
  /** Offset of what is valid: 1, the status behind it. */
  readonly validity: number;
  readonly sense: number;
}

/** Disks and tapes of parallel SCSI, and tapes since; disks of Fibre Channel, SAS and iSCSI since AIX 5.3. */
const layouts: readonly Layout[] = [
  { cdb: 4, mostCdb: 12, validity: 16, sense: 20 },
  { cdb: 2, mostCdb: 16, validity: 24, sense: 28 },
];

const leastCdb = 6;

/** The sense data at a place of a record, up to its own end; undefined where none is. */
function senseAt(core: Core, bytes: Uint8Array, at: number): Uint8Array | undefined {
  const rest = bytes.subarray(at);
  const nodes = explain(core, "sense_data", rest);
  if (!nodes.some(({ name, meaning }) => name === "RESPONSE CODE" && meaning !== "")) return undefined;
  const behind = nodes.find(({ flags }) => flags & abi.enumerations.node_flag.trailing);
  return rest.slice(0, behind === undefined ? rest.length : behind.bit / 8);
}

/** The layout in which a length, reserved bytes and what is valid make sense. */
function layoutOf(core: Core, bytes: Uint8Array): Layout | undefined {
  return layouts.find(({ cdb, mostCdb, validity, sense }) => {
    const [length, valid] = [bytes[0]!, bytes[validity]];
    const isCdb = length >= leastCdb && length <= mostCdb && bytes.subarray(2, cdb).every((byte) => byte === 0);
    return (
      isCdb &&
      valid !== undefined &&
      ((valid >= 1 && valid <= 3) || (valid === 0 && senseAt(core, bytes, sense) !== undefined))
    );
  });
}

/** The record below `SENSE DATA`. */
const record: Reader = (core, lines, marker) => {
  if (!lines.line.trimEnd().endsWith(marker)) return undefined;
  const rows = rowsBelow(lines, "bytes", "", (line) => dumpRow(line));
  const layout = rows && layoutOf(core, rows.bytes!);
  if (!layout) return undefined;
  const { bytes = new Uint8Array(), from, to } = rows;
  const { cdb, validity, sense } = layout;
  const status = bytes[validity] === 1 ? bytes[validity + 1] : undefined;
  const isTold = status === undefined || status === statusOf(core, "CHECK CONDITION");
  const told = isTold ? senseAt(core, bytes, sense) : undefined;
  const part = (one: Omit<Found, "from" | "to" | "note">): Found => ({
    ...one,
    from,
    to,
    note: "it is in the record that AIX calls SENSE DATA",
  });
  const list = [
    part({ kind: "cdb", bytes: bytes.slice(cdb, cdb + bytes[0]!) }),
    status === undefined ? undefined : part({ kind: "status", value: status }),
    told && part({ kind: "sense", bytes: told }),
  ];
  return piece("record", list, true);
};

export const aixReaders: readonly (readonly [marker: string, reader: Reader])[] = [["SENSE DATA", record]];
