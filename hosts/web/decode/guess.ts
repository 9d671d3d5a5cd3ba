/** What bytes are taken for: a CDB or a structure, chosen or guessed, with the reason. */
import {
  abi,
  beginsCommand,
  type Core,
  CoreError,
  explain,
  explainCdb,
  type FieldNode,
  findCommand,
  guessStructure,
  nameOfStructure,
  type StructureName,
} from "../../embed/index.ts";
import type { Piece } from "./input.ts";

export type Target = "cdb" | StructureName;

export interface Guessed {
  readonly target: Target;
  readonly why: string;
  /** Nothing is wrong with the bytes as this. */
  readonly exact: boolean;
}

export interface Subject {
  readonly target: Target;
  /** The structure whose fields these are; undefined for a CDB of no known command. */
  readonly structure: StructureName | undefined;
  readonly nodes: readonly FieldNode[];
}

const structures = Object.keys(abi.structures) as StructureName[];

/** The name of a target as it stands in a link; undefined for none. */
export const readTarget = (name: string | null): Target | undefined =>
  name === "cdb" ? name : structures.find((id) => id === name);

/** What a piece may be, best first; none: nobody knows. */
export function guess(core: Core, { kind, bytes, note, structure }: Piece, deviceType: number): readonly Guessed[] {
  if (structure) return [{ target: structure, why: note, exact: true }];
  if (kind === "cdb" || kind === "operation_code") return [{ target: "cdb", why: note, exact: true }];
  if (kind === "sense") return [{ target: senseFormat(core, bytes), why: note, exact: true }];
  const guesses = guessStructure(core, bytes, { deviceType });
  const likely = guesses.map(({ structure: target, why, exact }): Guessed => ({ target, why, exact }));
  if (guesses[0]?.sure || !beginsCommand(core, bytes, deviceType)) return likely;
  const why = "the bytes begin with the operation code of a command";
  return [{ target: "cdb", why, exact: false }, ...likely.filter(({ target }) => target !== "cdb")];
}

/** Descriptor format where the RESPONSE CODE has a name in it, else fixed. */
export function senseFormat(core: Core, bytes: Uint8Array): StructureName {
  const code = explain(core, "descriptor_sense", bytes).find(({ name }) => name === "RESPONSE CODE");
  return code?.meaning ? "descriptor_sense" : "fixed_sense";
}

function knownCommand(core: Core, cdb: Uint8Array, deviceType: number) {
  try {
    return findCommand(core, cdb, deviceType);
  } catch (error) {
    if (error instanceof CoreError) return undefined;
    throw error;
  }
}

/** Explains a piece as a target. Errors: CoreError too_long. */
export function subjectOf(core: Core, target: Target, { kind, bytes }: Piece, deviceType: number): Subject {
  if (target !== "cdb") return { target, structure: target, nodes: explain(core, target, bytes) };
  const { structure } = knownCommand(core, bytes, deviceType) ?? { structure: undefined };
  const nodes = explainCdb(core, bytes, deviceType);
  return { target, structure, nodes: kind === "operation_code" ? asWhole(nodes) : nodes };
}

/** Of a CDB that a log has the operation code of, and no more, nothing is cut. */
function asWhole(nodes: readonly FieldNode[]): FieldNode[] {
  return nodes.map((node) => ({ ...node, flags: node.flags & ~abi.enumerations.node_flag.truncated }));
}

/** "", or why a CDB has no fields of its own. */
export function unknownCommand(core: Core, cdb: Uint8Array, deviceType: number): string {
  try {
    findCommand(core, cdb, deviceType);
    return "";
  } catch (error) {
    if (error instanceof CoreError) return error.message;
    throw error;
  }
}

export interface TargetGroup {
  readonly label: string;
  readonly targets: readonly { readonly target: Target; readonly name: string }[];
}

/** The first that fits tells the group. */
const groups: readonly (readonly [label: string, ids: RegExp])[] = [
  ["Sense data", /^(fixed|descriptor)_sense$/],
  ["Parameter data and lists", /_(data|list|page)$/],
  ["TransportIDs", /^transport_id/],
  ["Helper protocol, saved and migrated state", /^(helper|unit|qemu)_/],
  ["CDBs of one layout", /(^|_)cdb(_|$)/],
  ["Parts of these", /./],
];

/** In plain order: the browser's collation takes milliseconds of the first decode. */
function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  const [first, second] = [one.name.toLowerCase(), other.name.toLowerCase()];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** All structures, by what they are of. */
export function targetGroups(core: Core): readonly TargetGroup[] {
  const groupOf = (id: string) => groups.find(([, ids]) => ids.test(id))![0];
  const named = structures.map((id) => ({ target: id, name: nameOfStructure(core, id) }));
  return [
    { label: "CDB", targets: [{ target: "cdb", name: "CDB, by its operation code" }] },
    ...groups.map(([label]) => ({
      label,
      targets: named.filter(({ target }) => groupOf(target) === label).sort(byName),
    })),
  ];
}
