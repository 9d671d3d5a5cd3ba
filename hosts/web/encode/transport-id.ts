/** TransportIDs as they are typed: a kind, and the fields that it has. */
import { compose, type Core, CoreError, describe, nameOfStructure, type StructureName } from "../../embed/index.ts";
import type { Docs } from "../docs.ts";
import { FieldProblem, fieldsOf, type FormField, readBytes, readValue } from "./fields.ts";

/** Texts by the names of the kind's fields. */
export interface PortForm {
  readonly kind: string;
  readonly texts: ReadonlyMap<string, string>;
}

export interface PortKind {
  readonly id: string;
  readonly title: string;
  /** Undefined: bytes as they are. */
  readonly structure: StructureName | undefined;
  readonly fields: readonly FormField[];
}

/** These are what the kind is, and how long it is. */
const notTyped = ["TPID FORMAT", "PROTOCOL IDENTIFIER", "ADDITIONAL LENGTH"];
const [iscsiName, isid, bytes] = ["ISCSI NAME", "ISID", "TransportID"];
const typed = { structure: "transport_id", bits: 0, initial: 0n, choices: [] } as const;
const nameField: FormField = { ...typed, name: iscsiName, kind: "text", doc: "iqn., eui. or naa., at most 223 bytes." };
const isidField: FormField = {
  ...typed,
  name: isid,
  kind: "hex",
  bits: 48,
  doc: "The session.",
};
const bytesField: FormField = { ...typed, name: bytes, kind: "bytes", doc: "All of it, also what no standard has." };

/** Every kind that the core knows, and bytes. */
export function portKinds(core: Core, docs: Docs): PortKind[] {
  const known = describe(core, "transport_id").cases.filter((one) => one !== "transport_id_other");
  const kinds = known.map((structure) => ({
    id: structure.replace("transport_id_", ""),
    title: nameOfStructure(core, structure).replace(/^TransportID \((.*)\)$/, "$1"),
    structure,
    fields: [
      ...fieldsOf(core, docs, structure).filter(({ name }) => !notTyped.includes(name)),
      ...(describe(core, structure).regions.length > 0 ? [nameField] : []),
      ...(structure === "transport_id_iscsi_port" ? [isidField] : []),
    ],
  }));
  return [...kinds, { id: "bytes", title: "other: its bytes", structure: undefined, fields: [bytesField] }];
}

/** The bytes of one; a sentence in `problems` under the name of each field that is none. */
export function composePort(
  core: Core,
  { structure, fields }: PortKind,
  texts: ReadonlyMap<string, string>,
  problems: Map<string, string>,
): Uint8Array | undefined {
  const values: Record<string, bigint | Uint8Array> = {};
  for (const field of fields) {
    const text = texts.get(field.name);
    if (text === undefined || field === nameField) continue;
    try {
      values[field.name] = readValue(field, text);
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      problems.set(field.name, error.message);
    }
  }
  if (problems.size > 0) return undefined;
  if (structure === undefined) return readBytes(texts.get(bytes) ?? "");
  const own = Object.entries(values).filter(([name]) => name !== isid);
  try {
    return compose(core, structure, Object.fromEntries(own), textOf(structure, texts));
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    problems.set(fields.find(({ name }) => name === error.details.field)?.name ?? fields[0]!.name, error.message);
    return undefined;
  }
}

/** The text of an iSCSI TransportID. */
function textOf(structure: StructureName, texts: ReadonlyMap<string, string>): string | undefined {
  const name = texts.get(iscsiName) ?? "";
  if (structure === "transport_id_iscsi_name") return name;
  return structure === "transport_id_iscsi_port" ? `${name}${sessionOf(texts)}` : undefined;
}

/** The separator, and an ISID of 12 digits. */
function sessionOf(texts: ReadonlyMap<string, string>): string {
  const digits = (texts.get(isid) ?? "").trim().replace(/^0x/i, "").replace(/^0+/, "");
  return `,i,0x${digits.toLowerCase().padStart(12, "0")}`;
}

/** How sg_persist 1.46 names it; undefined for one that it takes as bytes only. */
export function sgPersistName({ kind, texts }: PortForm): string | undefined {
  const text = (name: string) => (texts.get(name) ?? "").trim();
  const digits = (name: string) => text(name).replace(/^0x/i, "").padStart(16, "0").slice(-16).toLowerCase();
  const decimal = (name: string) => Number(text(name) || 0);
  switch (kind) {
    case "fcp":
      return `fcp,${digits("N_PORT_NAME")}`;
    case "sbp":
      return `sbp,${digits("EUI-64 NAME")}`;
    case "sas":
      return `sas,${digits("SAS ADDRESS")}`;
    case "spi":
      return `spi,${decimal("SCSI ADDRESS")},${decimal("RELATIVE TARGET PORT IDENTIFIER")}`;
    case "iscsi_name":
      return sgPersistIscsi(texts.get(iscsiName) ?? "", "");
    case "iscsi_port":
      return sgPersistIscsi(texts.get(iscsiName) ?? "", sessionOf(texts));
    default:
      return undefined;
  }
}

/** It compares the padded length with 241, and knows iqn. only. */
function sgPersistIscsi(name: string, session: string): string | undefined {
  const padded = Math.ceil((name.length + session.length + 1) / 4) * 4;
  return /^iqn\.[a-z0-9.:-]+$/.test(name) && padded <= 240 ? `${name}${session}` : undefined;
}
