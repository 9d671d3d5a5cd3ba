import { TextEncoder } from "./text-encoder.mjs";

/** Text 1: the name of every gap. */
export const RESERVED = "Reserved";

/**
 * All texts of the module, by number; 0 is "no text". assembly/codec/texts.ts reads them. Capitals are small letters, so that a word is the same bytes in all its
 * spellings, and each text ends with a NUL:
 *   text without small letters   as small letters
 *   other text                   AS_IS or CAPITAL (its first letter is one), then the text, in which CAPITAL is before a capital, and CAPITALS around more of them
 */
export class Text {
  #encoder = new TextEncoder();
  #size = 0;
  #room = 2;
  #numbers = new Map();

  constructor() {
    this.add(RESERVED);
  }

  /** Number of `text`. */
  add(text) {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (!/^[ -~]+$/.test(text)) throw new Error(`spec: the text ${JSON.stringify(text)} is not printable ASCII`);
    const number = this.count;
    const marked = `${mark(text)}\0`;
    for (const byte of Buffer.from(marked)) this.#encoder.put(byte);
    this.#size += marked.length;
    this.#room += 2 + text.length;
    this.#numbers.set(text, number);
    return number;
  }

  /** The next text's number. */
  get count() {
    return this.#numbers.size + 1;
  }

  /** Bytes of all texts with their marks and NULs. */
  get size() {
    return this.#size;
  }

  /** Bytes that all texts have in memory: each its length (u16, little-endian), then the text; in front an empty one, for number 0. */
  get room() {
    return this.#room;
  }

  /** Packed, once all texts are there. */
  finish() {
    return this.#encoder.finish();
  }
}

export const textMark = { AS_IS: 1, CAPITAL: 2, CAPITALS: 3 };
const [asIs, capital, capitals] = Object.values(textMark).map((code) => String.fromCharCode(code));

/** Exported for the generator's own test. */
export function mark(text) {
  if (!/[a-z]/.test(text)) return text.toLowerCase();
  const marked = text.replace(/[A-Z]+/g, (run) => (run.length === 1 ? capital + run : capitals + run + capitals));
  return (marked.startsWith(capital) ? marked : asIs + marked).toLowerCase();
}
