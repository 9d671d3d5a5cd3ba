/** No input makes the core trap, and none makes it write where abi.json does not say. The entry points are those of the module. */
import { expect, test } from "vitest";
import { abi, type BufferName, compose, type Core, offset } from "../../hosts/embed/index.ts";
import { Random, seed } from "../common/random.ts";
import type { Vector } from "./coverage.ts";
import { loadCore, unhex, vectorSets, wasmModule } from "./core.ts";
import { unitCall } from "./unit-calls.ts";

type ExportName = keyof Core["exports"];

const inputs = Number(process.env["HOLDFAST_FUZZ"] ?? 10_000_000);
/** Calls on the same input bytes, and calls between two looks at the whole memory. */
const [callsOnInput, callsCompared] = [8, 10_000];

const names = WebAssembly.Module.exports(wasmModule)
  .filter(({ kind }) => kind === "function")
  .map(({ name }) => name as ExportName);

/** Exports, and the buffers that are a state of theirs: no other export may change these. */
interface Owner {
  readonly exports: readonly ExportName[];
  readonly state: readonly string[];
}
const unit: Owner = {
  exports: names
    .filter((name) => name.startsWith("hf_unit_") || name === "hf_helper_emulate")
    .flatMap((name) => Array<ExportName>(name === "hf_unit_execute" ? 40 : 1).fill(name)), // start would end each state early
  state: ["unit", "unit_state"],
};
const owners: readonly Owner[] = [unit];
const stateless: Owner = {
  exports: names.filter((name) => !owners.some((owner) => owner.exports.includes(name))),
  state: [],
};
const owned = owners.flatMap(({ state }) => state);

