/** Python's bytes: b"\x5f\x00_\n", in which printable bytes are themselves. */
import { digit } from "./hex.ts";
import type { Found } from "./types.ts";

const simple: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, "\\": 92, "'": 39, '"': 34, "0": 0 };

/** All literals of a text that are in quotes with a b before them and have an escape. */
export function findLiterals(text: string): Found[] {
  const found: Found[] = [];
  for (let at = 0; at < text.length;) {
    const from = text.indexOf("b", at);
    if (from < 0) break;
    const quote = text[from + 1];
    const literal =
      (quote === '"' || quote === "'") && !isWord(text[from - 1]) ? literalAt(text, from + 2, quote) : undefined;
    if (literal?.escaped && literal.bytes.length > 0)
      found.push({
        kind: "bytes",
        bytes: Uint8Array.from(literal.bytes),
        from,
        to: literal.to,
        note: "a bytes literal of Python",
      });
    at = literal ? literal.to : from + 1;
  }
  return found;
}

const isWord = (mark: string | undefined): boolean => mark !== undefined && /\w/.test(mark);

interface Literal {
  readonly bytes: readonly number[];
  readonly escaped: boolean;
  /** Behind the closing quote, or where the literal is none any more. */
  readonly to: number;
}

function literalAt(text: string, from: number, quote: string): Literal {
  const bytes: number[] = [];
  let [at, escaped] = [from, false];
  const none = (): Literal => ({ bytes: [], escaped: false, to: at });
  for (; at < text.length && text[at] !== quote;) {
    const code = text.charCodeAt(at);
    if (code < 32 || code > 126) return none();
    if (code !== 92) {
      bytes.push(code);
      at++;
      continue;
    }
    const mark = text[at + 1] ?? "";
    const [high, low] = [digit(text, at + 2), digit(text, at + 3)];
    const value = mark === "x" && high >= 0 && low >= 0 ? high * 16 + low : simple[mark];
    if (value === undefined) return none();
    escaped = true;
    bytes.push(value);
    at += mark === "x" ? 4 : 2;
  }
  return at < text.length ? { bytes, escaped, to: at + 1 } : none();
}
