/** TransportIDs as people write them: sg_persist's forms, the names of iSCSI, a World Wide Name with its protocol, or the bytes. */
import { compose, type Core, CoreError, explain, type StructureName, type Values } from "../embed/index.ts";
import { Refusal } from "./exit.ts";
import { bytesFrom, numberFrom } from "./numbers.ts";
import { printable } from "./words.ts";

export const transportIdForms = [
  "iqn.1994-05.com.example:a (also eui., naa.)",
  "iqn.1994-05.com.example:a,i,0x00023d000001",
  "fcp,HEX or naa.HEX/fcp",
  "sas,HEX or naa.HEX/sas",
  "sbp,HEX",
  "srp,HEX (32 digits)",
  "spi,ADDRESS,PORT",
  "sop,ROUTING-ID",
  "its bytes in hexadecimal",
] as const;

/** Protocols whose port is one number of 64 bits: structure and field. */
const named: Readonly<Record<string, readonly [StructureName, string]>> = {
  fcp: ["transport_id_fcp", "N_PORT_NAME"],
  sas: ["transport_id_sas", "SAS ADDRESS"],
  sbp: ["transport_id_sbp", "EUI-64 NAME"],
};

/** Bytes of a TransportID (SPC-4 7.6.4). Errors: Refusal. */
export function transportIdFrom(core: Core, text: string): Uint8Array {
  const word = text.trim();
  try {
    const made = fromName(core, word) ?? wholeBytes(core, word);
    if (made) return made;
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    throw new Refusal(`'${printable(word)}' is no TransportID: ${error.message}`);
  }
  throw new Refusal(`'${printable(word)}' is no TransportID: give ${transportIdForms.join("; ")}`);
}

function fromName(core: Core, word: string): Uint8Array | undefined {
  const wwn = /^naa\.([0-9a-f]{16})\/(fcp|sas)$/i.exec(word);
  if (wwn) return port(core, wwn[2]!.toLowerCase(), [`0x${wwn[1]}`]);
  if (/^(iqn|eui|naa)\./i.test(word)) return iscsi(core, word);
  const [, protocol, rest] = /^([a-z]{3})[,:](.*)$/i.exec(word) ?? [];
  return protocol && rest !== undefined ? port(core, protocol.toLowerCase(), rest.split(",")) : undefined;
}

/** At most 223 bytes of name (RFC 7143 4.2.7.1); the ISID has 48 bits. */
function iscsi(core: Core, word: string): Uint8Array {
  const [, name, isid] = /^(.*?)(?:,i,0x([0-9a-f]{12}))?$/i.exec(word)!;
  const bytes = new TextEncoder().encode(name).length;
  if (name!.includes(",i,")) throw new Refusal(`'${printable(word)}': the ISID is ,i,0x and 12 hexadecimal digits`);
  if (bytes > 223) throw new Refusal(`the iSCSI name has ${bytes} bytes: 223 is the most`);
  return isid === undefined
    ? compose(core, "transport_id_iscsi_name", {}, name)
    : compose(core, "transport_id_iscsi_port", {}, `${name},i,0x${isid}`);
}

function port(core: Core, protocol: string, parts: readonly string[]): Uint8Array | undefined {
  const [first, second] = parts;
  const known = named[protocol];
  if (known && parts.length === 1) return composed(core, known[0], { [known[1]]: hex(first!, 16) });
  if (protocol === "srp" && parts.length === 1 && first!.replace(/^0x/i, "").length === 32) {
    const identifier = bytesFrom(first!);
    return identifier && compose(core, "transport_id_srp", { "INITIATOR PORT IDENTIFIER": identifier });
  }
  if (protocol === "spi" && parts.length === 2)
    return composed(core, "transport_id_spi", {
      "SCSI ADDRESS": numberFrom(first!),
      "RELATIVE TARGET PORT IDENTIFIER": numberFrom(second!),
    });
  if (protocol === "sop" && parts.length === 1)
    return composed(core, "transport_id_sop", { "ROUTING ID": hex(first!, 4) });
  return undefined;
}

/** A number that is always hexadecimal, of at most so many digits. */
function hex(text: string, most: number): bigint | undefined {
  return text.replace(/^0x/i, "").length > most ? undefined : numberFrom(text, "hex");
}

/** Nothing, when one of the values is none. */
function composed(
  core: Core,
  structure: StructureName,
  values: Readonly<Record<string, bigint | undefined>>,
): Uint8Array | undefined {
  return Object.values(values).includes(undefined) ? undefined : compose(core, structure, values as Values);
}

/** Bytes that the core takes for one TransportID, and nothing behind it. */
function wholeBytes(core: Core, word: string): Uint8Array | undefined {
  const bytes = bytesFrom(word);
  if (bytes === undefined || bytes.length === 0) return undefined;
  const [whole] = explain(core, "transport_id", bytes);
  return whole!.bits === bytes.length * 8 && bytes.length >= 24 ? bytes : undefined;
}