function numbers(from: number): () => number {
  const random = new Random(from);
  return () => random.next();
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

const known = vectorSets<Vector>("structures").map(
  ({ structure, bytes }) => [abi.structures[structure], unhex(bytes)] as const,
);
const transportIds = known.filter(([structure]) => structure === abi.structures.transport_id).map(([, data]) => data);
const pick = <T>(list: readonly T[], next: () => number): T => list[next() % list.length]!;

/** PERSISTENT RESERVE OUT as the unit takes it: every service action with every known list behind the CDB, and with lists of few keys. */
function outCommands(): Buffer[] {
  const core = loadCore();
  const lists = vectorSets<Vector>("structures").filter(({ structure }) => /^pr_out_.*list$/.test(structure));
  const keys = [0, 1, 2].flatMap((key) => [0, 1, 2].map((other) => [key, other] as const));
  const short = keys.map(([key, other]) =>
    compose(core, "pr_out_list", { "RESERVATION KEY": key, "SERVICE ACTION RESERVATION KEY": other }),
  );
  return [...lists.map(({ bytes }) => unhex(bytes)), ...short].flatMap((list, i) =>
    Array.from({ length: 9 }, (_, action) => {
      const values = { "SERVICE ACTION": action, TYPE: 5 + (i % 4), "PARAMETER LIST LENGTH": list.length };
      return Buffer.concat([compose(core, "pr_out_cdb", values), list]);
    }),
  );
}
const commands = outCommands();
/** Bytes of a CDB in them. */
const cdb = 10;

/** `like` itself; random bytes, many of them zeros or operation codes; or `like` with bits flipped, cut, grown, or continued by other known data. */
function someBytes(next: () => number, like: Uint8Array): Uint8Array {
  const dice = next() % 4;
  if (dice === 0) return like;
  if (dice === 1) {
    const byte = () => pick([0, 0, 0x5e, 0x5f, 0x70, 0x72, 0xff, next(), next(), next()], next);
    return Uint8Array.from({ length: next() % 160 }, byte);
  }
  const other = pick(known, next)[1];
  const cut = [like.length, next() % (like.length + 1), 10, 16, 8, 24, like.length + 4, 0][next() % 8]!;
  const bytes = new Uint8Array(cut + (next() % 3 ? 0 : other.length));
  bytes.set(like.subarray(0, cut));
  if (bytes.length > cut) bytes.set(other, cut);
  for (let flips = next() % 4; flips > 0 && bytes.length > 0; flips--)
    bytes[next() % bytes.length]! ^= 1 << (next() % 8);
  return bytes;
}

/** Into an input buffer of the core; `mirror` has a copy of its memory. */
function put(core: Core, mirror: Uint8Array, buffer: string, bytes: Uint8Array): void {
  core.write(buffer as BufferName, bytes);
  mirror.set(bytes, core.address(buffer as BufferName));
}

/** What is in the input buffers: a structure that it may be, and the bytes. `last`: what the last calls returned, a length perhaps. */
interface Filled {
  readonly structure: number;
  readonly lengths: Record<string, number>;
  last: number;
}

/** Fills all input buffers, in `mirror` too. */
function fillInputs(core: Core, mirror: Uint8Array, next: () => number): Filled {
  const [structure, data] = pick(known, next);
  const like = next() % 4 ? data : pick(commands, next);
  const inputs = Object.entries(abi.buffers).filter(([, { input }]) => input);
  const lengths = inputs.map(([name, { size }]) => {
    const bytes = someBytes(next, name === "nexus" ? pick(transportIds, next) : like).subarray(0, size);
    put(core, mirror, name, bytes);
    return [name, bytes.length] as const;
  });
  return { structure, lengths: Object.fromEntries(lengths), last: 0 };
}

/** Arguments that fit to what is in the buffers, for exports that refuse nearly all others. */
const fitting: Partial<Record<ExportName, (filled: Filled, next: () => number) => readonly number[]>> = {
  hf_explain: ({ structure, lengths }) => [structure, lengths["input"]!, 0],
  hf_unit_start: (_, next) => [next() % 2, 1 + (next() % 2)],
  hf_unit_execute: ({ lengths }) => [cdb, Math.max(0, lengths["input"]! - cdb), lengths["nexus"]!, 1],
  hf_unit_event: ({ lengths }, next) => [next() % 4, lengths["nexus"]!, 1],
  hf_unit_load: ({ last }) => [last],
  hf_helper_emulate: ({ lengths }) => [lengths["request"]!, lengths["nexus"]!, 1],
};

const edges = [0, 1, 4, 8, 10, 16, 18, 24, 104, 8192, 8208, 65535, 65544, 65545, 0x7fffffff, -1, -0x80000000];

/** Mostly what fits, often small; the lengths that make explain slow are rare. */
function argument(next: () => number, { structure, lengths, last }: Filled): number {
  const dice = next() % 200;
  if (dice < 150) return pick([structure, ...Object.values(lengths), last, 0, 1, cdb], next);
  if (dice < 194) return next() % 64;
  return dice < 198 ? pick(edges, next) : next() % 70_000;
}

/** Arguments for an export of the unit's, for which the buffers are filled anew: a call that mostly means something. Undefined for other exports. */
function sensible(core: Core, mirror: Uint8Array, name: ExportName, next: () => number): readonly number[] | undefined {
  const { buffers = {}, args } = unitCall(core, name, next) ?? {};
  for (const [buffer, bytes] of Object.entries(buffers)) put(core, mirror, buffer, bytes);
  return args;
}

function call(core: Core, mirror: Uint8Array, name: ExportName, filled: Filled, next: () => number): number {
  const kind = next() % 16;
  const fit = kind === 0 ? sensible(core, mirror, name, next) : kind < 8 ? fitting[name]?.(filled, next) : undefined;
  const args = fit ?? Array.from({ length: core.exports[name].length }, () => argument(next, filled));
  try {
    return (filled.last = core.exports[name](...args));
  } catch (error) {
    throw new Error(`${name}(${args.join(", ")}) trapped: ${(error as Error).message}`, { cause: error });
  }
}

/** Calls `exports` so many times; a store where none may be shows in `mirror`, which has a copy of the memory. */
function fuzz(core: Core, mirror: Uint8Array, exports: readonly ExportName[], times: number, next: () => number): void {
  for (let i = 0; i < times;) {
    const filled = fillInputs(core, mirror, next);
    for (const end = Math.min(times, i + callsOnInput); i < end; i++)
      call(core, mirror, pick(exports, next), filled, next);
  }
}

test(`${inputs} inputs, seed ${seed}`, { timeout: 600_000 }, () => {
  const core = loadCore();
  core.text(1); // unpacks all texts, once
  const next = numbers(seed);
  const all = [stateless, ...owners];
  for (let done = 0; done < inputs; done += callsCompared) {
    const owner = all[(done / callsCompared) % all.length]!;
    const mirror = Buffer.from(core.bytes);
    try {
      fuzz(core, mirror, owner.exports, callsCompared, next);
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
  const next = numbers(1);
  const missing = new Set(known.flatMap(([structure]) => [`${structure} cut`, `${structure} whole`]));
  for (let i = 0; i < 1_000_000 && missing.size > 0; i++) {
    const { structure, lengths } = fillInputs(core, mirror, next);
    core.exports.hf_explain(structure, lengths["input"]!, 0);
    const flags = core.view.getUint16(core.address("nodes") + offset("node", "flags"), true);
    missing.delete(`${structure} ${flags & abi.enumerations.node_flag.truncated ? "cut" : "whole"}`);
  }
  expect([...missing]).toEqual([]);
});

test("the unit executes, refuses with sense and with conflict, and takes its saved state back", () => {
  const core = loadCore();
  const mirror = Buffer.from(core.bytes);
  const next = numbers(1);
  const answers = new Set<string>();
  for (let i = 0; i < 100_000; i++) {
    const filled = fillInputs(core, mirror, next);
    for (const name of [pick(unit.exports, next), "hf_unit_save", "hf_unit_load"] as const)
      answers.add(`${name} ${call(core, mirror, name, filled, next)}`);
  }
  const wanted = ["execute 0", "execute 2", "execute 24", "load 0", `load ${abi.enumerations.status.invalid_state}`];
  expect([...answers]).toEqual(expect.arrayContaining(wanted.map((answer) => `hf_unit_${answer}`)));
});
