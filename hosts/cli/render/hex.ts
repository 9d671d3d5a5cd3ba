/** The bytes in their order, each with the fields that are in it. */
import { hexOf, type Line } from "../../embed/index.ts";
import type { Paint } from "../paint.ts";
import type { Subject } from "../subject.ts";
import { remarkWords, valueWords } from "./value.ts";

const perRow = 8;
const columns = { offset: 8, bytes: perRow * 3 + 1, bits: 6 } as const;

export function drawHex({ name, lines }: Subject, paint: Paint): string {
  const title = `${"offset".padEnd(columns.offset)}${"bytes".padEnd(columns.bytes)}${"bits".padEnd(columns.bits)}`;
  const width = Math.max(0, ...lines.map(({ depth, name: field }) => depth * 2 + field.length));
  const rows = lines.flatMap((line) => rowsOf(line, width, paint));
  return [paint("bold", name), paint("dim", `${title}field`), ...rows].map((text) => `${text}\n`).join("");
}

/** A structure within is a title; a field has its bytes, as many rows as they need. */
function rowsOf(line: Line, width: number, paint: Paint): string[] {
  const { depth, name, kind, bit, bytes } = line;
  const at = bit >> 3;
  const field = `${"  ".repeat(depth)}${name}`;
  const remark = paint("yellow", remarkWords(line));
  const value = kind === "bytes" ? "" : paint("cyan", valueWords(line));
  if (kind === "structure" && !value) return [`${head(at, "", "")}${paint("bold", field)}${remark}`];
  const told = `${value || remark ? field.padEnd(width) : field}${value && `  ${value}`}${remark}`;
  if (kind === "structure") return [`${head(at, "", "")}${told}`];
  const first = `${head(at, hexOf(bytes.subarray(0, perRow)), bitsOf(line))}${told}`;
  const rest: string[] = [];
  for (let from = perRow; from < bytes.length; from += perRow)
    rest.push(head(at + from, hexOf(bytes.subarray(from, from + perRow)), "").trimEnd());
  return [first, ...rest];
}

function head(at: number, bytes: string, bits: string): string {
  const offset = at.toString(16).padStart(4, "0");
  return `${offset.padEnd(columns.offset)}${bytes.padEnd(columns.bytes)}${bits.padEnd(columns.bits)}`;
}

/** As the standard numbers them, 7 the most significant; "" for whole bytes. */
function bitsOf({ bit, bits }: Line): string {
  const first = 7 - (bit & 7);
  if (first === 7 && bits % 8 === 0) return "";
  if (bits === 1) return String(first);
  return bits <= first + 1 ? `${first}-${first - bits + 1}` : `${first}+${bits}`;
}
