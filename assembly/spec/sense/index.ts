/** What spec/index.ts takes of sense data, beside the structures that it had first. */
import { linuxDriverStatuses, linuxDriverSuggestions, linuxHostStatuses } from "../linux.ts";
import { qemuHostStatuses } from "../qemu.ts";
import { senseDataStructures } from "../sense.ts";
import { vmwareHostStatuses, vmwarePluginStatuses } from "../vmware.ts";
import { descriptorStructures } from "./descriptors.ts";
import { keySpecificStructures } from "./key-specific.ts";

export const senseStructures = [...keySpecificStructures, ...senseDataStructures, ...descriptorStructures];

/** Names that logs and errors have for what became of a command. */
export const senseNameLists = {
  host_status: linuxHostStatuses,
  driver_status: linuxDriverStatuses,
  driver_suggestion: linuxDriverSuggestions,
  qemu_host_status: qemuHostStatuses,
  vmware_host_status: vmwareHostStatuses,
  vmware_plugin_status: vmwarePluginStatuses,
};
