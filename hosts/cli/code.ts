/** Codes without bytes (a status, a sense code): what a log line tells of them. */
import {
  type Core,
  explainCdb,
  type FindingKind,
  type NameList,
  nameIn,
  nameOfValue,
  type PasteSource,
  type SenseCode,
  senseCode,
  type SenseTriple,
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
  host_status: "a status of the host",
  driver_status: "Linux' driver_status",
  plugin_status: "ESXi's plugin status",
  registers: "registers of an ATA device",
};

const titles: Readonly<Record<Code["kind"], string>> = {
  operation_code: "OPERATION CODE",
  status: "STATUS",
  sense_code: "SENSE",
  host_status: "host status",
  driver_status: "driver status",
  plugin_status: "plugin status",
  registers: "ATA registers",
};

/** Lists of names of the numbers that hosts have for the same. */
const hostLists: Readonly<Partial<Record<PasteSource, NameList>>> = {
  vmware: "vmware_host_status",
  "qemu-trace": "qemu_host_status",
};

export function codeOf(core: Core, finding: Finding): Code {
  const { kind, value, text } = finding;
  const known = kind as Code["kind"];
  const sense = typeof value === "object" ? value : undefined;
  const name = sense ? senseName(core, sense) : nameOf(core, finding, value as number | undefined);
  const number = typeof value === "number" ? `0x${value.toString(16)}` : "";
  const words = name && number ? `${name} (${number})` : name || number || printable(text.trim());
  const said = `${titles[known]}  ${words}`;
  return { kind: known, what: kinds[known], name, text: said, sense: sense && whole(sense) };
}

function nameOf(core: Core, { kind, bytes, source }: Finding, value: number | undefined): string {
  if (kind === "operation_code") return operationName(core, bytes, value);
  if (value === undefined) return "";
  if (kind === "driver_status") return driverName(core, value);
  if (kind === "plugin_status") return nameIn(core, "vmware_plugin_status", value);
  return nameIn(core, kind === "status" ? "scsi_status" : ((source && hostLists[source]) ?? "host_status"), value);
}

/** Of an operation code whose CDB is not told, its own name. */
function operationName(core: Core, bytes: Uint8Array, value: number | undefined): string {
  if (bytes.length > 0) return explainCdb(core, bytes)[0]!.name;
  return value === undefined ? "" : (explainCdb(core, Uint8Array.of(value))[1]?.meaning ?? "");
}

/** Linux before 5.14 has what to do about it in the upper four bits. */
function driverName(core: Core, value: number): string {
  const [driver, suggestion] = [value & 0x0f, value & 0xf0];
  const names = [nameIn(core, "driver_status", driver), suggestion && nameIn(core, "driver_suggestion", suggestion)];
  return names.filter(Boolean).join(" | ");
}

function whole({ key, asc, ascq }: SenseTriple): SenseCode | undefined {
  return key === undefined || asc === undefined || ascq === undefined ? undefined : { key, asc, ascq };
}

/** "UNIT ATTENTION, REGISTRATIONS PREEMPTED (06/2A/05)"; of what the text does not have, dashes. */
function senseName(core: Core, { key, asc, ascq }: SenseTriple): string {
  const names = [
    key === undefined ? "" : nameOfValue(core, "fixed_sense", "SENSE KEY", key),
    asc === undefined || ascq === undefined ? "" : nameOfValue(core, "fixed_sense", additional, (asc << 8) | ascq),
  ];
  return `${names.filter((name) => name !== "").join(", ")} (${senseCode({ key, asc, ascq })})`.trim();
}

/** The field that is ADDITIONAL SENSE CODE and its QUALIFIER as one. */
const additional = "ADDITIONAL SENSE";
