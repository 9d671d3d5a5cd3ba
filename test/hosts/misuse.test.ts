/** Callers without TypeScript: what they give wrongly is refused in one sentence, and never taken for something else. */
import { expect, test } from "vitest";
import {
  compose,
  Core,
  describe,
  explain,
  nameIn,
  nameOfValue,
  outline,
  type StructureName,
} from "../../hosts/embed/index.ts";
import { loadCore } from "./core.ts";

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
  expect(nameIn(core, "host_status", 0)).toBe("DID_OK");
  expect(nameIn(core, "host_status", 2 ** 32)).toBe("");
  expect(() => nameIn(core, wrong("nosuch"), 1)).toThrow("there is no list 'nosuch': abi.names has all");
  expect(() => nameOfValue(core, "pr_out_cdb", "NOPE", 1)).toThrow("NOPE: the structure has no such field");
});

test("a WebAssembly module that is no holdfast.wasm", () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  expect(() => Core.load(empty)).toThrow("this WebAssembly module is no holdfast.wasm");
});
