/** vitest's reporter for the runner: counts tests, and what went wrong outside of one (a file that does not load, an unhandled error). */
import { reportCounts } from "./counts.mjs";

/** A test that fails a thousand times is to be found, not to fill the log. */
const named = 40;

export default class {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    const failures = errors.map((error) => said("outside of a test", error));
    const notes = new Map();
    for (const module of modules) {
      for (const part of [module, ...module.children.allSuites()]) {
        counts.failed += part.errors().length;
        failures.push(
          ...part.errors().map((error) => said(`${module.relativeModuleId}: ${part.fullName ?? "loading"}`, error)),
        );
      }
      for (const test of module.children.allTests()) {
        const { state, note, errors: reasons = [] } = test.result();
        const counted = state in counts ? state : "failed"; // "pending": the run ended before the test did
        counts[counted] += 1;
        if (counted === "failed") failures.push(said(`${module.relativeModuleId}: ${test.fullName}`, reasons[0]));
        if (note) notes.set(note, (notes.get(note) ?? 0) + 1);
      }
    }
    for (const [note, times] of notes) console.log(`skipped ${times}: ${note}`);
    const more = failures.length > named ? [`and ${failures.length - named} more`] : [];
    reportCounts({ ...counts, failures: [...failures.slice(0, named), ...more] });
  }
}

function said(where, error) {
  const reason = String(error?.message ?? "did not end").replace(/\s+/g, " ");
  return `${where}: ${reason.length > 400 ? `${reason.slice(0, 400)} ...` : reason}`;
}
