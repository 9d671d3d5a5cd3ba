/** What LIO sent beside PERSISTENT RESERVE IN data: every exchange of test/vectors/lio-6.1.jsonl with a structure of assembly/spec/data. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { abi, explain, type FieldNode, type StructureName } from "../../hosts/embed/index.ts";
import { loadCore, unhex } from "./core.ts";
import type { Exchange } from "./lio.ts";
import { bytesOf } from "./tree.ts";

const core = loadCore();
const flag = abi.enumerations.node_flag;

/** By the first digits of the CDB. */
const structures: readonly (readonly [cdb: string, structure: StructureName])[] = [
  ["1200", "inquiry_data"],
  ["1201", "vpd_page"],
  ["25", "read_capacity_10_data"],
  ["9e10", "read_capacity_16_data"],
  ["1a", "mode_sense_6_data"],
  ["5a", "mode_sense_10_data"],
  ["a0", "report_luns_data"],
  ["a30a", "target_port_groups_data"],
];
/** Data that is not described in assembly/spec/data. */
const others = ["5e", "03", "84"];

const lines = readFileSync(new URL("../vectors/lio-6.1.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");
const exchanges = lines
  .map((line) => JSON.parse(line) as Exchange)
  .filter(({ status, data_in: data }) => status === 0 && data !== "");
const structureOf = (cdb: string) => structures.find(([start]) => cdb.startsWith(start))?.[1];
const described = exchanges.filter(({ cdb }) => structureOf(cdb));

interface Explained {
  readonly nodes: FieldNode[];
  readonly data: Uint8Array;
}

function explained({ cdb, data_in: bytes }: Exchange): Explained {
  const data = unhex(bytes);
  return { nodes: explain(core, structureOf(cdb)!, data), data };
}

/** The answer to the one CDB that begins so. */
function answer(cdb: string): Explained {
  const [first, ...more] = described.filter((exchange) => exchange.cdb.startsWith(cdb));
  if (!first || more.length > 0) throw new Error(`${more.length + (first ? 1 : 0)} answers to ${cdb}`);
  return explained(first);
}

/** Each value of the fields of this name, in the order of the data; text and bytes as they are. */
function values({ nodes, data }: Explained, name: string): unknown[] {
  return nodes
    .filter((node) => node.name === name)
    .map((node) => {
      if (node.flags & flag.text) return new TextDecoder().decode(bytesOf(node, data));
      return node.flags & flag.bytes ? bytesOf(node, data) : node.value;
    });
}
const meanings = ({ nodes }: Explained, name: string) =>
  nodes.filter((node) => node.name === name).map(({ meaning }) => meaning);
const groups = ({ nodes }: Explained) => nodes.filter(({ flags }) => flags & flag.group).map(({ name }) => name);

test("every exchange with data has a structure here, or is another's", () => {
  const left = exchanges.filter(({ cdb }) => !structureOf(cdb) && !others.some((start) => cdb.startsWith(start)));
  expect(left.map(({ cdb }) => cdb)).toEqual([]);
  for (const [start] of structures) expect(described.some(({ cdb }) => cdb.startsWith(start))).toBe(true);
  for (const start of others) expect(exchanges.some(({ cdb }) => cdb.startsWith(start))).toBe(true);
  expect(described).toHaveLength(17);
});

test.each(described)("$cdb: nothing is cut, trailing, reserved or unexpected", (exchange) => {
  const doubtful = flag.truncated | flag.trailing | flag.reserved_set | flag.unexpected;
  const { nodes, data } = explained(exchange);
  expect(nodes.filter(({ flags }) => flags & doubtful).map(({ name }) => name)).toEqual([]);
  expect(nodes[0]!.bits).toBe(data.length * 8);
  expect(nodes.length).toBeGreaterThan(1);
});

test("standard INQUIRY data", () => {
  const inquiry = answer("1200");
  expect(values(inquiry, "T10 VENDOR IDENTIFICATION")).toEqual(["LIO-ORG "]);
  expect(values(inquiry, "PRODUCT IDENTIFICATION")).toEqual(["RAMDISK-MCP     "]);
  expect(meanings(inquiry, "VERSION")).toEqual(["SPC-4"]);
  expect(meanings(inquiry, "TPGS")).toEqual(["implicit and explicit asymmetric access"]);
  const standards = [1, 2, 3, 4, 5].flatMap((n) => meanings(inquiry, `VERSION DESCRIPTOR ${n}`));
  expect(standards).toEqual(["SAM-5", "iSCSI", "SPC-4", "SBC-3", ""]);
});

test("VPD pages: those that page 00h names, the serial number, the limits", () => {
  const pages = values(answer("120100040000"), "PAGE CODE").slice(1);
  expect(pages).toEqual([0x00n, 0x80n, 0x83n, 0x86n, 0xb0n, 0xb1n, 0xb2n, 0xb3n]);
  const captured = described.filter(({ cdb }) => cdb.startsWith("1201") && cdb.slice(6, 8) === "04");
  expect(captured.map(({ cdb }) => BigInt(`0x${cdb.slice(4, 6)}`))).toEqual(pages);
  expect(values(answer("120180"), "PRODUCT SERIAL NUMBER")).toEqual(["abcdef0123\0"]);
  expect(values(answer("1201b0"), "MAXIMUM COMPARE AND WRITE LENGTH")).toEqual([1n]);
  expect(values(answer("1201b0"), "MAXIMUM TRANSFER LENGTH")).toEqual([0xfffffff8n]);
  expect(values(answer("1201b0"), "MAXIMUM UNMAP LBA COUNT")).toEqual([]);
  expect(meanings(answer("1201b1"), "MEDIUM ROTATION RATE")).toEqual(["non-rotating medium (solid state)"]);
  expect(meanings(answer("1201b3"), "PAGE CODE")).toEqual(["Referrals (SBC), Automation Device Serial Number (SSC)"]);
});

test("Device Identification: the world wide name is made of the serial number, the port is the one of READ FULL STATUS", () => {
  const page = answer("120183");
  expect(groups(page).filter((name) => name !== "Designation descriptor")).toEqual([
    "Device Identification VPD page",
    "NAA IEEE Registered Extended designator",
    "T10 vendor ID based designator",
    "Relative target port identifier",
    "Target port group",
    "Logical unit group",
    "SCSI name string",
    "SCSI name string",
  ]);
  expect(values(page, "IEEE COMPANY_ID")).toEqual([0x001405n]);
  const [first] = values(page, "VENDOR SPECIFIC IDENTIFIER");
  const [extension] = values(page, "VENDOR SPECIFIC IDENTIFIER EXTENSION");
  expect([first, extension]).toEqual([0xabcdef012n, 0x3000000000000000n]);
  expect(values(page, "VENDOR SPECIFIC IDENTIFIER")[1]).toBe("RAMDISK-MCP:abcdef0123\0");
  expect(values(page, "RELATIVE TARGET PORT IDENTIFIER")).toEqual([1n]);
  expect(values(page, "TARGET PORT GROUP")).toEqual([0n]);
  expect(values(page, "SCSI NAME STRING")).toEqual(["iqn.2026-01.test:pr,t,0x0001", "iqn.2026-01.test:pr"]);
  const associations = ["logical unit", "logical unit", "target port", "target port", "logical unit"];
  expect(meanings(page, "ASSOCIATION")).toEqual([...associations, "target port", "target device"]);
});

test("both READ CAPACITY commands and MODE SENSE tell the same size", () => {
  for (const capacity of [answer("25"), answer("9e10")]) {
    expect(values(capacity, "RETURNED LOGICAL BLOCK ADDRESS")).toEqual([0xffffn]);
    expect(values(capacity, "LOGICAL BLOCK LENGTH IN BYTES")).toEqual([512n]);
  }
  for (const mode of [answer("1a"), answer("5a003f"), answer("5a000a")]) {
    expect(values(mode, "NUMBER OF LOGICAL BLOCKS")).toEqual([0xffffn]);
    expect(values(mode, "LOGICAL BLOCK LENGTH")).toEqual([512n]);
    expect(values(mode, "TAS")).toEqual([1n]);
    expect(values(mode, "BUSY TIMEOUT PERIOD")).toEqual([0xffffn]);
  }
  const all = ["Read-Write Error Recovery", "Caching", "Control", "Informational Exceptions Control"];
  expect(meanings(answer("1a"), "PAGE CODE")).toEqual(all);
  expect(meanings(answer("5a003f"), "PAGE CODE")).toEqual(all);
  expect(meanings(answer("5a000a"), "PAGE CODE")).toEqual(["Control"]);
});

test("REPORT LUNS and REPORT TARGET PORT GROUPS", () => {
  expect(values(answer("a0"), "TARGET OR LUN")).toEqual([1n]);
  const ports = answer("a30a");
  expect(values(ports, "TARGET PORT GROUP")).toEqual([0n]);
  expect(meanings(ports, "ASYMMETRIC ACCESS STATE")).toEqual(["active/optimized"]);
  expect(values(ports, "LBD_SUP")).toEqual([0n]);
  expect(values(ports, "RELATIVE TARGET PORT IDENTIFIER")).toEqual([1n]);
});
