/** --emulate: logical units for regular files, end to end. */
import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync, readFileSync, renameSync, linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Client, lingering } from "../native/fixture/client.ts";
import { Daemon, folder, program } from "./daemon.ts";
import {
  changeRequest,
  Initiator,
  inTurn,
  outcomeOf,
  readRequest,
  registrantsOnly,
  writeExclusive,
} from "./initiator.ts";
import { trapInEmulate, trappingHelper } from "./trapping.ts";

const root = process.getuid?.() === 0;
const [keyA, keyB] = [0xa11cen, 0xb0bn];
const uuid = "4d36e967-e325-11ce-bfc1-08002be10318";
const prefix = "iqn.2026-11.invalid.holdfast:";

function makeFile(name = "disk"): string {
  const path = join(folder(), name);
  writeFileSync(path, "");
  return path;
}

async function start(args: readonly string[] = []) {
  const daemon = await Daemon.start({ args: ["--emulate", ...args] });
  const file = makeFile();
  return { daemon, file, initiator: (...words: string[]) => new Initiator(daemon.socket, file, words) };
}

/** A request in one piece, as a client sends it. */
const packed = ({ cdb, list = new Uint8Array() }: { cdb: Uint8Array; list?: Uint8Array }): Buffer =>
  Buffer.concat([cdb, Buffer.alloc(16 - cdb.length), list]);

async function ask(client: Client, request: Buffer, descriptor: number): Promise<string> {
  client.send(request, descriptor);
  const { result, sense } = await client.reply();
  return outcomeOf({ status: result, sense });
}

const registers = packed(changeRequest("registerAndIgnore", { other: keyA }));
const readsKeys = packed({ cdb: readRequest("keys") });

describe("a regular file is a logical unit", () => {
  test("REGISTER, RESERVE, a conflict, PREEMPT, and who was preempted is told so", async () => {
    const { initiator } = await start();
    const [a, b] = [initiator(), initiator()];
    expect(
      await inTurn(
        () => a.change("register", { other: keyA }),
        () => b.change("register", { other: keyB }),
        () => a.change("reserve", { key: keyA, type: registrantsOnly }),
        () => b.change("reserve", { key: keyB, type: registrantsOnly }),
        () => b.change("release", { key: keyA, type: registrantsOnly }),
      ),
    ).toEqual(["GOOD", "GOOD", "GOOD", "RESERVATION CONFLICT", "RESERVATION CONFLICT"]);
    expect(await b.reservation()).toEqual({ key: keyA, type: registrantsOnly });
    expect(await b.change("preempt", { key: keyB, other: keyA, type: writeExclusive })).toBe("GOOD");
    expect(await b.keys()).toEqual({ generation: 3, keys: [keyB] });
    expect(await a.asks("keys")).toBe("6/2A/05");
    expect(await a.reservation()).toEqual({ key: keyB, type: writeExclusive });
  });

  test("two files are two, two names of one are one, and a file that is moved stays what it was", async () => {
    const { daemon, file, initiator } = await start();
    const a = initiator();
    const [other, link, moved] = [makeFile(), `${file}.link`, `${file}.moved`];
    linkSync(file, link);
    expect(await a.change("register", { other: keyA })).toBe("GOOD");
    expect(await a.change("register", { other: keyB }, other)).toBe("GOOD");
    expect(await new Initiator(daemon.socket, link).keys()).toEqual({ generation: 1, keys: [keyA] });
    renameSync(file, moved);
    expect(await new Initiator(daemon.socket, moved).keys()).toEqual({ generation: 1, keys: [keyA] });
    expect(await new Initiator(daemon.socket, other).keys()).toEqual({ generation: 1, keys: [keyB] });
  });

  test("the log of commands says which file and which nexus", async () => {
    const { daemon, file, initiator } = await start();
    const a = initiator("-uuid", uuid);
    await a.keys();
    await a.change("register", { other: keyA });
    await a.change("release", { key: keyB, type: writeExclusive });
    await daemon.says("RESERVATION CONFLICT");
    const lines = daemon.stderr.split("\n").filter((line) => line.includes("status="));
    const who = `guest=${uuid} client=1 process=${a.pid} file=${file} nexus=${prefix}uuid.${uuid}`;
    expect(lines.map((line) => line.replace(/ ms=\d+$/, ""))).toEqual([
      `holdfast-pr-helper: REGISTER ${who} key=0000000000000000 service-action-key=00000000000a11ce status=GOOD`,
      `holdfast-pr-helper: RELEASE ${who} key=0000000000000b0b service-action-key=0000000000000000 type=1 status="RESERVATION CONFLICT"`,
    ]);
    expect(daemon.stderr).toContain(`emulates a logical unit for ${file}\n`);
  });
});

