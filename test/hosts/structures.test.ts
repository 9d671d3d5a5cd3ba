/** test/vectors/structures*.json on the shipped module: explained as it says, composed again, and cut at every length. */
import { describe, expect, test } from "vitest";
import { loadSpec } from "../../hosts/build/generate/spec.mjs";
import { abi, CoreError, explain, type FieldNode, type StructureName } from "../../hosts/embed/index.ts";
import { hex, loadCore, unhex, vectorSets } from "./core.ts";
import type { Vector } from "./coverage.ts";
import { composeAgain, tree } from "./tree.ts";

/** `canonical` false: compose makes other bytes of the values, because these are cut, malformed, or have reserved bits set. */
interface Row extends Vector {
  readonly name: string;
  /**
   * Where the bytes are from. Without it they are made by hand from the standard's tables, those of structures-cdb.json out of a table of masks that was
   * written by hand apart from assembly/spec; names of values are what assembly/spec says, and tshark judges places and values of the fields that it knows.
   */
  readonly source?: string;
  readonly canonical?: false;
  readonly lines: string[];
}

const core = loadCore();
const flag = abi.enumerations.node_flag;
const rows = vectorSets<Row>("structures").map((row) => ({ ...row, data: unhex(row.bytes) }));
const { structures } = await loadSpec();
const counts = new Set(
  (structures as { id: string; fields: { name: string; countsFrom?: number }[] }[]).flatMap(({ id, fields }) =>
    fields.filter(({ countsFrom }) => countsFrom !== undefined).map(({ name }) => `${id} ${name}`),
  ),
);

test.each(rows)("$structure: $name", ({ structure, data, lines }) => {
  expect(tree(explain(core, structure, data), data)).toEqual(lines);
});

describe("explain, then compose gives the same bytes", () => {
  const again = (row: (typeof rows)[number], skip: (structure: string, field: string) => boolean): string => {
    try {
      return hex(composeAgain(core, explain(core, row.structure, row.data), row.data, 0, row.structure, skip));
    } catch (error) {
      if (error instanceof CoreError) return error.message;
      throw error;
    }
  };
  const isCount = (structure: string, field: string) => counts.has(`${structure} ${field}`);
  const canonical = rows.filter((row) => row.canonical !== false);

  test("with all values", () => {
    for (const row of canonical) expect([row.name, again(row, () => false)]).toEqual([row.name, row.bytes]);
    expect(canonical.length).toBeGreaterThan(180);
  });
  test("with the counts left to compose", () => {
    for (const row of canonical) expect([row.name, again(row, isCount)]).toEqual([row.name, row.bytes]);
  });
  test("and only where the bytes are whole, well formed and without reserved bits", () => {
    const composed = rows.filter(
      (row) => row.canonical === false && again(row, () => false) === row.bytes && again(row, isCount) === row.bytes,
    );
    expect(composed.map(({ name }) => name)).toEqual([]);
  });
});

/** Leaves lie one behind the other from bit 0 to the last, each node inside of its parent. */
function expectCover(nodes: readonly FieldNode[], bits: number): void {
  const parents = new Set(nodes.map(({ parent }) => parent));
  const outside = nodes.filter(({ bit, bits: width, flags, parent }, i) => {
    if (i === 0) return parent !== -1;
    const around = nodes[parent];
    if (parent >= i || around === undefined) return true;
    return !(flags & flag.trailing) && (bit < around.bit || bit + width > around.bit + around.bits);
  });
  expect(outside).toEqual([]);
  const leaves = nodes.filter((_, i) => !parents.has(i));
  const ends = leaves.map(({ bit, bits: width }) => bit + width);
  expect(leaves.filter(({ bit }, i) => bit !== (i === 0 ? 0 : ends[i - 1]))).toEqual([]);
  expect(ends.at(-1)).toBe(bits);
}

