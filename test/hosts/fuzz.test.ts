/** No input makes the core trap, and none makes it write where abi.json does not say. The entry points are those of the module. */
import { expect, test } from "vitest";
import { abi, type Core } from "../../hosts/embed/index.ts";
import { loadCore, wasmModule } from "./core.ts";

const seed = Number(process.env["HOLDFAST_SEED"] ?? Date.now() % 2 ** 31);
const inputs = Number(process.env["HOLDFAST_FUZZ"] ?? 200_000);

/** xorshift32: a seed gives the same inputs everywhere. */
function random(from: number): () => number {
  let state = from || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const names = WebAssembly.Module.exports(wasmModule)
  .filter(({ kind }) => kind === "function")
  .map(({ name }) => name as keyof Core["exports"]);

/** What no call may change: all bytes but the buffers that the core writes. */
function kept(core: Core): Buffer {
  const copy = Buffer.from(core.bytes);
  for (const { index, size, input } of Object.values(abi.buffers)) {
    const at = core.exports.hf_buffer(index);
    if (!input) copy.fill(0, at, at + size);
  }
  return copy;
}

/** Often at an edge, often small. */
function argument(next: () => number): number {
  const edges = [0, 1, 4, 8, 10, 16, 18, 24, 104, 8192, 8208, 65535, 65544, 65545, 0x7fffffff, -1, -0x80000000];
  return next() % 3 === 0 ? edges[next() % edges.length]! : next() % 2 ? next() % 64 : next() % 70_000;
}

function fillInputs(core: Core, next: () => number): void {
  for (const { index, input } of Object.values(abi.buffers)) {
    if (!input) continue;
    const at = core.exports.hf_buffer(index);
    const length = 1 + (next() % 128);
    for (let i = 0; i < length; i++)
      core.bytes[at + i] = next() % 3 === 0 ? [0x5e, 0x5f, 0x70, 0x00, 0xff][next() % 5]! : next();
  }
}

function fuzz(core: Core, times: number, next: () => number): void {
  for (let i = 0; i < times; i++) {
    const name = names[next() % names.length]!;
    const args = Array.from({ length: core.exports[name].length }, () => argument(next));
    try {
      core.exports[name](...args);
    } catch (error) {
      throw new Error(`seed ${seed}, input ${i}: ${name}(${args.join(", ")}) trapped: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
}

test(`${inputs} inputs, seed ${seed}`, { timeout: 600_000 }, () => {
  const core = loadCore();
  const next = random(seed);
  const round = 64; // calls on the same input bytes
  const comparisons = 500; // each looks at the whole memory
  for (let i = 0; i < comparisons; i++) {
    fillInputs(core, next);
    const before = kept(core);
    for (let done = 0; done < inputs / comparisons; done += round) {
      fuzz(core, round, next);
      if (Buffer.compare(before, kept(core)) !== 0)
        throw new Error(`seed ${seed}, comparison ${i}: a byte changed that no call may change`);
    }
    expect(core.exports.hf_abi_version()).toBeGreaterThan(0);
  }
});

test("the comparison sees one store past the end of any buffer, and one into an input", () => {
  const core = loadCore();
  for (const { index, size, input } of Object.values(abi.buffers)) {
    for (const at of input ? [0, size] : [size]) {
      const before = kept(core);
      core.bytes[core.exports.hf_buffer(index) + at]! ^= 1;
      expect(Buffer.compare(before, kept(core))).not.toBe(0);
    }
  }
});
