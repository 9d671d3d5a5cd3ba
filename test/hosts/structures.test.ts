/** test/vectors/structures.json on the shipped module: explained as it says, composed again, and cut at every length. */
import { describe, expect, test } from "vitest";
import { loadSpec } from "../../hosts/build/generate/spec.mjs";
import { abi, CoreError, explain, type FieldNode } from "../../hosts/embed/index.ts";
import { hex, loadCore, unhex, vectors } from "./core.ts";
import type { Vector } from "./coverage.ts";
import { composeAgain, tree } from "./tree.ts";

/** `canonical` false: compose makes other bytes of the values, because these are cut, malformed, or have reserved bits set. */
interface Row extends Vector {
  readonly name: string;
  /** Where the bytes are from; without it they are made by hand from the standard's tables. */
  readonly source?: string;
  readonly canonical?: false;
  readonly lines: string[];
}

const core = loadCore();
const flag = abi.enumerations.node_flag;
const rows = vectors<Row>("structures").map((row) => ({ ...row, data: unhex(row.bytes) }));
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

/** Leaves that lie one behind the other from bit 0 to the last, each inside of its parent. */
function expectCover(nodes: readonly FieldNode[], bits: number): void {
  const parents = new Set(nodes.map(({ parent }) => parent));
  let next = 0;
  for (const [i, node] of nodes.entries()) {
    expect(node.parent).toBeLessThan(i);
    const parent = nodes[node.parent];
    if (parent && !(node.flags & flag.trailing)) {
      expect(node.bit).toBeGreaterThanOrEqual(parent.bit);
      expect(node.bit + node.bits).toBeLessThanOrEqual(parent.bit + parent.bits);
    }
    if (parents.has(i)) continue;
    expect(node.bit).toBe(next);
    next += node.bits;
  }
  expect(next).toBe(bits);
}

const isUnexpected = ({ flags }: FieldNode) => (flags & flag.unexpected) !== 0;

test("cut at every length: every bit in one leaf, and what is cut says so", () => {
  for (const { structure, data, canonical } of rows) {
    const whole = explain(core, structure, data);
    expectCover(whole, data.length * 8);
    for (let length = 0; length < data.length; length++) {
      const nodes = explain(core, structure, data.subarray(0, length));
      expectCover(nodes, length * 8);
      if (canonical === false) continue;
      expect(nodes[0]!.flags & flag.truncated).not.toBe(0);
      expect(nodes.some(({ flags }) => flags & flag.trailing)).toBe(false);
      if (!whole.some(isUnexpected)) expect(nodes.some(isUnexpected)).toBe(false);
      const numbers = nodes.filter(({ flags }) => !(flags & (flag.group | flag.bytes)));
      for (const { name, bit, bits, value, flags } of numbers) {
        const full = whole.find((node) => node.bit === bit && node.name === name)!;
        const cut = bits < full.bits;
        expect([name, value, (flags & flag.truncated) !== 0]).toEqual([
          name,
          full.value >> BigInt(full.bits - bits),
          cut,
        ]);
      }
    }
  }
});
