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
  list: {
    id: "read_keys_key",
    name: "Reservation key",
    stride: 8,
    fields: [{ name: "RESERVATION KEY", byte: 0, bits: 64, doc: "The key that an I_T nexus has registered." }],
  },
};

export const readReservationData: Structure = {
  id: "read_reservation_data",
  name: "READ RESERVATION parameter data",
  clause: "SPC-4 6.15.3",
  size: 8,
  doc: "The reservation, where there is one.",
  fields: header,
  list: {
    id: "read_reservation_descriptor",
    name: "Reservation",
    stride: 16,
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
  },
};
