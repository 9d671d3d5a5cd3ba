/** Explained data as lines to read. */
import { expect, test } from "vitest";
import { abi, describe, nameOfValue, outline, statusName, type StructureName } from "../../hosts/embed/index.ts";
import { loadCore, unhex } from "./core.ts";

const core = loadCore();

const lines = (structure: StructureName, bytes: string) =>
  outline(core, structure, unhex(bytes)).map(
    ({ depth, name, value, remark }) => `${"  ".repeat(depth)}${name}: ${value}${remark && ` (${remark})`}`,
  );

test("structures within structures, text, names of values", () => {
  const descriptor = "2222222222222222 00000000 01 01 00000000 0001 00000028";
  const port = `45000024 ${Buffer.from("iqn.2026-01.test:b,i,0x00023d000002").toString("hex")}00`;
  expect(lines("read_full_status_data", `000000e3 00000040 ${descriptor} ${port}`)).toEqual([
    "PRGENERATION: 227",
    "ADDITIONAL LENGTH: 64",
    "Full status descriptor: ",
    "  RESERVATION KEY: 2222222222222222",
    "  ALL_TG_PT: 0",
    "  R_HOLDER: 1",
    "  SCOPE: LU_SCOPE",
    "  TYPE: Write Exclusive",
    "  RELATIVE TARGET PORT IDENTIFIER: 1",
    "  ADDITIONAL DESCRIPTOR LENGTH: 40",
    "  TransportID (iSCSI port): ",
    "    TPID FORMAT: 1",
    "    PROTOCOL IDENTIFIER: Internet SCSI",
    "    ADDITIONAL LENGTH: 36",
    "    ISCSI NAME: iqn.2026-01.test:b",
    "    ISCSI INITIATOR SESSION ID: 00023d000002",
  ]);
});

test("a structure that a field holds is the field's line", () => {
  const sense = (key: string, specific: string) =>
    lines("fixed_sense", `70 00 ${key} 00000000 0a 00000000 2400 00 ${specific}`).slice(-6);
  expect(sense("05", "cc 0002")).toEqual([
    "SENSE KEY SPECIFIC: Field pointer",
    "  SKSV: 1",
    "  C/D: CDB",
    "  BPV: 1",
    "  BIT POINTER: 4",
    "  FIELD POINTER: 2",
  ]);
  expect(sense("05", "00 0000").slice(-3)).toEqual([
    "SENSE KEY SPECIFIC: Not valid",
    "  SKSV: 0",
    "  SENSE KEY SPECIFIC: 0",
  ]);
  expect(sense("05", "00 0000").at(-5)).toBe("  ADDITIONAL SENSE CODE QUALIFIER: 0");
});

test("no structure begins with a field that has parts or holds a structure: a line could not be told from it", () => {
  const ids = Object.keys(abi.structures) as StructureName[];
  const first = ids.map((id) => describe(core, id)).filter(({ cases }) => cases.length === 0);
  const group = abi.enumerations.node_flag.group;
  expect(first.length).toBeGreaterThan(200);
  expect(first.filter(({ fields }) => fields[0] && fields[0].flags & group)).toEqual([]);
  expect(first.filter(({ size, regions }) => size === 0 && regions[0]?.of)).toEqual([]);
});

test("what is wrong is said", () => {
  expect(lines("pr_in_cdb", "5e21")).toEqual([
    "OPERATION CODE: PERSISTENT RESERVE IN",
    "Reserved: 1 (reserved, and not 0)",
    "SERVICE ACTION: READ RESERVATION",
  ]);
  expect(lines("request_sense_cdb", "030000000000")).not.toContain("Reserved: 0");
  expect(lines("fixed_sense", "7001")).toContain("Obsolete: 1 (obsolete, and not 0)");
  expect(lines("pr_in_cdb", "5f 00 00000000 00 08 00").at(0)).toBe("OPERATION CODE: 95 (not as the standard has it)");
  expect(lines("read_keys_data", "00000001 00000008 1111")).toContain("  RESERVATION KEY: 11 11 (cut short)");
  expect(lines("read_keys_data", "00000001 00000000 1111").at(-1)).toBe("Trailing bytes: 11 11 (behind the end)");
});

test("names of values", () => {
  expect(statusName(core, 0x18)).toBe("RESERVATION CONFLICT");
  expect(statusName(core, 0x77)).toBe("77h");
  expect(nameOfValue(core, "pr_out_cdb", "TYPE", 5)).toBe("Write Exclusive - Registrants Only");
  expect(nameOfValue(core, "pr_out_cdb", "TYPE", 9)).toBe("");
  expect(() => nameOfValue(core, "pr_out_cdb", "COLOUR", 0)).toThrow("the structure has no such field");
});
