/** Standard INQUIRY data (SPC-4 6.6.2; bits of SPC-5 where they are new). */
import type { Field, Structure, ValueNames } from "../types.ts";
import { bytes, flag, obsolete, part, text, whole } from "./fields.ts";

/** SPC-4 table 154: PERIPHERAL DEVICE TYPE. */
export const deviceTypes: ValueNames = {
  0x00: "direct access block device",
  0x01: "sequential-access device",
  0x02: "printer",
  0x03: "processor",
  0x04: "write-once device",
  0x05: "CD/DVD device",
  0x07: "optical memory device",
  0x08: "media changer",
  0x0c: "storage array controller",
  0x0d: "enclosure services device",
  0x0e: "simplified direct-access device",
  0x0f: "optical card reader/writer",
  0x11: "object-based storage device",
  0x12: "automation/drive interface",
  0x14: "host managed zoned block device",
  0x1e: "well known logical unit",
  0x1f: "unknown or no device type",
};

const qualifiers: ValueNames = {
  0: "a device is connected, as far as is known",
  1: "no device is connected",
  3: "no device can be here",
};

/** Byte 0 of all that INQUIRY returns. */
export const peripheral: readonly Field[] = [
  part("PERIPHERAL QUALIFIER", 0, 7, 3, "Whether a device is connected.", { values: qualifiers }),
  part("PERIPHERAL DEVICE TYPE", 0, 4, 5, "The kind of device, and with it the command set.", { values: deviceTypes }),
];

const versions: ValueNames = {
  0x00: "no standard claimed",
  0x01: "SCSI",
  0x02: "SCSI-2",
  0x03: "SPC",
  0x04: "SPC-2",
  0x05: "SPC-3",
  0x06: "SPC-4",
  0x07: "SPC-5",
  0x08: "SPC-6",
};

/** TPGS. */
const asymmetricAccess: ValueNames = {
  0: "no asymmetric access, or not told here",
  1: "implicit asymmetric access",
  2: "explicit asymmetric access",
  3: "implicit and explicit asymmetric access",
};

/** The standards that disks, arrays and their transports claim; without the number of a revision. */
const versionDescriptors: ValueNames = {
  0x0020: "SAM",
  0x0040: "SAM-2",
  0x0060: "SAM-3",
  0x0080: "SAM-4",
  0x00a0: "SAM-5",
  0x00c0: "SAM-6",
  0x0120: "SPC",
  0x0180: "SBC",
  0x01c0: "SES",
  0x0200: "SSC",
  0x0260: "SPC-2",
  0x0300: "SPC-3",
  0x0320: "SBC-2",
  0x0360: "SSC-2",
  0x0400: "SSC-3",
  0x0460: "SPC-4",
  0x04c0: "SBC-3",
  0x0580: "SES-3",
  0x05c0: "SPC-5",
  0x0600: "SBC-4",
  0x0620: "ZBC",
  0x0640: "ADC-4",
  0x0660: "ZBC-2",
  0x0680: "SES-4",
  0x0900: "FCP-2",
  0x0940: "SRP",
  0x0960: "iSCSI",
  0x0a00: "FCP-3",
  0x0a40: "FCP-4",
  0x0c00: "SAS-1.1",
  0x0c20: "SAS-2",
  0x0c40: "SAS-2.1",
  0x0c60: "SAS-3",
  0x1600: "ATA/ATAPI-7",
  0x1740: "UAS",
  0x1ea0: "SAT",
  0x1ec0: "SAT-2",
  0x1ee0: "SAT-3",
  0x20a0: "SPL",
  0x20c0: "SPL-2",
  0x20e0: "SPL-3",
  0x2100: "SPL-4",
  0x21e0: "SOP",
};

const inquiryData: Structure = {
  id: "inquiry_data",
  name: "Standard INQUIRY data",
  clause: "SPC-4 6.6.2",
  size: 96,
  doc: "What a logical unit is, who made it, and which standards it claims: the first 36 bytes at least.",
  fields: [
    ...peripheral,
    flag("RMB", 1, 7, "The medium can be removed."),
    flag("LU_CONG", 1, 6, "The logical unit is part of a conglomerate."),
    part("HOT_PLUGGABLE", 1, 5, 2, "Whether the device can be plugged in and out while it runs.", {
      values: { 1: "hot pluggable", 2: "not hot pluggable" },
    }),
    whole("VERSION", 2, 1, "The standard of primary commands that the device claims.", { values: versions }),
    obsolete("Obsolete (AERC, TrmTsk)", 3, 7, 2),
    flag("NORMACA", 3, 5, "NACA in the CONTROL byte is supported."),
    flag("HISUP", 3, 4, "LUNs are assigned in the hierarchical way."),
    part("RESPONSE DATA FORMAT", 3, 3, 4, "2: this format.", { initial: 2 }),
    whole("ADDITIONAL LENGTH", 4, 1, "Bytes that follow.", { countsFrom: 5 }),
    flag("SCCS", 5, 7, "The device has an embedded storage array controller."),
    flag("ACC", 5, 6, "The device has an access controls coordinator."),
    part("TPGS", 5, 5, 2, "Asymmetric logical unit access (ALUA).", { values: asymmetricAccess }),
    flag("3PC", 5, 3, "Third-party copy commands are supported."),
    flag("PROTECT", 5, 0, "Protection information is supported."),
    obsolete("Obsolete (BQUE)", 6, 7, 1),
    flag("ENCSERV", 6, 6, "The device has an embedded enclosure services component."),
    part("VS", 6, 5, 1, "Vendor specific."),
    flag("MULTIP", 6, 4, "The device has several target ports."),
    obsolete("Obsolete (MCHNGR, ACKREQQ, ADDR32)", 6, 3, 3),
    flag("ADDR16", 6, 0, "Wide addresses on a parallel bus."),
    obsolete("Obsolete (RELADR, WBUS32)", 7, 7, 2),
    flag("WBUS16", 7, 5, "Wide transfers on a parallel bus."),
    flag("SYNC", 7, 4, "Synchronous transfers on a parallel bus."),
    obsolete("Obsolete (LINKED, TRANDIS)", 7, 3, 2),
    flag("CMDQUE", 7, 1, "Commands can be queued."),
    part("VS (byte 7)", 7, 0, 1, "Vendor specific."),
    text("T10 VENDOR IDENTIFICATION", 8, 8, "The vendor."),
    text("PRODUCT IDENTIFICATION", 16, 16, "The product, in the vendor's words."),
    text("PRODUCT REVISION LEVEL", 32, 4, "Its revision."),
    bytes("Vendor specific", 36, 20, "Defined by the vendor."),
    part("CLOCKING", 56, 3, 2, "Clocking on a parallel bus: single transition only for 0.", {
      values: { 1: "double transition only", 3: "single and double transition" },
    }),
    flag("QAS", 56, 1, "Quick arbitration and selection on a parallel bus."),
    flag("IUS", 56, 0, "Information units on a parallel bus."),
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) =>
      whole(`VERSION DESCRIPTOR ${n}`, 56 + 2 * n, 2, "A standard, or a revision of it; 0: none.", {
        values: versionDescriptors,
      }),
    ),
  ],
  rest: { kind: "bytes", name: "Vendor specific parameters", doc: "Defined by the vendor." },
};

export const inquiryStructures = [inquiryData] as const;
