/** From bytes to what they are explained as, and why. */
import {
  abi,
  beginsCommand,
  type CommandDescription,
  type Core,
  CoreError,
  dataStructure,
  decodeSense,
  describe,
  explain,
  explainCdb,
  type FieldNode,
  findCommand,
  type Guess,
  guessStructure,
  hexOf,
  type Line,
  longestCdb,
  outlineNodes,
  type Status,
  type StructureName,
} from "../embed/index.ts";
import { exit, Refusal } from "./exit.ts";
import type { Finding } from "./input.ts";
import { excerpt, keyOf, near, oneOf, printable } from "./words.ts";

export interface Subject {
  readonly kind: "cdb" | "sense" | "data";
  /** Identifier of the structure; undefined for the CDB of a command that is not known. */
  readonly structure: StructureName | undefined;
  /** The standard's name of it. */
  readonly name: string;
  readonly why: string;
  readonly bytes: Uint8Array;
  readonly lines: readonly Line[];
  /** Why a CDB is none of a known command, or not whole; "" for all else. */
  readonly fault: string;
  /** Bytes are missing by what those that are there say. */
  readonly short: boolean;
  /** Bytes behind the end that are not padding of zeros. */
  readonly behind: number;
}

export interface Wanted {
  /** cdb, sense or a structure; undefined: to be guessed. */
  readonly as: string | undefined;
  /** The CDB whose data the bytes are. */
  readonly cdb: Uint8Array | undefined;
  readonly deviceType: number;
  /** Reserved fields that are 0, too. */
  readonly all: boolean;
}

/** Sense data of any format. */
const senseData: StructureName = "sense_data";

const nodeFlag = abi.enumerations.node_flag;

export const structureNames = Object.keys(abi.structures) as StructureName[];

/** Errors: Refusal; CoreError for bytes that are none of it. */
export function subjectOf(core: Core, { kind, bytes, note, text, source }: Finding, wanted: Wanted): Subject {
  const { as, cdb } = wanted;
  if (as !== undefined) return explained(core, targetOf(as), bytes, "--as says so", wanted);
  if (cdb !== undefined)
    return explained(core, dataOf(core, cdb, bytes, wanted), bytes, "--cdb says whose data it is", wanted);
  if (kind === "cdb" || kind === "sense") return explained(core, targetOf(kind), bytes, note, wanted);
  const isBegun = !source && beginsCommand(core, bytes, wanted.deviceType); // a log says itself what is a CDB
  const guess = guessOf(core, bytes, wanted) ?? (isBegun ? begun : undefined);
  if (guess) return explained(core, guess.structure, bytes, guess.why, wanted);
  if (source) throw new Refusal(`no structure fits '${excerpt(text, 30)}': ${printable(note)}`, exit.malformed);
  const { status, fault } = tryFind(core, padded(bytes), wanted.deviceType);
  const known = status === "unknown_operation_code" ? `, and ${fault}` : "";
  throw new Refusal(
    `what begins with ${hexOf(bytes.subarray(0, 2))} may be anything${known}: say what it is with --as or --cdb`,
    exit.malformed,
  );
}

type Taken = Pick<Guess, "structure" | "why">;

/** Bytes with which something is wrong are taken for sense data or INQUIRY data, which tell themselves. */
function guessOf(core: Core, bytes: Uint8Array, { deviceType }: Wanted): Taken | undefined {
  const guess = guessStructure(core, bytes, { deviceType }).find(({ sure }) => sure);
  return guess && isSense(guess.structure) ? { ...guess, structure: senseData } : guess;
}

/** Structures that guesses have for sense data. */
const isSense = (structure: Guess["structure"]): boolean => /^(fixed|descriptor)_sense/.test(structure);

const begun: Taken = { structure: "cdb", why: "it begins with the operation code of a command" };

const { size: mostBytes } = abi.buffers.input;

/** cdb, or a structure by the name that was given; sense is its data in either format. */
function targetOf(as: string): "cdb" | StructureName {
  const names = ["cdb", "sense", ...structureNames] as const;
  const found = names.find((name) => keyOf(name) === keyOf(as));
  if (found) return found === "sense" ? senseData : found;
  const meant = near(as, names);
  throw new Refusal(
    `there is no structure '${printable(as)}': ${meant.length > 0 ? `take ${oneOf(meant)}` : "holdfast fields lists them"}`,
  );
}

