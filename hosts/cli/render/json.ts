/** The JSON that schema/decode.schema.json describes. A number of more than 32 bits is a string, which no reader rounds. */
import { hexOf, type Line, type NodeFlag } from "../../embed/index.ts";
import type { Decoded } from "../decoded.ts";
import type { Subject } from "../subject.ts";
import { hexNumber } from "./value.ts";

/** Of the schema: a change that a reader must know of makes it another. */
const formatVersion = 1;

/** Flags that say something of the data, not of how it is shown. */
const told: readonly NodeFlag[] = ["truncated", "reserved", "reserved_set", "obsolete", "unexpected", "trailing"];

interface JsonField {
  readonly name: string;
  readonly kind: Line["kind"];
  /** First byte from the start of the data, and its most significant bit: 7 to 0. */
  readonly byte: number;
  readonly bit: number;
  readonly bits: number;
  readonly value?: number | string;
  readonly meaning?: string;
  readonly index?: number;
  readonly flags?: readonly NodeFlag[];
  readonly remark?: string;
  readonly fields?: JsonField[];
}

export function drawJson(decoded: readonly Decoded[]): string {
  const findings = decoded.map((one) => ("subject" in one ? subjectJson(one) : codeJson(one)));
  return `${escaped(JSON.stringify({ format_version: formatVersion, findings }, null, 2))}\n`;
}

/** JSON.stringify escapes control characters up to 1Fh only: the others, and format characters, write to a terminal, too. */
function escaped(json: string): string {
  const unit = (code: string) => `\\u${code.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replaceAll(/[\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/gu, (letter) => letter.split("").map(unit).join(""));
}

function subjectJson({ finding, subject }: Extract<Decoded, { subject: Subject }>): object {
  const { kind, structure, name, why, bytes, lines, short, behind } = subject;
  return {
    kind,
    structure,
    name,
    why,
    ...(finding.text ? { text: finding.text } : {}),
    bytes: hexOf(bytes, ""),
    complete: !short,
    bytes_behind: behind,
    fields: fieldsOf(lines),
  };
}

function codeJson({ finding, code }: Exclude<Decoded, { subject: Subject }>): object {
  const { value } = finding;
  return {
    kind: code.kind,
    ...(value === undefined ? {} : { value }),
    name: code.name,
    why: finding.note,
    text: finding.text,
  };
}

/** Lines, which are flat, as the tree that their depths make. */
function fieldsOf(lines: readonly Line[]): JsonField[] {
  const root: JsonField[] = [];
  const open: JsonField[][] = [root];
  lines.forEach((line, i) => {
    const parent = (lines[i + 1]?.depth ?? 0) > line.depth || line.kind === "structure";
    const fields: JsonField[] = [];
    open[line.depth]!.push(fieldOf(line, parent ? fields : undefined));
    open[line.depth + 1] = fields;
  });
  return root;
}

function fieldOf(line: Line, fields: JsonField[] | undefined): JsonField {
  const { name, kind, bit, bits, meaning, index, remark } = line;
  const flags = line.flags.filter((flag) => told.includes(flag));
  return {
    name,
    kind,
    byte: bit >> 3,
    bit: 7 - (bit & 7),
    bits,
    ...(kind === "structure" ? {} : { value: valueOf(line) }),
    ...(meaning ? { meaning } : {}),
    ...(index ? { index } : {}),
    ...(flags.length > 0 ? { flags } : {}),
    ...(remark ? { remark } : {}),
    ...(fields ? { fields } : {}),
  };
}

function valueOf({ number, bits, kind, bytes, value }: Line): number | string {
  if (number !== undefined) return bits > 32 ? hexNumber(number, bits) : Number(number);
  return kind === "bytes" ? hexOf(bytes, "") : value;
}
