/** Callers without TypeScript: what they give wrongly is refused in one sentence, and never taken for something else. */
import { expect, test } from "vitest";
import {
  compose,
  composeCdb,
  Core,
  dataStructure,
  decodeCdbs,
  describe,
  EmulatedUnit,
  explain,
  explainCdb,
  findCommand,
  guessStructure,
  helperFailure,
  hexOf,
  nameIn,
  nameOfValue,
  offset,
  outline,
  outlineNodes,
  parameterDataStructure,
  parameterListStructure,
  planHelperRequest,
  type StructureName,
} from "../../hosts/embed/index.ts";
import { loadCore, wasmModule } from "./core.ts";

const core = loadCore();
const list = "pr_out_list";
const byte = Uint8Array.of(0x28);
/** What TypeScript would not let through. */
const wrong = (value: unknown) => value as never;

test.each(["nosuch", "toString", "__proto__", undefined])("the structure %s is no other structure", (name) => {
  const structure: StructureName = wrong(name);
  const sentence = `there is no structure '${name}': abi.structures has all names`;
  expect(() => explain(core, structure, byte)).toThrow(sentence);
  expect(() => describe(core, structure)).toThrow(sentence);
  expect(() => compose(core, structure, {})).toThrow(sentence);
  expect(() => nameOfValue(core, structure, "TYPE", 1)).toThrow(sentence);
  expect(() => outline(core, structure, byte)).toThrow(sentence);
});

test.each([
  ["28 00", "a string is no bytes: give a Uint8Array"],
  [undefined, "undefined is no bytes: give a Uint8Array"],
  [[0x28, 0], "an Array is no bytes: give a Uint8Array"],
  [new ArrayBuffer(10), "an ArrayBuffer is no bytes: give a Uint8Array"],
  [Uint16Array.of(0x28), "an Uint16Array is no bytes: give a Uint8Array"],
])("data that are no bytes: %o", (data, sentence) => {
  expect(() => explain(core, "read_10_cdb", wrong(data))).toThrow(sentence);
  expect(() => hexOf(wrong(data))).toThrow(sentence);
  expect(() => decodeCdbs(core, wrong(data), 10)).toThrow(sentence);
  expect(() => outlineNodes([], wrong(data))).toThrow(sentence);
});

test("a key that JavaScript has rounded is refused, and not another key", () => {
  const compose1 = (value: unknown) => () => compose(core, list, { "RESERVATION KEY": wrong(value) });
  expect(compose1(2 ** 53)).toThrow(
    "RESERVATION KEY: 9007199254740992 is no whole number that JavaScript holds exactly: give a bigint",
  );
  expect(compose1(1.5)).toThrow("RESERVATION KEY: 1.5 is no whole number that JavaScript holds exactly: give a bigint");
  expect(compose1(NaN)).toThrow("RESERVATION KEY: NaN is no whole number");
  expect(compose1("5")).toThrow("RESERVATION KEY: give a number or a bigint, not string");
  expect(compose1(undefined)).toThrow("RESERVATION KEY: give a number or a bigint, not undefined");
  expect(compose1(1n << 64n)).toThrow("RESERVATION KEY: the value does not fit 64 bits");
  expect(compose1(2 ** 53 - 1)().slice(0, 8)).toEqual(Uint8Array.of(0, 0x1f, 255, 255, 255, 255, 255, 255));
});

test("values and elements that are none are refused, and not left out", () => {
  expect(() => compose(core, list, wrong(undefined))).toThrow(`the values of ${list} are no object`);
  expect(() => compose(core, "read_keys_data", {}, wrong([1, 2]))).toThrow("are no object");
  expect(() => compose(core, list, {}, wrong(5))).toThrow(
    "what goes behind the fields is bytes, text or a list of elements",
  );
});

test("a number of more than 32 bits has no name, and not that of its lower half", () => {
  expect(nameOfValue(core, "pr_out_cdb", "TYPE", 1)).toBe("Write Exclusive");
  expect(nameOfValue(core, "pr_out_cdb", "TYPE", 2 ** 32 + 1)).toBe("");
  expect(nameOfValue(core, "pr_out_cdb", "TYPE", 2n ** 32n + 1n)).toBe("");
  expect(nameOfValue(core, "pr_out_cdb", "TYPE", 1n)).toBe("Write Exclusive");
  expect(nameIn(core, "host_status", 0)).toBe("DID_OK");
  expect(nameIn(core, "host_status", 2 ** 32)).toBe("");
  expect(() => nameIn(core, wrong("nosuch"), 1)).toThrow("there is no list 'nosuch': abi.names has all");
  expect(() => nameOfValue(core, "pr_out_cdb", "NOPE", 1)).toThrow("NOPE: the structure has no such field");
});

