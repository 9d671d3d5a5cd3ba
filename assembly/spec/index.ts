/** All that the generator reads. The order of `structures` is their number in the ABI: append, never reorder. */
import { cdbStructures } from "./cdb/index.ts";
import { genericStructures, requestSenseCdb } from "./commands.ts";
import { dataStructures } from "./data/index.ts";
import * as descriptor from "./descriptor-sense.ts";
import { qemuPrState } from "./migration-state.ts";
import * as prIn from "./persistent-reserve-in.ts";
import * as prOut from "./persistent-reserve-out.ts";
import { helperGreeting, helperReply } from "./pr-helper.ts";
import { fixedSense, senseKeys } from "./sense.ts";
import * as transport from "./transport-id.ts";
import { fieldPointer } from "./sense/key-specific.ts";
import { senseNameLists, senseStructures } from "./sense/index.ts";
import { allStatuses } from "./sense/status.ts";
import { unitNexus, unitState } from "./unit-state.ts";

export { layouts } from "./cdb/index.ts";
export { abiVersion, buffers, enumerations, helper } from "./abi.ts";
export {
  cdbLengths,
  commandData,
  commandFamilies,
  commandLayouts,
  commands,
  conflictClasses,
  conflictColumns,
  deviceTypes,
  extendedCdb,
  genericLayouts,
  serviceAction,
  variableLengthCdb,
  variableServiceAction,
} from "./commands.ts";
export { descriptorTypes } from "./descriptor-sense.ts";
export { errnoRows, hostStatusRows, unknownFailure } from "./linux.ts";
export { statuses, types } from "./names.ts";
export { inServiceActions } from "./persistent-reserve-in.ts";
export { outServiceActions } from "./persistent-reserve-out.ts";
export { records } from "./records.ts";
export { additionalSense, senseKeys } from "./sense.ts";
export { unit } from "./unit-state.ts";

/** Names that belong to no field. The order is their number in the ABI: append, never reorder. */
export const nameLists = { scsi_status: allStatuses, sense_key: senseKeys, ...senseNameLists };

export const structures = [
  prIn.prInCdb,
  prOut.prOutCdb,
  prOut.parameterList,
  prIn.readKeysData,
  prIn.readReservationData,
  fixedSense,
  helperGreeting,
  helperReply,
  prIn.readKeysKey,
  prIn.readReservationDescriptor,
  prIn.reportCapabilitiesData,
  prIn.readFullStatusData,
  prIn.fullStatusDescriptor,
  prOut.specIPtList,
  prOut.moveList,
  transport.transportId,
  transport.transportIdFcp,
  transport.transportIdSpi,
  transport.transportIdSbp,
  transport.transportIdSrp,
  transport.transportIdIscsiName,
  transport.transportIdIscsiPort,
  transport.transportIdSas,
  transport.transportIdSop,
  transport.transportIdOther,
  descriptor.descriptorSense,
  descriptor.senseDescriptor,
  descriptor.senseInformation,
  descriptor.senseCommandSpecific,
  descriptor.senseKeySpecific,
  descriptor.senseFieldReplaceableUnit,
  descriptor.senseStream,
  descriptor.senseBlock,
  descriptor.senseDescriptorOther,
  fieldPointer,
  requestSenseCdb,
  unitState,
  unitNexus,
  ...cdbStructures,
  ...dataStructures,
  ...genericStructures,
  ...senseStructures,
  qemuPrState,
] as const;
