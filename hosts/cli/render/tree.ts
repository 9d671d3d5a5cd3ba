/** Fields as an indented list: name, value, and what is wrong with it. */
import type { Line } from "../../embed/index.ts";
import type { Paint } from "../paint.ts";
import type { Subject } from "../subject.ts";
import { remarkWords, valueWords } from "./value.ts";

/** Bytes in a row of a value that is nothing but bytes. */
const perRow = 16;

export function drawTree({ name, lines }: Subject, paint: Paint): string {
  const width = Math.max(0, ...lines.map(({ depth, name: field }) => depth * 2 + field.length));
  return [paint("bold", name), ...lines.map((line) => row(line, width, paint))].map((text) => `${text}\n`).join("");
}

function row(line: Line, width: number, paint: Paint): string {
  const left = `  ${"  ".repeat(line.depth)}${line.name}`;
  const remark = paint("yellow", remarkWords(line));
  if (line.kind === "structure" && line.meaning === "") return `${paint("bold", left)}${remark}`;
  const rows = rowsOf(line);
  const value = rows.join(`\n${" ".repeat(width + 4)}`);
  return `${left.padEnd(width + 2)}  ${paint("cyan", value)}${remark}`;
}

function rowsOf(line: Line): string[] {
  const words = valueWords(line);
  if (line.kind !== "bytes") return [words];
  return words.match(new RegExp(`.{1,${perRow * 3}}`, "g"))?.map((part) => part.trimEnd()) ?? [""];
}