describe("a nexus is a process, or QEMU's guest", () => {
  /** Of a process: as the kernel tells it. */
  const processName = (pid: number) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
    return `${prefix}process.${pid}.${fields[19]}.${boot}`;
  };

  test("two processes are two", async () => {
    const { initiator } = await start();
    const [a, b] = [initiator(), initiator()];
    await a.change("register", { other: keyA });
    expect(await b.change("register", { key: keyA, other: keyB })).toBe("RESERVATION CONFLICT");
    await b.change("register", { other: keyA });
    expect((await b.keys()).keys).toEqual([keyA, keyA]);
    expect(await a.field("fullStatus", "ISCSI NAME")).toEqual([processName(a.pid), processName(b.pid)]);
    expect(await a.field("fullStatus", "ISCSI INITIATOR SESSION ID")).toEqual(["800000000000", "800000000000"]);
    expect(await a.field("fullStatus", "RELATIVE TARGET PORT IDENTIFIER")).toEqual([1n, 1n]);
  });

  test("after a reconnect it is the same: its registration is there, and the unit attention still waits", async () => {
    const { initiator } = await start();
    const [a, b] = [initiator(), initiator()];
    await a.change("register", { other: keyA });
    await a.reconnect();
    expect(await a.change("reserve", { key: keyA, type: writeExclusive })).toBe("GOOD");
    await b.change("register", { other: keyB });
    await b.change("preempt", { key: keyB, other: keyA, type: writeExclusive });
    await a.reconnect();
    expect(await a.asks("keys")).toBe("6/2A/05");
    await a.reconnect();
    expect((await a.keys()).keys).toEqual([keyB]);
  });

  test("two connections of one process are one", async () => {
    const { daemon, file } = await start();
    const clients = [await daemon.client(), await daemon.client()];
    const device = openSync(file, "r+");
    expect(await ask(clients[0]!, registers, device)).toBe("GOOD");
    const reserve = packed(changeRequest("reserve", { key: keyA, type: writeExclusive }));
    expect(await ask(clients[1]!, reserve, device)).toBe("GOOD");
  });

  test.each(["-uuid", "--uuid"])("a guest is the same in another process with its %s", async (option) => {
    const { initiator } = await start();
    const first = initiator("-name", "guest=db1", option, uuid.toUpperCase());
    expect(await first.change("register", { other: keyA })).toBe("GOOD");
    await first.end();
    const second = initiator("-uuid", uuid);
    expect(await second.change("reserve", { key: keyA, type: writeExclusive })).toBe("GOOD");
    expect(await second.field("fullStatus", "ISCSI NAME")).toEqual([`${prefix}uuid.${uuid}`]);
  });

  test.each([
    ["no uuid", ["-uuid", "00000000-0000-0000-0000-000000000000"]],
    ["no uuid's form", ["-uuid", "4d36e967"]],
    ["nothing", ["-uuid"]],
  ])("%s is no guest's", async (_name, words) => {
    const { initiator } = await start();
    const a = initiator(...words);
    await a.change("register", { other: keyA });
    expect(await a.field("fullStatus", "ISCSI NAME")).toEqual([processName(a.pid)]);
  });

  test.runIf(root)("a process in another PID namespace is nobody: refused, and told of", async () => {
    const executable = join(folder(), "in-namespace");
    const command = `exec unshare --pid --fork --mount-proc --kill-child -- '${process.execPath}' '${program}' "$@"`;
    writeFileSync(executable, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
    const daemon = await Daemon.start({ args: ["--emulate"], executable });
    const client = await daemon.client();
    const device = openSync(makeFile(), "r+");
    for (const request of [registers, readsKeys]) expect(await ask(client, request, device)).toBe("5/25/00");
    await daemon.says("client 1 (process unknown): refused: its process cannot be told");
  });

  test.runIf(root)("a /proc of another PID namespace: it does not start", () => {
    const helper = [process.execPath, program, "--emulate", "-k", join(folder(), "socket")];
    const { status, stderr } = spawnSync("unshare", ["--pid", "--fork", "--kill-child", "--", ...helper], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(status).toBe(1);
    expect(stderr).toContain("/proc is not of the helper's PID namespace, so --emulate cannot tell clients apart");
  });
});

describe("what is no regular file is refused, and told of", () => {
  const O_PATH = 0o10000000;
  test.each([
    ["a character device", () => openSync("/dev/null", "r+"), "/dev/null"],
    ["a folder", () => openSync(folder(), "r"), "holdfast-daemon-"],
    ["a socket", () => lingering(0), "socket"],
  ])("%s", async (_name, open, path) => {
    const { daemon } = await start();
    const client = await daemon.client();
    const descriptor = open();
    for (const request of [readsKeys, registers]) expect(await ask(client, request, descriptor)).toBe("5/20/00");
    closeSync(descriptor);
    await daemon.says("is no regular file, and --emulate takes no other\n");
    expect(daemon.stderr).toMatch(new RegExp(`refused: \\S*${path}\\S* is no regular file`));
  });

  test.runIf(root)("a block device", async () => {
    const { daemon } = await start();
    const node = join(folder(), "block");
    expect(spawnSync("mknod", [node, "b", "7", "250"]).status).toBe(0);
    const client = await daemon.client();
    expect(await ask(client, readsKeys, openSync(node, O_PATH))).toBe("5/20/00");
    await daemon.says(`client 1 (process ${process.pid}): refused: ${node} is no regular file`);
  });

  test("a file that is open for reading only reads, and is refused for PERSISTENT RESERVE OUT", async () => {
    const { daemon, file } = await start();
    const client = await daemon.client();
    const descriptor = openSync(file, constants.O_RDONLY);
    expect(await ask(client, readsKeys, descriptor)).toBe("GOOD");
    expect(await ask(client, registers, descriptor)).toBe("5/20/00");
  });
});

describe("limits", () => {
  test("the 33rd file is refused, and told of with what to do; the others go on", async () => {
    const { daemon } = await start();
    const client = await daemon.client();
    const files = Array.from({ length: 33 }, (_, i) => openSync(makeFile(`disk${i}`), "r+"));
    const outcomes = [];
    for (const file of files) outcomes.push(await ask(client, registers, file));
    expect(outcomes).toEqual([...Array<string>(32).fill("GOOD"), "5/25/00"]);
    await daemon.says("disk32 is one file more than a helper can emulate at once (32): start another helper");
    expect(await ask(client, readsKeys, files[32]!)).toBe("5/25/00");
    expect(await ask(client, readsKeys, files[0]!)).toBe("GOOD");
  });

  test("a unit that traps: 4/44/00, told of, and it is what it was before", async () => {
    const daemon = await Daemon.start({ args: ["--emulate"], executable: trappingHelper() });
    const client = await daemon.client();
    const device = openSync(makeFile(), "r+");
    expect(await ask(client, registers, device)).toBe("GOOD");
    const trap = packed(changeRequest("registerAndIgnore", { other: BigInt(trapInEmulate) << 56n }));
    for (let i = 1; i <= 40; i++) expect(await ask(client, trap, device)).toBe("4/44/00");
    expect(daemon.stderr.match(/the emulated logical unit of \S+ failed \(unreachable\)/g)?.length).toBe(40);
    const reserve = packed(changeRequest("reserve", { key: keyA, type: writeExclusive }));
    expect(await ask(client, reserve, device)).toBe("GOOD");
  });
});
