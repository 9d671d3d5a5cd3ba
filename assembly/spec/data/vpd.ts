/** Vital product data pages (SPC-4 7.8, SBC-3 6.6; fields of SPC-5 and SBC-4 where they are new). */
import type { Choice, Field, Rest, Structure, ValueNames } from "../types.ts";
import { blockDevices, flag, part, whole } from "./fields.ts";

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

const others: ValueNames = {
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

const pages: ValueNames = { ...explained, ...others };

const ranges = [
  { first: 0x01, last: 0x7f, name: "ASCII Information" },
  { first: 0xc0, last: 0xff, name: "vendor specific" },
];

const pageDoc = "Which page this is.";
const head = (pageCode: Field): readonly Field[] => [
  part("PERIPHERAL QUALIFIER", 0, 7, 3, "As in standard INQUIRY data."),
  part("PERIPHERAL DEVICE TYPE", 0, 4, 5, "As in standard INQUIRY data."),
  pageCode,
  whole("PAGE LENGTH", 2, 2, "Bytes that follow.", { countsFrom: 4 }),
];

const page = (
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

const supportedPages = page("supported_pages", 0x00, 4, "The pages that the device has.", [], {
  kind: "list",
  of: "vpd_supported_page",
  doc: "The pages, in ascending order.",
});

const supportedPage: Structure = {
  id: "vpd_supported_page",
  name: "Supported page",
  clause: "SPC-4 7.8",
  size: 1,
  doc: "A page that the device has.",
  fields: [whole("PAGE CODE", 0, 1, pageDoc, { values: pages, ranges })],
};

const unitSerialNumber = page(
  "unit_serial_number",
  0x80,
  4,
  "The serial number of the logical unit or its device.",
  [],
  {
    kind: "characters",
    name: "PRODUCT SERIAL NUMBER",
    doc: "Blanks where there is none.",
  },
);

const deviceIdentification = page(
  "device_identification",
  0x83,
  4,
  "The names of the logical unit, of the target port that was asked, and of the device.",
  [],
  { kind: "list", of: "designation_descriptor", doc: "The names." },
);

const extendedInquiry = page("extended_inquiry", 0x86, 64, "More of what the device supports.", [
  part("ACTIVATE_MICROCODE", 4, 7, 2, "When new microcode becomes active.", {
    values: { 1: "before the final WRITE BUFFER ends", 2: "after power on, hard reset or another event" },
  }),
  part("SPT", 4, 5, 3, "Types of protection information that are supported, by device type."),
  flag("GRD_CHK", 4, 2, "Guards of protection information are checked."),
  flag("APP_CHK", 4, 1, "Application tags are checked."),
  flag("REF_CHK", 4, 0, "Reference tags are checked."),
  flag("UASK_SUP", 5, 5, "Sense key specific data tells about unit attentions lost."),
  flag("GROUP_SUP", 5, 4, "GROUP NUMBER is supported."),
  flag("PRIOR_SUP", 5, 3, "Task priority is supported."),
  flag("HEADSUP", 5, 2, "HEAD OF QUEUE is supported."),
  flag("ORDSUP", 5, 1, "ORDERED is supported."),
  flag("SIMPSUP", 5, 0, "SIMPLE is supported."),
  flag("WU_SUP", 6, 3, "WRITE UNCORRECTABLE ERROR is supported."),
  flag("CRD_SUP", 6, 2, "Correction of read data can be disabled."),
  flag("NV_SUP", 6, 1, "There is a non-volatile cache."),
  flag("V_SUP", 6, 0, "There is a volatile cache."),
  flag("NO_PI_CHK", 7, 5, "Protection information can be left unchecked."),
  flag("P_I_I_SUP", 7, 4, "Intervals of protection information are supported."),
  flag("LUICLR", 7, 0, "I_T nexus loss clears unit attentions of all logical units."),
  part("LU COLLECTION TYPE", 8, 7, 3, "The kind of collection of logical units."),
  flag("R_SUP", 8, 4, "Referrals are supported."),
  flag("RTD_SUP", 8, 3, "Revert to defaults is supported."),
  flag("HSSRELEF", 8, 1, "A reset releases established effects of alternate history."),
  flag("CBCS", 8, 0, "Capability-based command security is supported."),
  part("MULTI I_T NEXUS MICROCODE DOWNLOAD", 9, 3, 4, "How downloads of several I_T nexuses are handled."),
  whole("EXTENDED SELF-TEST COMPLETION MINUTES", 10, 2, "Time of an extended self-test."),
  flag("POA_SUP", 12, 7, "Microcode can become active after power on."),
  flag("HRA_SUP", 12, 6, "Microcode can become active after hard reset."),
  flag("VSA_SUP", 12, 5, "Microcode can become active after a vendor's event."),
  flag("DMS_VALID", 12, 4, "The bits of byte 19 are valid."),
  whole("MAXIMUM SUPPORTED SENSE DATA LENGTH", 13, 1, "Bytes; 0: not told."),
  flag("IBS", 14, 7, "Implicit binding is supported."),
  flag("IAS", 14, 6, "Implicit affiliation is supported."),
  flag("SAC", 14, 2, "SET AFFILIATION is supported."),
  flag("NRD1", 14, 1, "Access without affiliation through another I_T nexus is refused."),
  flag("NRD0", 14, 0, "Access without affiliation through the same I_T nexus is refused."),
  whole("MAXIMUM INQUIRY CHANGE LOGS", 15, 2, "Entries."),
  whole("MAXIMUM MODE PAGE CHANGE LOGS", 17, 2, "Entries."),
  ...["4", "5", "6", "7", "D", "E", "F"].map((mode, i) =>
    flag(`DM_MD_${mode}`, 19, 7 - i, `WRITE BUFFER downloads microcode in mode ${mode}h.`),
  ),
]);

const scsiPorts = page("scsi_ports", 0x88, 4, "The ports of the device.", [], {
  kind: "list",
  of: "vpd_scsi_port",
  doc: "The ports.",
});

const scsiPort: Structure = {
  id: "vpd_scsi_port",
  name: "SCSI port",
  clause: "SPC-4 7.8",
  size: 8,
  doc: "A port: its relative port identifier is what READ FULL STATUS has.",
  fields: [
    whole("RELATIVE PORT IDENTIFIER", 2, 2, "The port's number in its device."),
    whole("INITIATOR PORT TRANSPORTID LENGTH", 6, 2, "Bytes of the TransportID; 0 for a target port."),
  ],
  rest: [
    {
      kind: "one",
      of: "transport_id",
      countedBy: "INITIATOR PORT TRANSPORTID LENGTH",
      doc: "The port's name as an initiator port.",
    },
    { kind: "one", of: "vpd_target_port", doc: "The port's names as a target port." },
  ],
};

const targetPort: Structure = {
  id: "vpd_target_port",
  name: "Target port",
  clause: "SPC-4 7.8",
  size: 4,
  doc: "The names of a target port.",
  fields: [whole("TARGET PORT DESCRIPTORS LENGTH", 2, 2, "Bytes that follow.", { countsFrom: 4 })],
  rest: { kind: "list", of: "designation_descriptor", doc: "The names." },
};

const blockLimits = page("block_limits", 0xb0, 64, "How much a command may ask for. In logical blocks; 0: not told.", [
  flag("WSNZ", 4, 0, "WRITE SAME needs a length that is not 0."),
  whole("MAXIMUM COMPARE AND WRITE LENGTH", 5, 1, "0: COMPARE AND WRITE is not supported."),
  whole("OPTIMAL TRANSFER LENGTH GRANULARITY", 6, 2, "Transfers of a multiple are fast."),
  whole("MAXIMUM TRANSFER LENGTH", 8, 4, "Longest transfer."),
  whole("OPTIMAL TRANSFER LENGTH", 12, 4, "Longer transfers are slower."),
  whole("MAXIMUM PREFETCH LENGTH", 16, 4, "Longest PRE-FETCH."),
  whole("MAXIMUM UNMAP LBA COUNT", 20, 4, "Blocks of one UNMAP; 0: UNMAP is not supported."),
  whole("MAXIMUM UNMAP BLOCK DESCRIPTOR COUNT", 24, 4, "Descriptors of one UNMAP."),
  whole("OPTIMAL UNMAP GRANULARITY", 28, 4, "UNMAP of a multiple has an effect."),
  flag("UGAVALID", 32, 7, "UNMAP GRANULARITY ALIGNMENT is valid."),
  part("UNMAP GRANULARITY ALIGNMENT", 32, 6, 31, "First block of a granule."),
  whole("MAXIMUM WRITE SAME LENGTH", 36, 8, "Longest WRITE SAME."),
  whole("MAXIMUM ATOMIC TRANSFER LENGTH", 44, 4, "Longest atomic write."),
  whole("ATOMIC ALIGNMENT", 48, 4, "Atomic writes begin at a multiple."),
  whole("ATOMIC TRANSFER LENGTH GRANULARITY", 52, 4, "Atomic writes have a multiple as length."),
  whole("MAXIMUM ATOMIC TRANSFER LENGTH WITH ATOMIC BOUNDARY", 56, 4, "Longest one where a boundary is given."),
  whole("MAXIMUM ATOMIC BOUNDARY SIZE", 60, 4, "Largest boundary."),
]);

const blockCharacteristics = page("block_characteristics", 0xb1, 64, "What the medium is.", [
  whole("MEDIUM ROTATION RATE", 4, 2, "Revolutions a minute.", {
    values: { 0x0000: "not reported", 0x0001: "non-rotating medium (solid state)" },
    ranges: [{ first: 0x0401, last: 0xfffe, name: "rotations a minute" }],
  }),
  whole("PRODUCT TYPE", 6, 1, "The kind of card.", {
    values: {
      1: "CFast",
      2: "CompactFlash",
      3: "Memory Stick",
      4: "MultiMediaCard",
      5: "Secure Digital Card",
      6: "XQD",
      7: "Universal Flash Storage",
    },
  }),
  part("WABEREQ", 7, 7, 2, "What a read of a block finds after SANITIZE block erase."),
  part("WACEREQ", 7, 5, 2, "What a read of a block finds after SANITIZE cryptographic erase."),
  part("NOMINAL FORM FACTOR", 7, 3, 4, "Width of the device.", {
    values: { 1: "5.25 inch", 2: "3.5 inch", 3: "2.5 inch", 4: "1.8 inch", 5: "less than 1.8 inch" },
  }),
  part("ZONED", 8, 5, 2, "Zones.", { values: { 1: "host aware", 2: "device managed" } }),
  flag("RBWZ", 8, 3, "Reads of unwritten blocks of a background operation are refused."),
  flag("BOCS", 8, 2, "BACKGROUND CONTROL is supported."),
  flag("FUAB", 8, 1, "FUA and SYNCHRONIZE CACHE behave as SBC-4 says."),
  flag("VBULS", 8, 0, "VERIFY of unmapped blocks succeeds."),
  whole("DEPOPULATION TIME", 12, 4, "Seconds that a depopulation takes."),
]);

const provisioning = page(
  "logical_block_provisioning",
  0xb2,
  8,
  "Whether and how blocks are provisioned as they are needed.",
  [
    whole("THRESHOLD EXPONENT", 4, 1, "2 to its power blocks are a threshold set; 0: no thresholds."),
    flag("LBPU", 5, 7, "UNMAP is supported."),
    flag("LBPWS", 5, 6, "WRITE SAME(16) with UNMAP is supported."),
    flag("LBPWS10", 5, 5, "WRITE SAME(10) with UNMAP is supported."),
    part("LBPRZ", 5, 4, 3, "What an unmapped block reads as.", {
      values: { 1: "zeros", 2: "the provisioning initialization pattern" },
    }),
    flag("ANC_SUP", 5, 1, "Anchored blocks are supported."),
    flag("DP", 5, 0, "A provisioning group descriptor is there."),
    part("MINIMUM PERCENTAGE", 6, 7, 5, "Of the blocks that are always provisioned."),
    part("PROVISIONING TYPE", 6, 2, 3, "How blocks are provisioned.", {
      values: { 0: "fully provisioned, or not told", 1: "resource provisioned", 2: "thin provisioned" },
    }),
    whole("THRESHOLD PERCENTAGE", 7, 1, "Where the threshold is."),
  ],
  { kind: "one", of: "designation_descriptor", doc: "The provisioning group, where DP is set." },
);

const other: Structure = {
  id: "vpd_page_other",
  name: "VPD page",
  clause: "SPC-4 7.8",
  size: 4,
  doc: "Another page, or a page of another device type.",
  fields: head(whole("PAGE CODE", 1, 1, pageDoc, { values: others, ranges })),
  rest: { kind: "bytes", name: "Page data", doc: "Depends on the page." },
};

/** Pages B0h to BFh mean something else for each device type. */
const ofBlockDevice = (structure: Structure): Choice => ({
  id: `${structure.id}_page`,
  name: structure.name,
  clause: structure.clause,
  doc: "By PERIPHERAL DEVICE TYPE.",
  byte: 0,
  mask: 0x1f,
  cases: Object.fromEntries(blockDevices.map((type) => [type, structure.id])),
  otherwise: other.id,
});

const blockPages = [blockLimits, blockCharacteristics, provisioning].map(ofBlockDevice);

const vpdPage: Choice = {
  id: "vpd_page",
  name: "VPD page",
  clause: "SPC-4 7.8.1",
  doc: "What INQUIRY returns with EVPD set, by PAGE CODE.",
  byte: 1,
  mask: 0xff,
  cases: {
    0x00: supportedPages.id,
    0x80: unitSerialNumber.id,
    0x83: deviceIdentification.id,
    0x86: extendedInquiry.id,
    0x88: scsiPorts.id,
    0xb0: blockPages[0]!.id,
    0xb1: blockPages[1]!.id,
    0xb2: blockPages[2]!.id,
  },
  otherwise: other.id,
};

export const vpdStructures = [
  vpdPage,
  ...blockPages,
  supportedPages,
  supportedPage,
  unitSerialNumber,
  deviceIdentification,
  extendedInquiry,
  scsiPorts,
  scsiPort,
  targetPort,
  blockLimits,
  blockCharacteristics,
  provisioning,
  other,
] as const;
