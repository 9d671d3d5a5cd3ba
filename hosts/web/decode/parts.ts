/** Bytes that are several things one behind the other: a command with its parameter list, as the PR helper gets it or as it is; the helper's reply. */
import {
  abi,
  type Core,
  type CommandDescription,
  CoreError,
  dataStructure,
  decodeHelperReply,
  explain,
  explainCdb,
  findCommand,
  guessStructure,
  hexOf,
  nameIn,
  planHelperRequest,
} from "../../embed/index.ts";
import { senseDataWords } from "../notation.ts";
import { senseFormat } from "./guess.ts";
import { headline } from "./headline.ts";
import type { Fact, Piece } from "./input.ts";
import { plural } from "./words.ts";

const { cdb: paddedCdb, reply: replySize } = abi.helper;
const { trailing } = abi.enumerations.node_flag;

export interface Parts {
  /** What the whole is. */
  readonly why: string;
  readonly pieces: readonly Piece[];
  readonly facts: readonly Fact[];
}

/** undefined: the bytes are one thing. */
export function partsOf(core: Core, bytes: Uint8Array): Parts | undefined {
  return requestParts(core, bytes) ?? commandParts(core, bytes) ?? replyParts(core, bytes);
}

/** How a link gives the decoder a command: with its parameter list where it finds the two by itself, else the CDB alone. */
export function commandLink(core: Core, cdb: Uint8Array, list: Uint8Array): Record<string, string> {
  const isWhole = list.length > 0 && commandParts(core, Uint8Array.from([...cdb, ...list])) !== undefined;
  return isWhole ? { in: `${hexOf(cdb)}\n${hexOf(list)}` } : { in: hexOf(cdb), as: "cdb" };
}

function requestParts(core: Core, bytes: Uint8Array): Parts | undefined {
  if (bytes.length < paddedCdb) return undefined;
  const plan = planHelperRequest(core, bytes.subarray(0, paddedCdb));
  if (!plan.valid || ![paddedCdb, paddedCdb + plan.parameterLength].includes(bytes.length)) return undefined;
  const command = knownCommand(core, bytes); // the helper lets a device say what it makes of an unknown service action
  if (command === undefined || bytes.subarray(command.length, paddedCdb).some((byte) => byte !== 0)) return undefined;
  const list = bytes.subarray(paddedCdb);
  return {
    ...withList(
      core,
      command,
      bytes,
      list,
      `a request to the PR helper has the CDB first, padded to ${paddedCdb} bytes`,
    ),
    why: `a request to the PR helper: a CDB, padded to ${paddedCdb} bytes${list.length > 0 ? ", and its parameter list" : ""}`,
  };
}

/** The CDB says how long its list is, and so long is what is behind it. */
function commandParts(core: Core, bytes: Uint8Array): Parts | undefined {
  const command = knownCommand(core, bytes);
  if (command === undefined || bytes.length <= command.length) return undefined;
  const [cdb, list] = [bytes.subarray(0, command.length), bytes.subarray(command.length)];
  const length = explainCdb(core, cdb).find(({ name }) => name === "PARAMETER LIST LENGTH")?.value;
  if (length !== BigInt(list.length)) return undefined;
  const parts = withList(core, command, bytes, list, "the parameter list behind it is as long as it says");
  return parts.pieces.length > 1 ? { ...parts, why: "a CDB and its parameter list" } : undefined;
}

function knownCommand(core: Core, bytes: Uint8Array): CommandDescription | undefined {
  try {
    return findCommand(core, bytes.subarray(0, paddedCdb));
  } catch (error) {
    if (error instanceof CoreError) return undefined;
    throw error;
  }
}

function withList(
  core: Core,
  { length, name }: CommandDescription,
  bytes: Uint8Array,
  list: Uint8Array,
  note: string,
): Omit<Parts, "why"> {
  const cdb: Piece = pieceOf("cdb", `CDB: ${name}`, bytes.subarray(0, length), note);
  const { structure } = dataStructure(core, cdb.bytes, 0, Uint8Array.from(list)) ?? {};
  if (list.length === 0 || structure === undefined) return { pieces: [cdb], facts: [] };
  const said = { words: headline(explain(core, structure, list), list), chief: false };
  const listed: Piece = { ...pieceOf("bytes", "Parameter list", list, note), structure };
  return { pieces: [{ ...cdb, list }, listed], facts: [said] };
}

/** Read as one only where nothing else is likelier. */
function replyParts(core: Core, bytes: Uint8Array): Parts | undefined {
  if (bytes.length < replySize) return undefined;
  const { result, payloadSize, sense } = decodeHelperReply(core, bytes);
  const status = nameIn(core, "scsi_status", result);
  if (![replySize, replySize + payloadSize].includes(bytes.length) || status === "") return undefined;
  if (guessStructure(core, bytes)[0]?.structure !== "helper_reply") return undefined;
  const note = `such a reply has ${replySize} bytes, and data behind it as PAYLOAD SIZE says`;
  const payload = bytes.subarray(replySize);
  const reply: Piece = { ...pieceOf("bytes", "Reply", bytes.subarray(0, replySize), note), structure: "helper_reply" };
  const checked = status === "CHECK CONDITION" ? [pieceOf("sense", "Sense data", senseIn(core, sense), note)] : [];
  const data = payload.length > 0 ? [pieceOf("bytes", "Data", payload, note)] : [];
  return {
    why: `a reply of the PR helper${payload.length > 0 ? ", and its data" : payloadSize > 0 ? ", without its data" : ""}`,
    pieces: [reply, ...checked, ...data],
    facts: checked.map((piece) => ({ words: `Sense: ${senseDataWords(core, piece.bytes)}`, chief: true })),
  };
}

/** Sense data without what is behind its end. */
function senseIn(core: Core, sense: Uint8Array): Uint8Array {
  const rest = explain(core, senseFormat(core, sense), sense).find(({ flags }) => flags & trailing);
  return rest ? sense.subarray(0, rest.bit >> 3) : sense;
}

const pieceOf = (kind: Piece["kind"], label: string, bytes: Uint8Array, note: string): Piece => ({
  ...{ kind, bytes, note },
  label: `${label} (${plural(bytes.length, "byte")})`,
});
