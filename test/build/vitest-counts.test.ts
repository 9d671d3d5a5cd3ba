/** What the reporter counts in real runs of vitest. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { root } from "./files.ts";

const folder = join(root, "build/vitest-counts");
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `files` as a suite of their own; undefined when no counts were left. */
function counts(files: Record<string, string>): unknown {
  mkdirSync(folder, { recursive: true });
  for (const [name, code] of Object.entries(files)) {
    writeFileSync(join(folder, name), `import { expect, describe, test, beforeAll } from "vitest";\n${code}\n`);
  }
  const file = join(folder, "counts.json");
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "test/vitest.config.ts",
    "--mode",
    "../build/vitest-counts",
  ];
  const run = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, HOLDFAST_COUNTS: file },
  });
  return { ...(JSON.parse(readFileSync(file, "utf8")) as object), status: run.status, output: run.stdout };
}

test("tests that pass, fail and are skipped, with the reason said", () => {
  const result = counts({
    "a.test.ts": `
      test("passes", () => { expect(1).toBe(1); });
      test("fails", () => { expect(1).toBe(2); });
      test("asserts nothing", () => {});
      test("is skipped", (context) => { context.skip("apt-get install thing"); });
      test.todo("is not written");`,
  });
  expect(result).toMatchObject({ passed: 1, failed: 2, skipped: 2, status: 1 });
  expect(result).toHaveProperty("failures", [
    expect.stringMatching(/a\.test\.ts: fails: .*expected 1 to be 2/),
    expect.stringMatching(/a\.test\.ts: asserts nothing: /),
  ]);
  expect(result).toHaveProperty("output", expect.stringContaining("skipped 1: apt-get install thing"));
});

test("a file that does not load is a failure", () => {
  const result = counts({
    "a.test.ts": 'test("passes", () => { expect(1).toBe(1); });',
    "b.test.ts": 'import "./nowhere.ts";',
  });
  expect(result).toMatchObject({ passed: 1, failed: 1, skipped: 0, status: 1 });
  expect(result).toHaveProperty("failures", [expect.stringMatching(/b\.test\.ts: loading: .*nowhere/)]);
});

test("an error outside of any test is a failure", () => {
  const result = counts({
    "a.test.ts": `test("passes", async () => {
      expect(1).toBe(1);
      void Promise.reject(new Error("nobody waits"));
      await new Promise((resolve) => setTimeout(resolve, 50));
    });`,
  });
  expect(result).toMatchObject({ passed: 1, failed: 1, skipped: 0, status: 1 });
});

test("a hook that throws is a failure", () => {
  const result = counts({
    "a.test.ts": `describe("group", () => {
      beforeAll(() => { throw new Error("no machine"); });
      test("never runs", () => { expect(1).toBe(1); });
    });`,
  });
  expect(result).toMatchObject({ passed: 0, status: 1 });
  expect((result as { failed: number }).failed).toBeGreaterThan(0);
});

test("a test file that dies is a failure", () => {
  const result = counts({
    "a.test.ts": 'test("dies", () => { expect(1).toBe(1); process.kill(process.pid, "SIGKILL"); });',
  });
  expect(result).toMatchObject({ passed: 0, status: 1 });
  expect((result as { failed: number }).failed).toBeGreaterThan(0);
});
