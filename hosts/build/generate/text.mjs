/** All texts of the module as one UTF-8 blob: each is its length in bytes (u16, little-endian), then the bytes. Offset 0 is "no text". */
export class Text {
  #bytes = [0, 0];
  #offsets = new Map();

  /** Offset of `text` in the blob. */
  add(text) {
    const known = this.#offsets.get(text);
    if (known !== undefined) return known;
    const encoded = Buffer.from(text, "utf8");
    if (encoded.length > 0xffff) throw new Error(`spec: a text of ${encoded.length} bytes is too long`);
    const offset = this.#bytes.length;
    this.#bytes.push(encoded.length & 0xff, encoded.length >> 8, ...encoded);
    this.#offsets.set(text, offset);
    return offset;
  }

  get bytes() {
    return this.#bytes;
  }
}
