/**
 * as-pect's reporter: says what failed, and at the end one line that judge.mjs reads. as-pect wants an instance as the default export, and
 * gives it every spec file.
 */
import { marker } from "./judge.mjs";

const report = { passed: 0, failed: 0, files: {} };

process.on("exit", () => process.stdout.write(`\n${marker}${JSON.stringify(report)}\n`));

export default {
  onEnter() {},
  onExit(context, node) {
    if (node.type === 0 && !node.pass) console.log(describe(node));
    // as-pect keeps these from one test to the next, and would show them for one that traps.
    context.message = "";
    context.actual = context.expected = null;
  },
  onFinish(context) {
    report.files[context.fileName] = context.testCount;
    report.passed += context.testPassCount;
    // A trap outside of a test fails the file, and no test.
    report.failed += Math.max(context.testCount - context.testPassCount, context.pass ? 0 : 1);
    for (const error of context.errors) console.log(`${error.type}: ${error.message}\n${indent(error.stackTrace)}`);
    console.log(
      `${context.pass ? "passed" : "FAILED"} ${context.fileName}: ${context.testPassCount} of ${context.testCount} tests`,
    );
  },
};

function describe(node) {
  const values = node.expected ? `\n    expected ${show(node.expected)}\n    actual   ${show(node.actual)}` : "";
  return `FAILED ${title(node)}: ${node.message ?? ""}${values}\n${indent(node.stackTrace ?? "")}`;
}

function title(node) {
  return node.parent?.name ? `${title(node.parent)}: ${node.name}` : node.name;
}

function show(value) {
  return value.stringify({ indent: 0, keywordFormatter: String, numberFormatter: String, stringFormatter: String });
}

function indent(text) {
  return text.replaceAll(/^/gm, "    ");
}
