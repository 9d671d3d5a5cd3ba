/** Dumps with offsets: xxd, hexdump, od, Wireshark, sg3_utils. */
import { Lines } from "./lines.ts";
import { dumpRow, type Row } from "./rows.ts";
import type { Found } from "./types.ts";

interface Dump {
  readonly bytes: number[];
  readonly first: string;
  readonly from: number;
  to: number;
  /** Base of the offsets, undefined as long as only the first is known. */
  base: number | undefined;
  /** Words of 16 bits, as hexdump and od -x print them on a little-endian machine. */
  readonly words: boolean;
}

/** The dumps of a text: rows one behind the other, the first at offset 0, or going on as the offsets say. */
export function findDumps(text: string): Found[] {
  const dumps: Dump[] = [];
  let open: Dump | undefined;
  const lines = new Lines(text);
  while (lines.advance()) {
    const row = dumpRow(lines.line);
    if (row?.offset === undefined) {
      open = undefined;
      continue;
    }
    const base = open && baseOf(open, row.offset);
    if (open && base) {
      open.base = base;
      if (row.bytes.length > 0) open.to = lines.at + row.to;
      for (const byte of row.bytes) open.bytes.push(byte);
    } else {
      open = begun(row, row.offset, lines);
      if (row.bytes.length > 0) dumps.push(open);
    }
  }
  return dumps.filter(({ first, base }) => base !== undefined || /^0+$/.test(first)).map(toFound);
}

const begun = (row: Row, first: string, { at, line }: Lines): Dump => ({
  bytes: [...row.bytes],
  first,
  from: at + row.from,
  to: at + row.to,
  base: undefined,
  words: first.length === 7 && /^[\s>|]*\w{7} +[0-9a-f]{4}( |$)/i.test(line) && !line.includes(":"),
});

/** The base in which a row's offset goes on from the bytes so far. */
function baseOf({ first, bytes, base }: Dump, offset: string): number | undefined {
  const bases = base === undefined ? [16, 8, 10] : [base];
  return bases.find((one) => Number.parseInt(offset, one) - Number.parseInt(first, one) === bytes.length);
}

function toFound({ bytes, from, to, words }: Dump): Found {
  if (!words) return { kind: "bytes", bytes: Uint8Array.from(bytes), from, to, note: "a dump with offsets" };
  const swapped = Uint8Array.from(bytes, (byte, i) => bytes[i ^ 1] ?? byte);
  return {
    kind: "bytes",
    bytes: swapped,
    from,
    to,
    note: "a dump of words of 16 bits as little-endian machines print them: bytes are swapped",
  };
}
