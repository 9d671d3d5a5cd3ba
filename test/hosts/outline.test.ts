/** Explained data as lines to read. */
import { expect, test } from "vitest";
import { nameOfValue, outline, statusName, type StructureName } from "../../hosts/embed/index.ts";
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

test("what is wrong is said", () => {
  expect(lines("pr_in_cdb", "5e21")).toEqual([
    "OPERATION CODE: PERSISTENT RESERVE IN",
    "Reserved: 1 (reserved, and not 0)",
    "SERVICE ACTION: READ RESERVATION",
  ]);
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
