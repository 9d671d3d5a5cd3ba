/** What VMware's vmkernel log says of a command: "H:0x0 D:0x2 P:0x0" are host, device (SCSI) and plugin status. */
import type { ValueNames } from "./types.ts";

/** Names of the VMkernel API; as ESXi 8 has them. */
export const vmwareHostStatuses: ValueNames = {
  0x00: "VMK_SCSI_HOST_OK",
  0x01: "VMK_SCSI_HOST_NO_CONNECT",
  0x02: "VMK_SCSI_HOST_BUS_BUSY",
  0x03: "VMK_SCSI_HOST_TIMEOUT",
  0x05: "VMK_SCSI_HOST_ABORT",
  0x06: "VMK_SCSI_HOST_PARITY",
  0x07: "VMK_SCSI_HOST_ERROR",
  0x08: "VMK_SCSI_HOST_RESET",
  0x0b: "VMK_SCSI_HOST_SOFT_ERROR",
  0x0c: "VMK_SCSI_HOST_RETRY",
  0x0d: "VMK_SCSI_HOST_PI_GUARD_ERROR",
  0x0e: "VMK_SCSI_HOST_PI_REF_ERROR",
  0x0f: "VMK_SCSI_HOST_PI_GENERIC_ERROR",
};

/** Since ESXi 5; ESXi 4 numbers from 4 on in another way. */
export const vmwarePluginStatuses: ValueNames = {
  0x0: "VMK_SCSI_PLUGIN_GOOD",
  0x1: "VMK_SCSI_PLUGIN_TRANSIENT",
  0x2: "VMK_SCSI_PLUGIN_SNAPSHOT",
  0x3: "VMK_SCSI_PLUGIN_RESERVATION_LOST",
  0x4: "VMK_SCSI_PLUGIN_REQUEUE",
  0x5: "VMK_SCSI_PLUGIN_ATS_MISCOMPARE",
  0x6: "VMK_SCSI_PLUGIN_THINPROV_BUSY_GROWING",
  0x7: "VMK_SCSI_PLUGIN_THINPROV_ATQUOTA",
  0x8: "VMK_SCSI_PLUGIN_THINPROV_NOSPACE",
};
