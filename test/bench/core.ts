/**
 * What a decoded CDB costs: the core in this process, the same core as native code, plain TypeScript, and the programs that decode CDBs. Rounds
 * of all sides alternate, so that what else the machine does hits all; numbers are medians over the rounds, ratios medians of the ratio in each
 * round.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { Core, decodeCdb, decodeCdbs, explain } from "../../hosts/embed/index.ts";
import { Random } from "../common/random.ts";
import { missing, SG3_UTILS, TSHARK } from "../common/requirements.ts";
import { native, NATIVE, type Native } from "./core-native.ts";
import { capture, sgDecodeCdb, tshark } from "./core-programs.ts";
import { decodeInTypeScript, decodeManyInTypeScript } from "./core-typescript.ts";
import { type LogTime, readLog } from "./core-log.ts";
import { compare, render, type Row } from "./report.ts";

const count = 1024;
const stride = 16;
const rounds = 15;
const programRounds = 5;
const captured = 20_000;
const ms = 40;

const core = Core.load(readFileSync(new URL("../../build/holdfast.wasm", import.meta.url)));

/** What one side does in a round: returns nanoseconds a CDB. */
type Side = () => number;

export function main(): void {
  const good = makeCdbs(0);
  const mixed = makeCdbs(10);
  agree(good);
  const rows = [...inThisProcess(good, mixed)];
  const left: string[] = [];
  const only = (packages: Parameters<typeof missing>[0], what: string, measured: () => Row[]) => {
    const why = missing(packages);
    if (why === undefined) rows.push(...measured());
    else left.push(`${what}: ${why}`);
  };
  only(NATIVE, "native code", () => againstNative(good, mixed));
  only(TSHARK, "tshark", () => againstTshark(good));
  only(SG3_UTILS, "sg_decode_sense", () => againstSgDecode(good));
  report(rows, readLog(core), left);
}

/** PERSISTENT RESERVE IN and OUT alike, `stride` bytes apart; `refused` of a hundred have a service action or an operation code that is none. */
function makeCdbs(refused: number): Uint8Array {
  const random = new Random(7);
  const data = new Uint8Array(count * stride);
  for (let at = 0; at < data.length; at += stride) {
    const out = random.percent(50);
    data.set(
      out
        ? [0x5f, random.below(9), random.below(9), 0, 0, 0, 0, random.below(2), random.below(256)]
        : [0x5e, random.below(4), 0, 0, 0, 0, 0, random.below(256), random.below(256)],
      at,
    );
    if (random.percent(refused)) data[at + random.below(2)] = 0x1f;
  }
  return data;
}

const slices = (data: Uint8Array): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => data.subarray(i * stride, i * stride + 10));

/** All sides say the same of all CDBs, or nothing is measured. */
function agree(cdbs: Uint8Array): void {
  const batch = decodeCdbs(core, cdbs, stride);
  for (const [i, cdb] of slices(cdbs).entries()) {
    const row = batch[i]!;
    const all = [decodeCdb(core, cdb), decodeInTypeScript(cdb), row.status === "ok" ? row.cdb : row];
    if (new Set(all.map((decoded) => JSON.stringify(decoded))).size !== 1)
      throw new Error(`the decoders do not agree on ${Buffer.from(cdb).toString("hex")}`);
  }
}

/** A side that decodes `count` CDBs with each call. */
function side(decode: () => unknown): Side {
  return () => {
    const start = process.hrtime.bigint();
    let runs = 0;
    let took: number;
    do {
      for (let i = 0; i < 10; i++) sink = decode();
      runs += 10;
      took = Number(process.hrtime.bigint() - start);
    } while (took < ms * 1e6);
    return took / runs / count;
  };
}
let sink: unknown;

/** Rounds of ours and theirs in turns, the first of both to warm up. */
function inTurns(name: string, rival: string, ours: Side, theirs: Side, times = rounds): Row {
  console.error(`measuring ${name}, ${rival}`);
  const samples: [number[], number[]] = [[], []];
  for (let round = -1; round < times; round++) {
    const order = round % 2 === 0 ? [0, 1] : [1, 0]; // neither is always the one that comes after the other
    for (const i of order) {
      const ns = i === 0 ? ours() : theirs();
      if (round >= 0) samples[i]!.push(ns);
    }
  }
  return compare(name, `ns, ${rival}`, "less", samples);
}

const oneAtATime = (cdbs: Uint8Array): Side => {
  const each = slices(cdbs);
  return side(() => each.map((cdb) => decodeCdb(core, cdb)));
};
/** What is decoded stays in the core's memory. */
function batch(cdbs: Uint8Array): Side {
  return side(() => {
    core.write("input", cdbs);
    return core.exports.hf_cdb_decode_batch(count, stride);
  });
}

