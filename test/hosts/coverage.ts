/** Which rows of assembly/spec a set of vectors reaches: structures, cases of a choice, fields, names of values, what is behind a fixed part. */
import {
  abi,
  type Core,
  describe as describeStructure,
  explain,
  type FieldDescription,
  type FieldNode,
  type RegionDescription,
  type StructureName,
} from "../../hosts/embed/index.ts";
import { unhex } from "./core.ts";
import { bytesOf, regionOf, structureOf } from "./tree.ts";

/** What the coverage needs of a field of the specification. */
export interface SpecField {
  readonly name: string;
  readonly reserved: boolean;
  readonly fixed?: number;
  readonly values?: Readonly<Record<string, string>>;
  readonly ranges?: readonly { readonly name: string }[];
}
export interface SpecStructure {
  readonly id: string;
  readonly fields: readonly SpecField[];
  readonly regions: readonly { readonly separator?: object }[];
  /** Of a choice. */
  readonly cases?: Readonly<Record<number, string>>;
  readonly otherwise?: string;
  readonly byte?: number;
  readonly bytes?: number;
  readonly mask?: number;
  readonly inside?: string;
}
export interface Vector {
  readonly structure: StructureName;
  readonly bytes: string;
}

const flag = abi.enumerations.node_flag;
const fieldRow = (structure: string, field: string) => `field ${structure}.${field}`;
const valueRow = (structure: string, field: string, name: string) => `value ${structure}.${field}: ${name}`;
const caseRow = (choice: string, own: string) => `case ${choice} ${own}`;
const restRow = (structure: string, region: number) => `rest ${structure} ${region}`;
const separatorRow = (structure: string) => `separator ${structure}`;

/** Every row: from the module as far as it tells them, names of values and separators from the specification. */
export function allRows(core: Core, spec: readonly SpecStructure[]): string[] {
  return (Object.keys(abi.structures) as StructureName[]).flatMap((id) => {
    const { cases, fields, regions } = describeStructure(core, id);
    const known = spec.find((structure) => structure.id === id)!;
    return [
      `structure ${id}`,
      ...cases.map((own) => caseRow(id, own)),
      ...fields.filter(({ flags }) => !(flags & flag.reserved)).map(({ name }) => fieldRow(id, name)),
      ...known.fields.flatMap((field) => namesOf(field, id).map((name) => valueRow(id, field.name, name))),
      ...regions.map((_, i) => restRow(id, i)),
      ...(known.regions.some(({ separator }) => separator) ? [separatorRow(id)] : []),
    ];
  });
}

/**
 * A field that has one value here needs no other's name; test/hosts/additional-sense.test.ts has all names of ADDITIONAL SENSE. VPD pages begin with the byte
 * that standard INQUIRY data begins with: a disk's is enough there.
 */
function namesOf({ name: own, values = {}, ranges = [], fixed }: SpecField, structure: string): string[] {
  if (own.endsWith("ADDITIONAL SENSE")) return [];
  if (structure.startsWith("vpd_") && own.startsWith("PERIPHERAL ")) return [values[0]!];
  if (fixed !== undefined) return Object.values(values).filter((name) => name === values[fixed]);
  return [...Object.values(values), ...ranges.map(({ name }) => name)];
}

/** The rows of `allRows` that no vector reaches. A field is reached where it is not 0, or has the one value that it may have. */
export function missingRows(core: Core, spec: readonly SpecStructure[], vectors: readonly Vector[]): string[] {
  const reached = new Set<string>();
  for (const { structure, bytes } of vectors) {
    const data = unhex(bytes);
    const nodes = explain(core, structure, data);
    const structures = new Map<number, string>();
    reach(0, structure);

    function reach(at: number, named: StructureName): void {
      const id = structureOf(core, nodes, at, named);
      const path = choices(at, named);
      if (path.at(-1) !== id) throw new Error(`${named} is ${id} for the module, ${path.at(-1)} for the specification`);
      path.forEach((step, i) => {
        reached.add(`structure ${step}`);
        if (i > 0) reached.add(caseRow(path[i - 1]!, step));
      });
      structures.set(at, id);
      const { size, fields, regions } = describeStructure(core, id);
      const behind = nodes[at]!.bit + size * 8;
      for (const [i, node] of childrenOf(at)) {
        if (node.bit < behind) reachField(id, i, node, fields);
        else reachRest(id, i, node, regions);
      }
    }
    /** The choices that lead from `named` to the structure at node `at`, and that. */
    function choices(at: number, named: string): string[] {
      const { cases, otherwise, byte = 0, bytes = 1, mask = 0, inside } = spec.find(({ id }) => id === named)!;
      if (!cases) return [named];
      const origin = inside === undefined ? at : around(at, inside);
      if (origin < 0) return [named, ...choices(at, otherwise!)];
      const from = (nodes[origin]!.bit >> 3) + byte;
      const value = data.subarray(from, from + bytes).reduce((sum, each) => sum * 256 + each, 0);
      const { bit, bits } = nodes[origin]!;
      const known = from + bytes <= (bit + bits) >> 3 ? cases[value & mask] : undefined;
      return [named, ...choices(at, known ?? otherwise!)];
    }
    /** Node of the nearest structure around that is `inside`, -1 for none. */
    function around(at: number, inside: string): number {
      let i = nodes[at]!.parent;
      while (i >= 0 && structures.get(i) !== inside) i = nodes[i]!.parent;
      return i;
    }
    function childrenOf(at: number): [number, FieldNode][] {
      return [...nodes.entries()].filter(([, { parent, flags }]) => parent === at && !(flags & flag.trailing));
    }
    function reachField(id: string, i: number, node: FieldNode, fields: readonly FieldDescription[]): void {
      const field = spec.find((known) => known.id === id)!.fields.find(({ name }) => name === node.name);
      const set = node.flags & flag.bytes ? bytesOf(node, data).some((byte) => byte !== 0) : node.value !== 0n;
      if (set || field?.fixed === 0) reached.add(fieldRow(id, node.name));
      if (node.meaning !== "") reached.add(valueRow(id, node.name, node.meaning));
      const of = fields.find(({ name }) => name === node.name)?.of;
      for (const [j, part] of childrenOf(i)) {
        if (of) reach(j, of);
        else reachField(id, j, part, fields);
      }
    }
    function reachRest(id: string, i: number, node: FieldNode, regions: readonly RegionDescription[]): void {
      const region = regionOf(core, node, regions);
      reached.add(restRow(id, region));
      const of = regions[region]?.of;
      if (of) reach(i, of);
      if (node.name === "Separator") reached.add(separatorRow(id));
    }
  }
  return allRows(core, spec).filter((row) => !reached.has(row));
}
