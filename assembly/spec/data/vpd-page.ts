/** What all VPD pages have in common, and their names (SPC-4 7.8). */
import type { Field, Rest, Structure, ValueNames } from "../types.ts";
import { part, whole } from "./fields.ts";

/** Pages that have a structure here. */
const explained: ValueNames = {
  0x00: "Supported VPD Pages",
  0x80: "Unit Serial Number",
  0x83: "Device Identification",
  0x86: "Extended INQUIRY Data",
  0x88: "SCSI Ports",
  0xb0: "Block Limits",
  0xb1: "Block Device Characteristics",
  0xb2: "Logical Block Provisioning",
};

export const others: ValueNames = {
  0x84: "Software Interface Identification",
  0x85: "Management Network Addresses",
  0x87: "Mode Page Policy",
  0x89: "ATA Information",
  0x8a: "Power Condition",
  0x8b: "Device Constituents",
  0x8c: "CFA Profile Information",
  0x8d: "Power Consumption",
  0x8f: "Third-party Copy",
  0x90: "Protocol Specific Logical Unit Information",
  0x91: "Protocol Specific Port Information",
  0x92: "SCSI Feature Sets",
  0xb3: "Referrals",
  0xb4: "Supported Block Lengths And Protection Types",
  0xb5: "Block Device Characteristics Extension",
  0xb6: "Zoned Block Device Characteristics",
  0xb7: "Block Limits Extension",
  0xb8: "Format Presets",
  0xb9: "Concurrent Positioning Ranges",
};

export const pages: ValueNames = { ...explained, ...others };

export const ranges = [
  { first: 0x01, last: 0x7f, name: "ASCII Information" },
  { first: 0xc0, last: 0xff, name: "vendor specific" },
];

export const pageDoc = "Which page this is.";
export const head = (pageCode: Field): readonly Field[] => [
  part("PERIPHERAL QUALIFIER", 0, 7, 3, "As in standard INQUIRY data."),
  part("PERIPHERAL DEVICE TYPE", 0, 4, 5, "As in standard INQUIRY data."),
  pageCode,
  whole("PAGE LENGTH", 2, 2, "Bytes that follow.", { countsFrom: 4 }),
];

export const page = (
  id: string,
  code: number,
  size: number,
  doc: string,
  fields: readonly Field[],
  rest?: Rest,
): Structure => ({
  id: `vpd_${id}`,
  name: `${pages[code]!} VPD page`,
  clause: code < 0xb0 ? "SPC-4 7.8" : "SBC-3 6.6",
  size,
  doc,
  fields: [...head(whole("PAGE CODE", 1, 1, pageDoc, { fixed: code, values: pages })), ...fields],
  ...(rest === undefined ? {} : { rest }),
});
