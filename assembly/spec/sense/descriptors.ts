/** Sense data descriptors of types 06h to 0Fh, and what is within them. */
import { senseDescriptorOf } from "../descriptor-sense.ts";
import { accessStates } from "../names.ts";
import { additionalSenseAt, senseKeys } from "../sense.ts";
import type { Choice, Structure } from "../types.ts";
import { allStatuses } from "./status.ts";

const osdObject = senseDescriptorOf("sense_osd_object", 0x06, 32, "OSD-2 4.15.2.1", "The object in error.", [
  {
    name: "NOT INITIATED COMMAND FUNCTIONS",
    byte: 8,
    bits: 32,
    doc: "Functions of the command that did not begin, a bit each.",
  },
  { name: "COMPLETED COMMAND FUNCTIONS", byte: 12, bits: 32, doc: "Functions that were carried out, a bit each." },
  { name: "PARTITION_ID", byte: 16, bits: 64, doc: "The partition in error." },
  { name: "OBJECT_ID", byte: 24, bits: 64, doc: "The object in error." },
]);

const osdIntegrityCheck = senseDescriptorOf(
  "sense_osd_integrity_check",
  0x07,
  2,
  "OSD-2 4.15.2.2",
  "Vouches for the response.",
  [],
  { kind: "bytes", name: "RESPONSE INTEGRITY CHECK VALUE", doc: "Computed over status and sense data." },
);

const osdAttributes = senseDescriptorOf(
  "sense_osd_attributes",
  0x08,
  4,
  "OSD-2 4.15.2.3",
  "The attributes in error.",
  [],
  { kind: "list", of: "sense_osd_attribute", doc: "One entry an attribute." },
);

const osdAttribute: Structure = {
  id: "sense_osd_attribute",
  name: "Sense data attribute descriptor",
  clause: "OSD-2 4.15.2.3",
  size: 8,
  doc: "An attribute in error.",
  fields: [
    { name: "ATTRIBUTE PAGE", byte: 0, bits: 32, doc: "Page of the attribute." },
    { name: "ATTRIBUTE NUMBER", byte: 4, bits: 32, doc: "Its number in the page." },
  ],
};

const lbaBytes = [
  ["LBA (31:24)", 6],
  ["LBA (7:0)", 7],
  ["LBA (39:32)", 8],
  ["LBA (15:8)", 9],
  ["LBA (47:40)", 10],
  ["LBA (23:16)", 11],
] as const;

const ataStatusReturn = senseDescriptorOf(
  "sense_ata_status_return",
  0x09,
  14,
  "SAT-3 12.2.2.6",
  "What the registers of an ATA device were at the end of ATA PASS-THROUGH.",
  [
    { name: "EXTEND", byte: 2, bit: 0, bits: 1, doc: "The command was a 48-bit one." },
    { name: "ERROR", byte: 3, bits: 8, doc: "ATA ERROR register." },
    { name: "COUNT", byte: 4, bits: 16, doc: "ATA COUNT register." },
    ...lbaBytes.map(([name, byte]) => ({ name, byte, bits: 8, doc: "ATA LBA register." })),
    { name: "DEVICE", byte: 12, bits: 8, doc: "ATA DEVICE register." },
    { name: "STATUS", byte: 13, bits: 8, doc: "ATA STATUS register." },
  ],
);

const anotherProgress = senseDescriptorOf(
  "sense_another_progress",
  0x0a,
  8,
  "4.5.2.6",
  "How far other work is that goes on at the same time.",
  [
    { name: "ANOTHER SENSE KEY", byte: 2, bits: 8, values: senseKeys, doc: "The class of that work." },
    additionalSenseAt(3, "ANOTHER "),
    { name: "ANOTHER PROGRESS INDICATION", byte: 6, bits: 16, doc: "Parts of 65536 that are done." },
  ],
);

const segmentReferral = senseDescriptorOf(
  "sense_segment_referral",
  0x0b,
  4,
  "SBC-3 4.27.2",
  "Through which target ports the logical blocks are reached.",
  [{ name: "NOT_ALL_R", byte: 2, bit: 0, bits: 1, doc: "There are more referrals than these." }],
  { kind: "list", of: "segment_referral", doc: "One entry a range of logical blocks." },
);

const referral: Structure = {
  id: "segment_referral",
  name: "User data segment referral descriptor",
  clause: "SBC-3 4.27.2",
  size: 20,
  doc: "A range of logical blocks, and its target port groups.",
  fields: [
    {
      name: "NUMBER OF TARGET PORT GROUP DESCRIPTORS",
      byte: 3,
      bits: 8,
      countsFrom: 20,
      countsUnit: 4,
      doc: "Descriptors that follow.",
    },
    { name: "FIRST USER DATA SEGMENT LBA", byte: 4, bits: 64, doc: "First logical block of the range." },
    { name: "LAST USER DATA SEGMENT LBA", byte: 12, bits: 64, doc: "Last logical block of the range." },
  ],
  rest: { kind: "list", of: "segment_referral_group", doc: "One entry a target port group." },
};

