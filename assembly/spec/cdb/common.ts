/** What the layouts of the CDBs are written with: fields by byte and bits, and the fields that many commands have. */
import type { Field, Structure, ValueNames } from "../types.ts";

type More = Partial<Pick<Field, "values" | "obsolete" | "fixed" | "countsFrom" | "kind">>;

/** Whole bytes, `first` to `last`. */
export const bytes = (name: string, first: number, last: number, doc: string, more: More = {}): Field => ({
  name,
  byte: first,
  bits: (last - first + 1) * 8,
  doc,
  ...more,
});

/** Bits `high` to `low` of one byte. */
export const bits = (name: string, byte: number, high: number, low: number, doc: string, more: More = {}): Field => ({
  name,
  byte,
  bit: high,
  bits: high - low + 1,
  doc,
  ...more,
});

export const bit = (name: string, byte: number, at: number, doc: string, more: More = {}): Field =>
  bits(name, byte, at, at, doc, more);

export const withdrawn = { obsolete: true } as const;

export const operationCode = bytes("OPERATION CODE", 0, 0, "Which command this is.");
export const serviceAction = bits("SERVICE ACTION", 1, 4, 0, "Which command of this operation code.");
export const controlByte = (at: number): Field =>
  bytes("CONTROL", at, at, "Vendor specific bits and NACA; 0 in practice.");

/** A CDB of a fixed length: OPERATION CODE first, CONTROL last. */
export const cdb = (
  size: 6 | 10 | 12 | 16,
  id: string,
  name: string,
  clause: string,
  doc: string,
  fields: readonly Field[],
): Structure => ({
  id: `${id}_cdb`,
  name,
  clause,
  size,
  doc,
  fields: [operationCode, ...fields, controlByte(size - 1)],
});

export const lba = (first: number, last: number): Field =>
  bytes("LOGICAL BLOCK ADDRESS", first, last, "The first logical block.");
export const transferLength = (first: number, last: number): Field =>
  bytes("TRANSFER LENGTH", first, last, "Logical blocks to transfer; 0 is none.");
export const verificationLength = (first: number, last: number): Field =>
  bytes("VERIFICATION LENGTH", first, last, "Logical blocks to verify; 0 is none.");
export const prefetchLength = (first: number, last: number): Field =>
  bytes("PREFETCH LENGTH", first, last, "Logical blocks to read ahead; 0 is all up to the last.");
export const numberOfBlocks = (first: number, last: number): Field =>
  bytes("NUMBER OF LOGICAL BLOCKS", first, last, "How many logical blocks; 0 is all up to the last.");
export const byteTransferLength = (first: number, last: number): Field =>
  bytes("BYTE TRANSFER LENGTH", first, last, "Bytes to transfer.");
export const allocationLength = (first: number, last: number): Field =>
  bytes("ALLOCATION LENGTH", first, last, "Most bytes that the device may return.");
export const parameterListLength = (first: number, last: number): Field =>
  bytes("PARAMETER LIST LENGTH", first, last, "Bytes of the parameter list.");
export const groupNumber = (byte: number): Field =>
  bits("GROUP NUMBER", byte, 5, 0, "The group that information about the command is collected for.");

/** RDPROTECT, WRPROTECT, VRPROTECT, ORPROTECT. */
export const protection = (name: string, byte: number): Field =>
  bits(name, byte, 7, 5, "Whether protection information goes along, and how it is checked.");
export const dpo = (byte: number): Field => bit("DPO", byte, 4, "The blocks need not stay in the cache.");
export const fua = (byte: number): Field => bit("FUA", byte, 3, "To or from the medium, not the volatile cache.");
export const rarc = (byte: number): Field => bit("RARC", byte, 2, "No recovery beyond a rebuild assist is wanted.");
export const fuaNv = (byte: number): Field => bit("FUA_NV", byte, 1, "Non-volatile cache is enough.", withdrawn);
export const relAdr = (byte: number): Field =>
  bit("RELADR", byte, 0, "The address is relative to that of the command before.", withdrawn);
export const bytchk = (byte: number): Field =>
  bits("BYTCHK", byte, 2, 1, "0 checks the medium only, 1 compares it with the data, 3 with one block of data.");
export const immed = (byte: number, at: number): Field =>
  bit("IMMED", byte, at, "Status comes as soon as the CDB is checked.");
export const anchor = (byte: number, at: number): Field =>
  bit("ANCHOR", byte, at, "Unmapped blocks become anchored, not deallocated.");
export const unmapBit = (byte: number): Field => bit("UNMAP", byte, 3, "The blocks may be unmapped instead.");
export const dld = (number: 0 | 1 | 2, byte: number, at: number): Field =>
  bit(`DLD${number}`, byte, at, `Bit ${number} of the command duration limit descriptor's number.`);

/** PMI and its address, which READ CAPACITY had. */
export const pmi = (byte: number): Field =>
  bit("PMI", byte, 0, "Asks for the last block before a substantial delay.", withdrawn);

/** DEFECT LIST FORMAT of FORMAT UNIT and READ DEFECT DATA. */
export const defectListFormats: ValueNames = {
  0: "Short block",
  1: "Extended bytes from index",
  2: "Extended physical sector",
  3: "Long block",
  4: "Bytes from index",
  5: "Physical sector",
  6: "Vendor specific",
};
