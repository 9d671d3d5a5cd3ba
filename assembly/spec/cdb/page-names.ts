/** Names of pages and protocols that CDBs ask for. A code that device types use differently names each use with its standard. */
import type { ValueNames } from "../types.ts";

/** PAGE CODE of INQUIRY (SPC-5 7.7). */
export const vpdPages: ValueNames = {
  0x00: "Supported VPD Pages (standard INQUIRY data without EVPD)",
  0x80: "Unit Serial Number",
  0x83: "Device Identification",
  0x84: "Software Interface Identification",
  0x85: "Management Network Addresses",
  0x86: "Extended INQUIRY Data",
  0x87: "Mode Page Policy",
  0x88: "SCSI Ports",
  0x89: "ATA Information",
  0x8a: "Power Condition",
  0x8b: "Device Constituents",
  0x8c: "CFA Profile Information",
  0x8d: "Power Consumption",
  0x8e: "NVMe Information",
  0x8f: "Third-party Copy",
  0x90: "Protocol Specific Logical Unit Information",
  0x91: "Protocol Specific Port Information",
  0x92: "SCSI Feature Sets",
  0xb0: "Block Limits (SBC), Sequential-access Device Capabilities (SSC)",
  0xb1: "Block Device Characteristics (SBC), Manufacturer-assigned Serial Number (SSC)",
  0xb2: "Logical Block Provisioning (SBC), TapeAlert Supported Flags (SSC)",
  0xb3: "Referrals (SBC), Automation Device Serial Number (SSC)",
  0xb4: "Supported Block Lengths and Protection Types (SBC), Data Transfer Device Element Address (SSC)",
  0xb5: "Block Device Characteristics Extension (SBC), Logical Block Protection (SSC)",
  0xb6: "Zoned Block Device Characteristics",
  0xb7: "Block Limits Extension",
  0xb8: "Format Presets",
  0xb9: "Concurrent Positioning Ranges",
  0xba: "Capacity/Product Identification Mapping",
};

/** PAGE CODE of MODE SENSE (SPC-5 7.5, SBC-4, SSC-5, SMC-3, MMC-6). */
export const modePages: ValueNames = {
  0x00: "Vendor specific",
  0x01: "Read-Write Error Recovery",
  0x02: "Disconnect-Reconnect",
  0x03: "obsolete (Format Device)",
  0x04: "obsolete (Rigid Disk Geometry)",
  0x05: "Write Parameters (MMC), obsolete (Flexible Disk)",
  0x07: "Verify Error Recovery",
  0x08: "Caching",
  0x09: "obsolete (Peripheral Device)",
  0x0a: "Control",
  0x0d: "obsolete (Power Condition)",
  0x0e: "CD Audio Control",
  0x0f: "Data Compression",
  0x10: "Device Configuration (SSC), obsolete (XOR Control)",
  0x11: "Medium Partition",
  0x14: "Enclosure Services Management",
  0x18: "Protocol Specific Logical Unit",
  0x19: "Protocol Specific Port",
  0x1a: "Power Condition",
  0x1c: "Informational Exceptions Control",
  0x1d: "Medium Configuration (SSC), Element Address Assignment (SMC), Timeout and Protect (MMC)",
  0x1e: "Transport Geometry Parameters",
  0x1f: "Device Capabilities",
  0x2a: "CD/DVD Capabilities and Mechanical Status",
  0x3f: "all pages",
};

/** PC of MODE SENSE. */
export const modePageControl: ValueNames = {
  0: "Current values",
  1: "Changeable values",
  2: "Default values",
  3: "Saved values",
};

/** PAGE CODE of LOG SENSE and LOG SELECT (SPC-5 7.3, SBC-4, SSC-5, SAT-4). */
export const logPages: ValueNames = {
  0x00: "Supported Log Pages",
  0x01: "Buffer Over-Run/Under-Run",
  0x02: "Write Error Counters",
  0x03: "Read Error Counters",
  0x04: "Read Reverse Error Counters",
  0x05: "Verify Error Counters",
  0x06: "Non-Medium Error",
  0x07: "Last n Error Events",
  0x08: "Format Status",
  0x0b: "Last n Deferred Errors or Asynchronous Events",
  0x0c: "Logical Block Provisioning (SBC), Sequential-Access Device (SSC)",
  0x0d: "Temperature",
  0x0e: "Start-Stop Cycle Counter",
  0x0f: "Application Client",
  0x10: "Self-Test Results",
  0x11: "Solid State Media (SBC), DT Device Status (SSC)",
  0x12: "TapeAlert Response",
  0x13: "Requested Recovery",
  0x14: "Device Statistics",
  0x15: "Background Scan Results",
  0x16: "ATA PASS-THROUGH Results (SAT), Tape Diagnostic Data (SSC)",
  0x17: "Non-volatile Cache (SBC), Volume Statistics (SSC)",
  0x18: "Protocol Specific Port",
  0x19: "General Statistics and Performance",
  0x1a: "Power Condition Transitions",
  0x1b: "Data Compression",
  0x2e: "TapeAlert",
  0x2f: "Informational Exceptions",
};

/** PC of LOG SENSE and LOG SELECT. */
export const logPageControl: ValueNames = {
  0: "Threshold values",
  1: "Cumulative values",
  2: "Default threshold values",
  3: "Default cumulative values",
};

/** SECURITY PROTOCOL (SPC-5 6.46). */
export const securityProtocols: ValueNames = {
  0x00: "Security protocol information",
  0x01: "TCG 1",
  0x02: "TCG 2",
  0x03: "TCG 3",
  0x04: "TCG 4",
  0x05: "TCG 5",
  0x06: "TCG 6",
  0x07: "CbCS",
  0x20: "Tape Data Encryption",
  0x21: "Data Encryption Configuration",
  0x40: "SA Creation Capabilities",
  0x41: "IKEv2-SCSI",
  0xec: "JEDEC Universal Flash Storage",
  0xed: "SD Card TrustedFlash",
  0xee: "IEEE 1667",
  0xef: "ATA Device Server Password Security",
};

/** MODE of WRITE BUFFER (SPC-5 6.62). */
export const writeBufferModes: ValueNames = {
  0x00: "obsolete (combined header and data)",
  0x01: "Vendor specific",
  0x02: "Data",
  0x04: "Download microcode and activate",
  0x05: "Download microcode, save, and activate",
  0x06: "Download microcode with offsets and activate",
  0x07: "Download microcode with offsets, save, and activate",
  0x0a: "Write data to echo buffer",
  0x0d: "Download microcode with offsets, select activation events, save, and defer activate",
  0x0e: "Download microcode with offsets, save, and defer activate",
  0x0f: "Activate deferred microcode",
  0x1a: "Enable expander communications protocol and Echo buffer",
  0x1b: "Disable expander communications protocol",
  0x1c: "Download application client error history",
};

/** MODE of READ BUFFER (SPC-5 6.18). */
export const readBufferModes: ValueNames = {
  0x00: "obsolete (combined header and data)",
  0x01: "Vendor specific",
  0x02: "Data",
  0x03: "Descriptor",
  0x0a: "Read data from echo buffer",
  0x0b: "Echo buffer descriptor",
  0x0f: "Read microcode status",
  0x1a: "Enable expander communications protocol and Echo buffer",
  0x1c: "Error history",
};
