/** The load generator of the benchmarks: it must not measure a helper that answers wrongly. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compare, median, render } from "../bench/report.ts";
import { compile } from "../shim/compile.ts";

const load = compile(new URL("../bench/load.c", import.meta.url));
const cdb = "5e000000000000200000000000000000";
const parameters = "11".repeat(24);
const payload = "0000000100000000";

let folder: string;
let server: Server;
/** What the helper answers to each command, in pieces; null closes the connection. */
let reply: Buffer[] | null;
let commands: string[];
/** Bytes of a request: the command, and parameters behind it. */
let requestSize: number;

function replyOf({ result = 0, size = payload.length / 2, sense = "00", data = payload } = {}): Buffer {
  const header = Buffer.alloc(104);
  header.writeInt32BE(result, 0);
  header.writeInt32BE(size, 4);
  header.write(sense, 8, "hex");
  return Buffer.concat([header, Buffer.from(data, "hex")]);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-load-"));
  reply = [replyOf()];
  commands = [];
  requestSize = 16;
  server = createServer((socket) => {
    let greeted = false;
    let rest = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.write(Buffer.alloc(4));
    socket.on("data", (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      if (!greeted) rest = rest.subarray(4);
      greeted = true;
      for (; rest.length >= requestSize; rest = rest.subarray(requestSize)) {
        commands.push(rest.toString("hex", 0, requestSize));
        if (reply === null) socket.destroy();
        else for (const piece of reply) socket.write(piece);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(join(folder, "socket"), resolve));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function run({ clients = 3, result = 0, sense = "-", request = cdb } = {}) {
  const args = [join(folder, "socket"), "/dev/null", clients, 20, 80, request, result, sense, payload].map(String);
  const { stdout } = await promisify(execFile)(load, args);
  return JSON.parse(stdout) as Record<"requests" | "measured" | "perSecond" | "p50" | "p99" | "max", number>;
}

test.each([1, 3, 64])("%i clients are served and counted", async (clients) => {
  const counts = await run({ clients });
  expect(counts.requests).toBe(commands.length);
  expect(counts.measured).toBeGreaterThan(0);
  expect(counts.measured).toBeLessThan(counts.requests);
  expect(counts.perSecond).toBeCloseTo(counts.measured / 0.08, -2);
  expect(counts.p50).toBeLessThanOrEqual(counts.p99);
  expect(counts.p99).toBeLessThanOrEqual(counts.max);
  expect(new Set(commands)).toEqual(new Set([cdb]));
});

test("parameters follow the command", async () => {
  requestSize = 16 + 24;
  expect((await run({ request: `${cdb}+${parameters}` })).requests).toBe(commands.length);
  expect(new Set(commands)).toEqual(new Set([cdb + parameters]));
});

test("a reply may come in pieces", async () => {
  const whole = replyOf();
  reply = [whole.subarray(0, 50), whole.subarray(50, 106), whole.subarray(106)];
  expect((await run()).measured).toBeGreaterThan(0);
});

test("the expected failure is no failure", async () => {
  reply = [replyOf({ result: 2, sense: "70000b" })];
  expect((await run({ result: 2, sense: "70000b" })).measured).toBeGreaterThan(0);
});

describe("refuses", () => {
  test.each([
    ["another result", [replyOf({ result: 2 })], "a reply has the result 2 instead of 0"],
    ["another size", [replyOf({ size: 4, data: "00000001" })], "a reply has a payload of 4 bytes instead of 8"],
    ["another payload", [replyOf({ data: "0000000200000000" })], "a reply has another payload than the one expected"],
    ["other sense data", [replyOf({ sense: "720b" })], "a reply has other sense data than the one expected"],
    ["more than the reply", [Buffer.concat([replyOf(), Buffer.alloc(1)])], "a reply is longer than it says"],
    ["a closed connection", null, "the helper closed the connection: "],
  ])("%s", async (_what, answer, message) => {
    reply = answer;
    await expect(run({ sense: "00" })).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  });

  test("silence", async () => {
    reply = [];
    await expect(run()).rejects.toMatchObject({ code: 1, stderr: "the helper has not answered for a second\n" });
  });
});

describe("the table", () => {
  test("ratios are of rounds, not of medians", () => {
    const row = compare("GOOD", "p50 us", "less", [
      [10, 20, 40],
      [20, 40, 41],
    ]);
    expect(row).toMatchObject({ ours: 20, theirs: 40, ratio: 0.5, better: true });
  });

  test("says where ours is worse", () => {
    const rows = [
      compare("GOOD", "requests/s", "more", [[1234], [5678]]),
      compare("GOOD", "p50 us", "less", [[2], [1]]),
      compare("start", "ms", "less", [[1], [1]]),
    ];
    expect(render(rows).split("\n")).toEqual([
      "                   holdfast   qemu  ratio",
      "GOOD   requests/s     1,234  5,678   0.22  worse",
      "       p50 us          2.00   1.00   2.00  worse",
      "start  ms              1.00   1.00   1.00",
    ]);
  });

  test("a median", () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });
});
