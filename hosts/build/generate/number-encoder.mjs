/** Packs numbers, each of a kind: assembly/codec/numbers.ts reads them. */
import { Encoder, hash, model } from "./model.mjs";

/** Numbers before that a number is seen with. */
const BEFORE = 3;

/**
 * A number plus 1 is coded as its width: a one for each bit but the first, then a zero; then the bits behind the first one. Contexts: the kind alone, with one to
 * three numbers before, with the two of its kind before, and with the last numbers of kinds 0 and 1.
 */
export class NumberEncoder {
  #encoder = new Encoder(model.NUMBER_SLOT_BITS);
  #before = new Array(BEFORE).fill(0);
  #alike = Array.from({ length: 32 }, () => [0, 0]);

  /** `kind` is below 32. Errors: a number that is no 32-bit number, or the greatest. */
  put(kind, number) {
    if (!Number.isInteger(number) || number < 0 || number >= 0xffffffff)
      throw new Error(`spec: ${number} cannot be packed`);
    this.#look(kind);
    const width = 31 - Math.clz32(number + 1);
    for (let i = 0; i <= width; i++) this.#encoder.put(i < width ? 1 : 0, i, kind, i);
    for (let i = width - 1; i >= 0; i--) {
      const behind = ((number + 1) >>> i) & 1;
      this.#encoder.put(behind, (width << 26) + ((number + 1) >>> (i + 1)), kind, 32 + i);
    }
    this.#before = [number, ...this.#before.slice(0, -1)];
    this.#alike[kind] = [number, this.#alike[kind][0]];
  }

  #look(kind) {
    const { contexts } = this.#encoder;
    contexts[0] = kind;
    this.#before.forEach((number, i) => (contexts[i + 1] = hash(contexts[i], number)));
    const alike = this.#alike[kind];
    contexts[BEFORE + 1] = hash(hash(kind << 16, alike[0]), alike[1]);
    contexts[BEFORE + 2] = hash(hash(kind << 24, this.#alike[0][0]), this.#alike[1][0]);
  }

  /** Packed, once all numbers are put. */
  finish() {
    return this.#encoder.finish();
  }
}
