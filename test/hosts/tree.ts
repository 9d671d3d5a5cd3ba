/** What explain says, as lines; and the values in it, as compose takes them. */
import {
  abi,
  compose,
  type Core,
  describe as describeStructure,
  type FieldNode,
  type RegionDescription,
  type StructureName,
} from "../../hosts/embed/index.ts";
import { hex } from "./core.ts";

const flag = abi.enumerations.node_flag;
const told = ["truncated", "reserved_set", "unexpected", "trailing"] as const;

export const bytesOf = (node: FieldNode, data: Uint8Array): Uint8Array =>
  data.subarray(node.bit >> 3, (node.bit + node.bits) >> 3);

/** One line a node, two blanks a level; zeros of which nothing is to be said are left out. */
export function tree(nodes: readonly FieldNode[], data: Uint8Array): string[] {
  const depths: number[] = [];
  return nodes.flatMap((node, i) => {
    const depth = (depths[i] = node.parent < 0 ? 0 : depths[node.parent]! + 1);
    const words = told.filter((word) => node.flags & flag[word]).map((word) => ` (${word})`);
    const value = valueText(node, data);
    const silent = value === "" && !(node.flags & flag.group) && words.length === 0;
    return silent ? [] : [`${"  ".repeat(depth)}${node.name}${value}${words.join("")}`];
  });
}

function valueText(node: FieldNode, data: Uint8Array): string {
  const bytes = bytesOf(node, data);
  if (node.flags & flag.text) return ` "${new TextDecoder().decode(bytes)}"`;
  if (node.flags & flag.bytes) return bytes.some((byte) => byte !== 0) ? ` ${hex(bytes)}` : "";
  if (node.value === 0n && node.meaning === "") return "";
  return ` = ${node.value.toString(16)}${node.meaning && ` ${node.meaning}`}`;
}

/** The structures that a choice leads to, through choices; of a structure itself. */
function casesOf(core: Core, named: StructureName): StructureName[] {
  const { cases } = describeStructure(core, named);
  return cases.length === 0 ? [named] : cases.flatMap((id) => casesOf(core, id));
}

/** The structure that node `at` is an explanation of: `named`, or the one that the data chose. */
export function structureOf(core: Core, nodes: readonly FieldNode[], at: number, named: StructureName): StructureName {
  const all = [...new Set(casesOf(core, named))];
  if (all.length === 1) return all[0]!;
  const own = all.filter((id) => describeStructure(core, id).name === nodes[at]!.name);
  if (own.length !== 1) throw new Error(`${nodes[at]!.name} is not one case of ${named}`);
  return own[0]!;
}

/** The region that a node behind the fixed part belongs to, by its name. */
export function regionOf(core: Core, node: FieldNode, regions: readonly RegionDescription[]): number {
  if (regions.length === 1) return 0;
  return regions.findIndex(({ name, of }) =>
    of ? casesOf(core, of).some((id) => describeStructure(core, id).name === node.name) : name === node.name,
  );
}

/** Composes what explain said of the structure at node `at`; `skip` tells which fields are left to compose. */
export function composeAgain(
  core: Core,
  nodes: readonly FieldNode[],
  data: Uint8Array,
  at: number,
  named: StructureName,
  skip: (structure: StructureName, field: string) => boolean,
): Uint8Array {
  const structure = structureOf(core, nodes, at, named);
  const { size, fields, regions } = describeStructure(core, structure);
  const children = nodes
    .map((node, i) => ({ node, i }))
    .filter(({ node }) => node.parent === at && !(node.flags & flag.trailing));
  const isWhole = ({ name }: FieldNode) => fields.some((field) => field.name === name && field.of);
  const below = (i: number): number[] => [
    i,
    ...(isWhole(nodes[i]!) ? [] : nodes.flatMap((node, j) => (node.parent === i ? below(j) : []))),
  ];
  const fixedPart = nodes[at]!.bit + size * 8;
  const isField = ({ node }: { node: FieldNode }) => node.bit < fixedPart;
  const values = children
    .filter(isField)
    .flatMap(({ i }) => below(i))
    .map((i) => nodes[i]!)
    .filter((node) => !(node.flags & flag.reserved) && (isWhole(node) || !(node.flags & flag.group)))
    .filter(({ name }) => !skip(structure, name))
    .map((node) => [node.name, node.flags & flag.bytes ? bytesOf(node, data) : node.value] as const);
  const behind = children.filter((child) => !isField(child));
  const [region] = regions;
  const given =
    regions.length === 1 && region!.of
      ? behind.map(({ i }) => composeAgain(core, nodes, data, i, region!.of!, skip))
      : regions.length === 1 && region!.kind === "text"
        ? behind
            .filter(({ node }) => node.flags & flag.text)
            .map(({ node }) => new TextDecoder().decode(bytesOf(node, data)))
            .join("")
        : new Uint8Array(behind.flatMap(({ node }) => [...bytesOf(node, data)]));
  return compose(core, structure, Object.fromEntries(values), given);
}
