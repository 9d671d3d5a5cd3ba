/** abi.json, which hosts are built on, against what the shipped module says of itself; and the module's promises to any embedder. */
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { abi, AbiError, Core } from "../../hosts/embed/index.ts";
import { loadCore, wasm, wasmModule } from "./core.ts";

const core = loadCore();

test("no imports, one memory of fixed size, the reviewed exports with their arity", () => {
  expect(WebAssembly.Module.imports(wasmModule)).toEqual([]);
  const names = WebAssembly.Module.exports(wasmModule).map(({ name, kind }) => `${kind} ${name}`);
  const reviewed = [...Object.keys(abi.exports).map((name) => `function ${name}`), "memory memory"];
  expect(names.sort()).toEqual(reviewed.sort());
  for (const [name, arity] of Object.entries(abi.exports))
    expect([name, core.exports[name as keyof typeof abi.exports].length]).toEqual([name, arity]);
  expect(core.memory.byteLength).toBe(abi.memoryPages * 65536);
  const instance = new WebAssembly.Instance(wasmModule).exports["memory"] as WebAssembly.Memory;
  expect(() => instance.grow(1)).toThrow();
});

test("the version, and a host that needs another one", () => {
  expect(core.exports.hf_abi_version()).toBe((abi.version.major << 16) | abi.version.minor);
  // The version is an i32.const of its own in the code: found by its LEB128 bytes, it is made another major's.
  const bytes = new Uint8Array(wasm);
  const { major, minor } = abi.version;
  const constant = (of: number) => Buffer.from([0x41, 0x80 | minor, 0x80, of << 2, 0x0b]);
  const at = Buffer.from(bytes).indexOf(constant(major));
  expect(at).toBeGreaterThan(0);
  bytes.set(constant(major + 1), at);
  expect(() => Core.load(bytes)).toThrow(AbiError);
  expect(() => Core.load(bytes)).toThrow(
    `holdfast.wasm speaks ABI ${major + 1}.${minor}, this host needs ${major}.${minor}: take both from one build`,
  );
});

test("records: every field where abi.json says, and no record or field more", () => {
  const sizes = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8 };
  const records = Object.values(abi.records);
  for (const { index, size, fields } of records) {
    const list = Object.values(fields) as { type: keyof typeof sizes; offset: number }[];
    const layouts = list.map((_, i) => core.exports.hf_layout(index, i));
    expect(layouts).toEqual(list.map(({ type, offset }) => (offset << 16) | sizes[type]));
    expect(core.exports.hf_layout(index, list.length)).toBe(size);
    expect(core.exports.hf_layout(index, list.length + 1)).toBeLessThan(0);
  }
  expect(core.exports.hf_layout(records.length, 0)).toBeLessThan(0);
});

test("buffers: apart from each other, inside of the memory, of the size that abi.json says", () => {
  const buffers = Object.values(abi.buffers);
  for (const { index, size } of buffers) expect(core.exports.hf_buffer_size(index)).toBe(size);
  expect(core.exports.hf_buffer(buffers.length)).toBeLessThan(0);
  expect(core.exports.hf_buffer_size(-1)).toBeLessThan(0);
  const ranges = buffers
    .map(({ index, size }) => [core.exports.hf_buffer(index), size] as const)
    .sort((a, b) => a[0] - b[0]);
  let free = 1024; // page zero stays unused
  for (const [at, size] of ranges) {
    expect(at % 8).toBe(0);
    expect(at).toBeGreaterThanOrEqual(free);
    free = at + size;
  }
  expect(free).toBeLessThanOrEqual(core.memory.byteLength);
  expect(abi.buffers.record.size).toBeGreaterThanOrEqual(
    Math.max(
      ...["cdb", "parameter_list", "read_keys", "read_reservation", "sense", "structure", "field", "region"].map(
        (name) => abi.records[name as "cdb"].size,
      ),
    ),
  );
  expect(abi.buffers.plan.size).toBeGreaterThanOrEqual(abi.records.plan.size);
  expect(abi.buffers.last_error.size).toBeGreaterThanOrEqual(abi.records.error.size);
});

test("structures: as many as the module has, and no more", () => {
  const structures = Object.values(abi.structures);
  for (const structure of structures) expect(core.exports.hf_structure(structure)).toBe(0);
  expect(core.exports.hf_structure(structures.length)).toBe(abi.enumerations.status.unknown_structure);
});

test("the bits of driver_status that a host looks for are those that the core answers with BUSY", () => {
  const reply = new DataView(core.memory, core.address("reply"));
  for (let code = 0; code < 256; code++) {
    core.exports.hf_helper_failure(abi.enumerations.failure.driver_status, code);
    expect([code, reply.getUint32(0) === 8]).toEqual([code, (code & abi.helper.driverTimeout) !== 0]);
  }
});

test("the module stays small: 96 KiB, 32 KiB as a web server sends it", () => {
  const gzipped = gzipSync(wasm, { level: 9 }).length;
  console.log(`holdfast.wasm: ${wasm.length} bytes, ${gzipped} gzipped`);
  expect(wasm.length).toBeLessThanOrEqual(96 * 1024);
  expect(gzipped).toBeLessThanOrEqual(32 * 1024);
});
