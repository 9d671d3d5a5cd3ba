/** Sense data, decoded by sg_decode_sense (sg3_utils 1.46) and by ours: the same is said, or a difference with its reason. */
import { expect, test } from "vitest";
import { loadCore, vectors } from "../hosts/core.ts";
import { Random, seed } from "../common/random.ts";
import { describeWith, SG3_UTILS } from "../common/requirements.ts";
import { chosenSense, randomSense, things } from "./sense-data.ts";
import { ours } from "./sense-ours.ts";
import { theirs } from "./sense-theirs.ts";

/** Patterns of one of the `things`, and of what both say of it: a line, or all lines where one has more of them than the other. */
interface Difference {
  readonly thing: string;
  readonly sg_decode_sense: string;
  readonly holdfast: string;
  readonly reason: string;
}

const core = loadCore();
const differences = vectors<Difference>("sg_decode_sense-1.46.differences");
const count = 1000;

/** What the two say differently, side by side. */
function apart(one: readonly string[], other: readonly string[]): [string, string][] {
  if (one.length !== other.length) return [[one.join("; "), other.join("; ")]];
  return one.flatMap((line, i): [string, string][] => (line === other[i] ? [] : [[line, other[i]!]]));
}

/** One expression, so that what Holdfast says can be given by what sg_decode_sense does (\\1). */
const matches = ({ thing, sg_decode_sense, holdfast }: Difference, pair: readonly string[]) =>
  new RegExp(`^${thing} \\| ${sg_decode_sense} \\| ${holdfast}$`).test(pair.join(" | "));

describeWith(SG3_UTILS, "sg_decode_sense", () => {
  test(
    "says of sense data what explain says, field by field, but for the differences that are listed",
    { timeout: 120_000 },
    () => {
      const random = new Random(seed * 20);
      const used = new Set<Difference>();
      const unexplained: string[] = [];
      const lines: Record<string, number> = {};
      let equal = 0;
      for (const data of [...chosenSense, ...Array.from({ length: count }, () => randomSense(random))]) {
        const [about, their, our] = [things(data), theirs(data), ours(core, data)];
        expect([about, their.length, our.length]).toEqual([about, about.length, about.length]);
        const found = about.flatMap((thing, i) => apart(their[i]!, our[i]!).map((pair) => [thing, ...pair] as const));
        if (found.length === 0) equal++;
        for (const difference of found) {
          const known = differences.find((each) => matches(each, difference));
          if (known) used.add(known);
          else unexplained.push(difference.join(" | "));
        }
        for (const [kind, ...said] of our) lines[kind!] = (lines[kind!] ?? 0) + said.length;
      }
      console.info(`sg_decode_sense: ${chosenSense.length + count} sense data, ${equal} without a difference`, lines);
      expect(unexplained).toEqual([]);
      expect(differences.filter((each) => !used.has(each))).toEqual([]);
      for (const { reason } of differences) expect(reason).toMatch(/\w{4,}/);
      expect(equal).toBeGreaterThan(count / 2);
    },
  );
});
