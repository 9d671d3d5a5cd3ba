/** No input makes the core trap, and none makes it write where abi.json does not say. The entry points are those of the module. */
import { expect, test } from "vitest";
import { abi, type BufferName, type Core, offset } from "../../hosts/embed/index.ts";
import type { Vector } from "./coverage.ts";
import { loadCore, unhex, vectors, wasmModule } from "./core.ts";
import { type Call, unitCall } from "./unit-calls.ts";

type ExportName = keyof Core["exports"];

const seed = Number(process.env["HOLDFAST_SEED"] ?? Date.now() % 2 ** 31);
const inputs = Number(process.env["HOLDFAST_FUZZ"] ?? 10_000_000);
/** Calls on the same input bytes, and calls between two looks at the whole memory. */
const [callsOnInput, callsCompared] = [4, 10_000];

const names = WebAssembly.Module.exports(wasmModule)
  .filter(({ kind }) => kind === "function")
  .map(({ name }) => name as ExportName);

/** Exports, and the buffers that are a state of theirs: no other export may change these. */
interface Owner {
  /** One that is here several times is called so much more often. */
  readonly exports: readonly ExportName[];
  readonly state: readonly string[];
  /** A call that gets further than arguments that only fit. */
  readonly likely?: (core: Core, name: ExportName, next: () => number) => Call | undefined;
}
const unit: Owner = {
  exports: names
    .filter((name) => name.startsWith("hf_unit_") || name === "hf_helper_emulate")
    .flatMap((name) => Array.from({ length: /execute|emulate/.test(name) ? 16 : 1 }, () => name)),
  state: ["unit", "unit_state"],
  likely: unitCall,
};
const owners: readonly Owner[] = [unit];
const stateless: Owner = {
  exports: names.filter((name) => !owners.some((owner) => owner.exports.includes(name))),
  state: [],
};
const owned = owners.flatMap(({ state }) => state);

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

/** What no call may change of `bytes`, a copy of the memory: all but the buffers that the core writes, and the state of the exports that are called. */
function kept(core: Core, owner: Owner, bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  for (const [name, { index, size, output }] of Object.entries(abi.buffers)) {
    const at = core.exports.hf_buffer(index);
    if (owned.includes(name) ? owner.state.includes(name) : output) copy.fill(0, at, at + size);
  }
  return copy;
}

const known = vectors<Vector>("structures").map(
  ({ structure, bytes }) => [abi.structures[structure], unhex(bytes)] as const,
);
const pick = <T>(list: readonly T[], next: () => number): T => list[next() % list.length]!;

/** Random bytes, many of them zeros or operation codes; or known data with bits flipped, cut, grown, or continued by other known data. */
function someBytes(next: () => number, like: Uint8Array): Uint8Array {
  if (next() % 4 === 0) {
    const byte = () => pick([0, 0, 0x5e, 0x5f, 0x70, 0x72, 0xff, next(), next(), next()], next);
    return Uint8Array.from({ length: next() % 160 }, byte);
  }
  const other = pick(known, next)[1];
  const cut = [like.length, next() % (like.length + 1), 10, 16, 8, 24, like.length + 4][next() % 7]!;
  const bytes = new Uint8Array(cut + (next() % 3 ? 0 : other.length));
  bytes.set(like.subarray(0, cut));
  if (bytes.length > cut) bytes.set(other, cut);
  for (let flips = next() % 4; flips > 0 && bytes.length > 0; flips--)
    bytes[next() % bytes.length]! ^= 1 << (next() % 8);
  return bytes;
}

/** Fills all input buffers, in `mirror` too; returns the arguments that fit to what is in them: a structure, and lengths. */
function fillInputs(core: Core, mirror: Uint8Array, next: () => number): number[] {
  const [structure, like] = pick(known, next);
  const lengths = Object.values(abi.buffers)
    .filter(({ input }) => input)
    .map(({ index, size }) => {
      const bytes = someBytes(next, like).subarray(0, size);
      for (const memory of [core.bytes, mirror]) memory.set(bytes, core.exports.hf_buffer(index));
      return bytes.length;
    });
  return [structure, ...lengths, lengths[0]!, 0];
}

const edges = [0, 1, 4, 8, 10, 16, 18, 24, 104, 8192, 8208, 65535, 65544, 65545, 0x7fffffff, -1, -0x80000000];

/** Mostly what fits, often small; the lengths that make explain slow are rare. */
function argument(next: () => number, fitting: readonly number[]): number {
  const dice = next() % 200;
  if (dice < 150) return pick(fitting, next);
  if (dice < 194) return next() % 64;
  return dice < 198 ? pick(edges, next) : next() % 70_000;
}

/** Calls the exports of `owner` so many times; a store where none may be shows in `mirror`, which has a copy of the memory. */
function fuzz(core: Core, mirror: Uint8Array, { exports, likely }: Owner, times: number, next: () => number): void {
  for (let i = 0; i < times;) {
    const fitting = fillInputs(core, mirror, next);
    for (const end = Math.min(times, i + callsOnInput); i < end; i++) {
      const name = pick(exports, next);
      const call = next() % 32 ? likely?.(core, name, next) : undefined;
      for (const [buffer, bytes] of Object.entries(call?.buffers ?? {}))
        for (const memory of [core.bytes, mirror]) memory.set(bytes, core.address(buffer as BufferName));
      const args = call?.args ?? Array.from({ length: core.exports[name].length }, () => argument(next, fitting));
      try {
        core.exports[name](...args);
      } catch (error) {
        throw new Error(`${name}(${args.join(", ")}) trapped: ${(error as Error).message}`, { cause: error });
      }
    }
  }
}

test(`${inputs} inputs, seed ${seed}`, { timeout: 600_000 }, () => {
  const core = loadCore();
  const next = random(seed);
  const all = [stateless, ...owners];
  for (let done = 0; done < inputs; done += callsCompared) {
    const owner = all[(done / callsCompared) % all.length]!;
    const mirror = Buffer.from(core.bytes);
    try {
      fuzz(core, mirror, owner, callsCompared, next);
      if (Buffer.compare(kept(core, owner, mirror), kept(core, owner, core.bytes)) !== 0)
        throw new Error("a byte changed that no call may change");
    } catch (error) {
      throw new Error(`HOLDFAST_SEED=${seed}, inputs ${done} to ${done + callsCompared}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  expect(core.exports.hf_abi_version()).toBeGreaterThan(0);
});

test("the comparison sees one store past the end of any buffer, and one into an input", () => {
  const core = loadCore();
  for (const [name, { index, size, output }] of Object.entries(abi.buffers)) {
    for (const at of output && !owned.includes(name) ? [size] : [0, size]) {
      const before = kept(core, stateless, core.bytes);
      core.bytes[core.exports.hf_buffer(index) + at]! ^= 1;
      expect(Buffer.compare(before, kept(core, stateless, core.bytes))).not.toBe(0);
    }
  }
});

test("of every structure explain sees data that is whole and data that is cut", () => {
  const core = loadCore();
  const mirror = Buffer.from(core.bytes);
  const next = random(1);
  const seen = new Set<string>();
  for (let i = 0; i < 20_000; i++) {
    const [structure, length] = fillInputs(core, mirror, next) as [number, number];
    core.exports.hf_explain(structure, length, 0);
    const flags = core.view.getUint16(core.address("nodes") + offset("node", "flags"), true);
    seen.add(`${structure} ${flags & abi.enumerations.node_flag.truncated ? "cut" : "whole"}`);
  }
  const wanted = known.flatMap(([structure]) => [`${structure} cut`, `${structure} whole`]);
  expect(seen).toEqual(new Set(wanted));
});
