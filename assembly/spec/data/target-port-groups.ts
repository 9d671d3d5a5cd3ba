/** REPORT TARGET PORT GROUPS parameter data (SPC-4 6.37). */
import { accessStates } from "../names.ts";
import type { Field, Structure } from "../types.ts";
import { flag, obsolete, part, whole } from "./fields.ts";

const length: Field = whole("RETURN DATA LENGTH", 0, 4, "Bytes that follow.", { countsFrom: 4 });
const groups = { kind: "list", of: "target_port_group", doc: "The target port groups." } as const;

const supported = (name: string, bit: number, state: string): Field =>
  flag(name, 1, bit, `The state ${state} is supported.`);

export const targetPortGroupStructures: readonly Structure[] = [
  {
    id: "target_port_groups_data",
    name: "REPORT TARGET PORT GROUPS parameter data",
    clause: "SPC-4 6.37",
    size: 4,
    doc: "Which paths are good (ALUA).",
    fields: [length],
    rest: groups,
  },
  {
    id: "target_port_groups_extended_data",
    name: "REPORT TARGET PORT GROUPS parameter data (extended header)",
    clause: "SPC-4 6.37",
    size: 8,
    doc: "Which paths are good (ALUA), and how long it takes to make another one good.",
    fields: [
      length,
      part("RETURN DATA FORMAT TYPE", 4, 6, 3, "1: this format.", { fixed: 1 }),
      whole("IMPLICIT TRANSITION TIME", 5, 1, "Seconds to wait for an implicit transition; 0: not told."),
    ],
    rest: groups,
  },
  {
    id: "target_port_group",
    name: "Target port group descriptor",
    clause: "SPC-4 6.37",
    size: 8,
    doc: "Target ports with the same access to the logical unit.",
    fields: [
      flag("PREF", 0, 7, "The device prefers this group."),
      part("ASYMMETRIC ACCESS STATE", 0, 3, 4, "How the logical unit can be used through these ports.", {
        values: accessStates,
      }),
      supported("T_SUP", 7, "transitioning"),
      supported("O_SUP", 6, "offline"),
      supported("LBD_SUP", 4, "logical block dependent"),
      supported("U_SUP", 3, "unavailable"),
      supported("S_SUP", 2, "standby"),
      supported("AN_SUP", 1, "active/non-optimized"),
      supported("AO_SUP", 0, "active/optimized"),
      whole("TARGET PORT GROUP", 2, 2, "The group's number."),
      whole("STATUS CODE", 5, 1, "Why it has this state.", {
        values: { 1: "altered by SET TARGET PORT GROUPS", 2: "altered by implicit behavior" },
      }),
      whole("Vendor specific", 6, 1, "Defined by the vendor."),
      whole("TARGET PORT COUNT", 7, 1, "Target port descriptors that follow.", { countsFrom: 8, countsUnit: 4 }),
    ],
    rest: { kind: "list", of: "target_port", doc: "The target ports." },
  },
  {
    id: "target_port",
    name: "Target port descriptor",
    clause: "SPC-4 6.37",
    size: 4,
    doc: "A target port of the group.",
    fields: [
      obsolete("Obsolete", 0, 7, 16),
      whole("RELATIVE TARGET PORT IDENTIFIER", 2, 2, "The target port's number in its device."),
    ],
  },
];
