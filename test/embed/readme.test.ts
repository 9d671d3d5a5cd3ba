/** README.md prints these programs: the very files that run here. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const text = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

/** Code blocks by their language and content. */
const blocks = Array.from(text("../../README.md").matchAll(/^```(\w+)\n([^]*?)^```$/gm), ([, language, code]) => ({
  language,
  code,
}));

describe("README.md prints", () => {
  test.each([
    ["c", "decode.c"],
    ["c", "lines.h"],
    ["c", "wasmedge.c"],
    ["wat", "host.wat"],
    ["js", "interp.mjs"],
    ["js", "decode.mjs"],
    ["js", "node.mjs"],
    ["html", "page.html"],
  ])("%s: %s", (language, file) => {
    expect(blocks).toContainEqual({ language, code: text(file) });
  });
});
