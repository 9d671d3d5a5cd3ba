/** Text 1: the name of every gap. */
export const RESERVED = "Reserved";

/**
 * All texts of the module, by number; 0 is "no text". Packed for a compressor (assembly/codec/unpack.ts undoes it): capitals are small letters, so that a
 * word is the same bytes in all its spellings, and each text ends with a NUL.
 *   text without small letters   as small letters
 *   other text                   AS_IS or CAPITAL (its first letter is one), then the text, in which CAPITAL is before a capital, and CAPITALS around more of them
 */
export class Text {
  #bytes = [];
  #room = 0;
  #numbers = new Map();

  constructor() {
    this.add(RESERVED);
  }

  /** Number of `text`. */
  add(text) {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (/[\0-\x1f]/.test(text)) throw new Error(`spec: the text ${JSON.stringify(text)} has a control character`);
    const length = Buffer.byteLength(text, "utf8");
    if (length > 0xffff) throw new Error(`spec: a text of ${length} bytes is too long`);
    const number = this.count;
    this.#bytes.push(...Buffer.from(`${packText(text)}\0`, "utf8"));
    this.#room += 2 + length;
    this.#numbers.set(text, number);
    return number;
  }

  /** The next text's number. */
  get count() {
    return this.#numbers.size + 1;
  }

  /** Packed. */
  get bytes() {
    return this.#bytes;
  }

  /** Bytes that all texts have in memory: each its length (u16, little-endian), then UTF-8. */
  get room() {
    return this.#room;
  }
}

export const textMark = { AS_IS: 1, CAPITAL: 2, CAPITALS: 3 };
const [asIs, capital, capitals] = Object.values(textMark).map((code) => String.fromCharCode(code));
const small = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function packText(text) {
  if (!/[a-z]/.test(text)) return small(text);
  const marked = text.replace(/[A-Z]+/g, (run) =>
    run.length === 1 ? `${capital}${small(run)}` : `${capitals}${small(run)}${capitals}`,
  );
  return marked.startsWith(capital) ? marked : `${asIs}${marked}`;
}
