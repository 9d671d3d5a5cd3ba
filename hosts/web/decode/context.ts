/** Which structure a node is an explanation of, and which field of it: what docs.json has of both. */
import {
  type Core,
  describe,
  type FieldNode,
  nameOfStructure,
  type StructureDescription,
  type StructureName,
} from "../../embed/index.ts";
import { clauseOf, type Docs, fieldDoc, regionDoc, structureDoc } from "../docs.ts";

export interface Context {
  /** The structure that the node is, or that it is a field of. */
  readonly structure: StructureName;
  /** undefined: the node is the structure itself. */
  readonly field: string | undefined;
  /** What the field's bytes are, where they are a structure. */
  readonly of?: StructureName | undefined;
  /** Which of the regions behind the fixed part the node is; undefined for a field. */
  readonly region?: number;
}

/** undefined: nothing is known of it (bytes behind the end). */
export function contextOf(
  core: Core,
  nodes: readonly FieldNode[],
  at: number,
  root: StructureName | undefined,
): Context | undefined {
  const node = nodes[at]!;
  if (root === undefined) return undefined;
  if (node.parent < 0) return structure(core, root, node) ?? { structure: root, field: undefined };
  const around = contextOf(core, nodes, node.parent, root);
  if (!around) return undefined;
  if (around.of) return structure(core, around.of, node);
  const described = describe(core, around.structure);
  const start = nodes[startOf(nodes, node.parent, around)]!.bit;
  const field = described.fields.find(({ name, bit }) => name === node.name && start + bit === node.bit);
  if (field) return { structure: around.structure, field: field.name, of: field.of };
  return inRegion(core, around.structure, described, node);
}

/** The structure node that a field is in: the parent, or what is around a field with parts. */
function startOf(nodes: readonly FieldNode[], parent: number, { field }: Context): number {
  return field === undefined ? parent : nodes[parent]!.parent;
}

function inRegion(
  core: Core,
  around: StructureName,
  { regions }: StructureDescription,
  node: FieldNode,
): Context | undefined {
  for (const [region, { name, of }] of regions.entries()) {
    if (of) {
      const found = structure(core, of, node);
      if (found) return found;
    } else if (name === node.name) return { structure: around, field: node.name, region };
  }
  return undefined;
}

/** The structure of this name that `named` is, or leads to. */
function structure(core: Core, named: StructureName, { name }: FieldNode): Context | undefined {
  const found = casesOf(core, named).find((id) => nameOfStructure(core, id) === name);
  return found && { structure: found, field: undefined };
}

function casesOf(core: Core, named: StructureName): StructureName[] {
  const { cases } = describe(core, named);
  return cases.length === 0 ? [named] : cases.flatMap((id) => casesOf(core, id));
}

/** What the field or the structure is for, and where that is written. Commands of one layout share its fields, not what it is for. */
export function docOf(
  core: Core,
  docs: Docs,
  { name }: FieldNode,
  { structure: id, field, region }: Context,
): { doc: string; clause: string } {
  if (field === undefined && nameOfStructure(core, id) !== name) return { doc: "", clause: "" };
  const clause = clauseOf(docs, id);
  if (region !== undefined) return { doc: regionDoc(docs, id, region), clause };
  return { doc: field === undefined ? structureDoc(docs, id) : fieldDoc(core, docs, id, field), clause };
}
