/** One row of a dump: an offset, bytes, and the same bytes as characters. */
import { digit, isBlank, type Run } from "./hex.ts";

export interface Row extends Run {
  /** The digits before the bytes, undefined for a row without. */
  readonly offset: string | undefined;
}

/** Longest row that is read: 64 bytes with offset and characters. */
const longest = 400;

/** Reads a row of xxd, hexdump -C, od -t x1, Wireshark, sg3_utils, or of bytes alone; undefined for a line that is none. */
export function dumpRow(line: string): Row | undefined {
  if (line.length > longest) return undefined;
  let at = 0;
  while (isBlank(line, at) || line[at] === ">" || line[at] === "|") at++;
  const label = offsetAt(line, at);
  if (label) at = label.to;
  const groups = groupsAt(line, at, label !== undefined);
  if (!groups) return undefined;
  return { ...groups, offset: label?.digits };
}

/** Digits that are an offset: with a colon (also `000-015:`), four and more before shorter groups, or two and three with a wide gap behind. */
function offsetAt(line: string, at: number): { readonly digits: string; readonly to: number } | undefined {
  let to = at;
  if (line.startsWith("0x", to)) to += 2;
  const first = to;
  while (digit(line, to) >= 0) to++;
  const count = to - first;
  const digits = line.slice(first, to);
  if (count < 2 || count > 16) return undefined;
  to = lastOf(line, to, count);
  if (line[to] === ":" && (to + 1 === line.length || isBlank(line, to + 1))) return { digits, to: to + 1 };
  if (count < 4) return line.startsWith("   ", to) ? { digits, to } : undefined;
  let next = to;
  while (isBlank(line, next)) next++;
  if (next === line.length) return first === at && count >= 6 ? { digits, to } : undefined;
  let group = next;
  while (digit(line, group) >= 0) group++;
  return next > to && group > next && group - next < count ? { digits, to } : undefined;
}

/** Behind the second number of smartctl's `000-015: `, the offset of the row's last byte. */
function lastOf(line: string, to: number, count: number): number {
  if (line[to] !== "-" || line[to + 1 + count] !== ":") return to;
  for (let i = to + 1; i <= to + count; i++) if (digit(line, i) < 0) return to;
  return to + 1 + count;
}

/** Groups of an even number of digits; what stands behind them is the same bytes as characters, or the line is no row. */
function groupsAt(line: string, from: number, offset: boolean): Run | undefined {
  const bytes: number[] = [];
  let [first, to, next] = [-1, from, from];
  for (;;) {
    while (isBlank(line, next)) next++;
    if (next >= line.length) break;
    if (bytes.length > 0 && next - to > 1 && isColumn(line, next, bytes)) break;
    let end = next;
    while (digit(line, end) >= 0) end++;
    const whole = (end - next) % 2 === 0 && (end === line.length || isBlank(line, end));
    if (end === next || !whole) {
      if (bytes.length > 0 && isColumn(line, next, bytes)) break;
      return undefined;
    }
    if (first < 0) first = next;
    for (let i = next; i < end; i += 2) bytes.push(digit(line, i) * 16 + digit(line, i + 1));
    to = next = end;
  }
  return bytes.length === 0 && !offset ? undefined : { bytes, from: first < 0 ? from : first, to };
}

/** Whether the rest of the line, in bars or not, is `bytes` as characters: a dot stands for any. */
function isColumn(line: string, at: number, bytes: readonly number[]): boolean {
  let [from, to] = [at, line.length];
  const bar = line[from] === "|" ? "|" : line[from] === ">" ? "<" : "";
  if (bar) from++;
  while (!bar && isBlank(line, to - 1)) to--;
  if (bar && line.trimEnd().endsWith(bar)) to = line.trimEnd().length - 1;
  if (to - from > bytes.length || to <= from) return false;
  for (let i = from; i < to; i++) {
    const code = line.charCodeAt(i);
    if (code !== 46 && code !== bytes[i - from]) return false;
  }
  return true;
}
