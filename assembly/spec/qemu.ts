/** QEMU's own host status of a command (scsi/utils.h): Linux' numbers, as far as it has them. */
import type { ValueNames } from "./types.ts";

export const qemuHostStatuses: ValueNames = {
  0x00: "SCSI_HOST_OK",
  0x01: "SCSI_HOST_NO_LUN",
  0x02: "SCSI_HOST_BUSY",
  0x03: "SCSI_HOST_TIME_OUT",
  0x04: "SCSI_HOST_BAD_RESPONSE",
  0x05: "SCSI_HOST_ABORTED",
  0x07: "SCSI_HOST_ERROR",
  0x08: "SCSI_HOST_RESET",
  0x0e: "SCSI_HOST_TRANSPORT_DISRUPTED",
  0x10: "SCSI_HOST_TARGET_FAILURE",
  0x11: "SCSI_HOST_RESERVATION_ERROR",
  0x12: "SCSI_HOST_ALLOCATION_FAILURE",
  0x13: "SCSI_HOST_MEDIUM_ERROR",
};
