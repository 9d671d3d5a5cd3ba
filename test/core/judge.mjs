/**
 * What a run of as-pect is worth. as-pect ends with exit code 0 when it is killed behind its launcher, says "Pass!" to zero specs, and
 * leaves out what a pattern does not match: nothing counts but the reporter's line, held against the files on disk.
 */
/** Begins the reporter's line. */
export const marker = "holdfast-core ";

/** `run`: {code, signal, output}; `specs`: the spec files on disk. Gives {passed, failed, problems}; each problem is one more failure. */
export function judge(run, specs) {
  const problems = [];
  const report = readReport(run.output, problems);
  if (run.signal) problems.push(`as-pect was ended by ${run.signal}`);
  else if (run.code !== 0 && report.failed === 0) problems.push(`as-pect ended with exit code ${run.code}`);
  const tested = Object.keys(report.files);
  for (const spec of specs) if (!tested.includes(spec)) problems.push(`${spec} was not run`);
  for (const file of tested) {
    if (!specs.includes(file)) problems.push(`${file} was run, but is no spec on disk`);
    if (report.files[file] === 0) problems.push(`${file} has no tests`);
  }
  if (report.passed + report.failed === 0) problems.push("as-pect ran no tests");
  return { passed: report.passed, failed: report.failed + problems.length, problems };
}

function readReport(output, problems) {
  const nothing = { passed: 0, failed: 0, files: {} };
  const lines = output.split("\n").filter((line) => line.startsWith(marker));
  if (lines.length !== 1) {
    problems.push(`as-pect printed ${lines.length} lines of counts instead of one`);
    return nothing;
  }
  try {
    const report = JSON.parse(lines[0].slice(marker.length));
    if (isCount(report.passed) && isCount(report.failed) && Object.values(report.files).every(isCount)) return report;
  } catch {
    // no JSON, or no object: said below
  }
  problems.push(`as-pect printed counts that cannot be read: ${lines[0]}`);
  return nothing;
}

function isCount(value) {
  return Number.isSafeInteger(value) && value >= 0;
}
