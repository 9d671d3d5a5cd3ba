/** PERSISTENT RESERVE IN: the command and its parameter data (SPC-4 6.15). */
import { control, scopes, types } from "./names.ts";
import type { Field, Structure, ValueNames } from "./types.ts";

export const inServiceActions: ValueNames = {
  0: "READ KEYS",
  1: "READ RESERVATION",
  2: "REPORT CAPABILITIES",
  3: "READ FULL STATUS",
};

export const prInCdb: Structure = {
  id: "pr_in_cdb",
  name: "PERSISTENT RESERVE IN",
  clause: "SPC-4 6.15.1",
  size: 10,
  doc: "Asks for the registrations, the reservation or the abilities of a logical unit.",
  fields: [
    {
      name: "OPERATION CODE",
      byte: 0,
      bits: 8,
      fixed: 0x5e,
      values: { 0x5e: "PERSISTENT RESERVE IN" },
      doc: "Always 5Eh.",
    },
    { name: "SERVICE ACTION", byte: 1, bit: 4, bits: 5, values: inServiceActions, doc: "What is asked for." },
    { name: "ALLOCATION LENGTH", byte: 7, bits: 16, doc: "Most bytes that the device may return." },
    control(9),
  ],
};

const header: readonly Field[] = [
  { name: "PRGENERATION", byte: 0, bits: 32, doc: "Counts the successful changes of registrations since power on." },
  {
    name: "ADDITIONAL LENGTH",
    byte: 4,
    bits: 32,
    countsFrom: 8,
    doc: "Bytes that follow in the whole data, not reduced when the allocation length cuts it.",
  },
];

export const readKeysData: Structure = {
  id: "read_keys_data",
  name: "READ KEYS parameter data",
  clause: "SPC-4 6.15.2",
  size: 8,
  doc: "One key for each registered I_T nexus.",
  fields: header,
  rest: { kind: "list", of: "read_keys_key", doc: "The keys, one for each registered I_T nexus." },
};

export const readKeysKey: Structure = {
  id: "read_keys_key",
  name: "Reservation key",
  clause: "SPC-4 6.15.2",
  size: 8,
  doc: "One element of READ KEYS parameter data.",
  fields: [{ name: "RESERVATION KEY", byte: 0, bits: 64, doc: "The key that an I_T nexus has registered." }],
};

export const readReservationData: Structure = {
  id: "read_reservation_data",
  name: "READ RESERVATION parameter data",
  clause: "SPC-4 6.15.3",
  size: 8,
  doc: "The reservation, where there is one.",
  fields: header,
  rest: { kind: "list", of: "read_reservation_descriptor", doc: "The reservation; none where there is none." },
};

export const readReservationDescriptor: Structure = {
  id: "read_reservation_descriptor",
  name: "Reservation",
  clause: "SPC-4 6.15.3",
  size: 16,
  doc: "One element of READ RESERVATION parameter data.",
  fields: [
    { name: "RESERVATION KEY", byte: 0, bits: 64, doc: "The holder's key; 0 for the all-registrants types." },
    { name: "Obsolete", byte: 8, bits: 32, obsolete: true, doc: "The scope-specific address of earlier standards." },
    {
      name: "SCOPE",
      byte: 13,
      bit: 7,
      bits: 4,
      values: scopes,
      doc: "What is reserved: always the whole logical unit.",
    },
    { name: "TYPE", byte: 13, bit: 3, bits: 4, values: types, doc: "Who may read and write." },
    {
      name: "Obsolete (extent length)",
      byte: 14,
      bits: 16,
      obsolete: true,
      doc: "The extent length of earlier standards.",
    },
  ],
};

/** SPC-4 6.15.4: what passes through a reservation that somebody else holds. */
const allowCommands: ValueNames = {
  0: "no information",
  1: "TEST UNIT READY passes",
  2: "TEST UNIT READY passes, MODE SENSE and the like do not",
  3: "TEST UNIT READY passes; MODE SENSE and the like pass Write Exclusive",
  4: "TEST UNIT READY and RECEIVE COPY RESULTS pass; MODE SENSE and the like pass Write Exclusive",
};

