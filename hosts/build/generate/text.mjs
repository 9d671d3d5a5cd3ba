/** Text 1: the name of every gap. */
export const RESERVED = "Reserved";

/** All texts of the module, by number; 0 is "no text". In memory each is its length in bytes (u16, little-endian), then UTF-8. */
export class Text {
  #bytes = [];
  #numbers = new Map();

  constructor() {
    this.add(RESERVED);
  }

  /** Number of `text`. */
  add(text) {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const encoded = Buffer.from(text, "utf8");
    if (encoded.length > 0xffff) throw new Error(`spec: a text of ${encoded.length} bytes is too long`);
    const number = this.count;
    this.#bytes.push(encoded.length & 0xff, encoded.length >> 8, ...encoded);
    this.#numbers.set(text, number);
    return number;
  }

  /** The next text's number. */
  get count() {
    return this.#numbers.size + 1;
  }

  get bytes() {
    return this.#bytes;
  }
}
