/** The soak (npm run soak:helper) in short: what is counted must not grow at all; memory settles only after some minutes, and whether it would see a helper that grows. */
import { describe, expect, test } from "vitest";
import { soak } from "../soak/helper.ts";
import { judge } from "../soak/trend.ts";
import { visits } from "../soak/visits.ts";

test(
  "clients come and go for 20 s: no descriptor is left behind, threads and memory stay within bounds",
  { timeout: 120_000 },
  async () => {
    const soaked = await soak(20_000, 50, 8);
    const descriptors = soaked.verdicts.find(({ name }) => name === "descriptors");
    expect(descriptors).toMatchObject({ grows: false });
    // Node's own, one for each disk, and those that close; which of them are there is chance.
    expect(Math.max(...soaked.samples.map(({ threads }) => threads))).toBeLessThan(64);
    expect(Math.max(...soaked.samples.map(({ rss }) => rss))).toBeLessThan(128);
    expect([...soaked.visits.keys()]).toEqual(Object.keys(visits));
    expect(Math.min(...soaked.visits.values())).toBeGreaterThan(10);
  },
);

describe("the verdict on made-up series", () => {
  const at = (length: number, value: (i: number) => number) => Array.from({ length }, (_, i) => value(i));
  /** Up to 1, the same in each run. */
  const noise = (i: number) => (Math.sin(i * 12.9898) * 43758.5453) % 1;
  const memory = { name: "memory", unit: "MiB", most: 4 };
  const descriptors = { name: "descriptors", unit: "open", most: 0, counted: true };

  test.each([
    ["flat", memory, at(100, () => 50)],
    ["noise", memory, at(100, (i) => 50 + 3 * noise(i))],
    ["a saw, as of a garbage collector", memory, at(100, (i) => 50 + (i % 10))],
    ["growth in the first half alone", memory, at(100, (i) => 40 + Math.min(i, 50))],
    ["one peak at the end", memory, at(100, (i) => (i < 98 ? 50 : 90))],
    ["shrinking", memory, at(100, (i) => 90 - i / 2)],
    ["descriptors of a client that was still there once", descriptors, at(100, (i) => (i === 90 ? 25 : 19))],
  ])("%s does not grow", (_name, bound, samples) => {
    expect(judge(bound, samples).grows).toBe(false);
  });

  test.each([
    ["16 bytes a client, 1,200,000 of them", memory, at(120, (i) => 50 + (i * 16 * 10_000) / 2 ** 20)],
    ["the same in noise", memory, at(120, (i) => 50 + (i * 16 * 10_000) / 2 ** 20 + 2 * noise(i))],
    ["a saw that climbs", memory, at(100, (i) => 50 + (i % 10) + i / 8)],
    ["one descriptor each ten samples", descriptors, at(100, (i) => 19 + Math.floor(i / 10))],
    ["one descriptor in all of the second half", descriptors, at(100, (i) => (i < 70 ? 19 : 20))],
  ])("%s grows", (_name, bound, samples) => {
    const verdict = judge(bound, samples);
    expect(verdict.grows).toBe(true);
    expect(verdict.growth).toBeGreaterThan(bound.most);
  });

  test("growth is that of the second half", () => {
    expect(
      judge(
        memory,
        at(101, (i) => 10 + i),
      ).growth,
    ).toBeCloseTo(50);
  });

  test("too few samples have none", () => {
    expect(() => judge(memory, [1, 2, 3, 4, 5, 6, 7, 8])).toThrow("8 samples are too few");
  });
});
