/** Bytes written as words: `5f 01`, `0x5f, 0x01`, `5Fh 01h`, `\x5f\x01`, `5f:01`, `5f01`, `95, 1`. */
import { digit } from "./hex.ts";

/** Words in one style with the same between them. */
export interface WordRun {
  style: Style;
  readonly words: string[];
  readonly from: number;
  to: number;
  /** Marks between all words, "" for blanks only; undefined for one word. */
  between: string | undefined;
}

/** How a byte is marked as hexadecimal; in a list of a program decimal numbers are among those with 0x. */
type Style = "0x" | "h" | "\\x" | "plain" | "list";

const isWordCharacter = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code > 127;

/** Longest word that can be bytes. */
const longestWord = 131_072;

/** Runs of words that may be bytes, in the order of the text. */
export function* wordRuns(text: string): Generator<WordRun, void, undefined> {
  let run: WordRun | undefined;
  let last = { word: "", from: 0, before: 0 };
  for (let at = 0; at < text.length;) {
    if (!isWordCharacter(text.charCodeAt(at))) {
      at++;
      continue;
    }
    let to = at;
    while (to < text.length && isWordCharacter(text.charCodeAt(to))) to++;
    const word = text.slice(at, Math.min(to, at + longestWord));
    const style = to - at > longestWord ? undefined : styleOf(word, text[at - 1] === "\\");
    const shared = run && style && !isLabel(run, text) ? sharedStyle(run, style, word) : undefined;
    const between = run && shared ? betweenWords(text, run.to, at) : undefined;
    if (run && shared === "list" && between === "," && (run.between ?? ",") === ",") run.style = shared;
    if (
      run &&
      run.style === shared &&
      between !== undefined &&
      run.between !== undefined &&
      run.between !== between &&
      between.length === 1
    ) {
      const next: WordRun = { style: run.style, words: [last.word], from: last.from, to: run.to, between: undefined };
      run.words.pop();
      yield { ...run, to: last.before };
      run = next;
    }
    const before = run?.to ?? 0;
    if (run && between !== undefined && run.style === shared && (run.between ?? between) === between) {
      run.words.push(word);
      run.between = between;
      run.to = to;
    } else {
      if (run) yield run;
      run = style && { style, words: [word], from: style === "\\x" ? at - 1 : at, to, between: undefined };
    }
    last = { word, from: at, before };
    at = to;
  }
  if (run) yield run;
}

/** `feed: 5f 01`: a word without digits that has a colon and a blank behind. */
const isLabel = ({ words, to }: WordRun, text: string): boolean =>
  words.length === 1 && text[to] === ":" && /\s/.test(text[to + 1] ?? "") && !/\d/.test(words[0]!);

/** The style of a run with one more word; undefined where the word does not go on with it. */
function sharedStyle({ style, words }: WordRun, next: Style, word: string): Style | undefined {
  if (style === "list") return next === "0x" || isDecimalByte(word) ? style : undefined;
  if (style === next) return style;
  const mixed = (style === "0x" && isDecimalByte(word)) || (next === "0x" && words.every(isDecimalByte));
  return mixed ? "list" : undefined;
}

const isDecimalByte = (word: string): boolean => /^(0|[1-9]\d{0,2})$/.test(word) && Number(word) <= 255;

function styleOf(word: string, escaped: boolean): Style | undefined {
  if (escaped) return word.length === 3 && word[0] === "x" && allDigits(word, 1, 3) ? "\\x" : undefined;
  if (/^0x/i.test(word)) return allDigits(word, 2, word.length) ? "0x" : undefined;
  if (/h$/i.test(word)) return allDigits(word, 0, word.length - 1) ? "h" : undefined;
  return allDigits(word, 0, word.length) && !isName(word) ? "plain" : undefined;
}

/** CDB, ADD, FACED: bytes have an even number of digits. */
const isName = (word: string): boolean =>
  word.length > 2 && word.length % 2 === 1 && word.length < 16 && !/\d/.test(word);

function allDigits(word: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (digit(word, i) < 0) return false;
  return to > from;
}

/** Blanks, quotes, brackets, marks of quoted mail and line ends between two words say nothing; other marks are part of the style. Undefined: something else. */
function betweenWords(text: string, from: number, to: number): string | undefined {
  let marks = "";
  for (let i = from; i < to; i++) {
    const mark = text[i]!;
    if (" \t\r\n\"'\\>|".includes(mark)) continue;
    if (!",:;-.".includes(mark) || marks.length > 1) return undefined;
    marks += mark;
  }
  return marks;
}

/** The bytes of a run, "half" where a byte has one digit only. */
export function bytesOfRun({ style, words, between }: WordRun): number[] | "half" {
  const digits = words.map((word) => digitsOf(word, style));
  if (between === "," && style === "plain" && isDecimal(digits)) return digits.map(Number);
  if (digits.every(({ length }) => length <= 2)) return singlesOf(digits, style);
  if (digits.some(({ length }) => length % 2 === 1)) return "half";
  return digits.flatMap(pairsOf);
}

const digitsOf = (word: string, style: Style): string => {
  if (style === "list" && isDecimalByte(word)) return Number(word).toString(16);
  if (style === "0x" || style === "list") return word.slice(2);
  if (style === "h") return word.slice(0, -1).replace(/^0(?=..$)/, "");
  return style === "\\x" ? word.slice(1) : word;
};

/** Hexadecimal lists have two digits everywhere. */
const isDecimal = (words: readonly string[]): boolean =>
  words.some(({ length }) => length !== 2) && words.every((word) => /^\d{1,3}$/.test(word) && Number(word) <= 255);

/** A byte may be written with one digit, but not only the last of them. */
function singlesOf(digits: readonly string[], style: Style): number[] | "half" {
  const single = digits.filter(({ length }) => length === 1).length;
  if (style === "plain" && single === 1 && digits.at(-1)!.length === 1) return "half";
  return digits.map((one) => Number.parseInt(one, 16));
}

function pairsOf(digits: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < digits.length; i += 2) bytes.push(digit(digits, i) * 16 + digit(digits, i + 1));
  return bytes;
}
