/** Designation descriptors: the names of a logical unit, a target port and a device (SPC-4 7.8.6). */
import { protocols } from "../transport-id.ts";
import type { Choice, Field, Rest, Structure, ValueNames } from "../types.ts";
import { bytes, flag, obsolete, part, text, whole } from "./fields.ts";

const descriptor = "designation_descriptor";

/** Most descriptors have 0 here and PIV clear. */
const portProtocols: ValueNames = { ...protocols, 0x0: `${protocols[0x0]!}, where PIV is set` };

const designatorTypes: ValueNames = {
  0x0: "vendor specific",
  0x1: "T10 vendor ID based",
  0x2: "EUI-64 based",
  0x3: "NAA",
  0x4: "relative target port identifier",
  0x5: "target port group",
  0x6: "logical unit group",
  0x7: "MD5 logical unit identifier",
  0x8: "SCSI name string",
  0x9: "protocol specific port identifier",
  0xa: "UUID",
};

const designationDescriptor: Structure = {
  id: descriptor,
  name: "Designation descriptor",
  clause: "SPC-4 7.8.6.1",
  size: 4,
  doc: "One name.",
  fields: [
    part("PROTOCOL IDENTIFIER", 0, 7, 4, "The transport protocol, where PIV is set.", { values: portProtocols }),
    part("CODE SET", 0, 3, 4, "How the designator is written.", { values: { 1: "binary", 2: "ASCII", 3: "UTF-8" } }),
    flag("PIV", 1, 7, "PROTOCOL IDENTIFIER is valid."),
    part("ASSOCIATION", 1, 5, 2, "What has the name.", {
      values: { 0: "logical unit", 1: "target port", 2: "target device" },
    }),
    part("DESIGNATOR TYPE", 1, 3, 4, "The kind of name.", { values: designatorTypes }),
    whole("DESIGNATOR LENGTH", 3, 1, "Bytes that follow.", { countsFrom: 4 }),
  ],
  rest: { kind: "one", of: "designator", doc: "The name." },
};

const designator: Choice = {
  id: "designator",
  name: "Designator",
  clause: "SPC-4 7.8.6.1",
  doc: "The name in a designation descriptor, by DESIGNATOR TYPE.",
  inside: descriptor,
  byte: 1,
  mask: 0x0f,
  cases: {
    0x0: "designator_vendor",
    0x1: "designator_t10",
    0x2: "designator_eui64",
    0x3: "designator_naa",
    0x4: "designator_relative_port",
    0x5: "designator_port_group",
    0x6: "designator_unit_group",
    0x7: "designator_md5",
    0x8: "designator_name_string",
    0x9: "designator_port",
    0xa: "designator_uuid",
  },
  otherwise: "designator_other",
};

const vendorChoice: Choice = {
  id: "designator_vendor",
  name: "Vendor specific designator",
  clause: "SPC-4 7.8.6.3",
  doc: "By CODE SET.",
  inside: descriptor,
  byte: 0,
  mask: 0x0f,
  cases: { 2: "designator_vendor_ascii" },
  otherwise: "designator_vendor_binary",
};

const eui64Choice: Choice = {
  id: "designator_eui64",
  name: "EUI-64 based designator",
  clause: "SPC-4 7.8.6.5.1",
  doc: "By DESIGNATOR LENGTH.",
  inside: descriptor,
  byte: 3,
  mask: 0xff,
  cases: { 8: "designator_eui64_8", 12: "designator_eui64_12", 16: "designator_eui64_16" },
  otherwise: "designator_other",
};

const naaChoice: Choice = {
  id: "designator_naa",
  name: "NAA designator",
  clause: "SPC-4 7.8.6.6.1",
  doc: "By NAA, its first four bits.",
  byte: 0,
  mask: 0xf0,
  cases: { 0x20: "designator_naa_2", 0x30: "designator_naa_3", 0x50: "designator_naa_5", 0x60: "designator_naa_6" },
  otherwise: "designator_other",
};

const portChoice: Choice = {
  id: "designator_port",
  name: "Protocol specific port identifier",
  clause: "SPC-4 7.8.6.12",
  doc: "By PROTOCOL IDENTIFIER.",
  inside: descriptor,
  byte: 0,
  mask: 0xf0,
  cases: { 0x90: "designator_port_uas", 0xa0: "designator_port_sop" },
  otherwise: "designator_other",
};

const named = (
  id: string,
  name: string,
  clause: string,
  size: number,
  doc: string,
  fields: Field[],
  rest?: Rest,
): Structure => ({
  id: `designator_${id}`,
  name,
  clause: `SPC-4 7.8.6.${clause}`,
  size,
  doc,
  fields,
  ...(rest === undefined ? {} : { rest: [rest] }),
});

const companyId = (byte: number, bit = 7): Field => part("IEEE COMPANY_ID", byte, bit, 24, "The vendor's number.");
const extension = (byte: number): Field =>
  whole("VENDOR SPECIFIC EXTENSION IDENTIFIER", byte, 5, "Chosen by the vendor.");
const naa = (value: number, name: string): Field =>
  part("NAA", 0, 7, 4, "The format of the name.", { fixed: value, values: { [value]: name } });
