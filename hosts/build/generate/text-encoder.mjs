/** Packs texts: assembly/codec/texts.ts reads them. */
import { Encoder, hash, model } from "./model.mjs";

export const repetition = {
  /** Bytes before a byte that must have been there before for a guess. */
  LEAST: 6,
  /** More of them are as good as so many. */
  MOST: 31,
  /** Of how many bytes the hash is by which they are found, and its bits. */
  BYTES: 5,
  HASH_BITS: 14,
};

const { LEAST, MOST, BYTES, HASH_BITS } = repetition;

/**
 * Bytes below 128, in the contexts: none, the last one, two, and three bytes, the word so far, and that with the word before. Where LEAST bytes or more have been
 * there before, a bit tells whether what was behind them then is here again; else 7 bits are the byte.
 */
export class TextEncoder {
  #encoder = new Encoder(model.TEXT_SLOT_BITS);
  #bytes = [];
  #places = new Int32Array(1 << HASH_BITS);
  /** Where the byte is that the last `#length` bytes were before. */
  #again = 0;
  #length = 0;
  #word = 0;
  #wordBefore = 0;

  put(byte) {
    this.#look();
    const isGuess = this.#length >= LEAST;
    const guess = this.#bytes[this.#again];
    const last = this.#last(1);
    if (isGuess) this.#encoder.put(byte === guess ? 1 : 0, 0x80 + guess, last, Math.min(this.#length, MOST));
    if (!isGuess || byte !== guess) this.#spell(byte, last);
    this.#bytes.push(byte);
    this.#remember(byte);
    this.#repeat(byte);
  }

  #last(back) {
    return this.#bytes[this.#bytes.length - back] ?? 0;
  }

  #look() {
    const { contexts } = this.#encoder;
    contexts[0] = 1;
    for (let i = 1; i <= 3; i++) contexts[i] = hash(contexts[i - 1], this.#last(i));
    contexts[4] = this.#word;
    contexts[5] = hash(this.#word, this.#wordBefore);
  }

  #spell(byte, last) {
    for (let place = 6, node = 1; place >= 0; place--) {
      const bit = (byte >> place) & 1;
      this.#encoder.put(bit, node, last, 0x80 + node);
      node = node * 2 + bit;
    }
  }

  #remember(byte) {
    if ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39)) this.#word = hash(this.#word, byte << 8);
    else if (byte >= 0x20 || byte === 0) {
      if (this.#word !== 0 || byte === 0) this.#wordBefore = byte === 0 ? 0 : this.#word;
      this.#word = 0;
    }
  }

  /** Finds the next byte where the last ones were before. */
  #repeat(byte) {
    const end = this.#bytes.length;
    if (this.#length > 0 && this.#bytes[this.#again] === byte) {
      this.#length++;
      this.#again++;
    } else this.#length = 0;
    let place = 0;
    for (let i = 1; i <= BYTES; i++) place = hash(place, this.#last(i));
    place >>>= 32 - HASH_BITS;
    if (this.#length === 0) {
      this.#again = this.#places[place];
      while (
        this.#length < this.#again &&
        this.#length < MOST &&
        this.#bytes[this.#again - 1 - this.#length] === this.#last(1 + this.#length)
      )
        this.#length++;
    }
    this.#places[place] = end;
  }

  finish() {
    return this.#encoder.finish();
  }
}