test.each([
  [NaN, "NaN"],
  [1.5, "1.5"],
  [-1, "-1"],
  [2 ** 32, "4294967296"],
  ["5", "a string"],
  [null, "null"],
])("%s is no number that the core takes for another", (value, shown) => {
  const said = (field: string) => `${field}: give a whole number from 0 on, of at most 32 bits, not ${shown}`;
  const number: number = wrong(value);
  for (const asked of [findCommand, explainCdb, dataStructure])
    expect(() => asked(core, byte, number)).toThrow(said("PERIPHERAL DEVICE TYPE"));
  expect(() => guessStructure(core, byte, { deviceType: number })).toThrow(said("PERIPHERAL DEVICE TYPE"));
  expect(() => parameterDataStructure(core, number)).toThrow(said("SERVICE ACTION"));
  expect(() => parameterListStructure(core, number, byte)).toThrow(said("SERVICE ACTION"));
  expect(() => helperFailure(core, "errno", number)).toThrow(said("code"));
  expect(() => new EmulatedUnit(wasmModule, { targetPorts: number })).toThrow(said("targetPorts"));
  const transportId = compose(core, "transport_id_fcp", { N_PORT_NAME: 1 });
  const unit = new EmulatedUnit(wasmModule);
  const nexus = { transportId, relativeTargetPort: number };
  expect(() => unit.execute(nexus, new Uint8Array(6))).toThrow(said("relativeTargetPort"));
  expect(() => unit.event("nexus_loss", nexus)).toThrow(said("relativeTargetPort"));
  unit.close();
});

test("names that are none stand for no other", () => {
  expect(() => helperFailure(core, wrong("nosuch"))).toThrow("there is no failure 'nosuch': give errno, host_status, ");
  expect(() => offset(wrong("nosuch"), wrong("x"))).toThrow("there is no field 'x' in a record 'nosuch'");
  expect(() => offset("cdb", wrong("x"))).toThrow("there is no field 'x' in a record 'cdb': abi.records has all");
  const unit = new EmulatedUnit(wasmModule);
  expect(() => unit.event(wrong("nosuch"))).toThrow(
    "there is no event 'nosuch': give power_on, logical_unit_reset, nexus_loss, information_lost",
  );
  unit.close();
});

test("a field and its bits at once: neither wins", () => {
  const both = "CONTROL and NACA have bits in common: give one of them";
  expect(() => compose(core, "pr_out_cdb", { CONTROL: 0xff, NACA: 0 })).toThrow(both);
  expect(() => compose(core, "pr_out_cdb", { NACA: 1, CONTROL: 0 })).toThrow(both);
  expect(() => compose(core, "fixed_sense", { "ADDITIONAL SENSE CODE": 0x29, "ADDITIONAL SENSE": 0x2a05 })).toThrow(
    "ADDITIONAL SENSE and ADDITIONAL SENSE CODE have bits in common: give one of them",
  );
  const apart = compose(core, "fixed_sense", {
    "ADDITIONAL SENSE CODE": 0x2a,
    "ADDITIONAL SENSE CODE QUALIFIER": 5,
  });
  expect(apart.slice(12, 14)).toEqual(Uint8Array.of(0x2a, 5));
});

test("a command's codes are its own", () => {
  const readKeys = findCommand(core, Uint8Array.of(0x5e, 0, 0, 0, 0, 0, 0, 0, 8, 0));
  expect(() => composeCdb(core, readKeys, { "SERVICE ACTION": 3 })).toThrow(
    "SERVICE ACTION of READ KEYS is 0x0: leave it out",
  );
  expect(() => composeCdb(core, readKeys, { "OPERATION CODE": 0x5f })).toThrow(
    "OPERATION CODE of PERSISTENT RESERVE IN is 0x5e: leave it out",
  );
  expect(composeCdb(core, readKeys, { "SERVICE ACTION": 0n, "OPERATION CODE": 0x5e })[0]).toBe(0x5e);
});

test("a CDB needs no padding for the helper's plan", () => {
  const cdb = Uint8Array.of(0x5e, 0, 0, 0, 0, 0, 0, 0x20, 0, 0);
  const plan = { valid: true, parameterLength: 0, replyLimit: 8192 };
  expect(planHelperRequest(core, cdb)).toEqual(plan);
  expect(planHelperRequest(core, Uint8Array.of(...cdb, 0, 0, 0, 0, 0, 0))).toEqual(plan);
  expect(() => planHelperRequest(core, new Uint8Array(17))).toThrow("17 is more than the 16 that fit");
});

test("a WebAssembly module that is no holdfast.wasm", () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  expect(() => Core.load(empty)).toThrow("this WebAssembly module is no holdfast.wasm");
});
