/** SCSI status as programs print it: with the codes that SAM-5 no longer has. */
import { statuses } from "../names.ts";
import type { ValueNames } from "../types.ts";

export const allStatuses: ValueNames = {
  ...statuses,
  0x10: "INTERMEDIATE",
  0x14: "INTERMEDIATE-CONDITION MET",
  0x22: "COMMAND TERMINATED",
};
