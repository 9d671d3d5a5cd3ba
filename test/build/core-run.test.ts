/** The parent of as-pect: what as-pect takes for success, and is none, must fail. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { judge } from "../core/judge.mjs";
import { root } from "./files.ts";

const line = (report: unknown) => `Using config\nholdfast-core ${JSON.stringify(report)}\n  [Result]: Pass!`;
const good = { passed: 3, failed: 0, files: { "a.spec.ts": 3 } };
const ended = { code: 0, signal: null, output: line(good) };

test("a good run", () => {
  expect(judge(ended, ["a.spec.ts"])).toEqual({ passed: 3, failed: 0, problems: [] });
});

test("a failing test", () => {
  const run = { ...ended, code: 1, output: line({ ...good, passed: 2, failed: 1 }) };
  expect(judge(run, ["a.spec.ts"])).toEqual({ passed: 2, failed: 1, problems: [] });
});

describe("a run fails that", () => {
  const nothing = { passed: 0, failed: 0, files: {} };
  const unread = "as-pect printed counts that cannot be read: holdfast-core";
  test.each([
    ["was killed", { ...ended, code: null, signal: "SIGKILL" }, "as-pect was ended by SIGKILL"],
    ["ends with an error", { ...ended, code: 1 }, "as-pect ended with exit code 1"],
    ["prints nothing", { ...ended, output: "" }, "as-pect printed 0 lines of counts instead of one"],
    [
      "prints counts twice",
      { ...ended, output: line(good) + "\n" + line(good) },
      "as-pect printed 2 lines of counts instead of one",
    ],
    ["prints garbage", { ...ended, output: "holdfast-core 3 passed" }, `${unread} 3 passed`],
    ["prints null", { ...ended, output: "holdfast-core null" }, `${unread} null`],
    ["prints half", { ...ended, output: 'holdfast-core {"passed":3}' }, `${unread} {"passed":3}`],
    ["ran no spec", { ...ended, output: line(nothing) }, "a.spec.ts was not run"],
    ["ran no test", { ...ended, output: line({ ...nothing, files: { "a.spec.ts": 0 } }) }, "as-pect ran no tests"],
    [
      "has a spec without tests",
      { ...ended, output: line({ ...good, files: { "a.spec.ts": 0 } }) },
      "a.spec.ts has no tests",
    ],
    ["left one out", { ...ended, output: line({ ...good, files: { "b.spec.ts": 3 } }) }, "a.spec.ts was not run"],
    [
      "ran another",
      { ...ended, output: line({ ...good, files: { "b.spec.ts": 3 } }) },
      "b.spec.ts was run, but is no spec on disk",
    ],
  ])("%s", (_name, run, problem) => {
    const { failed, problems } = judge(run, ["a.spec.ts"]);
    expect(problems).toContain(problem);
    expect(failed).toBe(problems.length);
  });
});

describe("as-pect itself", () => {
  const folder = "build/core-run";
  afterEach(() => {
    rmSync(join(root, folder), { recursive: true, force: true });
  });

  const env = { ...process.env };
  delete env["HOLDFAST_COUNTS"]; // the counts of the suite that this test is in

  function write(specs: Record<string, string>) {
    mkdirSync(join(root, folder), { recursive: true });
    for (const [name, code] of Object.entries(specs)) writeFileSync(join(root, folder, name), code);
  }

  function run(specs: Record<string, string>) {
    write(specs);
    return spawnSync(process.execPath, ["test/core/run.mjs", folder], { cwd: root, encoding: "utf8", env });
  }
  const passing = 'it("adds", () => { expect<i32>(1 + 1).toBe(2); });';

  test("passes", () => {
    const { status, stdout } = run({ "a.spec.ts": passing, "b.spec.ts": passing });
    expect(stdout).toMatch(/\n2 passed, 0 failed\n$/);
    expect(status).toBe(0);
  });

  test("fails, with what was expected", () => {
    const { status, stdout } = run({
      "a.spec.ts": 'describe("sum", () => { it("is odd", () => { expect<i32>(2).toBe(3, "odd"); }); });',
    });
    expect(stdout).toMatch(/FAILED sum: is odd: odd\n {4}expected 3\n {4}actual {3}2\n/);
    expect(stdout).toMatch(/\n0 passed, 1 failed\n$/);
    expect(status).toBe(1);
  });

  test("traps in a test, and outside of one", () => {
    const { status, stdout } = run({
      "a.spec.ts": `${passing} it("traps", () => { unreachable(); });`,
      "b.spec.ts": "unreachable();",
    });
    expect(stdout).toMatch(/\n1 passed, 3 failed\n$/); // b.spec.ts has no tests, and was not run to its end
    expect(status).toBe(1);
  });

  test("cannot compile", () => {
    const { status, stdout } = run({ "a.spec.ts": "let a: i32 = nowhere();" });
    expect(stdout).toContain("as-pect ended with exit code 1");
    expect(status).toBe(1);
  });

  test("is killed", async () => {
    write({ "a.spec.ts": `${passing} it("never ends", () => { while (true) {} });` });
    const parent = spawn(process.execPath, ["test/core/run.mjs", folder], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const output = text(parent.stdout);
    const ended = once(parent, "exit");
    process.kill(await firstChild(parent.pid!), "SIGKILL");
    expect(await ended).toEqual([1, null]);
    expect(await output).toContain("as-pect was ended by SIGKILL\n");
  });

  test("has no specs", () => {
    const { status, stdout } = run({ "a.ts": passing });
    expect(stdout).toMatch(/✔ Pass![^]*as-pect ran no tests\n/);
    expect(status).toBe(1);
  });
});

async function firstChild(pid: number): Promise<number> {
  for (;;) {
    const [child] = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, "utf8").split(" ");
    if (child) return Number(child);
    await sleep(10);
  }
}
