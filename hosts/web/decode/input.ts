/** What is in the box: bytes to choose from, and what a log says without bytes. */
import {
  abi,
  type Core,
  findCommand,
  type Finding,
  findScsi,
  type NameList,
  nameIn,
  type StructureName,
} from "../../embed/index.ts";
import { senseWords, standardHex } from "../notation.ts";
import { type RequestPart, requestParts } from "./request.ts";
import { plural } from "./words.ts";

/** Bytes of the paste that can be decoded. */
export interface Piece {
  readonly kind: Finding["kind"];
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly note: string;
  /** What the bytes are, where the text around them says it. */
  readonly structure?: StructureName | undefined;
}

export interface Fact {
  readonly words: string;
  /** It is why one looks: sense, and a status that is not GOOD. */
  readonly chief: boolean;
}

export interface Reading {
  /** What the text is, in words. */
  readonly why: string;
  readonly pieces: readonly Piece[];
  /** What it says in numbers and names. */
  readonly facts: readonly Fact[];
  /** "", or what is wrong with the text. */
  readonly refusal: string;
}

/** Characters that are read: 64 KiB as `0x5f, ` are fewer. */
export const mostText = 500_000;

const { size: mostBytes } = abi.buffers.input;

/** Facts that are listed of a long log. */
const mostListed = 40;

const tooLong = ({ length }: { readonly length: number }): string =>
  `The text is ${plural(length, "character")} long, and ${mostText.toLocaleString("en")} are read: paste the lines that it is about.`;

export const refuseText = (text: string): string => (text.length > mostText ? tooLong(text) : "");

export const nothing: Reading = { why: "", pieces: [], facts: [], refusal: "" };

export function readText(core: Core, text: string): Reading {
  const long = refuseText(text);
  if (long) return { ...nothing, refusal: long };
  const { source, findings, refusal, why } = findScsi(core, text);
  const request = source === "hex" && findings.length === 1 ? requestParts(core, findings[0]!.bytes) : undefined;
  const pieces = request?.map((part) => partOf(part)) ?? findings.flatMap((finding) => pieceOf(core, finding));
  const facts = findings.flatMap((finding) => factOf(core, finding, source));
  return {
    why: request ? "a request to the PR helper" : findings.length > 0 && source !== "hex" ? why : "",
    pieces: pieces.slice(0, mostListed),
    facts: onceEach(facts).slice(0, mostListed),
    refusal: refusal || leftOut(pieces.length),
  };
}

/** The chief ones first. */
function onceEach(facts: readonly Fact[]): Fact[] {
  const once = [...new Map(facts.map((fact) => [fact.words, fact])).values()];
  return [...once.filter(({ chief }) => chief), ...once.filter(({ chief }) => !chief)];
}

const partOf = ({ label, bytes, note, structure }: RequestPart): Piece => ({
  kind: structure === undefined ? "cdb" : "bytes",
  label: `${label} (${plural(bytes.length, "byte")})`,
  ...{ bytes, note, structure },
});

const leftOut = (count: number): string =>
  count > mostListed
    ? `The text has ${plural(count, "piece")} of SCSI: the first ${mostListed} are listed, so paste the lines that it is about.`
    : "";

function pieceOf(core: Core, { kind, bytes, value, note }: Finding): Piece[] {
  const own = bytes.length === 0 && kind === "operation_code" && typeof value === "number";
  const given = own ? Uint8Array.of(value) : bytes;
  if (given.length === 0) return [];
  return [{ kind, bytes: given, note, label: `${titleOf(core, kind, given)} (${plural(given.length, "byte")})` }];
}

function titleOf(core: Core, kind: Finding["kind"], bytes: Uint8Array): string {
  if (kind === "sense") return "Sense data";
  if (kind !== "cdb" && kind !== "operation_code") return "Bytes";
  return `${kind === "cdb" ? "CDB" : "Operation code"}: ${commandName(core, bytes)}`;
}

/** Name of the command; of one that is not known its operation code. */
export function commandName(core: Core, cdb: Uint8Array, deviceType = 0): string {
  try {
    return findCommand(core, cdb, deviceType).name;
  } catch {
    return `operation code ${standardHex(cdb[0] ?? 0)}`;
  }
}

/** How a finding without bytes is called. */
const titles: Readonly<Record<string, string>> = {
  status: "SCSI status",
  sense_code: "sense",
  host_status: "host status",
  driver_status: "driver status",
  plugin_status: "plugin status",
};

function factOf(core: Core, { kind, value, text }: Finding, source: string): Fact[] {
  const title = titles[kind];
  if (title === undefined) return [];
  const chief = kind === "sense_code" || (kind === "status" && value !== 0);
  if (value === undefined) return [{ words: `${title}: ${text}`, chief }];
  if (typeof value !== "number") return [{ words: `${title}: ${senseWords(core, value)}`, chief }];
  const name = nameOf(core, kind, value, source);
  return [{ words: `${title} ${standardHex(value)}${name && `: ${name}`}`, chief }];
}

/** Lists of names that belong to a kind of finding, VMware's own first. */
function nameOf(core: Core, kind: string, value: number, source: string): string {
  const own = source === "vmware" ? `vmware_${kind}` : source === "qemu-trace" ? `qemu_${kind}` : kind;
  const lists = [own, kind === "status" ? "scsi_status" : kind].filter((list) => Object.hasOwn(abi.names, list));
  return lists.map((list) => nameIn(core, list as NameList, value)).find((name) => name !== "") ?? "";
}

/** "", or why these bytes are not decoded. */
export const refuseBytes = (bytes: Uint8Array): string =>
  bytes.length > mostBytes
    ? `These are ${plural(bytes.length, "byte")}, and at most ${mostBytes.toLocaleString("en")} are decoded at once: paste less.`
    : "";