const ONE = "one CDB: bytes in, object out";
const BATCH = "1,024 CDBs: records stay in memory";
const REFUSED = "1,024 CDBs, a tenth refused";
const OBJECTS = "1,024 CDBs: an object each";

function* inThisProcess(good: Uint8Array, mixed: Uint8Array): Generator<Row> {
  const each = slices(good);
  const alone = side(() => each.map((cdb) => decodeInTypeScript(cdb)));
  const rows = new Uint32Array(count * 6);
  const many = (cdbs: Uint8Array) => side(() => decodeManyInTypeScript(cdbs, count, stride, rows));
  yield inTurns(ONE, "TypeScript", oneAtATime(good), alone);
  yield inTurns(
    OBJECTS,
    "TypeScript",
    side(() => decodeCdbs(core, good, stride)),
    alone,
  );
  yield inTurns(BATCH, "TypeScript", batch(good), many(good));
  yield inTurns(REFUSED, "TypeScript", batch(mixed), many(mixed));
}

function againstNative(good: Uint8Array, mixed: Uint8Array): Row[] {
  const decoded = (cdbs: Uint8Array) => core.exports.hf_cdb_decode_batch(core.write("input", cdbs) / stride, stride);
  const sum = slices(good).reduce((sum, cdb) => {
    const { serviceAction, type, length } = decodeCdb(core, cdb);
    return sum + serviceAction + type + length;
  }, 0);
  const theirs = (cdbs: Uint8Array, way: Parameters<Native["measure"]>[0], expected: number): Side => {
    const program = native(cdbs, stride, ms);
    return () => {
      const measured = program.measure(way);
      if (measured.sum !== expected) throw new Error(`native code decodes ${measured.sum}, not ${expected}`);
      return measured.ns;
    };
  };
  return [
    inTurns(ONE, "native", oneAtATime(good), theirs(good, "one", sum)),
    inTurns(BATCH, "native", batch(good), theirs(good, "batch", decoded(good))),
    inTurns(REFUSED, "native", batch(mixed), theirs(mixed, "batch", decoded(mixed))),
  ];
}

/** With tshark's start, divided among the CDBs, and without: what one packet takes is taken off. */
function againstTshark(good: Uint8Array): Row[] {
  const each = slices(good);
  const path = capture(
    "cdbs.pcap",
    Array.from({ length: captured }, (_, i) => each[i % count]!),
  );
  const single = capture("cdb.pcap", each.slice(0, 1));
  const found = tshark(path).out.split("SCSI CDB Persistent Reserve").length - 1;
  if (found !== captured) throw new Error(`tshark finds ${found} CDBs, not ${captured}`);
  const ours = side(() => each.map((cdb) => explain(core, cdb[0] === 0x5e ? "pr_in_cdb" : "pr_out_cdb", cdb)));
  const name = "one CDB: every field by name";
  return [
    inTurns(name, "tshark", ours, () => tshark(path).ns / captured, programRounds),
    inTurns(name, "tshark less its start", ours, () => (tshark(path).ns - tshark(single).ns) / captured, programRounds),
  ];
}

function againstSgDecode(good: Uint8Array): Row[] {
  const each = slices(good).slice(0, 50);
  const theirs = () => {
    const took = each.map((cdb) => sgDecodeCdb(cdb));
    if (!took.every(({ out }) => out.startsWith("Persistent reserve")))
      throw new Error("sg_decode_sense names another command");
    return took.reduce((sum, { ns }) => sum + ns, 0) / each.length;
  };
  return [inTurns(ONE, "sg_decode_sense, a process each", oneAtATime(good), theirs, programRounds)];
}

function report(rows: readonly Row[], log: LogTime, left: readonly string[]): void {
  const machine = {
    node: process.version,
    cpus: availableParallelism(),
    load: loadavg().map((value) => value.toFixed(2)),
  };
  const folder = new URL("../../build/bench/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const result = { date: new Date().toISOString(), machine, rounds, ms, rows, log, sink: typeof sink };
  writeFileSync(new URL("core.json", folder), `${JSON.stringify(result, null, 2)}\n`);
  console.log(render(rows, "other"));
  console.log(
    `\nns a CDB, medians of ${rounds} rounds of ${ms} ms, Node ${machine.node}. All numbers: build/bench/core.json`,
  );
  console.log("native: the same holdfast.wasm through wasm2c and gcc -O2.");
  console.log(
    `${log.lines.toLocaleString("en-US")} log lines, ${log.mebibytes.toFixed(0)} MiB: ${log.events.toLocaleString("en-US")} commands found in ${log.seconds.toFixed(1)} s`,
  );
  for (const why of left) console.log(`Not measured: ${why}`);
  for (const { name, unit, ratio } of rows.filter(({ better }) => !better))
    console.log(`Slower: ${name}, ${unit}, ${ratio.toFixed(2)}`);
}
