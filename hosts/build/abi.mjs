/**
 * Writes hosts/embed/abi.json, the reviewed snapshot of the ABI that hosts are built on: `npm run abi` after a deliberate change of
 * assembly/spec/abi.ts or of the exports. A test compares it with what the built module says of itself.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { layOut } from "./generate/layout.mjs";
import { loadSpec } from "./generate/spec.mjs";
import { root } from "./step.mjs";

const spec = await loadSpec();
const wasm = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(join(root, "build/holdfast.wasm"))));
const functions = Object.entries(wasm.exports).filter(([, value]) => typeof value === "function");

const abi = {
  version: spec.abiVersion,
  memoryPages: wasm.exports.memory.buffer.byteLength / 65536,
  helper: spec.helper,
  unit: spec.unit,
  exports: Object.fromEntries(functions.map(([name, { length }]) => [name, length]).sort()),
  buffers: Object.fromEntries(
    spec.buffers.map(({ id, size, input, output = !input }, index) => [id, { index, size, input, output }]),
  ),
  enumerations: Object.fromEntries(
    spec.enumerations.map(({ id, members }) => [
      id,
      Object.fromEntries(members.map(({ name, value }) => [name, value])),
    ]),
  ),
  records: Object.fromEntries(
    layOut(spec.records).map(({ id, size, fields }, index) => [
      id,
      { index, size, fields: Object.fromEntries(fields.map(({ name, type, offset }) => [name, { type, offset }])) },
    ]),
  ),
  structures: Object.fromEntries(spec.structures.map(({ id }, index) => [id, index])),
  names: Object.fromEntries(Object.keys(spec.nameLists).map((id, index) => [id, index])),
};
writeFileSync(join(root, "hosts/embed/abi.json"), JSON.stringify(abi, null, 2) + "\n");
