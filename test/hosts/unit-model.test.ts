/** The emulated LU against a model that was written from the rules alone: random sequences, everything compared after each step. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { seed } from "../common/random.ts";
import { Bench } from "./unit-model/bench.ts";
import { steps } from "./unit-model/steps.ts";
import { coverage } from "./unit-model/table.ts";

const runs = Number(process.env["HOLDFAST_MODEL_RUNS"] ?? 2000);
/** As fast-check prints it with a failure. */
const path = process.env["HOLDFAST_MODEL_PATH"];
const bench = new Bench();
afterAll(() => bench.close());

const options = fc.record({
  persist: fc.constantFrom(true, true, true, false),
  targetPorts: fc.integer({ min: 1, max: 3 }),
});

test(`${runs} runs, seed ${seed}`, { timeout: 600_000 }, () => {
  const property = fc.property(options, steps, (given, sequence) => bench.run(given, sequence));
  const given = { seed, numRuns: runs, ...(path === undefined ? {} : { path }), endOnFailure: path !== undefined };
  expect(() => fc.assert(property, given)).not.toThrow();
});

/** 256 registrations are too many for a random sequence: test/core/unit-host.spec.ts fills a unit. */
const elsewhere = ["2.4 row 15: no room"];

test("every row of every table was used", () => {
  expect(coverage.unused().filter((row) => !elsewhere.includes(row))).toEqual([]);
});
