/** The SG_IO shim: what tests and measurements rest on. */
import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compile } from "../shim/compile.ts";
import { deviceOf, Shim, type Command } from "../shim/shim.ts";

const client = compile(new URL("../shim/client.c", import.meta.url));
const toDevice = -2;
const fromDevice = -3;
const readKeys = "5e000000000000200000";
const register = "5f000000000000001800";

let shim: Shim;
let disk: string;

beforeEach(() => {
  shim = new Shim();
  disk = shim.disk("disk");
});
afterEach(() => shim.close());

async function send(
  cdb: string,
  { device = disk, threads = 1, times = 1, length = 8192, direction = fromDevice, data = "" } = {},
) {
  const args = [device, threads, times, cdb, length, direction, data].map(String);
  const { stdout } = await promisify(execFile)(client, args, { env: { ...process.env, ...shim.env } });
  return JSON.parse(stdout);
}

describe("an answer", () => {
  test("with data, cut at what was asked for", async () => {
    shim.answer(disk, { data: "00000001 00000008 0123456789abcdef" });
    expect(await send(readKeys)).toMatchObject({
      errno: 0,
      status: 0,
      resid: 8176,
      info: 0,
      data: "00000001000000080123456789abcdef",
    });
    expect(await send(readKeys, { length: 8 })).toMatchObject({ resid: 0, data: "0000000100000008" });
  });

  test("with a status and sense", async () => {
    shim.answer(disk, { status: 2, driverStatus: 8, sense: "70 00 06 00 00 00 00 0a 00 00 00 00 2a 03" });
    const answer = await send(readKeys);
    expect(answer).toMatchObject({
      status: 2,
      driverStatus: 8,
      info: 1,
      sense: "700006000000000a000000002a03",
      data: "",
    });
  });

  test("with a host status, and a resid of its own", async () => {
    shim.answer(disk, { hostStatus: 3, resid: 8000, data: "aa" });
    expect(await send(readKeys)).toMatchObject({ status: 0, hostStatus: 3, resid: 8000, info: 1 });
  });

  test("with errno", async () => {
    shim.answer(disk, { errno: constants.errno.ENODEV });
    expect(await send(readKeys)).toMatchObject({ errno: constants.errno.ENODEV });
  });

  test("after a while", async () => {
    shim.answer(disk, { delayMs: 60 });
    expect((await send(readKeys)).ns).toBeGreaterThan(60e6);
  });

  test("to one command only", async () => {
    shim.answer(disk, { status: 8 });
    shim.answer(disk, { status: 24 }, { opcode: 0x5f });
    shim.answer(disk, { status: 40 }, { opcode: 0x5e, serviceAction: 1 });
    expect(await send(register, { direction: toDevice, length: 24 })).toMatchObject({ status: 24 });
    expect(await send("5e010000000000200000")).toMatchObject({ status: 40 });
    expect(await send(readKeys)).toMatchObject({ status: 8 });
  });

  test("of one device only: the kernel answers for others", async () => {
    shim.answer(disk, { status: 24 });
    expect(await send(readKeys, { device: shim.disk("other") })).toMatchObject({ errno: constants.errno.ENOTTY });
    shim.clear();
    expect(await send(readKeys)).toMatchObject({ errno: constants.errno.ENOTTY });
  });

  test("of a device node", async () => {
    shim.answer("/dev/null", { status: 24 });
    expect(await send(readKeys, { device: "/dev/null" })).toMatchObject({ status: 24 });
    expect(await send(readKeys, { device: "/dev/zero" })).toMatchObject({ errno: constants.errno.ENOTTY });
  });
});

describe("the log", () => {
  test("has each command as it was asked for", async () => {
    shim.answer(disk, { status: 24 }, { opcode: 0x5f });
    await send(register, { direction: toDevice, length: 24, data: "00112233" });
    await send(readKeys);
    const [first, second] = shim.commands() as [Command, Command];
    expect(first).toMatchObject({
      device: deviceOf(disk),
      cdb: register,
      direction: toDevice,
      length: 24,
      senseLength: 96,
      timeout: 1000,
    });
    expect(first).toMatchObject({ data: "00112233" + "00".repeat(20), shimmed: true, errno: 0 });
    expect(second).toMatchObject({ cdb: readKeys, data: "", shimmed: false, errno: constants.errno.ENOTTY });
    expect(first.end! < second.begin).toBe(true);
  });

  test("has a command that still runs", async () => {
    shim.answer(disk, { delayMs: 400 });
    const answer = send(readKeys);
    while (shim.commands().length === 0) await sleep(10);
    expect(shim.commands()[0]?.end).toBeUndefined();
    await answer;
    expect(shim.commands()[0]?.end).toBeTypeOf("bigint");
  });

  test("tells threads apart", async () => {
    shim.answer(disk, { delayMs: 100 });
    await send(readKeys, { threads: 3 });
    const commands = shim.commands();
    expect(new Set(commands.map((command) => command.thread)).size).toBe(3);
    const firstEnd = commands.map((command) => command.end!).sort()[0]!;
    expect(commands.every((command) => command.begin < firstEnd)).toBe(true);
  });
});

test("a new table counts from the next command on", async () => {
  shim.answer(disk, { status: 8, delayMs: 2 });
  const running = send(readKeys, { times: 1000 }); // exits with an error when an answer changes
  while (shim.commands().length < 5) await sleep(5);
  shim.answer(disk, { status: 24 });
  await expect(running).rejects.toMatchObject({ code: 3 });
});

test("many threads read one table while it is replaced", async () => {
  const quick = withoutLog();
  const answer = { data: "ab".repeat(4000) };
  quick.answer(disk, answer);
  let tables = 0;
  // On a busy machine a burst is over after few tables.
  for (let bursts = 0; tables <= 10 && bursts < 100; bursts++) {
    let running = true;
    const sent = send(readKeys, { threads: 8, times: 20_000 }).finally(() => (running = false));
    for (; running; tables++) {
      quick.answer(disk, answer);
      await sleep(1);
    }
    expect(await sent).toMatchObject({ errno: 0, data: answer.data });
  }
  expect(tables).toBeGreaterThan(10);
});

test("a command costs less than a microsecond", async () => {
  withoutLog().answer(disk, { data: "0000000100000000" });
  const rounds = [];
  for (let i = 0; i < 5; i++) rounds.push((await send(readKeys, { times: 50_000 })).ns);
  expect(Math.min(...rounds)).toBeLessThan(1000);
});

function withoutLog(): Shim {
  shim.close();
  shim = new Shim({ log: false });
  disk = shim.disk("disk");
  return shim;
}

test("a line that cannot be read ends the program", () => {
  writeFileSync(shim.env.SGIO_SHIM, "rdev:259 5e\n");
  const run = spawnSync(client, [disk, "1", "1", readKeys, "8192", "-3"], {
    env: { ...process.env, ...shim.env },
    encoding: "utf8",
  });
  expect(run.signal).toBe("SIGABRT");
  expect(run.stderr).toContain("has a line that cannot be read: rdev:259 5e");
});
