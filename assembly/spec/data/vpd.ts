/** Vital product data pages (SPC-4 7.8; fields of SPC-5 where they are new). */
import type { Choice, Structure } from "../types.ts";
import { flag, part, whole } from "./fields.ts";
import { vpdBlockChoices, vpdBlockStructures } from "./vpd-block.ts";
import { head, others, page, pageDoc, pages, ranges } from "./vpd-page.ts";

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

const other: Structure = {
  id: "vpd_page_other",
  name: "VPD page",
  clause: "SPC-4 7.8",
  size: 4,
  doc: "Another page, or a page of another device type.",
  fields: head(whole("PAGE CODE", 1, 1, pageDoc, { values: others, ranges })),
  rest: { kind: "bytes", name: "Page data", doc: "Depends on the page." },
};

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
    0xb0: vpdBlockChoices[0]!.id,
    0xb1: vpdBlockChoices[1]!.id,
    0xb2: vpdBlockChoices[2]!.id,
  },
  otherwise: other.id,
};

export const vpdStructures = [
  vpdPage,
  supportedPages,
  supportedPage,
  unitSerialNumber,
  deviceIdentification,
  extendedInquiry,
  scsiPorts,
  scsiPort,
  targetPort,
  other,
  ...vpdBlockStructures,
] as const;
