/**
 * What Linux says of a command, and what a failed SG_IO means to a guest. The rows are those of QEMU's scsi/utils.c, so that a guest sees the
 * same from both helpers; the last word differs: a code without a row is never GOOD (QEMU says GOOD to an unknown host_status).
 * errno by Linux' asm-generic numbers.
 */
import type { FailureRow, ValueNames } from "./types.ts";

/** Linux include/scsi/scsi_status.h: the log's "hostbyte=", SG_IO's host_status. */
export const linuxHostStatuses: ValueNames = {
  0x00: "DID_OK",
  0x01: "DID_NO_CONNECT",
  0x02: "DID_BUS_BUSY",
  0x03: "DID_TIME_OUT",
  0x04: "DID_BAD_TARGET",
  0x05: "DID_ABORT",
  0x06: "DID_PARITY",
  0x07: "DID_ERROR",
  0x08: "DID_RESET",
  0x09: "DID_BAD_INTR",
  0x0a: "DID_PASSTHROUGH",
  0x0b: "DID_SOFT_ERROR",
  0x0c: "DID_IMM_RETRY",
  0x0d: "DID_REQUEUE",
  0x0e: "DID_TRANSPORT_DISRUPTED",
  0x0f: "DID_TRANSPORT_FAILFAST",
  0x10: "DID_TARGET_FAILURE",
  0x11: "DID_NEXUS_FAILURE",
  0x12: "DID_ALLOC_FAILURE",
  0x13: "DID_MEDIUM_ERROR",
  0x14: "DID_TRANSPORT_MARGINAL",
};

/** The log's "driverbyte=", and the low four bits of SG_IO's driver_status. Since Linux 5.14 only OK, TIMEOUT (SG_IO) and SENSE are seen. */
export const linuxDriverStatuses: ValueNames = {
  0x0: "DRIVER_OK",
  0x1: "DRIVER_BUSY",
  0x2: "DRIVER_SOFT",
  0x3: "DRIVER_MEDIA",
  0x4: "DRIVER_ERROR",
  0x5: "DRIVER_INVALID",
  0x6: "DRIVER_TIMEOUT",
  0x7: "DRIVER_HARD",
  0x8: "DRIVER_SENSE",
};

/** What was in the high four bits until Linux 2.6.30, as "DRIVER_SENSE,SUGGEST_OK": the bits in their place, `driver_status & F0h`. */
export const linuxDriverSuggestions: ValueNames = {
  0x00: "SUGGEST_OK",
  0x10: "SUGGEST_RETRY",
  0x20: "SUGGEST_ABORT",
  0x30: "SUGGEST_REMAP",
  0x40: "SUGGEST_DIE",
  0x80: "SUGGEST_SENSE",
};

const sense = (key: string, additional: string) => ({ key, additional });
const status = (name: string) => ({ status: name });

/** A code without a row: the command may or may not have been carried out. */
export const unknownFailure = sense("ABORTED COMMAND", "I/O PROCESS TERMINATED");

export const errnoRows: readonly FailureRow[] = [
  { code: 12, name: "ENOMEM", reply: sense("HARDWARE ERROR", "INTERNAL TARGET FAILURE") },
  { code: 19, name: "ENODEV", reply: sense("HARDWARE ERROR", "INTERNAL TARGET FAILURE") },
  { code: 22, name: "EINVAL", reply: sense("ILLEGAL REQUEST", "INVALID FIELD IN CDB") },
  { code: 28, name: "ENOSPC", reply: sense("DATA PROTECT", "SPACE ALLOCATION FAILED WRITE PROTECT") },
  { code: 33, name: "EDOM", reply: status("TASK SET FULL") },
  { code: 52, name: "EBADE", reply: status("RESERVATION CONFLICT") },
  { code: 61, name: "ENODATA", reply: sense("MEDIUM ERROR", "UNRECOVERED READ ERROR") },
  { code: 121, name: "EREMOTEIO", reply: sense("HARDWARE ERROR", "INTERNAL TARGET FAILURE") },
  { code: 123, name: "ENOMEDIUM", reply: sense("NOT READY", "MEDIUM NOT PRESENT") },
];

/** DID_* of `linuxHostStatuses`. */
export const hostStatusRows: readonly FailureRow[] = [
  { code: 0x01, name: "DID_NO_CONNECT", reply: sense("ABORTED COMMAND", "LOGICAL UNIT DOES NOT RESPOND TO SELECTION") },
  { code: 0x02, name: "DID_BUS_BUSY", reply: status("BUSY") },
  { code: 0x03, name: "DID_TIME_OUT", reply: sense("ABORTED COMMAND", "COMMAND TIMEOUT DURING PROCESSING") },
  { code: 0x04, name: "DID_BAD_TARGET", reply: sense("ABORTED COMMAND", "LOGICAL UNIT COMMUNICATION FAILURE") },
  { code: 0x05, name: "DID_ABORT", reply: sense("ABORTED COMMAND", "COMMANDS CLEARED BY DEVICE SERVER") },
  { code: 0x08, name: "DID_RESET", reply: sense("UNIT ATTENTION", "POWER ON, RESET, OR BUS DEVICE RESET OCCURRED") },
  { code: 0x0e, name: "DID_TRANSPORT_DISRUPTED", reply: sense("ABORTED COMMAND", "I_T NEXUS LOSS OCCURRED") },
  { code: 0x10, name: "DID_TARGET_FAILURE", reply: sense("HARDWARE ERROR", "INTERNAL TARGET FAILURE") },
  { code: 0x11, name: "DID_NEXUS_FAILURE", reply: status("RESERVATION CONFLICT") },
  { code: 0x12, name: "DID_ALLOC_FAILURE", reply: sense("DATA PROTECT", "SPACE ALLOCATION FAILED WRITE PROTECT") },
  { code: 0x13, name: "DID_MEDIUM_ERROR", reply: sense("MEDIUM ERROR", "UNRECOVERED READ ERROR") },
];
