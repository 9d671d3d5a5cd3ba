/** All that the generator reads. The order of `structures` is their number in the ABI: append, never reorder. */
import { parameterList, prOutCdb } from "./persistent-reserve-out.ts";
import { prInCdb, readKeysData, readReservationData } from "./persistent-reserve-in.ts";
import { helperGreeting, helperReply } from "./pr-helper.ts";
import { fixedSense } from "./sense.ts";

export { abiVersion, buffers, enumerations, helper } from "./abi.ts";
export { errnoRows, hostStatusRows, unknownFailure } from "./linux.ts";
export { statuses } from "./names.ts";
export { records } from "./records.ts";
export { additionalSense, senseKeys } from "./sense.ts";

export const structures = [
  prInCdb,
  prOutCdb,
  parameterList,
  readKeysData,
  readReservationData,
  fixedSense,
  helperGreeting,
  helperReply,
] as const;
