/** The Markdown of all structures (npm run docs:fields), out of the shipped module, against the description that the module was made from. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderFields } from "../../hosts/build/fields/markdown.mjs";
import { loadSpec } from "../../hosts/build/generate/spec.mjs";
import * as embed from "../../hosts/embed/index.ts";
import { loadCore } from "./core.ts";

interface Field {
  readonly name: string;
  readonly doc: string;
  readonly bit: number;
  readonly bits: number;
  readonly reserved?: boolean;
  readonly values?: Readonly<Record<string, string>>;
  readonly ranges?: readonly { readonly name: string }[];
}
interface Structure {
  readonly id: string;
  readonly name: string;
  readonly clause: string;
  readonly doc: string;
  readonly fields: readonly Field[];
  readonly regions: readonly { readonly doc: string }[];
}

const { structures: docs } = JSON.parse(readFileSync(new URL("../../build/docs.json", import.meta.url), "utf8"));
const text = renderFields(embed, loadCore(), docs);
const structures = (await loadSpec()).structures as readonly Structure[];
/** Anchor -> the text up to the next one. */
const sections = new Map(
  text
    .split('<a id="')
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('"')), section.slice(section.indexOf(">") + 1)] as const),
);
const cells = (line: string) => line.split(/(?<!\\)\|/).slice(1, -1);

test("every structure, field, value and region is there", () => {
  expect(structures.length).toBeGreaterThan(30);
  let values = 0;
  for (const { id, name, clause, doc, fields, regions } of structures) {
    const section = sections.get(id)!;
    for (const word of [`## ${name}\n`, clause, doc, ...regions.map((region) => region.doc)])
      expect(section).toContain(word);
    const rows = section.split("\n").filter((line) => /^\| \d/.test(line));
    expect([id, rows.length]).toEqual([id, fields.length]);
    for (const [i, { name, doc, reserved, values: named = {}, ranges = [] }] of fields.entries()) {
      const row = rows[i]!;
      expect(row).toContain(reserved ? "_Reserved_" : `| ${name} | ${doc}`);
      const apart = /\(#(values-\d+)\)/.exec(row)?.[1];
      const where = apart === undefined ? row : sections.get(apart)!;
      for (const value of [...Object.values(named), ...ranges.map((range) => range.name)]) {
        expect(where).toContain(value.replaceAll("|", "\\|"));
        values++;
      }
    }
  }
  expect(values).toBeGreaterThan(350);
});

test("bytes and bits are where the standard has them", () => {
  const row = (id: string, field: string) =>
    cells(
      sections
        .get(id)!
        .split("\n")
        .find((line) => line.includes(`| ${field} |`))!,
    )
      .slice(0, 2)
      .map((cell) => cell.trim());
  expect(row("pr_out_cdb", "OPERATION CODE")).toEqual(["0", ""]);
  expect(row("pr_out_cdb", "SERVICE ACTION")).toEqual(["1", "4–0"]);
  expect(row("pr_out_cdb", "PARAMETER LIST LENGTH")).toEqual(["5–8", ""]);
  expect(row("pr_out_list", "APTPL")).toEqual(["20", "0"]);
});

test("tables and links are well formed", () => {
  const lines = text.split("\n");
  let tables = 0;
  for (const [i, line] of lines.entries()) {
    if (!line.startsWith("|")) continue;
    const head = !lines[i - 1]!.startsWith("|");
    if (head) tables++;
    expect(cells(line).length).toBe(cells(lines[head ? i + 1 : i - 1]!).length);
    if (head) expect([lines[i - 1], lines[i + 1]]).toEqual(["", expect.stringMatching(/^\|( --- \|)+$/)]);
  }
  expect(tables).toBeGreaterThan(30);
  const links = [...text.matchAll(/\(#([\w-]+)\)/g)].map(([, anchor]) => anchor!);
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((anchor) => !sections.has(anchor))).toEqual([]);
  expect(lines.filter((line) => cells(line).some((cell) => cell.trim() === "undefined"))).toEqual([]);
});
