/** What structures, fields and regions are for, and where the standard defines them: build/docs.json as hosts/build/web.mjs packs it. */
import { abi, type Core, describe, type StructureName } from "../embed/index.ts";

/** By the structure's number: clause, what the structure is for, what its fields are for but those reserved, what its regions are for. */
export type Docs = readonly (readonly [string, string, readonly string[], readonly string[]])[];

export const clauseOf = (docs: Docs, structure: StructureName): string => docs[abi.structures[structure]]![0];
export const structureDoc = (docs: Docs, structure: StructureName): string => docs[abi.structures[structure]]![1];

/** "" for a field that is reserved. */
export function fieldDoc(core: Core, docs: Docs, structure: StructureName, field: string): string {
  const { reserved } = abi.enumerations.node_flag;
  const fields = describe(core, structure).fields.filter(({ flags }) => !(flags & reserved));
  return docs[abi.structures[structure]]![2][fields.findIndex(({ name }) => name === field)] ?? "";
}

export const regionDoc = (docs: Docs, structure: StructureName, region: number): string =>
  docs[abi.structures[structure]]![3][region] ?? "";
