/**
 * Our helper and qemu-pr-helper under the same load on the same machine in one run: READ KEYS and REGISTER with a GOOD answer (the SG_IO
 * shim's), and READ KEYS that fails in the kernel (ENOTTY on /dev/null); then both on a real logical unit (uml.ts). Rounds of both alternate, so that what else the machine does hits both; numbers are
 * medians over the rounds, ratios medians of the ratio in each round.
 */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, release } from "node:os";
import { promisify } from "node:util";
import { compile } from "../shim/compile.ts";
import { Shim } from "../shim/shim.ts";
import { Helper, findHelpers, startMs, type Program } from "./daemon.ts";
import { compare, median, render, type Row } from "./report.ts";
import { obstacle, onLio } from "./uml.ts";

const clients = [1, 8, 64];
const rounds = 15;
const starts = 11;
const warmupMs = 60;
const measureMs = 200;

const load = compile(new URL("load.c", import.meta.url));
const readKeys = "5e000000000000200000".padEnd(32, "0");
/** REGISTER AND IGNORE EXISTING KEY (SPC-4, 6.16.2): the PERSISTENT RESERVE OUT that may be sent again and again with the same answer. */
const register = `${"5f060000000000001800".padEnd(32, "0")}+${"0".repeat(16)}0123456789abcdef${"0".repeat(16)}`;
const keys = "00000001000000080123456789abcdef";

interface Case {
  readonly name: string;
  readonly device: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly request: string;
  /** What each reply must be: result, sense, payload. */
  readonly expected: readonly [string, string, string];
}

interface Sample {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
}

export async function main(): Promise<void> {
  const programs = findHelpers();
  const shim = new Shim({ log: false });
  try {
    const disk = shim.disk("disk");
    shim.answer(disk, { data: keys }, { opcode: 0x5e });
    shim.answer(disk, {}, { opcode: 0x5f });
    const cases: Case[] = [
      { name: "GOOD", device: disk, env: shim.env, request: readKeys, expected: ["0", "-", keys] },
      { name: "REGISTER", device: disk, env: shim.env, request: register, expected: ["0", "-", "-"] },
      // 0B/00/06, I/O PROCESS TERMINATED: what qemu-pr-helper makes of an unknown errno.
      {
        name: "ENOTTY",
        device: "/dev/null",
        env: {},
        request: readKeys,
        expected: ["2", "70000b000000000a000000000006", "-"],
      },
    ];
    const rows: Row[] = [];
    for (const work of cases) rows.push(...(await underLoad(work, programs, shim.folder)));
    rows.push(await starting(programs, shim.folder));
    const why = obstacle();
    if (why === undefined) rows.push(...(await onLio(load, { "READ KEYS": readKeys, REGISTER: register })));
    report(rows);
    if (why !== undefined) console.log(`Not measured on a real logical unit: ${why}`);
  } finally {
    shim.close();
  }
}

async function underLoad(work: Case, programs: readonly Program[], folder: string): Promise<Row[]> {
  const helpers = programs.map((program) => new Helper(program, folder, work.env));
  try {
    for (const helper of helpers) await helper.listening();
    const idle = helpers.map((helper) => helper.memory());
    const rows: Row[] = [];
    for (const many of clients) rows.push(...(await rowsFor(work, many, helpers)));
    const after = helpers.map((helper) => helper.memory());
    const memory = (name: string, now: typeof idle, key: "rss" | "pss") =>
      compare(
        `${work.name}, ${name}`,
        key === "rss" ? "RSS MiB" : "PSS MiB",
        "less",
        now.map((each) => [each[key]]),
      );
    for (const key of ["rss", "pss"] as const) rows.push(memory("idle", idle, key), memory("after load", after, key));
    return rows;
  } finally {
    for (const helper of helpers) await helper.stop();
  }
}

async function rowsFor(work: Case, many: number, helpers: readonly Helper[]): Promise<Row[]> {
  const name = `${work.name}, ${String(many)} client${many === 1 ? "" : "s"}`;
  console.error(`measuring ${name}`);
  const samples: Sample[][] = helpers.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...helpers.keys()];
    if (round % 2 === 1) order.reverse(); // neither is always the one that comes after the other
    for (const i of order) samples[i]!.push(await sample(work, many, helpers[i]!));
  }
  const row = (unit: string, better: "more" | "less", key: keyof Sample) =>
    compare(
      name,
      unit,
      better,
      samples.map((each) => each.map((one) => one[key])),
    );
  return [
    row("requests/s", "more", "perSecond"),
    row("p50 us", "less", "p50"),
    row("p99 us", "less", "p99"),
    row("CPU us/request", "less", "cpu"),
  ];
}

async function sample(work: Case, many: number, helper: Helper): Promise<Sample> {
  const before = helper.cpuMs();
  const args = [helper.socket, work.device, many, warmupMs, measureMs, work.request, ...work.expected].map(String);
  const { stdout } = await promisify(execFile)(load, args);
  const { requests, perSecond, p50, p99 } = JSON.parse(stdout) as Sample & { requests: number };
  return { perSecond, p50, p99, cpu: ((helper.cpuMs() - before) * 1000) / requests };
}

async function starting(programs: readonly Program[], folder: string): Promise<Row> {
  console.error("measuring starts");
  const times: number[][] = programs.map(() => []);
  for (let i = 0; i < starts; i++) {
    for (const [j, program] of programs.entries()) times[j]!.push(await startMs(program, folder));
  }
  return compare("start", "ms to listening", "less", times);
}

function report(rows: readonly Row[]): void {
  const machine = {
    node: process.version,
    linux: release(),
    cpus: availableParallelism(),
    load: loadavg().map((value) => Number(value.toFixed(2))),
  };
  const folder = new URL("../../build/bench/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const result = { date: new Date().toISOString(), machine, rounds, warmupMs, measureMs, starts, rows };
  writeFileSync(new URL("helper.json", folder), `${JSON.stringify(result, null, 2)}\n`);
  console.log(render(rows));
  const words = `${String(rounds)} rounds of ${String(measureMs)} ms, Node ${machine.node}, Linux ${machine.linux}, ${String(machine.cpus)} CPUs`;
  console.log(`\nMedians of ${words}. All numbers: build/bench/helper.json`);
  console.log("PSS divides what is shared: with this benchmark too, which is a Node process like ours. RSS does not.");
  const losing = rows.filter((row) => !row.better);
  console.log(
    `Ours is better in ${String(rows.length - losing.length)} rows and worse in ${String(losing.length)}; median ratio of requests/s ${throughput(rows)}.`,
  );
  for (const { name, unit, ratio } of losing) console.log(`Worse: ${name}, ${unit}, ${ratio.toFixed(2)}`);
}

function throughput(rows: readonly Row[]): string {
  return median(rows.filter((row) => row.unit === "requests/s").map((row) => row.ratio)).toFixed(2);
}
