/** Numbers of two programs beside each other: ours first. */

export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly theirs: number;
  /** Ours / theirs: the median of the rounds' own ratios, which what slows a round down touches less than it does the numbers. */
  readonly ratio: number;
  /** True where ours is not worse. */
  readonly better: boolean;
  /** Every round: ours, theirs. */
  readonly rounds: readonly (readonly number[])[];
}

/** `rounds`: what ours measured in each round, and what theirs did. `wanted`: which is better, more or less. */
export function compare(
  name: string,
  unit: string,
  wanted: "more" | "less",
  rounds: readonly (readonly number[])[],
): Row {
  const [ours = [], theirs = []] = rounds;
  const ratio = median(ours.map((value, i) => value / theirs[i]!));
  const better = wanted === "more" ? ratio >= 1 : ratio <= 1;
  return { name, unit, ours: median(ours), theirs: median(theirs), ratio, better, rounds };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function render(rows: readonly Row[], theirs = "qemu"): string {
  const head = ["", "", "holdfast", theirs, "ratio", ""];
  const lines = rows.map((row, i) => [
    row.name === rows[i - 1]?.name ? "" : row.name,
    row.unit,
    figure(row.ours),
    figure(row.theirs),
    row.ratio.toFixed(2),
    row.better ? "" : "worse",
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column]!.length)));
  const align = (line: readonly string[]) =>
    line.map((cell, column) =>
      column < 2 || column === 5 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
  return [head, ...lines].map((line) => align(line).join("  ").trimEnd()).join("\n");
}

/** Three digits that count. */
function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(value >= 10 ? 1 : 2);
}
