/** What specs read of test/vectors/: a row or a field that is not there must fail a spec, not read as 0. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { vectorImports } from "../core/vectors.mjs";

const folder = mkdtempSync(join(tmpdir(), "holdfast-vectors-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "rows.json"),
  JSON.stringify([
    { name: "ünï", bytes: "00 01 fF", empty: "", plan: { action: 3, held: true }, key: "0xfedcba9876543210" },
    { name: "bad", bytes: "0", text: "zz", number: 2 ** 53, none: null },
  ]),
);

const memory = new ArrayBuffer(4096);
const vectors = vectorImports(() => memory, pathToFileURL(`${folder}/`));
let free = 8;

/** As AssemblyScript lays a string out. */
function string(text: string): number {
  const at = free + 4;
  new DataView(memory).setUint32(free, text.length * 2, true);
  Buffer.from(memory).write(text, at, "utf16le");
  free = (at + text.length * 2 + 7) & ~7;
  return at;
}
const rows = string("rows");
const read = (row: number, field: string) => [rows, row, string(field)] as const;

test("rows, numbers, bytes and text", () => {
  expect(vectors.count(rows)).toBe(2);
  expect(vectors.number(...read(0, "plan.action"))).toBe(3n);
  expect(vectors.number(...read(0, "plan.held"))).toBe(1n);
  expect(vectors.number(...read(0, "key"))).toBe(0xfedcba9876543210n);
  expect(vectors.bytes(...read(0, "bytes"), 3000)).toBe(3);
  expect(Buffer.from(memory, 3000, 3).toString("hex")).toBe("0001ff");
  expect(vectors.bytes(...read(0, "empty"), 3000)).toBe(0);
  expect(vectors.text(...read(0, "name"), 3000)).toBe(5);
  expect(Buffer.from(memory, 3000, 5).toString()).toBe("ünï");
  expect([vectors.has(...read(0, "plan.held")), vectors.has(...read(0, "plan.type"))]).toEqual([1, 0]);
});

describe("refused", () => {
  test.each([
    ["a file that is not there", () => vectors.count(string("nothing")), "ENOENT"],
    ["a row that is not there", () => vectors.number(...read(2, "name")), "rows.json has no name in row 2"],
    ["a field that is not there", () => vectors.number(...read(0, "plan.type")), "rows.json has no plan.type in row 0"],
    ["half a byte", () => vectors.bytes(...read(1, "bytes"), 3000), "bytes is not hexadecimal: 0"],
    ["no digits", () => vectors.bytes(...read(1, "text"), 3000), "text is not hexadecimal: zz"],
    [
      "a number that JSON rounds",
      () => vectors.number(...read(1, "number")),
      "number is not a number that can be exact",
    ],
    ["null", () => vectors.number(...read(1, "none")), "none is not a number that can be exact: null"],
    ["no bytes as bytes", () => vectors.number(...read(0, "empty")), "empty is not a number that can be exact"],
  ])("%s", (_what, call, message) => {
    expect(call).toThrow(message);
  });
});
