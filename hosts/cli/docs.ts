/** What structures and fields are for: build/docs.json, for which the wasm has no room. */
import { readFileSync } from "node:fs";
import type { StructureName } from "../embed/index.ts";
import { findProduct } from "../node/product.ts";

export interface Doc {
  /** Where the structure is defined. */
  readonly clause: string;
  readonly doc: string;
  /** By the field's name, without reserved ones. */
  readonly fields: Readonly<Record<string, string>>;
  /** What is behind the fixed part, in order; none for a choice. */
  readonly regions?: readonly string[];
}

let docs: Readonly<Record<string, Doc>> | undefined;

export function docOf(structure: StructureName): Doc {
  docs ??= (JSON.parse(readFileSync(findProduct("docs.json"), "utf8")) as { structures: typeof docs }).structures;
  return docs![structure]!;
}
