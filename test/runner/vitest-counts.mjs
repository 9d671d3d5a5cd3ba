/** vitest's reporter for the runner: counts tests, and what went wrong outside of one (a file that does not load, an unhandled error). */
import { reportCounts } from "./counts.mjs";

export default class {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    const notes = new Map();
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        counts[state in counts ? state : "failed"] += 1; // "pending": the run ended before the test did
        if (note) notes.set(note, (notes.get(note) ?? 0) + 1);
      }
    }
    for (const [note, times] of notes) console.log(`skipped ${times}: ${note}`);
    reportCounts(counts);
  }
}
