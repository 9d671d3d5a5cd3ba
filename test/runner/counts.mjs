/**
 * How a suite tells the runner what it counted: one JSON object in the file that HOLDFAST_COUNTS names. Not by its output: what a
 * test prints, or a child of a test, could look like counts. `failures`, if there: one line for each, which the runner says again at its
 * end, where they are found in a long log.
 */
import { readFileSync, writeFileSync } from "node:fs";

export function reportCounts(counts) {
  if (process.env.HOLDFAST_COUNTS) writeFileSync(process.env.HOLDFAST_COUNTS, JSON.stringify(counts));
  else console.log(closingLine(counts));
}

/** Undefined when there is no such file, or no counts in it. */
export function readCounts(file) {
  try {
    const { passed, failed, skipped, failures = [] } = JSON.parse(readFileSync(file, "utf8"));
    const counts = [passed, failed, skipped];
    if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) return undefined;
    return { passed, failed, skipped, failures: [...failures].map(String) };
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
