/** The saved state of an emulated logical unit (hf_unit_save, hf_unit_load). It is also how the unit keeps itself in memory. */
import { scopes, types } from "./names.ts";
import { additionalSense } from "./sense.ts";
import type { Field, Structure, ValueNames } from "./types.ts";

/** What an emulated logical unit has room for. */
export const unit = {
  nexuses: 512,
  registrations: 256,
  /** Unit attentions that wait for one I_T nexus. */
  attentions: 8,
  targetPorts: 16,
  /** Bytes of the longest TransportID: an iSCSI name of 223 bytes, ",i,0x", an ISID of 12 digits, padded (SPC-4 7.6.4.6). */
  transportId: 248,
};

const pick = (names: ValueNames, values: readonly number[]): ValueNames =>
  Object.fromEntries(values.map((value) => [value, names[value]!]));

/** Additional sense codes of the unit attentions that an emulated logical unit has. */
const attentionCodes: ValueNames = {
  0: "none",
  ...pick(additionalSense, [0x2901, 0x2903, 0x2907, 0x2a03, 0x2a04, 0x2a05]),
};

export const unitState: Structure = {
  id: "unit_state",
  name: "Emulated logical unit",
  clause: "assembly/spec/unit-state.ts",
  size: 28,
  doc: "All that an emulated logical unit knows.",
  fields: [
    { name: "MAGIC", byte: 0, bits: 32, fixed: 0x48464c55, doc: "HFLU in ASCII." },
    { name: "CHECKSUM", byte: 4, bits: 32, doc: "CRC-32 (IEEE 802.3) of all bytes behind it." },
    { name: "VERSION", byte: 8, bits: 16, fixed: 1, doc: "Of this layout." },
    { name: "LOST", byte: 10, bit: 2, bits: 1, doc: "The persistent reservation information was lost." },
    { name: "PTPL_A", byte: 10, bit: 1, bits: 1, doc: "The last APTPL that was accepted." },
    { name: "PTPL_C", byte: 10, bit: 0, bits: 1, doc: "APTPL is supported." },
    { name: "TARGET PORTS", byte: 11, bits: 8, doc: "Relative target port identifiers go from 1 to this." },
    { name: "PRGENERATION", byte: 12, bits: 32, doc: "Counts the successful changes of registrations since power on." },
    {
      name: "HOLDER",
      byte: 16,
      bits: 16,
      doc: "Place of the reservation's holder in the list, from 1; 0 for none, and for the all-registrants types.",
    },
    { name: "SCOPE", byte: 18, bit: 7, bits: 4, fixed: 0, values: pick(scopes, [0]), doc: "Scope of the reservation." },
    {
      name: "TYPE",
      byte: 18,
      bit: 3,
      bits: 4,
      values: { ...pick(types, [1, 3, 5, 6, 7, 8]), 0: "no reservation" },
      doc: "Type of the reservation.",
    },
    {
      name: "LEGACY HOLDER",
      byte: 20,
      bits: 16,
      doc: "Place of the I_T nexus that holds the unit by RESERVE(6) or RESERVE(10), from 1; 0 for none.",
    },
    { name: "ADDITIONAL LENGTH", byte: 24, bits: 32, countsFrom: 28, doc: "Bytes that follow." },
  ],
  rest: { kind: "list", of: "unit_nexus", doc: "The I_T nexuses that are known." },
};

const attentions: readonly Field[] = Array.from({ length: unit.attentions }, (_, i) => ({
  name: `UNIT ATTENTION ${i + 1}`,
  byte: 12 + i * 2,
  bits: 16,
  values: attentionCodes,
  doc: "An additional sense code that waits to be reported.",
}));

export const unitNexus: Structure = {
  id: "unit_nexus",
  name: "I_T nexus",
  clause: "assembly/spec/unit-state.ts",
  size: 32,
  doc: "An I_T nexus of an emulated logical unit.",
  fields: [
    { name: "RESERVATION KEY", byte: 0, bits: 64, doc: "The key that it has registered, 0 for none." },
    { name: "REGISTRATION", byte: 8, bits: 16, doc: "Its place in the order of registration, from 1; 0 for none." },
    { name: "RELATIVE TARGET PORT IDENTIFIER", byte: 10, bits: 16, doc: "The target port." },
    {
      name: "UNIT ATTENTIONS",
      byte: 12,
      bits: 16 * unit.attentions,
      kind: "bytes",
      parts: attentions,
      doc: "What waits to be reported, the oldest first.",
    },
    { name: "TRANSPORTID LENGTH", byte: 28, bits: 32, countsFrom: 32, doc: "Bytes of the TransportID." },
  ],
  rest: { kind: "one", of: "transport_id", doc: "The initiator port, in its canonical form." },
};
