/**
 * What a failed SG_IO means to a guest. The rows are those of QEMU's scsi/utils.c, so that a guest sees the same from both
 * helpers; the last word differs: a code without a row is never GOOD (QEMU says GOOD to an unknown host_status).
 * errno by Linux' asm-generic numbers.
 */
import type { FailureRow } from "./types.ts";

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

/** Linux include/scsi/scsi_status.h, DID_*. */
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
