/** What is in the box: bytes to choose from, and what a log says without bytes. */
import {
  abi,
  type Core,
  explainCdb,
  findEvents,
  type Finding,
  findScsi,
  type NameList,
  nameIn,
  type Paste,
  type StructureName,
} from "../../embed/index.ts";
import { senseWords, standardHex } from "../notation.ts";
import { partsOf } from "./parts.ts";
import { grouped, plural } from "./words.ts";

/** Bytes of the paste that can be decoded. */
export interface Piece {
  readonly kind: Finding["kind"];
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly note: string;
  /** What the bytes are, where the text around them says it. */
  readonly structure?: StructureName | undefined;
  /** The parameter list that goes with a CDB, where it is there. */
  readonly list?: Uint8Array;
}

export interface Fact {
  readonly words: string;
  /** It is why one looks: sense, and a status that is not GOOD. */
  readonly chief: boolean;
}

/** What is of one command. */
export interface Group {
  readonly pieces: readonly Piece[];
  /** What it says in numbers and names. */
  readonly facts: readonly Fact[];
}

export interface Reading {
  /** What the text is, in words. */
  readonly why: string;
  /** One for each command of a log. */
  readonly groups: readonly Group[];
  /** "", or what is wrong with the text. */
  readonly refusal: string;
}

/** Characters that are read: 64 KiB as `0x5f, ` are fewer. */
const mostText = 500_000;

const { size: mostBytes } = abi.buffers.input;

/** Commands of a long log that are listed, and pieces of one. */
const mostListed = 40;

const tooLong = ({ length }: { readonly length: number }): string =>
  `The text is ${plural(length, "character")} long, and ${grouped(mostText)} are read: paste the lines that it is about.`;

export const refuseText = (text: string): string => (text.length > mostText ? tooLong(text) : "");

export const nothing: Reading = { why: "", groups: [], refusal: "" };

/** All pieces, in the order of the groups. */
export const piecesOf = ({ groups }: Reading): readonly Piece[] => groups.flatMap(({ pieces }) => pieces);

export function readText(core: Core, text: string): Reading {
  const long = refuseText(text);
  if (long) return { ...nothing, refusal: long };
  const events = [...findEvents(core, text)];
  return events.length > 0 ? readLog(core, events) : readBytes(core, findScsi(core, text));
}

function readLog(core: Core, events: readonly Paste[]): Reading {
  const kinds = [...new Set(events.map(({ why }) => why))].join("; ");
  return {
    why: events.length > 1 ? `${plural(events.length, "command")}: ${kinds}` : kinds,
    groups: events.slice(0, mostListed).map((event) => groupOf(core, event)),
    refusal: leftOut(events.length),
  };
}

function groupOf(core: Core, { source, findings }: Paste): Group {
  return {
    pieces: findings.flatMap((finding) => pieceOf(core, finding)).slice(0, mostListed),
    facts: onceEach(findings.flatMap((finding) => factOf(core, finding, source))).slice(0, mostListed),
  };
}

/** Bytes without words. */
function readBytes(core: Core, paste: Paste): Reading {
  const [only, ...others] = paste.findings;
  if (only === undefined) return { ...nothing, refusal: paste.refusal };
  const whole = paste.source === "hex" && others.length === 0 && refuseBytes(only.bytes) === "";
  const parts = whole ? partsOf(core, only.bytes) : undefined;
  const why = parts?.why ?? (paste.source === "hex" ? "" : paste.why);
  return { why, groups: [parts ?? groupOf(core, paste)], refusal: paste.refusal };
}

/** The chief ones first. */
function onceEach(facts: readonly Fact[]): Fact[] {
  const once = [...new Map(facts.map((fact) => [fact.words, fact])).values()];
  return [...once.filter(({ chief }) => chief), ...once.filter(({ chief }) => !chief)];
}

const leftOut = (count: number): string =>
  count > mostListed
    ? `The text has ${plural(count, "command")}: the first ${mostListed} are listed, so paste the lines that it is about.`
    : "";

function pieceOf(core: Core, { kind, bytes, value, note }: Finding): Piece[] {
  const own = bytes.length === 0 && kind === "operation_code" && typeof value === "number";
  const given = own ? Uint8Array.of(value) : bytes;
  if (given.length === 0 || kind === "registers") return [];
  return [{ kind, bytes: given, note, label: `${titleOf(core, kind, given)} (${plural(given.length, "byte")})` }];
}

function titleOf(core: Core, kind: Finding["kind"], bytes: Uint8Array): string {
  if (kind === "sense") return "Sense data";
  if (kind !== "cdb" && kind !== "operation_code") return "Bytes";
  return `${kind === "cdb" ? "CDB" : "Operation code"}: ${commandName(core, bytes)}`;
}

/** Name of the command, as far as the bytes tell; of one that is not known its operation code. */
function commandName(core: Core, cdb: Uint8Array): string {
  const [whole, operationCode] = explainCdb(core, cdb.subarray(0, abi.helper.cdb));
  return operationCode?.meaning ? whole!.name : `operation code ${standardHex(cdb[0] ?? 0)}`;
}

/** How a finding is called that is no bytes of SCSI. */
const titles: Readonly<Record<string, string>> = {
  status: "SCSI status",
  sense_code: "Sense",
  host_status: "Host status",
  driver_status: "Driver status",
  plugin_status: "Plugin status",
  registers: "ATA registers",
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
    ? `These are ${plural(bytes.length, "byte")}, and at most ${grouped(mostBytes)} are decoded at once: paste less.`
    : "";
