/** Random sense data, decoded by sg_decode_sense (sg3_utils 1.46) and by ours: the same is said, or a difference with its reason. */
import { expect, test } from "vitest";
import { hex, loadCore, vectors } from "../hosts/core.ts";
import { Random } from "../common/random.ts";
import { describeWith, SG3_UTILS } from "../common/requirements.ts";
import { ours, sense, theirs } from "./sense-data.ts";

/** Patterns of the data and of what both say of it ("" for nothing). */
interface Difference {
  readonly bytes: string;
  readonly sg_decode_sense: string;
  readonly holdfast: string;
  readonly reason: string;
}

const core = loadCore();
const differences = vectors<Difference>("sg_decode_sense-1.46.differences");
const count = 1000;

/** Lines that only one of the two has, side by side. */
function apart(one: string[], other: string[]): [string, string][] {
  if (one.length === other.length)
    return one.flatMap((line, i): [string, string][] => (line === other[i] ? [] : [[line, other[i]!]]));
  const rest = (from: string[], without: string[]) => from.filter((line) => !without.includes(line));
  const [left, right] = [rest(one, other), rest(other, one)];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [left[i] ?? "", right[i] ?? ""]);
}

const matches = (pattern: string, text: string) => new RegExp(`^(?:${pattern})$`).test(text);

describeWith(SG3_UTILS, "sg_decode_sense", () => {
  test(
    "says of random sense data what explain says, but for the differences that are listed",
    { timeout: 120_000 },
    () => {
      const random = new Random(20);
      const used = new Set<Difference>();
      const unexplained: string[] = [];
      let lines = 0;
      let equal = 0;
      for (let i = 0; i < count; i++) {
        const data = sense(random);
        const [their, our] = [theirs(data), ours(core, data)];
        lines += our.length;
        const found = apart(their, our);
        if (found.length === 0) equal++;
        for (const [sg_decode_sense, holdfast] of found) {
          const known = differences.find(
            (each) =>
              matches(each.bytes, hex(data)) &&
              matches(each.sg_decode_sense, sg_decode_sense) &&
              matches(each.holdfast, holdfast),
          );
          if (known) used.add(known);
          else unexplained.push(`${hex(data)}: ${sg_decode_sense} | ${holdfast}`);
        }
      }
      console.info(
        `sg_decode_sense: ${count} sense data compared in ${lines} statements, ${equal} without a difference`,
      );
      expect(unexplained).toEqual([]);
      expect(differences.filter((each) => !used.has(each))).toEqual([]);
      for (const { reason } of differences) expect(reason).toMatch(/\w{4,}/);
      expect(equal).toBeGreaterThan(count / 2);
    },
  );
});
