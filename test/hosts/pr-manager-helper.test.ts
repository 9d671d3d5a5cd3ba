/** The client, to our helper and to qemu-pr-helper: the same results; and QEMU's rules of trying again. */
import { spawn } from "node:child_process";
import { existsSync, openSync, rmSync, statSync } from "node:fs";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  HelperUnreachableError,
  InvalidCommandError,
  OutcomeUnknownError,
  PrManagerHelper,
} from "../../hosts/node/index.ts";
import { Shim } from "../shim/shim.ts";
import { hex, unhex } from "./core.ts";
import { Daemon, folder } from "./daemon.ts";

const qemuHelper = "/usr/bin/qemu-pr-helper";
const keys = "000000bf0000001011111111111111112222222222222222";

async function startHelper(which: "holdfast" | "qemu", env: Readonly<Record<string, string>>): Promise<string> {
  if (which === "holdfast") return (await Daemon.start({ env })).socket;
  const socket = join(folder(), "socket");
  const child = spawn(qemuHelper, ["-k", socket], { env: { ...process.env, ...env }, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  while (!existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 5));
  return socket;
}

function client(path: string, options = {}): PrManagerHelper & { seen: string[] } {
  const made = Object.assign(new PrManagerHelper({ path, ...options }), { seen: [] as string[] });
  made.on("connect", () => made.seen.push("connect")).on("disconnect", () => made.seen.push("disconnect"));
  onTestFinished(() => made.close());
  return made;
}

describe.each(["holdfast", "qemu"] as const)("to %s", (which) => {
  test.skipIf(which === "qemu" && !existsSync(qemuHelper))(
    "results, sense and data are those of the device (qemu-pr-helper: apt-get install qemu-system-common)",
    async () => {
      const shim = new Shim();
      onTestFinished(() => shim.close());
      const disk = shim.disk("disk");
      shim.answer(disk, { data: keys }, { opcode: 0x5e });
      shim.answer(disk, { status: 0x18 }, { opcode: 0x5f, serviceAction: 1 });
      shim.answer(
        disk,
        { status: 2, sense: "700006000000000a000000002a0500000000" },
        { opcode: 0x5f, serviceAction: 2 },
      );
      const manager = client(await startHelper(which, shim.env));
      const device = openSync(disk, "r+");
      const list = new Uint8Array(24).fill(7);
      const [read, cut, reserve, release, register] = await Promise.all([
        manager.execute(device, unhex("5e000000000000200000")),
        manager.execute(device, unhex("5e000000000000000c00")),
        manager.execute(device, unhex("5f010500000000001800"), list),
        manager.execute(device, unhex("5f020500000000001800"), list),
        manager.execute(openSync(disk, "r"), unhex("5f000000000000001800"), list),
      ]);
      expect([read.status, hex(read.data)]).toEqual([0, keys]);
      expect([cut.status, hex(cut.data)]).toEqual([0, keys.slice(0, 24)]);
      expect([reserve.status, reserve.data.length]).toEqual([0x18, 0]);
      expect([release.status, hex(release.sense.subarray(0, 18))]).toEqual([2, "700006000000000a000000002a0500000000"]);
      expect([register.status, hex(register.sense.subarray(0, 18))]).toEqual([
        2,
        "700005000000000a00000000200000000000",
      ]);
      expect(manager.seen).toEqual(["connect"]);
      expect(shim.commands().map(({ cdb }) => cdb.slice(0, 4))).toEqual(["5e00", "5e00", "5f01", "5f02"]);
    },
  );
});

test("a helper that was restarted is found again, and an idle connection that is lost is told of", async () => {
  const shim = new Shim();
  onTestFinished(() => shim.close());
  const disk = shim.disk("disk");
  shim.answer(disk, { data: keys });
  const device = openSync(disk, "r+");
  const first = await Daemon.start({ env: shim.env });
  const manager = client(first.socket, { attempts: 400, pauseMs: 50 }); // a helper on a busy machine may take a second to start
  await manager.execute(device, unhex("5e000000000000200000"));
  expect(manager.connected).toBe(true);
  first.kill("SIGKILL");
  await first.ended();
  while (manager.connected) await new Promise((resolve) => setTimeout(resolve, 5));
  const [answer] = await Promise.all([
    manager.execute(device, unhex("5e000000000000200000")),
    Daemon.start({ socket: first.socket, env: shim.env }),
  ]);
  expect(hex(answer.data)).toBe(keys);
  expect(manager.seen).toEqual(["connect", "disconnect", "connect"]);
});

test("SIGKILL with the command under way: the outcome is unknown, and it is not sent again", async () => {
  const shim = new Shim();
  onTestFinished(() => shim.close());
  const disk = shim.disk("disk");
  shim.answer(disk, { delayMs: 5000 });
  const daemon = await Daemon.start({ env: shim.env });
  const manager = client(daemon.socket);
  const answer = manager.execute(openSync(disk, "r+"), unhex("5f000000000000001800"), new Uint8Array(24));
  while (shim.commands().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  daemon.kill("SIGKILL");
  await expect(answer).rejects.toThrow(OutcomeUnknownError);
  await expect(answer).rejects.toThrow(
    "the helper has gone: the command may have been carried out, ask the logical unit",
  );
  expect(shim.commands().length).toBe(1);
});

test("nobody there: five tries with a pause, then an error that says so", async () => {
  const path = join(folder(), "socket");
  const manager = client(path, { pauseMs: 40 });
  const begin = performance.now();
  const failed = manager.execute(0, unhex("5e000000000000200000"));
  await expect(failed).rejects.toThrow(HelperUnreachableError);
  await expect(failed).rejects.toThrow(`no helper answers at ${path} (ENOENT`);
  expect(performance.now() - begin).toBeGreaterThan(4 * 40 - 10);
  expect(manager.seen).toEqual([]);
});

/** A helper that says what it is told to. */
async function fake(reply: (socket: Socket) => void): Promise<string> {
  const path = join(folder(), "socket");
  const server: NetServer = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write(Buffer.alloc(4));
    let have = 0;
    socket.on("data", (bytes) => {
      have += bytes.length;
      if (have >= 20) reply(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    rmSync(path, { force: true });
  });
  expect(statSync(path).isSocket()).toBe(true);
  return path;
}

test.each([
  ["a payload longer than what was asked for", 25, "the helper announces 25 bytes where 24 may be"],
  ["a payload of 4 GiB", 0xffffffff, "the helper announces 4294967295 bytes where 24 may be"],
])("%s is not read", async (_name, size, sentence) => {
  const reply = Buffer.alloc(104);
  reply.writeUInt32BE(size, 4);
  const manager = client(await fake((socket) => socket.write(reply)));
  await expect(manager.execute(0, unhex("5e000000000000001800"))).rejects.toThrow(sentence);
  expect(manager.seen).toEqual(["connect", "disconnect"]);
});

test("a reply in single bytes is one reply", async () => {
  const reply = Buffer.alloc(104 + 8, 0);
  reply.writeUInt32BE(8, 4);
  const manager = client(
    await fake((socket) => {
      for (const byte of reply) socket.write(Buffer.of(byte));
    }),
  );
  expect((await manager.execute(0, unhex("5e000000000000000800"))).data.length).toBe(8);
});

test.each<[string, Uint8Array, Uint8Array, string]>([
  ["INQUIRY", unhex("12000000240000000000"), new Uint8Array(), "a PR manager takes PERSISTENT RESERVE commands"],
  ["8193 bytes", unhex("5e000000000000200100"), new Uint8Array(), "a PR manager takes PERSISTENT RESERVE commands"],
  ["no CDB", new Uint8Array(), new Uint8Array(), "a CDB of 0 bytes is not one of 1 to 16"],
  ["17 bytes of CDB", new Uint8Array(17), new Uint8Array(), "a CDB of 17 bytes is not one of 1 to 16"],
  [
    "a list of another length",
    unhex("5f000000000000001800"),
    new Uint8Array(23),
    "the CDB names 24 bytes of parameter list, 23 are given",
  ],
])("%s is refused before anything is sent", async (_name, cdb, list, sentence) => {
  const manager = client(join(folder(), "nobody"));
  const failed = manager.execute(0, cdb, list);
  await expect(failed).rejects.toThrow(InvalidCommandError);
  await expect(failed).rejects.toThrow(sentence);
});

test("close() during the handshake, and before a command's turn: nothing is sent, nothing stays connected", async () => {
  const path = join(folder(), "socket");
  const server = createServer((socket) => {
    setTimeout(() => socket.write(Buffer.alloc(4)), 100);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  const manager = client(path, { pauseMs: 10 });
  const commands = [
    manager.execute(0, unhex("5e000000000000200000")),
    manager.execute(0, unhex("5e000000000000200000")),
  ];
  setTimeout(() => manager.close(), 30);
  for (const command of commands) await expect(command).rejects.toThrow("the PR manager is closed");
  expect([manager.connected, manager.seen]).toEqual([false, []]);
});

test("a descriptor that is not open is the caller's error, and no attempt at all is none", async () => {
  const manager = client(join(folder(), "nobody"));
  await expect(manager.execute(9999, unhex("5e000000000000200000"))).rejects.toThrow("EBADF");
  expect(() => new PrManagerHelper({ path: "/x", attempts: 0 })).toThrow("0 attempts are too few: make at least one");
});
