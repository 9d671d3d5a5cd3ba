/** Where each command's fields are: the join of the command table with the layouts, and layouts for commands without one. */
import { bytes, controlByte, operationCode, serviceAction } from "../cdb/common.ts";
import { layouts } from "../cdb/layouts.ts";
import type { Field, Structure } from "../types.ts";

/** Where a CDB has its service action (SPC-4 4.2.5.2), and one of variable length (SPC-4 4.2.3). */
export { serviceAction };
export const variableServiceAction: Field = { ...serviceAction, byte: 8, bit: 7, bits: 16 };
/** CDBs that say their length themselves. */
export const extendedCdb = 0x7e;
export const variableLengthCdb = 0x7f;

/** Bytes of a CDB by the GROUP CODE, the three highest bits of the operation code (SAM-5 5.2.2): of one of variable length those up to its service action, of a vendor's the least. */
export const cdbLengths = [6, 10, 10, 10, 16, 12, 6, 6] as const;

const command = (first: number, last: number): Field =>
  bytes("Command specific", first, last, "Defined by the command.", { kind: "bytes" });

/** A CDB of which only the size is known (SPC-4 4.2.2). */
const cdb = (size: number): Structure => ({
  id: `cdb_${size}`,
  name: `CDB of ${size} bytes`,
  clause: "SPC-4 4.2.2",
  size,
  doc: "A command of which no more is known than its size.",
  fields: [operationCode, command(1, size - 2), controlByte(size - 1)],
});

const cdbWithServiceAction = (size: number): Structure => ({
  ...cdb(size),
  id: `cdb_${size}_service_action`,
  fields: [
    operationCode,
    { name: "Action specific", byte: 1, bit: 7, bits: 3, doc: "Defined by the service action." },
    serviceAction,
    command(2, size - 2),
    controlByte(size - 1),
  ],
});

const variable: Structure = {
  id: "cdb_variable",
  name: "CDB of variable length",
  clause: "SPC-4 4.2.3",
  size: 10,
  doc: "A command of 12 to 260 bytes.",
  fields: [
    operationCode,
    controlByte(1),
    command(2, 6),
    { name: "ADDITIONAL CDB LENGTH", byte: 7, bits: 8, countsFrom: 8, doc: "Bytes that follow, a multiple of 4." },
    variableServiceAction,
  ],
  rest: { kind: "bytes", name: "Service action specific", doc: "Defined by the service action." },
};

/** A CDB of which not even the size is known: a reserved operation code, or a vendor's. */
const other: Structure = {
  id: "cdb_other",
  name: "CDB",
  clause: "SAM-5 5.2.2",
  size: 1,
  doc: "A command of which nothing is known, a vendor's perhaps.",
  fields: [operationCode],
  rest: { kind: "bytes", name: "Command specific", doc: "Defined by the command." },
};

const extended: Structure = {
  id: "cdb_extended",
  name: "EXTENDED CDB",
  clause: "SPC-4 4.2.4",
  size: 4,
  doc: "A command with descriptors behind it.",
  fields: [operationCode, { name: "EXTENDED CDB LENGTH", byte: 2, bits: 16, countsFrom: 4, doc: "Bytes that follow." }],
  rest: { kind: "bytes", name: "CDB and descriptors", doc: "The command itself, then its descriptors." },
};

export const requestSenseCdb: Structure = {
  id: "request_sense_cdb",
  name: "REQUEST SENSE",
  clause: "SPC-4 6.39",
  size: 6,
  doc: "Asks for sense data; a unit attention that waits is reported by it.",
  fields: [
    { name: "OPERATION CODE", byte: 0, bits: 8, fixed: 0x03, values: { 0x03: "REQUEST SENSE" }, doc: "Always 03h." },
    { name: "DESC", byte: 1, bit: 0, bits: 1, doc: "Descriptor format is asked for." },
    { name: "ALLOCATION LENGTH", byte: 4, bits: 8, doc: "Most bytes that the device may return." },
    { name: "CONTROL", byte: 5, bits: 8, doc: "Vendor specific bits and NACA; 0 in practice." },
  ],
};

/** The generic layouts, by the GROUP CODE: without service actions and with them. */
export const genericLayouts = {
  plain: ["cdb_6", "cdb_10", "cdb_10", "cdb_other", "cdb_16", "cdb_12", "cdb_other", "cdb_other"],
  action: [
    "cdb_6",
    "cdb_10_service_action",
    "cdb_10_service_action",
    "cdb_variable",
    "cdb_16_service_action",
    "cdb_12_service_action",
    "cdb_other",
    "cdb_other",
  ],
} as const;

export const genericStructures: readonly Structure[] = [
  cdb(6),
  cdb(10),
  cdb(12),
  cdb(16),
  cdbWithServiceAction(10),
  cdbWithServiceAction(12),
  cdbWithServiceAction(16),
  variable,
  extended,
  other,
];

/**
 * Layouts by the command's key: "28", "9e/10"; "a3@5" is for one PERIPHERAL DEVICE TYPE, one without is for the command of all types or of block devices.
 * A key without a service action is for all of them.
 */
export const commandLayouts: { readonly [key: string]: string } = { ...layouts, "7e": "cdb_extended" };
