/** What bare bytes may be. */
import { expect, test } from "vitest";
import { abi, explain, findScsi, guessStructure, type StructureName } from "../../hosts/embed/index.ts";
import type { Vector } from "./coverage.ts";
import { loadCore, unhex, vectors } from "./core.ts";

const core = loadCore();
const best = (bytes: string): string | undefined => guessStructure(core, unhex(bytes))[0]?.structure;

test.each([
  ["cdb", "PERSISTENT RESERVE OUT", "5f 00 00 00 00 00 00 00 18 00"],
  ["cdb", "PERSISTENT RESERVE IN", "5e 03 00 00 00 00 00 20 00 00"],
  ["cdb", "READ(10)", "28 00 13 78 b2 98 00 00 08 00"],
  ["cdb", "READ CAPACITY(16)", "9e 10 00 00 00 00 00 00 00 00 00 00 00 20 00 00"],
  ["cdb", "TEST UNIT READY", "00 00 00 00 00 00"],
  ["cdb", "INQUIRY", "12 01 83 00 fc 00"],
  ["cdb", "REQUEST SENSE", "03 00 00 00 fc 00"],
  ["fixed_sense", "fixed format", "70 00 05 00 00 00 00 0a 00 00 00 00 26 04 00 00 00 00"],
  ["fixed_sense_ata", "registers of an ATA device", "70 00 01 40 50 e0 01 0a 80 00 4f c2 00 1d 00 00 00 00"],
  ["descriptor_sense", "descriptor format", "72 06 2a 03 00 00 00 00"],
  ["read_keys_data", "two keys", "00000005 00000010 1111111111111111 2222222222222222"],
  [
    "read_full_status_data",
    "a Fibre Channel port, that three keys would be, too",
    `00000005 00000030 00000000a1000000 00000000 00 00 00000000 0001 00000018 ${"00".repeat(8)} 210024ff7c9a01aa ${"00".repeat(8)}`,
  ],
  ["read_reservation_data", "a reservation", "00000005 00000010 1111111111111111 00000000 00 05 0000"],
  ["report_capabilities_data", "capabilities", "0008 1d 80 ea01 0000"],
  ["pr_out_list", "REGISTER", "0000000000000000 0000000000001234 00000000 00 00 0000"],
  ["transport_id", "a SAS address", "06 000000 500605b00006f261 0000000000000000 00000000"],
])("%s: %s", (structure, _name, bytes) => {
  expect(best(bytes)).toBe(structure);
  expect(guessStructure(core, unhex(bytes))[0]!.exact).toBe(true);
});

test("data of which explain finds nothing wrong is guessed", () => {
  const whole = vectors<Vector>("structures").filter(
    ({ structure, bytes }) =>
      /^(fixed|descriptor)_sense$|^read_.*_data$|^transport_id$/.test(structure) && isWhole(structure, unhex(bytes)),
  );
  const missed = whole.filter(({ structure, bytes }) => {
    const guesses = guessStructure(core, unhex(bytes));
    return !guesses.some((guess) => guess.exact && guess.structure === structure);
  });
  expect(whole.length).toBeGreaterThan(20);
  expect(missed.map(({ structure, bytes }) => `${structure} ${bytes}`)).toEqual([]);
});

const flag = abi.enumerations.node_flag;
const wrong = flag.truncated | flag.unexpected | flag.reserved_set | flag.trailing;
const isWhole = (structure: StructureName, bytes: Uint8Array): boolean =>
  explain(core, structure, bytes).every(({ flags }) => !(flags & wrong));

test("bytes that end too early are still the nearest structure", () => {
  expect(best("70 00 05 00 00 00 00 0a 00 00 00 00 26")).toBe("fixed_sense");
  expect(best("70 00 01 40 50 e0 01 0a 80 00 4f c2")).toBe("fixed_sense");
  expect(guessStructure(core, unhex("70 00 05 00 00 00 00 0a 00 00 00 00 26"))[0]!.exact).toBe(false);
});

test("no bytes, and more than the core takes, are nothing", () => {
  expect(guessStructure(core, new Uint8Array())).toEqual([]);
  expect(guessStructure(core, new Uint8Array(100_000))).toEqual([]);
});

test("what a dump has is what guessStructure takes", () => {
  const { findings } = findScsi(
    core,
    "00000000: 7000 0500 0000 000a 0000 0000 2604 0000  p...........&...\n00000010: 0000                                     ..\n",
  );
  expect(findings.map(({ bytes }) => guessStructure(core, bytes)[0]?.structure)).toEqual(["fixed_sense"]);
});
