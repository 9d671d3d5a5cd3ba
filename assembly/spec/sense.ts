/** Sense data, and its fixed format (SPC-4 4.5.1, 4.5.3). */
import { additionalSense, additionalSenseRanges, senseKeys } from "./sense/codes.ts";
import type { Choice, Field, Structure } from "./types.ts";

export { additionalSense, senseKeys } from "./sense/codes.ts";

/** ADDITIONAL SENSE CODE and its QUALIFIER, from byte `byte` on; `prefix` before their names. */
export const additionalSenseAt = (byte: number, prefix = ""): Field => ({
  name: `${prefix}ADDITIONAL SENSE`,
  byte,
  bits: 16,
  values: additionalSense,
  ranges: additionalSenseRanges,
  doc: "What happened.",
  parts: [
    { name: `${prefix}ADDITIONAL SENSE CODE`, byte, bits: 8, doc: "The kind of error." },
    { name: `${prefix}ADDITIONAL SENSE CODE QUALIFIER`, byte: byte + 1, bits: 8, doc: "The error." },
  ],
});

const responseCode: Field = {
  name: "RESPONSE CODE",
  byte: 0,
  bit: 6,
  bits: 7,
  initial: 0x70,
  values: { 0x70: "current, fixed format", 0x71: "deferred, fixed format" },
  doc: "Format of the data, and whether it is about this command.",
};

/** Bytes 0 to 2. */
const head: readonly Field[] = [
  { name: "VALID", byte: 0, bit: 7, bits: 1, doc: "INFORMATION is defined by a standard." },
  responseCode,
  { name: "Obsolete", byte: 1, bits: 8, obsolete: true, doc: "The segment number of earlier standards." },
  { name: "FILEMARK", byte: 2, bit: 7, bits: 1, doc: "A tape met a filemark or setmark." },
  { name: "EOM", byte: 2, bit: 6, bits: 1, doc: "End of medium." },
  { name: "ILI", byte: 2, bit: 5, bits: 1, doc: "Incorrect length." },
  { name: "SDAT_OVFL", byte: 2, bit: 4, bits: 1, doc: "Sense data was cut." },
  { name: "SENSE KEY", byte: 2, bit: 3, bits: 4, values: senseKeys, doc: "The class of what happened." },
];

const additionalLength: Field = {
  name: "ADDITIONAL SENSE LENGTH",
  byte: 7,
  bits: 8,
  countsFrom: 8,
  doc: "Bytes that follow.",
};

const replaceableUnit: Field = {
  name: "FIELD REPLACEABLE UNIT CODE",
  byte: 14,
  bits: 8,
  doc: "The part that failed, in the vendor's numbers.",
};

const keySpecific = (of: string): Field => ({
  name: "SENSE KEY SPECIFIC",
  byte: 15,
  bits: 24,
  of,
  doc: "Where the error is, or how far the work is.",
});

export const fixedSense: Structure = {
  id: "fixed_sense",
  name: "Fixed format sense data",
  clause: "SPC-4 4.5.3",
  size: 18,
  doc: "Why a command ended with CHECK CONDITION.",
  rest: { kind: "bytes", name: "Additional sense bytes", doc: "Vendor specific." },
  fields: [
    ...head,
    { name: "INFORMATION", byte: 3, bits: 32, doc: "Depends on the command, where VALID is set." },
    additionalLength,
    { name: "COMMAND-SPECIFIC INFORMATION", byte: 8, bits: 32, doc: "Depends on the command." },
    additionalSenseAt(12),
    replaceableUnit,
    keySpecific("sense_key_specific_data"),
  ],
};

/** What an ATA device said: INFORMATION and COMMAND-SPECIFIC INFORMATION have its registers. */
const fixedSenseAta: Structure = {
  id: "fixed_sense_ata",
  name: "Fixed format sense data of an ATA device",
  clause: "SAT-3 12.2.2.7",
  size: 18,
  doc: "What the registers of an ATA device were at the end of ATA PASS-THROUGH.",
  rest: { kind: "bytes", name: "Additional sense bytes", doc: "Vendor specific." },
  fields: [
    ...head,
    { name: "ERROR", byte: 3, bits: 8, doc: "ATA ERROR register." },
    { name: "STATUS", byte: 4, bits: 8, doc: "ATA STATUS register." },
    { name: "DEVICE", byte: 5, bits: 8, doc: "ATA DEVICE register." },
    { name: "COUNT (7:0)", byte: 6, bits: 8, doc: "ATA COUNT register." },
    additionalLength,
    { name: "EXTEND", byte: 8, bit: 7, bits: 1, doc: "The command was a 48-bit one." },
    { name: "COUNT_UPPER_NONZERO", byte: 8, bit: 6, bits: 1, doc: "COUNT (15:8) is not 0." },
    { name: "LBA_UPPER_NONZERO", byte: 8, bit: 5, bits: 1, doc: "LBA (47:24) is not 0." },
    {
      name: "LOG INDEX",
      byte: 8,
      bit: 3,
      bits: 4,
      doc: "Where the ATA PASS-THROUGH Results log has the whole registers, 0 for nowhere.",
    },
    { name: "LBA (7:0)", byte: 9, bits: 8, doc: "ATA LBA register." },
    { name: "LBA (15:8)", byte: 10, bits: 8, doc: "ATA LBA register." },
    { name: "LBA (23:16)", byte: 11, bits: 8, doc: "ATA LBA register." },
    {
      ...additionalSenseAt(12),
      fixed: 0x001d,
      parts: [
        { name: "ADDITIONAL SENSE CODE", byte: 12, bits: 8, fixed: 0x00, doc: "The kind of error." },
        { name: "ADDITIONAL SENSE CODE QUALIFIER", byte: 13, bits: 8, fixed: 0x1d, doc: "The error." },
      ],
    },
    replaceableUnit,
    keySpecific("sense_key_specific_other"),
  ],
};

/** ATA PASS-THROUGH INFORMATION AVAILABLE says what the bytes before it are. */
const fixedSenseData: Choice = {
  id: "fixed_sense_data",
  name: "Fixed format sense data",
  clause: "SPC-4 4.5.3",
  doc: "Fixed format, with the registers of an ATA device where the additional sense code says so.",
  byte: 12,
  bytes: 2,
  mask: 0xffff,
  cases: { 0x001d: "fixed_sense_ata" },
  otherwise: "fixed_sense",
};

const senseDataOther: Structure = {
  id: "sense_data_other",
  name: "Sense data of another format",
  clause: "SPC-4 4.5.1",
  size: 1,
  doc: "Sense data whose response code is of no format: the vendor's, or none at all.",
  fields: [{ ...responseCode, initial: 0x7f, values: { 0x7f: "vendor specific" } }],
  rest: { kind: "bytes", name: "Sense data bytes", doc: "Depends on the response code." },
};

const senseData: Choice = {
  id: "sense_data",
  name: "Sense data",
  clause: "SPC-4 4.5.1",
  doc: "Sense data of either format.",
  byte: 0,
  mask: 0x7f,
  cases: {
    0x70: "fixed_sense_data",
    0x71: "fixed_sense_data",
    0x72: "descriptor_sense",
    0x73: "descriptor_sense",
  },
  otherwise: "sense_data_other",
};

export const senseDataStructures: readonly (Structure | Choice)[] = [
  fixedSenseAta,
  fixedSenseData,
  senseDataOther,
  senseData,
];
