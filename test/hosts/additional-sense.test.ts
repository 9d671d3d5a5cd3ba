/** The name of every ADDITIONAL SENSE CODE and QUALIFIER, against another project's list of T10's names. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeSense, explain } from "../../hosts/embed/index.ts";
import { loadCore } from "./core.ts";

interface Assigned {
  readonly first: number;
  readonly last: number;
  readonly name: string;
}

const core = loadCore();
const list: Assigned[] = readFileSync(new URL("../vectors/additional-sense.tsv", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [codes, name] = line.split("\t") as [string, string];
    const [first, last = first] = codes.split("-").map((code) => Number.parseInt(code, 16)) as [number, number?];
    return { first, last, name };
  });

/** Names that T10 writes in another way than the list, beside that T10's are in capitals. */
const spelling: Record<string, string> = {
  "Ram failure": "RAM FAILURE (SHOULD USE 40 NN)",
  "Data path failure": "DATA PATH FAILURE (SHOULD USE 40 NN)",
  "Power-on or self-test failure": "POWER-ON OR SELF-TEST FAILURE (SHOULD USE 40 NN)",
  "Diagnostic failure on component": "DIAGNOSTIC FAILURE ON COMPONENT NN",
  "Tagged overlapped commands": "TAGGED OVERLAPPED COMMANDS (NN = TASK TAG)",
  "Write type operation while in read capable state (obs)": "WRITE TYPE OPERATION WHILE IN READ CAPABLE STATE",
  "Invalid cdb field while in explicit block model (obs)": "INVALID CDB FIELD WHILE IN EXPLICIT BLOCK MODEL",
  "Invalid cdb field while in implicit block model (obs)": "INVALID CDB FIELD WHILE IN IMPLICIT BLOCK MODEL",
  "iSCSI IP address added": "iSCSI IP ADDRESS ADDED",
  "iSCSI IP address removed": "iSCSI IP ADDRESS REMOVED",
  "iSCSI IP address changed": "iSCSI IP ADDRESS CHANGED",
  "Information unit iuCRC error detected": "INFORMATION UNIT iuCRC ERROR DETECTED",
};

const isVendors = (code: number) => code >= 0x8000 || (code & 0xff) >= 0x80;
const expected = new Map(
  list.flatMap(({ first, last, name }) =>
    Array.from({ length: last - first + 1 }, (_, i) => [first + i, spelling[name] ?? name.toUpperCase()]),
  ),
);
const nameOf = (code: number) => expected.get(code) ?? (isVendors(code) ? "VENDOR SPECIFIC" : "");
const fixed = (code: number) =>
  Uint8Array.of(0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, code >> 8, code & 0xff, 0, 0, 0, 0);
const descriptor = (code: number) => Uint8Array.of(0x72, 5, code >> 8, code & 0xff, 0, 0, 0, 0);

test("all 65536 codes, in fixed and in descriptor format", () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0xffff; code++)
    for (const data of [fixed(code), descriptor(code)]) {
      const { name } = decodeSense(core, data);
      if (name !== nameOf(code)) wrong.push(`${code.toString(16)}: ${name}, not ${nameOf(code)}`);
    }
  expect(wrong).toEqual([]);
  expect(list.length).toBeGreaterThan(760);
  expect(Object.keys(spelling).filter((name) => !list.some((row) => row.name === name))).toEqual([]);
});

test.each([
  ["fixed_sense", fixed],
  ["descriptor_sense", descriptor],
] as const)("explain of %s has the same names", (structure, data) => {
  for (const { first, last } of list)
    for (const code of new Set([first, last])) {
      const node = explain(core, structure, data(code)).find(({ name }) => name === "ADDITIONAL SENSE");
      expect([code, node?.meaning]).toEqual([code, nameOf(code)]);
    }
});
