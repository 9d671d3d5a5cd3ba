/** Runs one suite in a process group of its own and says what it counted, or what is wrong with it. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../hosts/build/step.mjs";
import { readCounts } from "./counts.mjs";

/**
 * `suite`: {args: what Node runs, minutes}. Gives {passed, failed, skipped, failures, problem?}. A suite that was killed, hung, left no counts, ran
 * nothing, or ended with an error although nothing failed is one more failure.
 */
export async function runSuite(suite, stdio = "inherit") {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-suite-"));
  const file = join(folder, "counts.json");
  try {
    const end = await runChild(suite, { ...process.env, HOLDFAST_COUNTS: file }, stdio);
    const counts = readCounts(file) ?? { passed: 0, failed: 0, skipped: 0, failures: [], missing: true };
    const problem = problemOf(end, counts);
    const { passed, failed, skipped, failures } = counts;
    return problem ? { passed, failed: failed + 1, skipped, failures, problem } : { passed, failed, skipped, failures };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function problemOf({ code, signal, late }, { passed, failed, skipped, missing }) {
  if (late) return "did not end in time";
  if (signal) return `was ended by ${signal}`;
  if (missing) return `left no counts (exit code ${code})`;
  if (passed + failed + skipped === 0) return "ran no tests";
  if (code !== 0 && failed === 0) return `ended with exit code ${code} although no test failed`;
  if (code === 0 && failed > 0) return "ended with exit code 0 although tests failed";
}

/** A group of its own, so that what the suite started (virtual machines, daemons) can be ended with it. */
function runChild(suite, env, stdio) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, suite.args, {
      cwd: root,
      env,
      stdio: ["ignore", stdio, stdio],
      detached: true,
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endGroup(child.pid, "SIGKILL");
    }, suite.minutes * 60_000);
    const pass = (signal) => {
      endGroup(child.pid, signal);
      process.exitCode = 1;
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, pass);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      for (const name of signals) process.off(name, pass);
      endGroup(child.pid, "SIGKILL"); // nothing that a suite started outlives it
      resolve({ code, signal, late });
    });
  });
}

function endGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // nobody is left
  }
}
