/** PERSISTENT RESERVE OUT: the command and its parameter list (SPC-4 6.16). */
import { control, scopes, types } from "./names.ts";
import type { Field, Structure, ValueNames } from "./types.ts";

export const outServiceActions: ValueNames = {
  0: "REGISTER",
  1: "RESERVE",
  2: "RELEASE",
  3: "CLEAR",
  4: "PREEMPT",
  5: "PREEMPT AND ABORT",
  6: "REGISTER AND IGNORE EXISTING KEY",
  7: "REGISTER AND MOVE",
  8: "REPLACE LOST RESERVATION",
};

export const prOutCdb: Structure = {
  id: "pr_out_cdb",
  name: "PERSISTENT RESERVE OUT",
  clause: "SPC-4 6.16.1",
  size: 10,
  doc: "Registers a key, or makes, takes over, releases a reservation.",
  fields: [
    {
      name: "OPERATION CODE",
      byte: 0,
      bits: 8,
      fixed: 0x5f,
      values: { 0x5f: "PERSISTENT RESERVE OUT" },
      doc: "Always 5Fh.",
    },
    { name: "SERVICE ACTION", byte: 1, bit: 4, bits: 5, values: outServiceActions, doc: "What is to be done." },
    {
      name: "SCOPE",
      byte: 2,
      bit: 7,
      bits: 4,
      values: scopes,
      doc: "What is reserved: always the whole logical unit.",
    },
    { name: "TYPE", byte: 2, bit: 3, bits: 4, values: types, doc: "Who may read and write under the reservation." },
    { name: "PARAMETER LIST LENGTH", byte: 5, bits: 32, initial: 24, doc: "Bytes of the parameter list." },
    control(9),
  ],
};

const keys: readonly Field[] = [
  { name: "RESERVATION KEY", byte: 0, bits: 64, doc: "The key that the sender has registered." },
  {
    name: "SERVICE ACTION RESERVATION KEY",
    byte: 8,
    bits: 64,
    doc: "The new key of a registration (0 removes it), or the key to preempt.",
  },
];

const basic: readonly Field[] = [
  ...keys,
  { name: "Obsolete", byte: 16, bits: 32, obsolete: true, doc: "The scope-specific address of earlier standards." },
  {
    name: "SPEC_I_PT",
    byte: 20,
    bit: 3,
    bits: 1,
    doc: "TransportIDs follow: other initiator ports are registered too.",
  },
  { name: "ALL_TG_PT", byte: 20, bit: 2, bits: 1, doc: "The registration is for every target port of the device." },
  { name: "APTPL", byte: 20, bit: 0, bits: 1, doc: "Registrations and reservation persist through power loss." },
  {
    name: "Obsolete (extent length)",
    byte: 22,
    bits: 16,
    obsolete: true,
    doc: "The extent length of earlier standards.",
  },
];

export const parameterList: Structure = {
  id: "pr_out_list",
  name: "PERSISTENT RESERVE OUT parameter list",
  clause: "SPC-4 6.16.3",
  size: 24,
  doc: "The basic list, of every service action but REGISTER AND MOVE.",
  fields: basic,
};

export const specIPtList: Structure = {
  id: "pr_out_spec_i_pt_list",
  name: "PERSISTENT RESERVE OUT parameter list with TransportIDs",
  clause: "SPC-4 6.16.3",
  size: 28,
  doc: "The list of REGISTER where SPEC_I_PT is set.",
  fields: [
    ...basic.map((field) => (field.name === "SPEC_I_PT" ? { ...field, initial: 1 } : field)),
    {
      name: "TRANSPORTID PARAMETER DATA LENGTH",
      byte: 24,
      bits: 32,
      countsFrom: 28,
      doc: "Bytes of all TransportIDs.",
    },
  ],
  rest: { kind: "list", of: "transport_id", doc: "The initiator ports to register too." },
};

export const moveList: Structure = {
  id: "pr_out_move_list",
  name: "REGISTER AND MOVE parameter list",
  clause: "SPC-4 6.16.4",
  size: 24,
  doc: "Where the reservation goes.",
  fields: [
    ...keys,
    { name: "UNREG", byte: 17, bit: 1, bits: 1, doc: "The sender's registration is removed after the move." },
    { name: "APTPL", byte: 17, bit: 0, bits: 1, doc: "Registrations and reservation persist through power loss." },
    { name: "RELATIVE TARGET PORT IDENTIFIER", byte: 18, bits: 16, doc: "The target port of the destination." },
    { name: "TRANSPORTID LENGTH", byte: 20, bits: 32, countsFrom: 24, doc: "Bytes of the TransportID." },
  ],
  rest: { kind: "one", of: "transport_id", doc: "The initiator port of the destination." },
};
