/** Names of values that several structures share. */
import type { Field, ValueNames } from "./types.ts";

/** SAM-5 5.3.1. */
export const statuses: ValueNames = {
  0x00: "GOOD",
  0x02: "CHECK CONDITION",
  0x04: "CONDITION MET",
  0x08: "BUSY",
  0x18: "RESERVATION CONFLICT",
  0x28: "TASK SET FULL",
  0x30: "ACA ACTIVE",
  0x40: "TASK ABORTED",
};

/** SPC-4 6.15.3.3; 1 and 2 are from SPC-2 and before. */
export const scopes: ValueNames = {
  0: "LU_SCOPE",
  1: "obsolete (extent)",
  2: "obsolete (element)",
};

/** SPC-4 6.15.3.4. */
export const types: ValueNames = {
  0: "obsolete (Read Shared)",
  1: "Write Exclusive",
  2: "obsolete (Read Exclusive)",
  3: "Exclusive Access",
  4: "obsolete (Shared Access)",
  5: "Write Exclusive - Registrants Only",
  6: "Exclusive Access - Registrants Only",
  7: "Write Exclusive - All Registrants",
  8: "Exclusive Access - All Registrants",
};

/** ASYMMETRIC ACCESS STATE (SPC-4 6.37). */
export const accessStates: ValueNames = {
  0x0: "active/optimized",
  0x1: "active/non-optimized",
  0x2: "standby",
  0x3: "unavailable",
  0x4: "logical block dependent",
  0xe: "offline",
  0xf: "transitioning between states",
};

/** The CONTROL byte that ends a CDB (SAM-5 5.2). */
export const control = (byte: number): Field => ({
  name: "CONTROL",
  byte,
  bits: 8,
  doc: "Vendor specific bits and NACA; 0 in practice.",
  parts: [
    { name: "Vendor specific", byte, bit: 7, bits: 2, doc: "Defined by the vendor of the logical unit." },
    { name: "NACA", byte, bit: 2, bits: 1, doc: "Asks for an auto contingent allegiance after CHECK CONDITION." },
    { name: "Obsolete", byte, bit: 1, bits: 2, obsolete: true, doc: "FLAG and LINK of earlier standards." },
  ],
});