test("as many bytes as fit the buffer: every bit in one leaf over all pages", () => {
  const whole = (id: StructureName, data: Uint8Array) => [id, data, explain(core, id, data)] as const;
  const filled = (head: string, body: string) => {
    const data = new Uint8Array(abi.buffers.input.size);
    for (let at = head.length / 2; at < data.length; at += body.length / 2)
      data.set(unhex(body).subarray(0, data.length - at), at);
    data.set(unhex(head));
    return data;
  };
  const length = (from: number) => (abi.buffers.input.size - from).toString(16).padStart(8, "0");
  const keys = "00".repeat(20) + "08000000";
  const cases = [
    whole("pr_out_spec_i_pt_list", filled(`${keys}${length(28)}`, "05000000")),
    whole("pr_out_spec_i_pt_list", filled(`${keys}${length(28)}`, "06")),
    whole("pr_out_spec_i_pt_list", filled(`${keys}ffffffff`, "45000005612c692c307831")),
    whole("read_full_status_data", filled(`00000000${length(8)}`, `${"11".repeat(20)}00000000`)),
    whole("read_full_status_data", filled(`00000000${length(8)}`, `${"11".repeat(20)}0000fff4`)),
    whole("transport_id", filled("4500ffff", "61")),
    whole("transport_id", filled("4500ffff", "2c692c3078")),
    whole("fixed_sense", filled("70", "ff")),
    whole("descriptor_sense", filled("72000000000000ff", "ff00")),
    whole("helper_reply", filled("", "ff")),
  ];
  for (const [id, data, nodes] of cases) {
    expectCover(nodes, data.length * 8);
    expect([id, nodes.some(({ bit, bits }) => bit + bits === data.length * 8)]).toEqual([id, true]);
  }
  expect(cases.map(([id, , nodes]) => `${id} ${nodes.length}`)).toMatchInlineSnapshot(`
    [
      "pr_out_spec_i_pt_list 98286",
      "pr_out_spec_i_pt_list 19122",
      "pr_out_spec_i_pt_list 23844",
      "read_full_status_data 27311",
      "read_full_status_data 23",
      "transport_id 8",
      "transport_id 9",
      "fixed_sense 22",
      "descriptor_sense 395",
      "helper_reply 5",
    ]
  `);
});

const isUnexpected = ({ flags }: FieldNode) => (flags & flag.unexpected) !== 0;

/** Names of structures that go to the end of the data, wherever that is: nothing tells that they are cut. */
const endless = new Set(
  (structures as { name: string; fields: { countsFrom?: number }[]; regions: { kind: string; countedBy?: string }[] }[])
    .filter(({ fields, regions }) => regions.length > 0 && fields.every(({ countsFrom }) => countsFrom === undefined))
    .map(({ name }) => name),
);

const isNumber = ({ flags }: FieldNode) => !(flags & (flag.group | flag.bytes));
const placeOf = ({ bit, name }: FieldNode) => `${bit} ${name}`;

/** A choice whose deciding bytes are not there is the structure for all other values. */
function isOfAnotherCase(nodes: readonly FieldNode[], whole: readonly FieldNode[]): boolean {
  const places = new Set(whole.map(placeOf));
  return nodes.some((node) => isNumber(node) && !places.has(placeOf(node)));
}

test("cut at every length: every bit in one leaf, and what is cut says so", () => {
  const undecided = new Set<string>();
  for (const { name: row, structure, data, canonical } of rows) {
    const whole = explain(core, structure, data);
    expectCover(whole, data.length * 8);
    for (let length = 0; length < data.length; length++) {
      const nodes = explain(core, structure, data.subarray(0, length));
      expectCover(nodes, length * 8);
      if (canonical === false) continue;
      if (!endless.has(nodes[0]!.name)) expect(nodes[0]!.flags & flag.truncated).not.toBe(0);
      expect(nodes.some(({ flags }) => flags & flag.trailing)).toBe(false);
      if (!whole.some(isUnexpected)) expect(nodes.some(isUnexpected)).toBe(false);
      if (isOfAnotherCase(nodes, whole)) undecided.add(row);
      else expectCut(nodes, whole);
    }
  }
  expect([...undecided]).toMatchInlineSnapshot(`
    [
      "fixed, registers of an ATA device",
      "forwarded sense data from each source",
    ]
  `);
});

/** Numbers are as far as they go what they are in the whole. */
function expectCut(nodes: readonly FieldNode[], whole: readonly FieldNode[]): void {
  for (const { name, bit, bits, value, flags } of nodes.filter(isNumber)) {
    const full = whole.find((node) => node.bit === bit && node.name === name)!;
    const cut = bits < full.bits;
    expect([name, value, (flags & flag.truncated) !== 0]).toEqual([name, full.value >> BigInt(full.bits - bits), cut]);
  }
}
