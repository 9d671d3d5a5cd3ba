/** What all VPD pages have in common, and their names (SPC-4 7.8). */
import { vpdPages } from "../cdb/page-names.ts";
import type { Field, Rest, Structure, ValueNames } from "../types.ts";
import { whole } from "./fields.ts";
import { peripheral } from "./inquiry.ts";

/** Pages that have a structure here; that structure is for one kind of device, where the code means several pages. */
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

/** As INQUIRY asks for them, whatever the device is: page 00h of a tape has codes from B0h on, too. */
export const pages: ValueNames = { ...vpdPages, 0x00: explained[0x00]! };

/** Pages that any device has here as no more than bytes. */
export const others: ValueNames = Object.fromEntries(
  Object.entries(vpdPages).filter(([code]) => Number(code) >= 0xb0 || explained[Number(code)] === undefined),
);

export const ranges = [
  { first: 0x01, last: 0x7f, name: "ASCII Information" },
  { first: 0xc0, last: 0xff, name: "vendor specific" },
];

export const pageDoc = "Which page this is.";
export const head = (pageCode: Field): readonly Field[] => [
  ...peripheral,
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
  name: `${explained[code]!} VPD page`,
  clause: code < 0xb0 ? "SPC-4 7.8" : "SBC-3 6.6",
  size,
  doc,
  fields: [...head(whole("PAGE CODE", 1, 1, pageDoc, { fixed: code, values: explained })), ...fields],
  ...(rest === undefined ? {} : { rest }),
});
