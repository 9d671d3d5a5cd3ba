/** Whether a series of samples grows. */

export interface Bound {
  readonly name: string;
  readonly unit: string;
  /** What it may grow by from the middle of the run to its end. */
  readonly most: number;
  /** A count that is the same at each sample unless something was left behind: one step is growth too, though it hardly tilts a line. */
  readonly counted?: boolean;
}

export interface Verdict extends Bound {
  /** From the middle of the run to its end, by the fitted line. */
  readonly growth: number;
  readonly first: number;
  readonly middle: number;
  readonly last: number;
  readonly grows: boolean;
}

/**
 * The second half alone counts: in the first one caches fill and V8 finds the sizes of its spaces. The line is Theil and Sen's, the median
 * of the slopes between all pairs of samples: a collection of garbage that falls on a few samples does not tilt it.
 */
export function judge(bound: Bound, samples: readonly number[]): Verdict {
  const half = samples.slice(samples.length >> 1);
  if (half.length < 5) throw new Error(`${samples.length} samples are too few to judge: let it run longer`);
  const fitted = slope(half) * (half.length - 1);
  const growth = bound.counted ? Math.max(fitted, steps(half)) : fitted;
  const [first, middle, last] = [samples[0]!, half[0]!, half.at(-1)!];
  return { ...bound, growth, first, middle, last, grows: growth > bound.most };
}

/** For each sample. */
function slope(samples: readonly number[]): number {
  const slopes = samples.flatMap((from, i) => samples.slice(i + 1).map((to, j) => (to - from) / (j + 1)));
  return slopes.sort((a, b) => a - b)[slopes.length >> 1]!;
}

/** What the end has more than the beginning at their lowest. */
function steps(samples: readonly number[]): number {
  const third = Math.ceil(samples.length / 3);
  return Math.min(...samples.slice(-third)) - Math.min(...samples.slice(0, third));
}

export function say({ name, unit, first, middle, last, growth, most, grows }: Verdict): string {
  const figures = [first, middle, last].map((value) => value.toFixed(1)).join(", ");
  const trend = `${growth < 0 ? "" : "+"}${growth.toFixed(2)} ${unit} in the second half`;
  return `${name}: ${figures} ${unit} (first, middle, last); ${trend}, at most ${most} allowed${grows ? ": GROWS" : ""}`;
}
