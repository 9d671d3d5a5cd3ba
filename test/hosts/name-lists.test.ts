/** Names of what became of a command, as logs and errors have them. */
import { describe, expect, test } from "vitest";
import { abi, type NameList, nameIn } from "../../hosts/embed/index.ts";
import { loadCore } from "./core.ts";

const core = loadCore();

/** Names of the codes 0 to FFh that have one. */
const named = (list: NameList) =>
  Array.from({ length: 256 }, (_, code) => `${code.toString(16)} ${nameIn(core, list, code)}`).filter((line) =>
    / ./.test(line),
  );

const lists: Record<NameList, string[]> = {
  scsi_status: [
    "0 GOOD",
    "2 CHECK CONDITION",
    "4 CONDITION MET",
    "8 BUSY",
    "10 INTERMEDIATE",
    "14 INTERMEDIATE-CONDITION MET",
    "18 RESERVATION CONFLICT",
    "22 COMMAND TERMINATED",
    "28 TASK SET FULL",
    "30 ACA ACTIVE",
    "40 TASK ABORTED",
  ],
  sense_key: [
    "0 NO SENSE",
    "1 RECOVERED ERROR",
    "2 NOT READY",
    "3 MEDIUM ERROR",
    "4 HARDWARE ERROR",
    "5 ILLEGAL REQUEST",
    "6 UNIT ATTENTION",
    "7 DATA PROTECT",
    "8 BLANK CHECK",
    "9 VENDOR SPECIFIC",
    "a COPY ABORTED",
    "b ABORTED COMMAND",
    "c obsolete (EQUAL)",
    "d VOLUME OVERFLOW",
    "e MISCOMPARE",
    "f COMPLETED",
  ],
  host_status: [
    "0 DID_OK",
    "1 DID_NO_CONNECT",
    "2 DID_BUS_BUSY",
    "3 DID_TIME_OUT",
    "4 DID_BAD_TARGET",
    "5 DID_ABORT",
    "6 DID_PARITY",
    "7 DID_ERROR",
    "8 DID_RESET",
    "9 DID_BAD_INTR",
    "a DID_PASSTHROUGH",
    "b DID_SOFT_ERROR",
    "c DID_IMM_RETRY",
    "d DID_REQUEUE",
    "e DID_TRANSPORT_DISRUPTED",
    "f DID_TRANSPORT_FAILFAST",
    "10 DID_TARGET_FAILURE",
    "11 DID_NEXUS_FAILURE",
    "12 DID_ALLOC_FAILURE",
    "13 DID_MEDIUM_ERROR",
    "14 DID_TRANSPORT_MARGINAL",
  ],
  driver_status: [
    "0 DRIVER_OK",
    "1 DRIVER_BUSY",
    "2 DRIVER_SOFT",
    "3 DRIVER_MEDIA",
    "4 DRIVER_ERROR",
    "5 DRIVER_INVALID",
    "6 DRIVER_TIMEOUT",
    "7 DRIVER_HARD",
    "8 DRIVER_SENSE",
  ],
  driver_suggestion: [
    "0 SUGGEST_OK",
    "10 SUGGEST_RETRY",
    "20 SUGGEST_ABORT",
    "30 SUGGEST_REMAP",
    "40 SUGGEST_DIE",
    "80 SUGGEST_SENSE",
  ],
  qemu_host_status: [
    "0 SCSI_HOST_OK",
    "1 SCSI_HOST_NO_LUN",
    "2 SCSI_HOST_BUSY",
    "3 SCSI_HOST_TIME_OUT",
    "4 SCSI_HOST_BAD_RESPONSE",
    "5 SCSI_HOST_ABORTED",
    "7 SCSI_HOST_ERROR",
    "8 SCSI_HOST_RESET",
    "e SCSI_HOST_TRANSPORT_DISRUPTED",
    "10 SCSI_HOST_TARGET_FAILURE",
    "11 SCSI_HOST_RESERVATION_ERROR",
    "12 SCSI_HOST_ALLOCATION_FAILURE",
    "13 SCSI_HOST_MEDIUM_ERROR",
  ],
  vmware_host_status: [
    "0 VMK_SCSI_HOST_OK",
    "1 VMK_SCSI_HOST_NO_CONNECT",
    "2 VMK_SCSI_HOST_BUS_BUSY",
    "3 VMK_SCSI_HOST_TIMEOUT",
    "5 VMK_SCSI_HOST_ABORT",
    "6 VMK_SCSI_HOST_PARITY",
    "7 VMK_SCSI_HOST_ERROR",
    "8 VMK_SCSI_HOST_RESET",
    "b VMK_SCSI_HOST_SOFT_ERROR",
    "c VMK_SCSI_HOST_RETRY",
    "d VMK_SCSI_HOST_PI_GUARD_ERROR",
    "e VMK_SCSI_HOST_PI_REF_ERROR",
    "f VMK_SCSI_HOST_PI_GENERIC_ERROR",
  ],
  vmware_plugin_status: [
    "0 VMK_SCSI_PLUGIN_GOOD",
    "1 VMK_SCSI_PLUGIN_TRANSIENT",
    "2 VMK_SCSI_PLUGIN_SNAPSHOT",
    "3 VMK_SCSI_PLUGIN_RESERVATION_LOST",
    "4 VMK_SCSI_PLUGIN_REQUEUE",
    "5 VMK_SCSI_PLUGIN_ATS_MISCOMPARE",
    "6 VMK_SCSI_PLUGIN_THINPROV_BUSY_GROWING",
    "7 VMK_SCSI_PLUGIN_THINPROV_ATQUOTA",
    "8 VMK_SCSI_PLUGIN_THINPROV_NOSPACE",
  ],
};

describe("name lists", () => {
  test.each(Object.entries(lists) as [NameList, string[]][])("%s", (list, names) => {
    expect(named(list)).toEqual(names);
  });

  test("there is no other", () => {
    expect(Object.keys(lists)).toEqual(Object.keys(abi.names));
  });
});
