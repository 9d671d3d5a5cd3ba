/** The helper on its socket, with devices that the SG_IO shim answers for. */
import { constants, mkdtempSync, openSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { type Answer, type Match, Shim } from "../shim/shim.ts";
import { hex } from "./core.ts";
import { Daemon, folder, run } from "./daemon.ts";
import { trapInComplete, trapInPlan, trappingHelper } from "./trapping.ts";

const cdb = (text: string): Buffer => Buffer.concat([Buffer.from(text.replaceAll(" ", ""), "hex"), Buffer.alloc(6)]);
const readKeys = (length: number): Buffer => cdb(`5e000000000000${length.toString(16).padStart(4, "0")}00`);
const register = Buffer.concat([cdb("5f000000000000001800"), Buffer.alloc(24, 0x11)]);

async function shimmed(answers: [Answer, Match?][] = [[{}]], executable?: string) {
  const shim = new Shim();
  onTestFinished(() => shim.close());
  const disk = shim.disk("disk");
  for (const [answer, match] of answers) shim.answer(disk, answer, match);
  const daemon = await Daemon.start({ env: shim.env, ...(executable ? { executable } : {}) });
  return { shim, daemon, client: await daemon.client(), disk, device: openSync(disk, "r+") };
}

/** Result, sense (without the zeros behind it) and payload as hexadecimal. */
async function ask(client: Awaited<ReturnType<typeof shimmed>>["client"], request: Buffer, ...descriptors: number[]) {
  client.send(request, ...descriptors);
  const { result, sense, payload } = await client.reply();
  expect(sense.length).toBe(96);
  return { result, sense: hex(sense).replace(/(00)+$/, ""), payload: hex(payload) };
}

describe("commands", () => {
  const keys = "000000bf 00000010 1111111111111111 2222222222222222".replaceAll(" ", "");

  test.each([8, 12, 24, 8192])("READ KEYS with allocation length %i", async (length) => {
    const { shim, client, device } = await shimmed([[{ data: keys }]]);
    expect(await ask(client, readKeys(length), device)).toEqual({
      result: 0,
      sense: "",
      payload: keys.slice(0, length * 2),
    });
    expect(shim.commands()).toMatchObject([
      { cdb: hex(readKeys(length).subarray(0, 10)), direction: -3, length, timeout: 30_000, senseLength: 96 },
    ]);
  });

  test("allocation length 0: no data, and no transfer", async () => {
    const { shim, client, device } = await shimmed();
    expect(await ask(client, readKeys(0), device)).toEqual({ result: 0, sense: "", payload: "" });
    expect(shim.commands()).toMatchObject([{ direction: -1, length: 0 }]);
  });

  test("REGISTER: the list goes to the device as it came, the reply has no payload", async () => {
    const { shim, client, device } = await shimmed();
    expect(await ask(client, register, device)).toEqual({ result: 0, sense: "", payload: "" });
    expect(shim.commands()).toMatchObject([
      { cdb: "5f000000000000001800", direction: -2, length: 24, data: "11".repeat(24), timeout: 30_000 },
    ]);
  });

  test.each([
    ["RESERVATION CONFLICT", { status: 0x18 }, { result: 0x18, sense: "" }],
    [
      "6/2A/05, fixed",
      { status: 2, sense: "700006000000000a000000002a05" },
      { result: 2, sense: "700006000000000a000000002a05" },
    ],
    ["6/29/00, descriptor", { status: 2, sense: "7206290000000000" }, { result: 2, sense: "720629" }],
    ["ENODEV", { errno: 19 }, { result: 2, sense: "700004000000000a0000000044" }],
    ["DID_ERROR, which has no row", { hostStatus: 7 }, { result: 2, sense: "70000b000000000a000000000006" }],
    ["a timeout in driver_status", { driverStatus: 6 }, { result: 8, sense: "" }],
  ])("%s is the same for IN and OUT", async (_name, answer, wanted) => {
    const { client, device } = await shimmed([[answer]]);
    expect(await ask(client, readKeys(64), device)).toEqual({ ...wanted, payload: "" });
    expect(await ask(client, register, device)).toEqual({ ...wanted, payload: "" });
  });

  test("a descriptor that is open for reading only reads, and is refused with 5/20/00 for OUT", async () => {
    const { shim, client, disk } = await shimmed([[{ data: keys }]]);
    const readOnly = openSync(disk, constants.O_RDONLY);
    expect((await ask(client, readKeys(24), readOnly)).payload).toBe(keys);
    expect(await ask(client, register, readOnly)).toEqual({
      result: 2,
      sense: "700005000000000a0000000020",
      payload: "",
    });
    expect(shim.commands().length).toBe(1);
    expect((await ask(client, readKeys(24), readOnly)).payload).toBe(keys);
  });

  test("no SCSI device: ABORTED COMMAND, I/O PROCESS TERMINATED", async () => {
    const daemon = await Daemon.start();
    const file = join(folder(), "file");
    writeFileSync(file, "");
    expect(await ask(await daemon.client(), register, openSync(file, "r+"))).toEqual({
      result: 2,
      sense: "70000b000000000a000000000006",
      payload: "",
    });
  });
});

describe("a client that breaks the protocol is closed, and told of on standard error", () => {
  test.each([
    ["its request came without a file descriptor", readKeys(8), 0],
    ["its request came with more than one file descriptor", readKeys(8), 2],
    ["its request is neither PERSISTENT RESERVE IN nor PERSISTENT RESERVE OUT", cdb("12000000240000000000"), 1],
    ["its request asks for more than 8192 bytes of data", readKeys(8193), 1],
  ])("%s", async (sentence, request, descriptors) => {
    const { daemon, client, device } = await shimmed();
    client.send(request, ...Array.from({ length: descriptors }, () => device));
    await client.end();
    await daemon.says(`closed: ${sentence}\n`);
    expect(daemon.stderr).toContain(`client 1 (process ${process.pid}): closed`);
    expect((await ask(await daemon.client(), readKeys(8), device)).result).toBe(0);
  });
});

describe("a core that traps is replaced", () => {
  const fault = { result: 2, sense: "700004000000000a0000000044", payload: "" };

  test("in complete: 4/44/00, and the socket stays", async () => {
    const { daemon, client, device } = await shimmed([[{}]], trappingHelper());
    const request = Buffer.from(register);
    request[1] = trapInComplete;
    for (let i = 0; i < 3; i++) {
      expect(await ask(client, request, device)).toEqual(fault);
      expect((await ask(client, register, device)).result).toBe(0);
    }
    expect(daemon.stderr.match(/the core failed/g)?.length).toBe(3);
  });

  test("in plan: 4/44/00, then this socket is closed, others stay", async () => {
    const { daemon, client, device } = await shimmed([[{}]], trappingHelper());
    const other = await daemon.client();
    const request = Buffer.from(register);
    request[1] = trapInPlan;
    expect(await ask(client, request, device)).toEqual(fault);
    await client.end();
    expect((await ask(other, register, device)).result).toBe(0);
    expect(daemon.stderr).toContain(
      "the core failed (unreachable): the request is answered HARDWARE ERROR, INTERNAL TARGET FAILURE\n",
    );
  });
});

describe("life", () => {
  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "%s: finishes what is in flight, removes its socket, exits 0",
    async (signal) => {
      const { shim, daemon, client, device, disk } = await shimmed([[{ delayMs: 300 }]]);
      client.send(register, device);
      const idle = await daemon.client();
      while (shim.commands().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      daemon.kill(signal);
      expect((await client.reply()).result).toBe(0);
      await idle.end();
      expect(await daemon.ended()).toEqual({ code: 0, signal: null });
      expect(statSync(daemon.socket, { throwIfNoEntry: false })).toBeUndefined();
      expect(statSync(disk).isFile()).toBe(true);
    },
  );

  test("the PID file has the process id; -kPATH and -vv are read as getopt reads them", async () => {
    const place = folder();
    const daemon = await Daemon.start({ args: ["-vv", `-f${place}/pid`] });
    expect(readFileSync(join(place, "pid"), "utf8")).toBe(`${daemon.pid}\n`);
    expect(statSync(join(place, "pid")).mode & 0o777).toBe(0o600);
    (await daemon.client()).close();
    await daemon.says(`client 1 (process ${process.pid}): disconnected\n`);
  });

  test("a socket that a killed helper left is taken over", async () => {
    const first = await Daemon.start();
    first.kill("SIGKILL");
    await first.ended();
    expect(statSync(first.socket).isSocket()).toBe(true);
    const second = await Daemon.start({ socket: first.socket });
    (await second.client()).close();
  });

  test("a socket that a helper listens at is not", async () => {
    const first = await Daemon.start();
    const again = run("-k", first.socket);
    expect(again).toEqual({
      code: 1,
      stdout: "",
      stderr: `holdfast-pr-helper: another helper is listening at ${first.socket}: stop it, or name another path with -k\n`,
    });
    (await first.client()).close();
  });

  test("a helper whose socket somebody else has replaced leaves that alone", async () => {
    const first = await Daemon.start();
    const other = createServer();
    unlinkSync(first.socket);
    await new Promise<void>((resolve) => other.listen(first.socket, resolve));
    first.kill("SIGTERM");
    expect((await first.ended()).code).toBe(0);
    expect(statSync(first.socket).isSocket()).toBe(true);
    other.close();
  });
});

describe("the command line", () => {
  const place = mkdtempSync(join(tmpdir(), "holdfast-options-"));
  afterAll(() => rmSync(place, { recursive: true }));
  test.each<[string[], number, string]>([
    [["-k", "relative"], 1, "socket path must be absolute, 'relative' is not: begin it with /"],
    [["--bogus"], 1, "unrecognized option '--bogus'"],
    [["-x"], 1, "unrecognized option '-x'"],
    [["-k"], 1, "option '-k' needs an argument"],
    [["--verbose=3"], 1, "option '-v' takes no argument"],
    [["FILE"], 1, "unexpected argument 'FILE': name the socket with -k PATH"],
    [["-k", "/" + "x".repeat(107)], 1, "the socket path has 108 bytes, Linux takes 107: choose a shorter one"],
    [["-k", "/nonexistent/socket"], 1, "cannot listen in /nonexistent: create this folder first"],
    [["-k", `${place}/file`], 1, `${place}/file is there and is no socket: remove it, or name another path with -k`],
    [["-k", `${place}/s`, "-f", "/nonexistent/pid"], 1, "cannot write the PID file"],
  ])("%j", (args, code, sentence) => {
    writeFileSync(join(place, "file"), "mine");
    const ended = run(...args);
    expect([ended.code, ended.stdout]).toEqual([code, ""]);
    expect(ended.stderr.split("\n")[0]).toContain(`holdfast-pr-helper: ${sentence}`);
    expect(readFileSync(join(place, "file"), "utf8")).toBe("mine");
    expect(statSync(join(place, "s"), { throwIfNoEntry: false })).toBeUndefined();
  });

  test("-h and -V", () => {
    expect(run("-h")).toMatchObject({ code: 0, stderr: "" });
    expect(run("--help").stdout).toMatch(/^Usage: holdfast-pr-helper \[OPTIONS\]\n/);
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(run("-V")).toEqual({ code: 0, stdout: `holdfast-pr-helper ${version}\n`, stderr: "" });
  });
});

describe("what hangs", () => {
  test("does not hold up the end for longer than the timeout, and is named", async () => {
    const shim = new Shim();
    onTestFinished(() => shim.close());
    const disk = shim.disk("disk");
    shim.answer(disk, { delayMs: 4000 });
    const daemon = await Daemon.start({ env: shim.env, args: ["--timeout=1"] });
    const client = await daemon.client();
    client.send(register, openSync(disk, "r+"));
    while (shim.commands().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(shim.commands()).toMatchObject([{ timeout: 1000 }]);
    const before = Date.now();
    daemon.kill("SIGTERM");
    expect((await daemon.ended()).code).toBe(0);
    expect(Date.now() - before).toBeGreaterThan(900);
    expect(Date.now() - before).toBeLessThan(3500);
    expect(daemon.stderr).toMatch(
      /ends, and leaves a command that hangs: client 1 \(process \d+\), device 0:0, for \d+ ms\n/,
    );
  });
});

describe("the log of commands that change state", () => {
  const list = Buffer.concat([
    Buffer.alloc(8),
    Buffer.from("0123456789abcdef", "hex"),
    Buffer.from("0000000001000000", "hex"),
  ]);

  test("one line each, with who, where, what and the outcome", async () => {
    const { daemon, client, device } = await shimmed([
      [{ status: 0x18 }, { serviceAction: 1 }],
      [{}, { serviceAction: 0 }],
    ]);
    await ask(client, Buffer.concat([cdb("5f000000000000001800"), list]), device);
    await ask(client, Buffer.concat([cdb("5f010500000000001800"), list]), device);
    await ask(client, readKeys(8), device);
    await daemon.says("RESERVATION CONFLICT");
    const lines = daemon.stderr.split("\n").filter((line) => line.includes("status="));
    const who = `guest=\\S+ client=1 process=${process.pid} device=0:0`;
    const keys = "key=0000000000000000 service-action-key=0123456789abcdef";
    expect(lines).toEqual([
      expect.stringMatching(`^holdfast-pr-helper: REGISTER ${who} ${keys} aptpl=1 status=GOOD ms=\\d+$`),
      expect.stringMatching(
        `^holdfast-pr-helper: RESERVE ${who} ${keys} type=5 aptpl=1 status="RESERVATION CONFLICT" ms=\\d+$`,
      ),
    ]);
  });

  const senses = ["700006000000000a000000002a0500000000", "72062a0500000000"];
  test.each(senses)("as JSON; sense %s by name; an unknown service action is told of without keys", async (sense) => {
    const shim = new Shim();
    onTestFinished(() => shim.close());
    const disk = shim.disk("disk");
    shim.answer(disk, { status: 2, sense });
    const daemon = await Daemon.start({ env: shim.env, args: ["--log-format=json"], listening: "listening" });
    const client = await daemon.client();
    await ask(client, Buffer.concat([cdb("5f1e00000000000000"), Buffer.alloc(1)]), openSync(disk, "r+"));
    await daemon.says("2A/05");
    const { time, ms, ...rest } = JSON.parse(daemon.stderr.trim().split("\n").at(-1)!) as Record<string, unknown>;
    expect([typeof time, typeof ms]).toEqual(["string", "number"]);
    expect(rest).toMatchObject({
      message: "PERSISTENT RESERVE OUT with an unknown service action",
      client: 1,
      status: "CHECK CONDITION",
      sense: "06/2A/05 REGISTRATIONS PREEMPTED",
    });
  });

  test("not with --quiet", async () => {
    const daemon = await Daemon.start({ args: ["-q", "--config", "/dev/null"], listening: "" });
    const file = join(folder(), "file");
    writeFileSync(file, "");
    while (statSync(daemon.socket, { throwIfNoEntry: false }) === undefined)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await ask(await daemon.client(), register, openSync(file, "r+"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(daemon.stderr).toBe("");
  });
});
