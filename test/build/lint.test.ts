/** The linter, the formatter and the type checker hold for every commit, not for those who remember to start them. */
import { spawnSync } from "node:child_process";
import { ESLint } from "eslint";
import { expect, test } from "vitest";
import { root } from "./files.ts";

const minutes = 60_000;

test.each([
  ["eslint", ["node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "."]],
  ["prettier", ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."]],
  ["tsc", ["node_modules/typescript/bin/tsc", "--noEmit"]],
  ["tsc for the page", ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "hosts/web"]],
])(
  "%s finds nothing",
  (_name, args) => {
    const run = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(run.stdout + run.stderr).toBe("");
    expect(run.status).toBe(0);
  },
  3 * minutes,
);

test.each(["document.title", "process.pid", "Buffer.alloc(1)", "fetch", "setTimeout"])(
  "eslint refuses %s in hosts/embed",
  async (expression) => {
    const [result] = await new ESLint({ cwd: root }).lintText(`export const value: unknown = ${expression};\n`, {
      filePath: "hosts/embed/index.ts",
    });
    expect(result?.messages.map((message) => message.ruleId)).toContain("no-undef");
  },
  minutes,
);
