/** Every name of assembly/spec/ comes out of the module as it is there: it is packed by one program and unpacked by another. */
import { expect, test } from "vitest";
import { loadSpec } from "../../hosts/build/generate/spec.mjs";
import abi from "../../hosts/embed/abi.json" with { type: "json" };
import {
  commands,
  describe as describeStructure,
  nameIn,
  nameOfValue,
  type StructureName,
} from "../../hosts/embed/index.ts";
import { loadCore } from "./core.ts";

interface Named {
  readonly name: string;
  readonly values?: Readonly<Record<number, string>>;
  readonly ranges?: readonly { readonly first: number; readonly last: number; readonly name: string }[];
}
interface Spec {
  readonly structures: readonly (Named & {
    readonly id: StructureName;
    readonly size: number;
    readonly fields: readonly Named[];
    readonly regions: readonly { readonly name?: string }[];
  })[];
  readonly nameLists: Readonly<Record<keyof typeof abi.names, Readonly<Record<number, string>>>>;
  readonly commands: readonly {
    readonly name: string;
    readonly operationCode: number;
    readonly serviceAction?: number;
  }[];
}

const core = loadCore();
const spec = (await loadSpec()) as unknown as Spec;

test("structures with their sizes, fields, regions", () => {
  for (const { id, name, size, fields, regions } of spec.structures) {
    const known = describeStructure(core, id);
    expect([known.name, known.size]).toEqual([name, size]);
    expect(known.fields.map((field) => field.name)).toEqual(fields.map((field) => field.name));
    expect(known.regions.map((region) => region.name)).toEqual(regions.map((region) => region.name ?? ""));
  }
});

test("values and ranges of values", () => {
  const ends = ({ values = {}, ranges = [] }: Named) => [
    ...Object.entries(values).map(([value, name]) => [Number(value), name] as const),
    ...ranges.flatMap(({ first, last, name }) => [[first, name] as const, [last, name] as const]),
  ];
  const wanted = spec.structures.flatMap(({ id, fields }) =>
    fields.flatMap((field) => ends(field).map(([value, name]) => ({ id, field: field.name, value, name }))),
  );
  expect(wanted.length).toBeGreaterThan(3000);
  const given = wanted.map((row) => ({ ...row, name: nameOfValue(core, row.id, row.field, row.value) }));
  expect(given).toEqual(wanted);
});

test("lists of names", () => {
  for (const [list, names] of Object.entries(spec.nameLists)) {
    const values = Object.keys(names).map(Number);
    expect(values.map((value) => nameIn(core, list as keyof typeof abi.names, value))).toEqual(Object.values(names));
  }
});

test("commands", () => {
  const given = commands(core).map(({ name, serviceActionName, operationCode, serviceAction }) => ({
    name: serviceActionName || name,
    operationCode,
    serviceAction,
  }));
  const wanted = spec.commands.map(({ name, operationCode, serviceAction }) => ({
    name,
    operationCode,
    serviceAction,
  }));
  const inOrder = (rows: typeof given) => rows.map((row) => JSON.stringify(row)).sort();
  expect(inOrder(given)).toEqual(inOrder(wanted));
});

test("number 0 is empty, and a number behind the last is none", () => {
  expect(core.view.getUint16(core.exports.hf_text(0), true)).toBe(0);
  let last = 1;
  while (core.exports.hf_text(last + 1) > 0) last++;
  expect(core.text(last)).not.toBe("");
  for (const number of [last + 1, 2 ** 32 - 1])
    expect(core.exports.hf_text(number)).toBe(abi.enumerations.status.unknown_field);
});