const referralGroup: Structure = {
  id: "segment_referral_group",
  name: "Target port group descriptor",
  clause: "SBC-3 4.27.2",
  size: 4,
  doc: "A target port group that reaches the range.",
  fields: [
    {
      name: "ASYMMETRIC ACCESS STATE",
      byte: 0,
      bit: 3,
      bits: 4,
      values: accessStates,
      doc: "How well the range is reached through the group.",
    },
    { name: "TARGET PORT GROUP", byte: 2, bits: 16, doc: "The group, as REPORT TARGET PORT GROUPS numbers it." },
  ],
};

const forwarded = senseDescriptorOf(
  "sense_forwarded",
  0x0c,
  4,
  "4.5.2.7",
  "Sense data that the device server got from another.",
  [
    { name: "FSDT", byte: 2, bit: 7, bits: 1, doc: "The forwarded sense data was cut." },
    {
      name: "SENSE DATA SOURCE",
      byte: 2,
      bit: 3,
      bits: 4,
      values: {
        0x0: "unknown",
        0x1: "EXTENDED COPY command copy source",
        0x2: "EXTENDED COPY command copy destination 1",
        0x3: "EXTENDED COPY command copy destination 2",
        0x4: "EXTENDED COPY command copy destination 3",
        0x5: "EXTENDED COPY command copy destination 4",
        0x6: "EXTENDED COPY command copy destination 5",
        0x7: "EXTENDED COPY command copy destination 6",
      },
      doc: "Whose sense data it is.",
    },
    { name: "FORWARDED STATUS", byte: 3, bits: 8, values: allStatuses, doc: "The status that came with it." },
  ],
  { kind: "one", of: "sense_data", doc: "The sense data as it came." },
);

const directAccessBlock = senseDescriptorOf(
  "sense_direct_access_block",
  0x0d,
  24,
  "SBC-4 4.18.4",
  "What a disk has to say, in one descriptor.",
  [
    { name: "VALID", byte: 2, bit: 7, bits: 1, doc: "INFORMATION is defined by a standard." },
    { name: "ILI", byte: 2, bit: 5, bits: 1, doc: "Incorrect length." },
    {
      name: "SENSE KEY SPECIFIC",
      byte: 4,
      bits: 24,
      of: "descriptor_sense_key_specific_data",
      doc: "Where the error is, or how far the work is.",
    },
    { name: "FIELD REPLACEABLE UNIT CODE", byte: 7, bits: 8, doc: "In the vendor's numbers." },
    { name: "INFORMATION", byte: 8, bits: 64, doc: "Depends on the command." },
    { name: "COMMAND-SPECIFIC INFORMATION", byte: 16, bits: 64, doc: "Depends on the command." },
  ],
  { kind: "bytes", name: "Additional bytes", doc: "Reserved: devices send the descriptor in two lengths." },
);

const deviceDesignation = senseDescriptorOf(
  "sense_device_designation",
  0x0e,
  4,
  "SPC-6 4.4.2.9",
  "A logical unit that the sense data is about.",
  [
    {
      name: "DEVICE USAGE REASON",
      byte: 3,
      bit: 2,
      bits: 3,
      values: {
        0: "unknown",
        1: "resend this and further commands to it",
        2: "resend this command to it",
        3: "a new subsidiary logical unit of this administrative logical unit",
        4: "the administrative logical unit of a preferred binding",
      },
      doc: "Why it is named.",
    },
  ],
  { kind: "one", of: "designation_descriptor", doc: "As in the Device Identification VPD page." },
);

const microcodeActivation = senseDescriptorOf(
  "sense_microcode_activation",
  0x0f,
  8,
  "SPC-5 4.4.2.10",
  "How long new microcode needs until it runs.",
  [
    {
      name: "MICROCODE ACTIVATION TIME",
      byte: 6,
      bits: 16,
      values: { 0x0000: "unknown", 0xffff: "more than 65534 seconds" },
      doc: "In seconds.",
    },
  ],
);

export const descriptorStructures: readonly (Structure | Choice)[] = [
  osdObject,
  osdIntegrityCheck,
  osdAttributes,
  osdAttribute,
  ataStatusReturn,
  anotherProgress,
  segmentReferral,
  referral,
  referralGroup,
  forwarded,
  directAccessBlock,
  deviceDesignation,
  microcodeActivation,
];
