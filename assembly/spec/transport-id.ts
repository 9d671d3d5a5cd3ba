/** TransportIDs: the name of an initiator port (SPC-4 7.6.4). */
import type { Choice, Field, Structure, ValueNames } from "./types.ts";

/** SPC-4 7.6.1. */
export const protocols: ValueNames = {
  0x0: "Fibre Channel Protocol for SCSI",
  0x1: "SCSI Parallel Interface",
  0x2: "Serial Storage Architecture",
  0x3: "Serial Bus Protocol for IEEE 1394",
  0x4: "SCSI RDMA Protocol",
  0x5: "Internet SCSI",
  0x6: "SAS Serial SCSI Protocol",
  0x7: "Automation/Drive Interface Transport Protocol",
  0x8: "AT Attachment Interface",
  0x9: "USB Attached SCSI",
  0xa: "SCSI over PCI Express",
  0xb: "PCI Express Protocols",
  0xf: "no specific protocol",
};

/** Byte 0 of each TransportID. */
const head = (format: number, protocol: number): readonly Field[] => [
  { name: "TPID FORMAT", byte: 0, bit: 7, bits: 2, fixed: format, doc: "Which of the protocol's formats this is." },
  {
    name: "PROTOCOL IDENTIFIER",
    byte: 0,
    bit: 3,
    bits: 4,
    fixed: protocol,
    values: protocols,
    doc: "The transport protocol of the initiator port.",
  },
];

export const transportIdFcp: Structure = {
  id: "transport_id_fcp",
  name: "TransportID (Fibre Channel)",
  clause: "SPC-4 7.6.4.2",
  size: 24,
  doc: "An initiator port of Fibre Channel.",
  fields: [...head(0, 0x0), { name: "N_PORT_NAME", byte: 8, bits: 64, doc: "World wide port name." }],
};

export const transportIdSpi: Structure = {
  id: "transport_id_spi",
  name: "TransportID (parallel SCSI)",
  clause: "SPC-4 7.6.4.3",
  size: 24,
  doc: "An initiator port on a parallel bus.",
  fields: [
    ...head(0, 0x1),
    { name: "SCSI ADDRESS", byte: 2, bits: 16, doc: "Address on the bus." },
    { name: "Obsolete", byte: 4, bits: 16, obsolete: true, doc: "Withdrawn." },
    {
      name: "RELATIVE TARGET PORT IDENTIFIER",
      byte: 6,
      bits: 16,
      doc: "The target port for which the address is unique.",
    },
  ],
};

export const transportIdSbp: Structure = {
  id: "transport_id_sbp",
  name: "TransportID (IEEE 1394)",
  clause: "SPC-4 7.6.4.4",
  size: 24,
  doc: "An initiator port on IEEE 1394.",
  fields: [...head(0, 0x3), { name: "EUI-64 NAME", byte: 8, bits: 64, doc: "Name of the node." }],
};

export const transportIdSrp: Structure = {
  id: "transport_id_srp",
  name: "TransportID (RDMA)",
  clause: "SPC-4 7.6.4.5",
  size: 24,
  doc: "An initiator port of the SCSI RDMA Protocol.",
  fields: [
    ...head(0, 0x4),
    { name: "INITIATOR PORT IDENTIFIER", byte: 8, bits: 128, kind: "bytes", doc: "16 bytes: GUIDs, as a rule." },
  ],
};

const iscsiLength: Field = {
  name: "ADDITIONAL LENGTH",
  byte: 2,
  bits: 16,
  countsFrom: 4,
  doc: "Bytes that follow: at least 20, a multiple of 4.",
};

export const transportIdIscsiName: Structure = {
  id: "transport_id_iscsi_name",
  name: "TransportID (iSCSI name)",
  clause: "SPC-4 7.6.4.6",
  size: 4,
  doc: "All initiator ports of an iSCSI name.",
  fields: [...head(0, 0x5), iscsiLength],
  rest: { kind: "text", name: "ISCSI NAME", doc: "At most 223 bytes of UTF-8, and a NUL.", least: 20, multiple: 4 },
};

export const transportIdIscsiPort: Structure = {
  id: "transport_id_iscsi_port",
  name: "TransportID (iSCSI port)",
  clause: "SPC-4 7.6.4.6",
  size: 4,
  doc: "An initiator port of iSCSI: a name and the session's ISID.",
  fields: [...head(1, 0x5), iscsiLength],
  rest: {
    kind: "text",
    name: "ISCSI NAME",
    doc: "The name, ',i,0x', the ISID in hexadecimal digits, and a NUL.",
    separator: { text: ",i,0x", name: "ISCSI INITIATOR SESSION ID" },
    least: 20,
    multiple: 4,
  },
};

export const transportIdSas: Structure = {
  id: "transport_id_sas",
  name: "TransportID (SAS)",
  clause: "SPC-4 7.6.4.7",
  size: 24,
  doc: "An initiator port of SAS.",
  fields: [...head(0, 0x6), { name: "SAS ADDRESS", byte: 4, bits: 64, doc: "Address of the port." }],
};

export const transportIdSop: Structure = {
  id: "transport_id_sop",
  name: "TransportID (PCI Express)",
  clause: "SPC-4 7.6.4.8",
  size: 24,
  doc: "An initiator port of SCSI over PCI Express.",
  fields: [...head(0, 0xa), { name: "ROUTING ID", byte: 2, bits: 16, doc: "Bus, device and function." }],
};

export const transportIdOther: Structure = {
  id: "transport_id_other",
  name: "TransportID",
  clause: "SPC-4 7.6.4.1",
  size: 24,
  doc: "A format or a protocol for which no TransportID is defined.",
  fields: [
    { name: "TPID FORMAT", byte: 0, bit: 7, bits: 2, doc: "Which of the protocol's formats this is." },
    {
      name: "PROTOCOL IDENTIFIER",
      byte: 0,
      bit: 3,
      bits: 4,
      values: protocols,
      doc: "The transport protocol of the initiator port.",
    },
    { name: "Protocol specific", byte: 1, bits: 23 * 8, kind: "bytes", doc: "Not defined." },
  ],
};

export const transportId: Choice = {
  id: "transport_id",
  name: "TransportID",
  clause: "SPC-4 7.6.4",
  doc: "The name of an initiator port.",
  byte: 0,
  mask: 0xcf,
  cases: {
    0x00: "transport_id_fcp",
    0x01: "transport_id_spi",
    0x03: "transport_id_sbp",
    0x04: "transport_id_srp",
    0x05: "transport_id_iscsi_name",
    0x45: "transport_id_iscsi_port",
    0x06: "transport_id_sas",
    0x0a: "transport_id_sop",
  },
  otherwise: "transport_id_other",
};
