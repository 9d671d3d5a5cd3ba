/** Codes without bytes (a status, a sense code): what a log line tells of them. */
import {
  type Core,
  explainCdb,
  type FindingKind,
  nameOfValue,
  type SenseCode,
  type SenseTriple,
  statusName,
} from "../embed/index.ts";
import type { Finding } from "./input.ts";
import { printable } from "./words.ts";

export interface Code {
  readonly kind: Exclude<FindingKind, "cdb" | "sense" | "bytes">;
  /** The kind in words: "a SCSI status". */
  readonly what: string;
  /** "" for a code without one. */
  readonly name: string;
  /** A line to read. */
  readonly text: string;
  /** Of a sense code that is whole. */
  readonly sense: SenseCode | undefined;
}

const kinds: Readonly<Record<Code["kind"], string>> = {
  operation_code: "an operation code",
  status: "a SCSI status",
  sense_code: "a sense code",
  host_status: "Linux' host_status",
  driver_status: "Linux' driver_status",
  plugin_status: "VMware's plugin status",
};

const titles: Readonly<Record<Code["kind"], string>> = {
  operation_code: "OPERATION CODE",
  status: "STATUS",
  sense_code: "SENSE",
  host_status: "host_status",
  driver_status: "driver_status",
  plugin_status: "plugin status",
};

export function codeOf(core: Core, { kind, value, text, bytes }: Finding): Code {
  const known = kind as Code["kind"];
  const sense = typeof value === "object" ? value : undefined;
  const name = sense ? senseName(core, sense) : nameOf(core, known, value as number | undefined, bytes);
  const number = typeof value === "number" ? ` (0x${value.toString(16)})` : "";
  const said = `${titles[known]}  ${name || printable(text.trim())}${number}`;
  return { kind: known, what: kinds[known], name, text: said, sense: sense && whole(sense) };
}

function nameOf(core: Core, kind: Code["kind"], value: number | undefined, bytes: Uint8Array): string {
  if (kind === "operation_code" && bytes.length > 0) return explainCdb(core, bytes)[0]!.name;
  if (value === undefined) return "";
  return kind === "status" ? statusName(core, value) : "";
}

function whole({ key, asc, ascq }: SenseTriple): SenseCode | undefined {
  return key === undefined || asc === undefined || ascq === undefined ? undefined : { key, asc, ascq };
}

/** "UNIT ATTENTION, REGISTRATIONS PREEMPTED (06/2a/05)"; of what the text does not have, dashes. */
function senseName(core: Core, { key, asc, ascq }: SenseTriple): string {
  const names = [
    key === undefined ? "" : nameOfValue(core, "fixed_sense", "SENSE KEY", key),
    asc === undefined || ascq === undefined ? "" : nameOfValue(core, "fixed_sense", additional, (asc << 8) | ascq),
  ];
  const code = [key, asc, ascq].map((part) => part?.toString(16).padStart(2, "0") ?? "--").join("/");
  return `${names.filter((name) => name !== "").join(", ")} (${code})`.trim();
}

/** The field that is ADDITIONAL SENSE CODE and its QUALIFIER as one. */
const additional = "ADDITIONAL SENSE";