/** Enough of the data to say itself what it is. */
const tellingBytes = 1024;

function dataOf(core: Core, given: Uint8Array, bytes: Uint8Array, { deviceType }: Wanted): StructureName {
  const cdb = padded(given);
  const data = dataStructure(core, cdb, deviceType, bytes.slice(0, tellingBytes));
  if (data) return data.structure;
  const { name } = findCommand(core, cdb, deviceType);
  throw new Refusal(`the data of ${name} is not known here: say what the bytes are with --as`);
}

function explained(core: Core, target: "cdb" | StructureName, bytes: Uint8Array, why: string, wanted: Wanted): Subject {
  if (bytes.length > mostBytes)
    throw new Refusal(`${bytes.length} bytes are too many: ${mostBytes} is the most`, exit.malformed);
  if (target === "cdb") return explainedCdb(core, bytes, why, wanted);
  const nodes = explain(core, target, bytes);
  const structure = chosen(core, target, nodes[0]!.name) ?? target;
  const sense = chosen(core, senseData, nodes[0]!.name) === structure;
  const kind = structure.endsWith("_cdb") ? "cdb" : sense ? "sense" : "data";
  return { kind, structure, why, fault: sense ? formatFault(core, bytes) : "", ...shown(nodes, bytes, wanted) };
}

/** What the core says against the RESPONSE CODE of sense data. */
function formatFault(core: Core, bytes: Uint8Array): string {
  try {
    decodeSense(core, padded(bytes));
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    if (error.status === "unknown_response_code") return error.message;
  }
  return "";
}

/** Which structure of a choice has this name; undefined for none. */
function chosen(core: Core, structure: StructureName, name: string): StructureName | undefined {
  const { name: own, cases } = describe(core, structure);
  if (cases.length === 0) return own === name ? structure : undefined;
  for (const one of cases) {
    const found = chosen(core, one, name);
    if (found) return found;
  }
  return undefined;
}

function explainedCdb(core: Core, bytes: Uint8Array, why: string, wanted: Wanted): Subject {
  const { deviceType } = wanted;
  const { fault } = tryFind(core, bytes, deviceType);
  const structure = tryFind(core, padded(bytes), deviceType).found?.structure;
  const nodes = explainCdb(core, bytes, deviceType);
  return { kind: "cdb", structure, why, fault, ...shown(nodes, bytes, wanted) };
}

interface Tried {
  readonly found?: CommandDescription;
  /** "" for none. */
  readonly fault: string;
  readonly status?: Status;
}

/** The command of a CDB, or what the core says against it: unknown operation code, unknown service action, too short. */
function tryFind(core: Core, cdb: Uint8Array, deviceType: number): Tried {
  try {
    return { found: findCommand(core, cdb, deviceType), fault: "" };
  } catch (error) {
    if (error instanceof CoreError) return { fault: error.message, status: error.status };
    throw error;
  }
}

/** Zeros stand for what is left out of a CDB whose first bytes tell enough. */
function padded(cdb: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(Math.max(cdb.length, longestCdb));
  whole.set(cdb);
  return whole;
}

function shown(nodes: readonly FieldNode[], bytes: Uint8Array, { all }: Wanted) {
  return {
    name: nodes[0]!.name,
    bytes,
    lines: outlineNodes(nodes, bytes, { all }),
    short: (nodes[0]!.flags & nodeFlag.truncated) !== 0,
    behind: behind(nodes, bytes),
  };
}

function behind(nodes: readonly FieldNode[], bytes: Uint8Array): number {
  const padding = (from: number, to: number) => bytes.subarray(from, to).every((byte) => byte === 0);
  const trailing = nodes.filter(({ flags }) => flags & nodeFlag.trailing);
  const foreign = trailing.filter(({ bit, bits }) => !padding(bit >> 3, (bit + bits) >> 3));
  return foreign.reduce((sum, { bits }) => sum + bits / 8, 0);
}
