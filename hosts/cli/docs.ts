/** What structures and fields are for, in the standard's terms. */
import { type Core, describe, type StructureName } from "../embed/index.ts";

export interface Doc {
  /** Where the structure is defined. */
  readonly clause: string;
  readonly doc: string;
  /** By the field's name. */
  readonly fields: Readonly<Record<string, string>>;
}

export function docOf(core: Core, structure: StructureName): Doc {
  const { clause, doc, fields } = describe(core, structure);
  return { clause, doc, fields: Object.fromEntries(fields.map((field) => [field.name, field.doc])) };
}
