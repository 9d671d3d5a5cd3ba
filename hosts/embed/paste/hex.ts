/** Hexadecimal in running text. Each function looks at a character a fixed number of times. */

/** Bytes and where they stand in a line. */
export interface Run {
  readonly bytes: number[];
  readonly from: number;
  /** Behind the last digit. */
  readonly to: number;
}

/** Value of a hexadecimal digit, -1 for another character and behind the end. */
export function digit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

export const isBlank = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
};

const isWord = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  const letter = code | 32;
  return (code >= 48 && code <= 57) || (letter >= 97 && letter <= 122) || code === 95;
};

const isPrefixed = (text: string, at: number): boolean =>
  text.charCodeAt(at) === 48 && (text.charCodeAt(at + 1) | 32) === 120;

/** The byte of two digits that stand alone, undefined for none; all of a run have a 0x before them, or none has. */
function pair(
  text: string,
  at: number,
  prefixed: boolean,
): { readonly value: number; readonly to: number } | undefined {
  if (isPrefixed(text, at) !== prefixed) return undefined;
  const first = prefixed ? at + 2 : at;
  const high = digit(text, first);
  const low = digit(text, first + 1);
  if (prefixed && high >= 0 && low < 0 && !isWord(text, first + 1)) return { value: high, to: first + 1 };
  if (high < 0 || low < 0 || (isWord(text, first + 2) && !text.startsWith("res ", first + 2))) return undefined;
  return { value: high * 16 + low, to: first + 2 };
}

/** Pairs of digits with blanks between them (and commas, with 0x), from `at` on, where the first stands; `CDB: 0x28 00 00` of NetBSD has a 0x before the first only, `opcode=0x28 28 00` is no byte. */
function pairsAt(text: string, at: number): Run {
  const bytes: number[] = [];
  let prefixed = isPrefixed(text, at);
  let [next, to] = [at, at];
  for (;;) {
    if (bytes.length === 1 && isBlank(text, at - 1)) prefixed = isPrefixed(text, next);
    const one = pair(text, next, prefixed);
    if (one === undefined) return { bytes, from: at, to };
    bytes.push(one.value);
    to = next = one.to;
    if (text.charCodeAt(next) === 44) next++;
    if (!isBlank(text, next)) return { bytes, from: at, to };
    while (isBlank(text, next)) next++;
  }
}

/** The first run of at least `least` pairs from `at` on; fewer, where they end the line. */
export function findPairs(line: string, at: number, least: number): Run | undefined {
  for (let i = at; i < line.length; i++) {
    if (isWord(line, i - 1) || digit(line, i) < 0) continue;
    const run = pairsAt(line, i);
    if (run.bytes.length >= least) return run;
    if (run.bytes.length >= 2 && endsAt(line, run.to)) return run;
    i = Math.max(i, run.to - 1);
  }
  return undefined;
}

/** Numbers of one or two digits with blanks between them up to the end of the line, as many as a CDB has. */
export function looseBytes(line: string, at: number, least: number): Run | undefined {
  let [from, to, next] = [-1, at, at];
  const bytes: number[] = [];
  for (; bytes.length <= 64;) {
    while (isBlank(line, next)) next++;
    const high = digit(line, next);
    if (high < 0) break;
    const low = digit(line, next + 1);
    if (from < 0) from = next;
    to = next += low < 0 ? 1 : 2;
    if (digit(line, next) >= 0) return undefined;
    bytes.push(low < 0 ? high : high * 16 + low);
  }
  return bytes.length >= least && endsAt(line, to) ? { bytes, from, to } : undefined;
}

const endsAt = (line: string, at: number): boolean => {
  for (let i = at; i < line.length; i++) if (!isBlank(line, i)) return false;
  return true;
};

/** The pairs that a line consists of, behind the marks of quoted mail; undefined for another line. */
export function onlyPairs(line: string): Run | undefined {
  let at = 0;
  while (isBlank(line, at) || line.charCodeAt(at) === 62) at++;
  const run = pairsAt(line, at);
  return run.bytes.length > 0 && endsAt(line, run.to) ? run : undefined;
}

/** A number at `at`: 0x and hexadecimal digits, or decimal ones (`base` 16: hexadecimal ones without 0x). At most 16 digits. */
export function numberAt(
  text: string,
  at: number,
  base = 10,
): { readonly value: number; readonly to: number } | undefined {
  const prefixed = isPrefixed(text, at);
  const radix = prefixed ? 16 : base;
  const first = prefixed ? at + 2 : at;
  let [to, value] = [first, 0];
  for (; to - first < 16; to++) {
    const one = digit(text, to);
    if (one < 0 || one >= radix) break;
    value = value * radix + one;
  }
  return to === first ? undefined : { value, to };
}

export interface PlacedNumber {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** The number behind the first `label` in a line, from `start` on. */
export function numberAfter(line: string, label: string, base = 10, start = 0): PlacedNumber | undefined {
  const at = line.indexOf(label, start);
  if (at < 0) return undefined;
  const from = at + label.length;
  const found = numberAt(line, from, base);
  return found && { ...found, from };
}

/** The numbers behind three labels, each of which stands behind the number before. */
export function threeAfter(
  line: string,
  labels: readonly [string, string, string],
  base = 10,
): readonly [PlacedNumber, PlacedNumber, PlacedNumber] | undefined {
  const first = numberAfter(line, labels[0], base);
  const second = first && numberAfter(line, labels[1], base, first.to);
  const third = second && numberAfter(line, labels[2], base, second.to);
  return third && [first, second, third];
}

/** Where the word at `at` ends: at a blank, a comma, a bracket. */
export function wordEnd(text: string, at: number): number {
  let to = at;
  while (to < text.length && !" \t,;()[]".includes(text[to]!)) to++;
  return to;
}
