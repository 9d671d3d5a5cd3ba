/**
 * Packs the tables and texts of the module bit by bit: context mixing, as in Matt Mahoney's PAQ ("Adaptive Weighing of Context Models for Lossless Data
 * Compression", Florida Institute of Technology, 2005), with as little code as goes. A bit is predicted in several contexts, a logistic mixer weighs the
 * predictions, and an arithmetic coder writes it, the shorter the better it was predicted. assembly/codec/model.ts reads it, and must calculate the same:
 * 32-bit integers, and doubles of which only sums, products, quotients, truncations and roundings to floats are taken, which IEEE 754 defines to the last bit:
 * no exp or log of an engine's own. What a product is added to has factors of at most 24 and 29 bits, so that it is exact, and a compiler of C that fuses
 * both (gcc for ARM does unless it is told not to) changes nothing.
 */
export const model = {
  /** 2 to the power of this many predictions are kept of numbers, and of texts. */
  NUMBER_SLOT_BITS: 16,
  TEXT_SLOT_BITS: 18,
  /** Contexts of a bit. */
  INPUTS: 6,
  /** Weights come in two columns of so many rows: a bit takes a row of each. */
  ROWS: 256,
  /** A prediction moves by 1 / (times seen + 1.25) of what it was wrong; it counts up to this. */
  LIMIT: 20,
  /** What a weight is at first. */
  WEIGHT: 0.17,
  /** How fast weights learn. */
  RATE: 0.006,
  /** Half the entries of the logistic function's table, its entries for one unit, and e to the power of 1 / UNIT, a float. */
  HALF: 2048,
  UNIT: 170,
  STEP: Math.fround(1.00589968),
};

const { INPUTS, ROWS, LIMIT, WEIGHT, RATE, HALF, UNIT, STEP } = model;
const { squash, stretch } = logistic();
/** By how much predictions move, in 16,384ths. */
const rates = Array.from({ length: LIMIT + 1 }, (_, seen) => Math.trunc(65536 / (seen * 4 + 5)));

/** Probability of a one by the logarithm of its odds, and the reverse for 12 bits of probability. */
function logistic() {
  const squash = new Float32Array(2 * HALF);
  const stretch = new Float32Array(2 * HALF);
  for (let i = 0, power = 1; i < HALF; i++, power = Math.fround(power * STEP)) {
    squash[HALF + i] = power / (1 + power);
    squash[HALF - i] = 1 / (1 + power);
  }
  for (let i = 0, at = 1; i < 2 * HALF; i++) {
    while (at < 2 * HALF - 1 && squash[at] * 2 * HALF < i) at++;
    stretch[i] = (at - HALF) / UNIT;
  }
  return { squash, stretch };
}

/** Mixes a number into a hash. */
export function hash(into, number) {
  const mixed = Math.imul(into ^ number, 0x2c1b3c6d) + 0x297a2d39;
  return mixed ^ (mixed >>> 15);
}

export class Encoder {
  /** Hashes of the contexts of the next bits. */
  contexts = new Int32Array(INPUTS);
  #odds;
  #seen;
  #checks;
  #shift;
  #weights = new Float32Array(2 * ROWS * INPUTS);
  #inputs = new Float32Array(INPUTS);
  #slots = new Int32Array(INPUTS);
  #low = 0;
  #high = 0xffffffff;
  #bytes = [];

  /** 2 to the power of `slotBits` predictions are kept. */
  constructor(slotBits) {
    this.#odds = new Int16Array(1 << slotBits);
    this.#seen = new Uint8Array(1 << slotBits);
    this.#checks = new Uint8Array(1 << slotBits);
    this.#shift = 32 - slotBits;
  }

  /** Codes `bit`, which is at a place `node` of what the contexts are for, with the weights of two rows. */
  put(bit, node, first, second) {
    const rows = [first, ROWS + second].map((row) => row * INPUTS);
    const chance = this.#predict(node, rows);
    this.#write(bit, Math.trunc(chance * 65536));
    this.#learn(bit, Math.fround((bit - chance) * RATE), rows);
  }

  #predict(node, [first, second]) {
    let sum = 0;
    this.contexts.forEach((context, i) => {
      const mixed = Math.imul(context ^ Math.imul(node, 0x9e3779b1), 0x85ebca6b);
      const slot = mixed >>> this.#shift;
      const check = (mixed >>> (this.#shift - 8)) & 0xff;
      if (this.#checks[slot] !== check) {
        this.#checks[slot] = check;
        this.#odds[slot] = 0;
        this.#seen[slot] = 0;
      }
      this.#slots[i] = slot;
      this.#inputs[i] = stretch[(this.#odds[slot] >> 4) + HALF];
      sum += this.#inputs[i] * Math.fround(WEIGHT + this.#weights[first + i] + this.#weights[second + i]);
    });
    return squash[Math.trunc(Math.max(1, Math.min(2 * HALF - 1, Math.fround(sum) * UNIT + HALF)))];
  }

  #learn(bit, step, rows) {
    const target = bit ? 0x7fff : -0x8000;
    this.contexts.forEach((_, i) => {
      for (const row of rows) this.#weights[row + i] += step * this.#inputs[i];
      const slot = this.#slots[i];
      this.#odds[slot] += ((target - this.#odds[slot]) * rates[this.#seen[slot]]) >> 14;
      if (this.#seen[slot] < LIMIT) this.#seen[slot]++;
    });
  }

  /** A one is the lower part of the range. `chance` is that of a one in 65,536. */
  #write(bit, chance) {
    const middle = this.#low + Math.floor((this.#high - this.#low) / 65536) * chance;
    if (bit) this.#high = middle;
    else this.#low = middle + 1;
    while ((this.#low ^ this.#high) >>> 24 === 0) {
      this.#bytes.push(this.#high >>> 24);
      this.#low = (this.#low << 8) >>> 0;
      this.#high = ((this.#high << 8) | 0xff) >>> 0;
    }
  }

  /** All bytes, once the last bit is coded. */
  finish() {
    return [...this.#bytes, (this.#low >>> 24) + 1, 0, 0, 0];
  }
}
