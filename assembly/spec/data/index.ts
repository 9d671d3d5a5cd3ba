/** What commands around reservations read and write: INQUIRY, capacity, LUNs, mode pages, ALUA, supported commands, UNMAP. */
import { capacityStructures } from "./capacity.ts";
import { designatorStructures } from "./designator.ts";
import { inquiryStructures } from "./inquiry.ts";
import { lunStructures } from "./luns.ts";
import { modeStructures } from "./mode.ts";
import { operationCodeStructures } from "./operation-codes.ts";
import { targetPortGroupStructures } from "./target-port-groups.ts";
import { unmapStructures } from "./unmap.ts";
import { vpdStructures } from "./vpd.ts";

export const dataStructures = [
  ...inquiryStructures,
  ...vpdStructures,
  ...designatorStructures,
  ...capacityStructures,
  ...lunStructures,
  ...modeStructures,
  ...targetPortGroupStructures,
  ...operationCodeStructures,
  ...unmapStructures,
] as const;