const registered = (value: number, name: string): Field[] => [
  naa(value, name),
  companyId(0, 3),
  part("VENDOR SPECIFIC IDENTIFIER", 3, 3, 36, "Chosen by the vendor."),
];

const structures: readonly Structure[] = [
  named("vendor_binary", "Vendor specific designator (binary)", "3", 0, "In the vendor's own format.", [], {
    kind: "bytes",
    name: "VENDOR SPECIFIC IDENTIFIER",
    doc: "In the vendor's own format.",
  }),
  named("vendor_ascii", "Vendor specific designator (ASCII)", "3", 0, "In the vendor's own words.", [], {
    kind: "characters",
    name: "VENDOR SPECIFIC IDENTIFIER",
    doc: "In the vendor's own words.",
  }),
  named(
    "t10",
    "T10 vendor ID based designator",
    "4",
    8,
    "The vendor, and a name that is unique among its devices.",
    [text("T10 VENDOR IDENTIFICATION", 0, 8, "The vendor.")],
    { kind: "characters", name: "VENDOR SPECIFIC IDENTIFIER", doc: "Product and serial number, as a rule." },
  ),
  named("eui64_8", "EUI-64 designator (8 bytes)", "5.2", 8, "A name under a company's number.", [
    companyId(0),
    extension(3),
  ]),
  named("eui64_12", "EUI-64 designator (12 bytes)", "5.3", 12, "An EUI-64 and a directory.", [
    companyId(0),
    extension(3),
    whole("DIRECTORY ID", 8, 4, "A directory of the Serial Bus Protocol."),
  ]),
  named("eui64_16", "EUI-64 designator (16 bytes)", "5.4", 16, "An EUI-64 with an extension.", [
    whole("IDENTIFIER EXTENSION", 0, 8, "Makes the name unique."),
    companyId(8),
    extension(11),
  ]),
  named("naa_2", "NAA IEEE Extended designator", "6.2", 8, "A world wide name, format 2.", [
    naa(0x2, "IEEE Extended"),
    part("VENDOR SPECIFIC IDENTIFIER A", 0, 3, 12, "Chosen by the vendor."),
    companyId(2),
    whole("VENDOR SPECIFIC IDENTIFIER B", 5, 3, "Chosen by the vendor."),
  ]),
  named("naa_3", "NAA Locally Assigned designator", "6.3", 8, "A name that an administrator gave, format 3.", [
    naa(0x3, "Locally Assigned"),
    part("LOCALLY ADMINISTERED VALUE", 0, 3, 60, "Not unique in the world."),
  ]),
  named("naa_5", "NAA IEEE Registered designator", "6.4", 8, "A world wide name, format 5.", [
    ...registered(0x5, "IEEE Registered"),
  ]),
  named("naa_6", "NAA IEEE Registered Extended designator", "6.5", 16, "A world wide name, format 6.", [
    ...registered(0x6, "IEEE Registered Extended"),
    whole("VENDOR SPECIFIC IDENTIFIER EXTENSION", 8, 8, "Chosen by the vendor."),
  ]),
  named("relative_port", "Relative target port identifier", "7", 4, "The target port's number in its device.", [
    obsolete("Obsolete", 0, 7, 16),
    whole("RELATIVE TARGET PORT IDENTIFIER", 2, 2, "1: port A, 2: port B, and so on."),
  ]),
  named("port_group", "Target port group", "8", 4, "The target port's group (ALUA).", [
    whole("TARGET PORT GROUP", 2, 2, "Its number."),
  ]),
  named("unit_group", "Logical unit group", "9", 4, "The logical unit's group.", [
    whole("LOGICAL UNIT GROUP", 2, 2, "Its number."),
  ]),
  named("md5", "MD5 logical unit identifier", "10", 16, "A digest of vendor, product and serial number.", [
    bytes("MD5 LOGICAL UNIT IDENTIFIER", 0, 16, "The digest."),
  ]),
  named("name_string", "SCSI name string", "11", 0, "A name in text: iqn., eui., naa. or uuid.", [], {
    kind: "text",
    name: "SCSI NAME STRING",
    doc: "UTF-8 that ends with a NUL, padded with more to a multiple of 4.",
    least: 4,
    multiple: 4,
  }),
  named("port_uas", "USB target port identifier", "12", 4, "The target port of a USB device.", [
    part("DEVICE ADDRESS", 0, 6, 7, "Address on the bus."),
    whole("INTERFACE NUMBER", 2, 1, "Interface within the device."),
  ]),
  named("port_sop", "PCI Express routing identifier", "12", 8, "The target port of a PCI Express device.", [
    whole("ROUTING ID", 0, 2, "Bus, device and function."),
  ]),
  named("uuid", "UUID", "13", 18, "A UUID (RFC 4122).", [
    part("UUID TYPE", 0, 7, 4, "1: a UUID.", { initial: 1 }),
    bytes("UUID", 2, 16, "The UUID, as RFC 4122 places it."),
  ]),
  named("other", "Designator", "1", 0, "Of another type, length or format.", [], {
    kind: "bytes",
    name: "DESIGNATOR",
    doc: "Depends on the type.",
  }),
];

export const designatorStructures = [
  designationDescriptor,
  designator,
  vendorChoice,
  eui64Choice,
  naaChoice,
  portChoice,
  ...structures,
] as const;