const supported = (name: string, byte: number, bit: number, type: string): Field => ({
  name,
  byte,
  bit,
  bits: 1,
  doc: `The type ${type} is supported.`,
});

export const reportCapabilitiesData: Structure = {
  id: "report_capabilities_data",
  name: "REPORT CAPABILITIES parameter data",
  clause: "SPC-4 6.15.4",
  size: 8,
  doc: "What the device server supports of persistent reservations.",
  fields: [
    { name: "LENGTH", byte: 0, bits: 16, countsFrom: 0, doc: "Bytes of the whole data, these two included." },
    { name: "RLR_C", byte: 2, bit: 7, bits: 1, doc: "REPLACE LOST RESERVATION is supported." },
    { name: "CRH", byte: 2, bit: 4, bits: 1, doc: "RESERVE and RELEASE are handled compatibly (SPC-4 5.13.3)." },
    { name: "SIP_C", byte: 2, bit: 3, bits: 1, doc: "SPEC_I_PT is supported." },
    { name: "ATP_C", byte: 2, bit: 2, bits: 1, doc: "ALL_TG_PT is supported." },
    {
      name: "PTPL_C",
      byte: 2,
      bit: 0,
      bits: 1,
      doc: "APTPL is supported: reservations can persist through power loss.",
    },
    { name: "TMV", byte: 3, bit: 7, bits: 1, doc: "The type mask in bytes 4 and 5 is valid." },
    {
      name: "ALLOW COMMANDS",
      byte: 3,
      bit: 6,
      bits: 3,
      values: allowCommands,
      doc: "Which commands pass others' reservations.",
    },
    { name: "PTPL_A", byte: 3, bit: 0, bits: 1, doc: "Reservations persist through power loss now." },
    supported("WR_EX_AR", 4, 7, types[7]!),
    supported("EX_AC_RO", 4, 6, types[6]!),
    supported("WR_EX_RO", 4, 5, types[5]!),
    supported("EX_AC", 4, 3, types[3]!),
    supported("WR_EX", 4, 1, types[1]!),
    supported("EX_AC_AR", 5, 0, types[8]!),
  ],
};

export const readFullStatusData: Structure = {
  id: "read_full_status_data",
  name: "READ FULL STATUS parameter data",
  clause: "SPC-4 6.15.5",
  size: 8,
  doc: "Every registration with its I_T nexus, and who holds the reservation.",
  fields: header,
  rest: { kind: "list", of: "full_status_descriptor", doc: "The registrations, one for each registered I_T nexus." },
};

export const fullStatusDescriptor: Structure = {
  id: "full_status_descriptor",
  name: "Full status descriptor",
  clause: "SPC-4 6.15.5",
  size: 24,
  doc: "One registration.",
  fields: [
    { name: "RESERVATION KEY", byte: 0, bits: 64, doc: "The key that the I_T nexus has registered." },
    { name: "ALL_TG_PT", byte: 12, bit: 1, bits: 1, doc: "The registration is for every target port of the device." },
    { name: "R_HOLDER", byte: 12, bit: 0, bits: 1, doc: "The I_T nexus holds the reservation." },
    {
      name: "SCOPE",
      byte: 13,
      bit: 7,
      bits: 4,
      values: scopes,
      doc: "Scope of the reservation, where R_HOLDER is set.",
    },
    { name: "TYPE", byte: 13, bit: 3, bits: 4, doc: "Type of the reservation, where R_HOLDER is set.", values: types },
    {
      name: "RELATIVE TARGET PORT IDENTIFIER",
      byte: 18,
      bits: 16,
      doc: "The target port of the I_T nexus; undefined where ALL_TG_PT is set.",
    },
    {
      name: "ADDITIONAL DESCRIPTOR LENGTH",
      byte: 20,
      bits: 32,
      countsFrom: 24,
      doc: "Bytes of the TransportID.",
    },
  ],
  rest: { kind: "one", of: "transport_id", doc: "The initiator port of the I_T nexus." },
};
