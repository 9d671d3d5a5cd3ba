/** SENSE KEY SPECIFIC of ILLEGAL REQUEST: where the field in error is (SPC-4 4.5.2.4.2). */
import type { Structure } from "./types.ts";

export const fieldPointer: Structure = {
  id: "field_pointer",
  name: "Field pointer",
  clause: "SPC-4 4.5.2.4.2",
  size: 3,
  doc: "SENSE KEY SPECIFIC of ILLEGAL REQUEST.",
  fields: [
    { name: "SKSV", byte: 0, bit: 7, bits: 1, initial: 1, doc: "The pointer is valid." },
    {
      name: "C/D",
      byte: 0,
      bit: 6,
      bits: 1,
      values: { 0: "parameter data", 1: "CDB" },
      doc: "Where the field in error is.",
    },
    { name: "BPV", byte: 0, bit: 3, bits: 1, doc: "BIT POINTER is valid." },
    { name: "BIT POINTER", byte: 0, bit: 2, bits: 3, doc: "The field's most significant bit." },
    { name: "FIELD POINTER", byte: 1, bits: 16, doc: "The field's first byte." },
  ],
};
