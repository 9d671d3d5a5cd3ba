// Random inputs. They are the same in every run, so that what fails once fails again; HOLDFAST_SEED=N gives others.

/** Where random inputs begin. */
export const seed = Number(process.env["HOLDFAST_SEED"] ?? 1);

/** xorshift32: a seed gives the same numbers everywhere. */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }
  /** 32 bits. */
  next(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 0;
  }
  below(limit: number): number {
    return this.next() % limit;
  }
  /** True in so many of a hundred. */
  percent(share: number): boolean {
    return this.below(100) < share;
  }
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}
