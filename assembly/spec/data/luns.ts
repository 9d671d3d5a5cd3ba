/** REPORT LUNS parameter data (SPC-4 6.33), and logical unit numbers (SAM-5 4.7). */
import type { Choice, Field, Structure, ValueNames } from "../types.ts";
import { bytes, part, whole } from "./fields.ts";

const reportLunsData: Structure = {
  id: "report_luns_data",
  name: "REPORT LUNS parameter data",
  clause: "SPC-4 6.33.2",
  size: 8,
  doc: "The logical units that the I_T nexus can reach.",
  fields: [whole("LUN LIST LENGTH", 0, 4, "Bytes of the LUNs, 8 each.", { countsFrom: 8 })],
  rest: { kind: "list", of: "lun", doc: "The LUNs." },
};

const lun: Choice = {
  id: "lun",
  name: "Logical unit number",
  clause: "SAM-5 4.7",
  doc: "8 bytes that address a logical unit, by ADDRESS METHOD.",
  byte: 0,
  mask: 0xc0,
  cases: { 0x00: "lun_peripheral", 0x40: "lun_flat", 0x80: "lun_unit" },
  otherwise: "lun_extended",
};

const lunExtended: Choice = {
  id: "lun_extended",
  name: "Extended logical unit number",
  clause: "SAM-5 4.7.7.5",
  doc: "By LENGTH and EXTENDED ADDRESS METHOD.",
  byte: 0,
  mask: 0xff,
  cases: { 0xc1: "lun_well_known", 0xd2: "lun_flat_24", 0xe2: "lun_flat_40", 0xff: "lun_not_specified" },
  otherwise: "lun_other",
};

const wellKnown: ValueNames = {
  0x01: "REPORT LUNS",
  0x02: "ACCESS CONTROLS (obsolete)",
  0x03: "TARGET LOG PAGES",
  0x04: "SECURITY PROTOCOL",
  0x05: "MANAGEMENT PROTOCOL",
  0x06: "TARGET COMMANDS",
};

const format = (id: string, name: string, method: number, clause: string, doc: string, fields: Field[]): Structure => ({
  id: `lun_${id}`,
  name: `${name} LUN`,
  clause: `SAM-5 ${clause}`,
  size: 8,
  doc,
  fields: [
    part("ADDRESS METHOD", 0, 7, 2, "The format of the LUN.", {
      fixed: method,
      values: { 0: "peripheral device", 1: "flat space", 2: "logical unit", 3: "extended" },
    }),
    ...fields,
  ],
});

const extended = (id: string, name: string, length: number, method: number, doc: string, fields: Field[]): Structure =>
  format(id, name, 3, "4.7.7.5", doc, [
    part("LENGTH", 0, 5, 2, "2 * LENGTH + 1 bytes follow that say which logical unit.", { fixed: length }),
    part("EXTENDED ADDRESS METHOD", 0, 3, 4, "The format of these bytes.", { fixed: method }),
    ...fields,
  ]);

const nextLevels = (byte: number): Field =>
  bytes("Next levels", byte, 8 - byte, "Addresses on the buses behind; 0 where there are none.");

export const lunStructures = [
  reportLunsData,
  lun,
  lunExtended,
  format("peripheral", "Peripheral device", 0, "4.7.7.2", "Below 256, as a rule.", [
    part("BUS IDENTIFIER", 0, 5, 6, "0: a logical unit here; else the bus that leads to it."),
    whole("TARGET OR LUN", 1, 1, "The logical unit; the target, where BUS IDENTIFIER is not 0."),
    nextLevels(2),
  ]),
  format("flat", "Flat space", 1, "4.7.7.3", "Below 16384.", [
    part("FLAT SPACE LUN", 0, 5, 14, "The logical unit."),
    nextLevels(2),
  ]),
  format("unit", "Logical unit", 2, "4.7.7.4", "A logical unit on a bus behind.", [
    part("TARGET", 0, 5, 6, "The target on the bus."),
    part("BUS NUMBER", 1, 7, 3, "The bus."),
    part("LUN", 1, 4, 5, "The logical unit of the target."),
    nextLevels(2),
  ]),
  extended("well_known", "Well known", 0, 1, "A logical unit that every device has where it has it.", [
    whole("W-LUN", 1, 1, "Which one.", { values: wellKnown }),
    nextLevels(2),
  ]),
  extended("flat_24", "Extended flat space", 1, 2, "Below 2 to the power of 24.", [
    whole("EXTENDED FLAT SPACE LUN", 1, 3, "The logical unit."),
    nextLevels(4),
  ]),
  extended("flat_40", "Long extended flat space", 2, 2, "Below 2 to the power of 40.", [
    whole("LONG EXTENDED FLAT SPACE LUN", 1, 5, "The logical unit."),
    nextLevels(6),
  ]),
  extended("not_specified", "Not specified", 3, 0xf, "No logical unit.", [bytes("Ones", 1, 7, "All bits are set.")]),
  {
    id: "lun_other",
    name: "Extended LUN",
    clause: "SAM-5 4.7.7.5",
    size: 8,
    doc: "Of a format that is not defined.",
    fields: [
      part("ADDRESS METHOD", 0, 7, 2, "The format of the LUN.", { fixed: 3, values: { 3: "extended" } }),
      part("LENGTH", 0, 5, 2, "2 * LENGTH + 1 bytes follow that say which logical unit."),
      part("EXTENDED ADDRESS METHOD", 0, 3, 4, "The format of these bytes."),
      bytes("Extended address method specific", 1, 7, "Not defined."),
    ],
  },
] as const;
