/** The runner itself: no way for a suite to go wrong may look like success. */
import { describe, expect, test } from "vitest";
import { runAll } from "../runner/all.mjs";
import { runSuite } from "../runner/suite.mjs";

/** `report` in `code` leaves counts. */
const script = (code: string) => `
  const report = (counts) =>
    require("node:fs").writeFileSync(process.env.HOLDFAST_COUNTS, typeof counts === "string" ? counts : JSON.stringify(counts));
  ${code}`;

function suite(code: string, minutes = 1) {
  return runSuite({ args: ["-e", script(code)], minutes }, "ignore");
}

test("a suite that passes", async () => {
  expect(await suite("report({ passed: 2, failed: 0, skipped: 1 })")).toEqual({
    passed: 2,
    failed: 0,
    skipped: 1,
    failures: [],
  });
});

test("a suite with a failure", async () => {
  const result = await suite("report({ passed: 2, failed: 1, skipped: 0, failures: ['a'] }); process.exitCode = 1");
  expect(result).toEqual({ passed: 2, failed: 1, skipped: 0, failures: ["a"] });
});

describe("one more failure for a suite that", () => {
  const counts = "report({ passed: 2, failed: 0, skipped: 0 });";
  test.each([
    ["dies before it counts", "throw new Error()", "left no counts (exit code 1)"],
    ["ends well before it counts", "", "left no counts (exit code 0)"],
    ["is killed before it counts", "process.kill(process.pid, 'SIGKILL')", "was ended by SIGKILL"],
    ["is killed after it counted", `${counts} process.kill(process.pid, 'SIGSEGV')`, "was ended by SIGSEGV"],
    ["dies after it counted", `${counts} process.exitCode = 3`, "ended with exit code 3 although no test failed"],
    ["ran nothing", "report({ passed: 0, failed: 0, skipped: 0 })", "ran no tests"],
    ["leaves garbage", "report('2 passed')", "left no counts (exit code 0)"],
    ["leaves half of the counts", "report({ passed: 2 })", "left no counts (exit code 0)"],
    [
      "leaves counts that are no counts",
      "report({ passed: -2, failed: 0, skipped: 0 })",
      "left no counts (exit code 0)",
    ],
    ["says null", "report(null)", "left no counts (exit code 0)"],
    [
      "names failures that are no list",
      "report({ passed: 2, failed: 0, skipped: 0, failures: 7 })",
      "left no counts (exit code 0)",
    ],
    ["hides a failure", "report({ passed: 2, failed: 1, skipped: 0 })", "ended with exit code 0 although tests failed"],
  ])("%s", async (_name, code, problem) => {
    const result = await suite(code);
    expect(result.problem).toBe(problem);
    expect(result.failed).toBeGreaterThan(0);
  });

  test("hangs, with what it started", async () => {
    const hang = "setTimeout(() => {}, 1e6)";
    const result = await suite(
      `require("node:child_process").spawn(process.execPath, ["-e", "${hang}"]); ${hang}`,
      0.01,
    );
    expect(result).toEqual({ passed: 0, failed: 1, skipped: 0, failures: [], problem: "did not end in time" });
  });
});

describe("over all suites", () => {
  const counting = (passed: number, failed: number, skipped: number, byDefault = true) => ({
    args: [
      "-e",
      script(
        `report({ passed: ${passed}, failed: ${failed}, skipped: ${skipped}, failures: Array(${failed}).fill("a: 1 is not 2") });
         process.exitCode = ${failed}`,
      ),
    ],
    minutes: 1,
    byDefault,
  });
  const suites = {
    good: counting(2, 0, 0),
    partial: counting(3, 0, 2),
    bad: counting(5, 1, 0, false),
    dead: { args: ["-e", "process.kill(process.pid, 'SIGKILL')"], minutes: 1, byDefault: false },
  };

  async function run(names: string[], strict = false) {
    const printed: string[] = [];
    const code = await runAll(suites, names, strict, (text: string) => printed.push(text), "ignore");
    return { code, lines: printed.join("\n").split("\n") };
  }

  test("the last line is the sum of those that run by default", async () => {
    const { code, lines } = await run([]);
    expect(lines.at(-1)).toBe("5 passed, 0 failed, 2 skipped");
    expect(code).toBe(0);
  });

  test("a failure is one of all, and named at the end", async () => {
    const { code, lines } = await run(["good", "bad"]);
    expect(lines.slice(-4)).toEqual([
      "failed: bad: a: 1 is not 2",
      "good: 2 passed, 0 failed",
      "bad: 5 passed, 1 failed",
      "7 passed, 1 failed",
    ]);
    expect(code).toBe(1);
  });

  test("a suite that dies is named", async () => {
    const { code, lines } = await run(["dead", "good"]);
    expect(lines.slice(-3)).toEqual([
      "dead: 0 passed, 1 failed: the suite was ended by SIGKILL",
      "good: 2 passed, 0 failed",
      "2 passed, 1 failed",
    ]);
    expect(code).toBe(1);
  });

  test("in CI a skipped test counts as failed", async () => {
    const { code, lines } = await run(["good", "partial"], true);
    expect(lines.slice(-2)).toEqual(["CI=true: 2 skipped tests count as failed.", "5 passed, 2 failed"]);
    expect(code).toBe(1);
  });

  test("in CI nothing changes without a skip", async () => {
    const { code, lines } = await run(["good"], true);
    expect(lines.at(-1)).toBe("2 passed, 0 failed");
    expect(code).toBe(0);
  });

  test("an unknown suite is refused", async () => {
    const { code, lines } = await run(["good", "goods"]);
    expect(lines).toEqual(['There is no test suite "goods": name some of good, partial, bad, dead.']);
    expect(code).toBe(1);
  });
});
