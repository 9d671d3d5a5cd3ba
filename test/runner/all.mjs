/** Runs suites one after the other and adds up. */
import { closingLine } from "./counts.mjs";
import { runSuite } from "./suite.mjs";

/**
 * Gives the exit code. `names`: of which suites, none for those that run by default. Where `strict` (in CI) nothing may be left out: a
 * skipped test counts as failed.
 */
export async function runAll(suites, names, strict, print = console.log, stdio = "inherit") {
  const chosen = names.length > 0 ? names : Object.keys(suites).filter((name) => suites[name].byDefault);
  const unknown = chosen.find((name) => !Object.hasOwn(suites, name));
  if (unknown !== undefined) {
    print(`There is no test suite "${unknown}": name some of ${Object.keys(suites).join(", ")}.`);
    return 1;
  }

  const sum = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  const failures = [];
  for (const name of chosen) {
    print(`\n=== ${name}`);
    const result = await runSuite(suites[name], stdio);
    for (const key of Object.keys(sum)) sum[key] += result[key];
    failures.push(...result.failures.map((failure) => `failed: ${name}: ${failure}`));
    lines.push(`${name}: ${closingLine(result)}${result.problem ? `: the suite ${result.problem}` : ""}`);
  }
  if (strict && sum.skipped > 0) {
    lines.push(`CI=true: ${sum.skipped} skipped ${sum.skipped === 1 ? "test counts" : "tests count"} as failed.`);
    sum.failed += sum.skipped;
    sum.skipped = 0;
  }
  print(["", ...failures, ...lines, closingLine(sum)].join("\n"));
  return sum.failed === 0 ? 0 : 1;
}
