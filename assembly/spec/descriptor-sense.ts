/** Descriptor format sense data (SPC-4 4.5.2). */
import { additionalSenseAt, senseKeys } from "./sense.ts";
import type { Choice, Field, Structure, ValueNames } from "./types.ts";

export const descriptorSense: Structure = {
  id: "descriptor_sense",
  name: "Descriptor format sense data",
  clause: "SPC-4 4.5.2.1",
  size: 8,
  doc: "Why a command ended with CHECK CONDITION, with more said in descriptors.",
  fields: [
    {
      name: "RESPONSE CODE",
      byte: 0,
      bit: 6,
      bits: 7,
      initial: 0x72,
      values: { 0x72: "current, descriptor format", 0x73: "deferred, descriptor format" },
      doc: "Format of the data, and whether it is about this command.",
    },
    { name: "SENSE KEY", byte: 1, bit: 3, bits: 4, values: senseKeys, doc: "The class of what happened." },
    additionalSenseAt(2),
    { name: "SDAT_OVFL", byte: 4, bit: 7, bits: 1, doc: "Sense data was cut." },
    { name: "ADDITIONAL SENSE LENGTH", byte: 7, bits: 8, countsFrom: 8, doc: "Bytes that follow." },
  ],
  rest: { kind: "list", of: "sense_descriptor", doc: "What else there is to say." },
};

/** SPC-4 4.5.2.1. */
export const descriptorTypes: ValueNames = {
  0x00: "Information",
  0x01: "Command specific information",
  0x02: "Sense key specific",
  0x03: "Field replaceable unit",
  0x04: "Stream commands",
  0x05: "Block commands",
  0x06: "OSD object identification",
  0x07: "OSD response integrity check value",
  0x08: "OSD attribute identification",
  0x09: "ATA status return",
  0x0a: "Another progress indication",
  0x0b: "User data segment referral",
  0x0c: "Forwarded sense data",
  0x0d: "Direct-access block device",
  0x0e: "Device designation",
  0x0f: "Microcode activation",
};

/** `type` undefined: any. */
const head = (type?: number): readonly Field[] => [
  {
    name: "DESCRIPTOR TYPE",
    byte: 0,
    bits: 8,
    ...(type === undefined ? {} : { fixed: type }),
    values: descriptorTypes,
    ranges: [{ first: 0x80, last: 0xff, name: "Vendor specific" }],
    doc: "What the descriptor says.",
  },
  { name: "ADDITIONAL LENGTH", byte: 1, bits: 8, countsFrom: 2, doc: "Bytes that follow." },
];

/** `clause` begins with a digit where it is one of SPC-4. */
export const senseDescriptorOf = (
  id: string,
  type: number,
  size: number,
  clause: string,
  doc: string,
  fields: readonly Field[],
  rest?: Structure["rest"],
): Structure => ({
  id,
  name: `${descriptorTypes[type]!.replace(/ sense data$/, "")} sense data descriptor`,
  clause: /^\d/.test(clause) ? `SPC-4 ${clause}` : clause,
  size,
  whole: true,
  doc,
  fields: [...head(type), ...fields],
  ...(rest === undefined ? {} : { rest }),
});

export const senseInformation = senseDescriptorOf(
  "sense_information",
  0x00,
  12,
  "4.5.2.2",
  "What INFORMATION says in fixed format, in 64 bits.",
  [
    { name: "VALID", byte: 2, bit: 7, bits: 1, doc: "INFORMATION is defined by a standard." },
    { name: "INFORMATION", byte: 4, bits: 64, doc: "Depends on the command." },
  ],
);

export const senseCommandSpecific = senseDescriptorOf(
  "sense_command_specific",
  0x01,
  12,
  "4.5.2.3",
  "Depends on the command.",
  [{ name: "COMMAND-SPECIFIC INFORMATION", byte: 4, bits: 64, doc: "Depends on the command." }],
);

export const senseKeySpecific = senseDescriptorOf(
  "sense_key_specific",
  0x02,
  8,
  "4.5.2.4",
  "Where the error is, or how far the work is.",
  [
    {
      name: "SENSE KEY SPECIFIC",
      byte: 4,
      bits: 24,
      of: "descriptor_sense_key_specific_data",
      doc: "Where the error is, or how far the work is.",
    },
  ],
);

export const senseFieldReplaceableUnit = senseDescriptorOf(
  "sense_field_replaceable_unit",
  0x03,
  4,
  "4.5.2.5",
  "The part that failed.",
  [{ name: "FIELD REPLACEABLE UNIT CODE", byte: 3, bits: 8, doc: "In the vendor's numbers." }],
);

export const senseStream = senseDescriptorOf("sense_stream", 0x04, 4, "SSC-3", "What a tape met.", [
  { name: "FILEMARK", byte: 3, bit: 7, bits: 1, doc: "A filemark or setmark." },
  { name: "EOM", byte: 3, bit: 6, bits: 1, doc: "End of medium." },
  { name: "ILI", byte: 3, bit: 5, bits: 1, doc: "Incorrect length." },
]);

export const senseBlock = senseDescriptorOf("sense_block", 0x05, 4, "SBC-3", "What a disk met.", [
  { name: "ILI", byte: 3, bit: 5, bits: 1, doc: "Incorrect length." },
]);

export const senseDescriptorOther: Structure = {
  id: "sense_descriptor_other",
  name: "Sense data descriptor",
  clause: "SPC-4 4.5.2.1",
  size: 2,
  doc: "A descriptor of another type.",
  fields: head(),
  rest: { kind: "bytes", name: "Descriptor data", doc: "Depends on the type." },
};

export const senseDescriptor: Choice = {
  id: "sense_descriptor",
  name: "Sense data descriptor",
  clause: "SPC-4 4.5.2.1",
  doc: "One more thing that sense data says.",
  byte: 0,
  mask: 0xff,
  cases: {
    0x00: "sense_information",
    0x01: "sense_command_specific",
    0x02: "sense_key_specific",
    0x03: "sense_field_replaceable_unit",
    0x04: "sense_stream",
    0x05: "sense_block",
    0x06: "sense_osd_object",
    0x07: "sense_osd_integrity_check",
    0x08: "sense_osd_attributes",
    0x09: "sense_ata_status_return",
    0x0a: "sense_another_progress",
    0x0b: "sense_segment_referral",
    0x0c: "sense_forwarded",
    0x0d: "sense_direct_access_block",
    0x0e: "sense_device_designation",
    0x0f: "sense_microcode_activation",
  },
  otherwise: "sense_descriptor_other",
};
