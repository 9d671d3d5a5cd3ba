/** Fields of INQUIRY data, VPD pages and LUNs in random data: what sg_inq, sg_vpd and sg_luns read there is what explain does. */
import { expect, test } from "vitest";
import { explain, type FieldNode, type StructureName } from "../../hosts/embed/index.ts";
import { hex, loadCore } from "../hosts/core.ts";
import { Random, seed } from "../common/random.ts";
import { describeWith, SG3_UTILS } from "../common/requirements.ts";
import { decoders, differences, luns } from "./data-fields.ts";
import { run } from "./program.ts";

const core = loadCore();
const samples = 12;

const valuesOf = (nodes: readonly FieldNode[], field: string): bigint[] =>
  nodes.filter(({ name }) => name === field).map(({ value }) => value);

function ours(structure: StructureName, data: Uint8Array, fields: readonly string[]): Record<string, bigint[]> {
  const nodes = explain(core, structure, data);
  return Object.fromEntries(fields.map((field) => [field, valuesOf(nodes, field)]));
}

/** Every number behind the label: decimal, 0x and hexadecimal, or a word. */
function theirs(out: string, label: string): bigint[] {
  const found = out.matchAll(new RegExp(`(?<![\\w-] ?)${label}(?:=|: )(0x[0-9a-f]+|\\d+|true|false)`, "g"));
  const words: Readonly<Record<string, bigint>> = { true: 1n, false: 0n };
  return [...found].map(([, value]) => words[value!] ?? BigInt(value!));
}

describeWith(SG3_UTILS, "sg3_utils", () => {
  test.each(decoders)("$name", ({ structure, program, args, data, fields }) => {
    const random = new Random(seed);
    const seen: Record<string, Set<bigint>> = {};
    for (let i = 0; i < samples; i++) {
      const bytes = data(random);
      const { out } = run(program, args, `${hex(bytes).replace(/../g, "$& ")}\n`);
      const read = ours(structure, bytes, Object.keys(fields));
      const expected = { ...read };
      for (const { field, reads } of differences) if (read[field]) expected[field] = read[reads]!;
      const their = Object.fromEntries(Object.entries(fields).map(([field, label]) => [field, theirs(out, label)]));
      expect([hex(bytes), their]).toEqual([hex(bytes), expected]);
      for (const [field, values] of Object.entries(read))
        for (const value of values) (seen[field] ??= new Set()).add(value);
    }
    const constant = Object.keys(fields).filter((field) => (seen[field]?.size ?? 0) < 2);
    expect(constant).toEqual([]);
  });

  test("the differences are there", () => {
    const { data, args, program } = decoders.find(({ fields }) => "NO_PI_CHK" in fields)!;
    for (const { field, reason } of differences) {
      const random = new Random(seed);
      const pairs = Array.from({ length: samples }, () => data(random)).map((bytes) => [
        valuesOf(explain(core, "vpd_page", bytes), field),
        theirs(run(program, args, `${hex(bytes).replace(/../g, "$& ")}\n`).out, field),
      ]);
      expect(pairs.some(([our, their]) => our![0] !== their![0])).toBe(true);
      expect(reason).toMatch(/\w{4,}/);
    }
  });

  test("names of the version descriptors", () => {
    const { data } = decoders[0]!;
    const random = new Random(2);
    for (let i = 0; i < samples; i++) {
      const bytes = data(random);
      const { out } = run("sg_inq", ["--inhex=-", "--descriptors"], `${hex(bytes).replace(/../g, "$& ")}\n`);
      const their = [...out.matchAll(/^ {4}(\S+) (?:.*)\(no version claimed\)$/gm)].map(([, name]) => name);
      const nodes = explain(core, "inquiry_data", bytes).filter(({ name }) => name.startsWith("VERSION DESCRIPTOR"));
      expect(nodes.map(({ meaning }) => meaning)).toEqual(their);
      expect(their).toHaveLength(8);
    }
  });

  test("LUNs", () => {
    const random = new Random(3);
    for (const { first, fields } of luns)
      for (let i = 0; i < samples; i++) {
        const lun = new Uint8Array(8);
        lun.set([first(random), ...Array.from({ length: 5 }, () => random.below(256))]);
        if (lun[0]! < 0xd0) lun.fill(0, 2);
        if (lun[0] === 0xd2) lun.fill(0, 4);
        const { out } = run("sg_luns", [`--test=${hex(lun)}`, "--decode"]);
        const level = out.split(">>")[0]!;
        const their = Object.fromEntries(Object.entries(fields).map(([field, label]) => [field, theirs(level, label)]));
        expect([hex(lun), their]).toEqual([hex(lun), ours("lun", lun, Object.keys(fields))]);
      }
  });
});
