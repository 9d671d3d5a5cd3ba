/** What bare bytes may be. */
import { expect, test } from "vitest";
import { abi, explain, findScsi, guessStructure, type StructureName } from "../../hosts/embed/index.ts";
import { Random } from "../common/random.ts";
import type { Vector } from "./coverage.ts";
import { loadCore, unhex, vectorSets } from "./core.ts";

const core = loadCore();
const hex = (text: string): string => Buffer.from(text).toString("hex");
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
  ["qemu_pr_state", "of QEMU", `050c${hex("scsi-disk/pr")} 00000001 0000000000123abc 05`],
  ["inquiry_data", "of QEMU", `000005021f000002${hex("QEMU    QEMU HARDDISK   2.5+")}`],
  ["vpd_page", "which pages there are", "00 00 0004 00 80 83 b0"],
  ["vpd_page", "a serial number", "00 80 0004 31323334"],
  ["vpd_page", "provisioning, that no keys would be, too", "00 b2 0004 00000000"],
  ["read_capacity_10_data", "64 Ki blocks", "0000ffff 00000200"],
  ["read_capacity_16_data", "4 TiB, with protection information", `00000001ffffffff 00000208 01 ${"00".repeat(19)}`],
  ["report_luns_data", "LUN 0", "00000008 00000000 0000000000000000"],
  [
    "report_luns_data",
    "two LUNs, that a parameter list would be, too",
    "00000010 00000000 0000000000000000 0001000000000000",
  ],
  ["target_port_groups_data", "one group of two ports", "00000010 00 8f 0001 00 00 00 02 00000001 00000002"],
  ["target_port_groups_extended_data", "the extended header", "00000010 10 1e 0000 81 8f 0001 00 00 00 01 00000001"],
  ["mode_sense_6_data", "the control page", "0f 00 00 00 0a 0a 02 00 00 00 00 00 00 00 00 00"],
  ["mode_sense_10_data", "the control page", "0012 00 00 00 00 0000 0a 0a 02 00 00 00 00 00 00 00 00 00"],
])("%s: %s", (structure, _name, bytes) => {
  expect(best(bytes)).toBe(structure);
  expect(guessStructure(core, unhex(bytes))[0]!.exact).toBe(true);
});

test.each([
  ["a word that is no greeting: no feature exists", "de ad be ef"],
  ["another subsection of QEMU", `050c${hex("scsi-disk/qr")} 00000001 0000000000123abc 05`],
  ["a VPD page that is not whole", "00 80 0005 31323334"],
  ["no VPD page: 93h has no name", "00 93 0002 a5a6"],
  ["no list of VPD pages: it is not in order", "00 00 0004 00 83 80 b0"],
  ["no capacity: blocks of 100 bytes", "0000ffff 00000064"],
  ["LUNs that are not whole", "00000010 00000000 0000000000000000"],
  ["no target port group: there is no port 0", "00000010 00 8f 0001 00 00 00 02 00000000 00000002"],
  ["no mode pages: they are not in order", "0b 00 00 00 0a 02 00 00 08 02 00 00"],
  ["no INQUIRY data: a vendor has a name", `000005021f000002${"00".repeat(28)}`],
])("nothing exact: %s", (_name, bytes) => {
  expect(guessStructure(core, unhex(bytes)).filter(({ exact }) => exact)).toEqual([]);
});

test("CDBs are those of a direct access block device, or of the device type that is told", () => {
  const cdb = unhex("51 00 00 00 00 00 00 00 22 00");
  const taken = (deviceType?: number) => guessStructure(core, cdb, { deviceType })[0]!.why;
  expect(taken()).toContain(" are a CDB of XPWRITE(10) ");
  expect(taken(0)).toBe(taken());
  expect(taken(5)).toContain(" are a CDB of READ DISC INFORMATION ");
});

test("random bytes are hardly ever data", () => {
  const random = new Random(5);
  const data = /^(inquiry|vpd|read_capacity|report_luns|target_port|mode_sense)/;
  const exact = Array.from({ length: 20_000 }, () => {
    const bytes = Uint8Array.from({ length: 8 + random.below(40) }, () => random.below(256) & random.below(256));
    return guessStructure(core, bytes).filter(({ structure, exact }) => exact && data.test(structure));
  }).flat();
  expect(exact.length).toBeLessThan(10);
});

test("data of which explain finds nothing wrong is guessed", () => {
  const whole = vectorSets<Vector>("structures").filter(
    ({ structure, bytes }) =>
      /^(fixed|descriptor)_sense$|^read_.*_data$|^transport_id$|^report_luns_data$/.test(structure) &&
      isWhole(structure, unhex(bytes)),
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
  expect(best(`000006325b100002${hex("LIO-ORG block1          4.0 ")}`)).toBe("inquiry_data");
  expect(best("70 00 05 00 00 00 00 0a 00 00 00 00 26")).toBe("fixed_sense");
  expect(best("70 00 01 40 50 e0 01 0a 80 00 4f c2")).toBe("fixed_sense");
  expect(guessStructure(core, unhex("70 00 05 00 00 00 00 0a 00 00 00 00 26"))[0]!.exact).toBe(false);
});

test.each([
  [
    "descriptor_sense",
    "reserved bits of a descriptor, that one key would be, too",
    "7205240000000008 0206cf0000030000",
  ],
  ["descriptor_sense", "bits in the header that are reserved", "72 86 2a 03 00 40 00 00"],
  ["descriptor_sense", "a buffer of 32 bytes", `72 06 2a 03 00 00 00 00 ${"00".repeat(24)}`],
  ["fixed_sense", "a buffer of 96 bytes", `70 00 05 00 00 00 00 0a 00 00 00 00 24 00 00 00 00 00 ${"00".repeat(78)}`],
  ["cdb", "an array of 16 bytes with a CDB of 6", `12 00 00 00 24 00 ${"00".repeat(10)}`],
  ["read_keys_data", "a PRGENERATION that tells no sense", "72 05 8f 13 00000008 1111111111111111"],
  ["read_keys_data", "keys where sense data has descriptors", "7205240000000010 1111111111111111 2222222222222222"],
  ["read_keys_data", "a buffer of 32 bytes with one key", `00000005 00000008 0206cf0000030000 ${"00".repeat(16)}`],
])("what is likelier: %s: %s", (structure, _name, bytes) => {
  expect(best(bytes)).toBe(structure);
});

test("READ KEYS data stays a choice where sense data with reserved bits is likelier", () => {
  const guesses = guessStructure(core, unhex("7205240000000008 0206cf0000030000"));
  expect(guesses.map(({ structure, exact }) => [structure, exact])).toEqual([
    ["descriptor_sense", false],
    ["read_keys_data", true],
  ]);
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
