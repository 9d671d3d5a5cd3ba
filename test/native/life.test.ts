/** Ends: of clients, of the server, of its environment. */
import { execFileSync, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { Shim } from "../shim/shim.ts";
import { Client, clientAddon, greeting } from "./fixture/client.ts";
import { head } from "./fixture/head.ts";
import { answerReply, notATypewriter } from "./fixture/known.ts";
import { addon, environment, eventually, Server, temporaryFolder } from "./fixture/server.ts";

const device = openSync("/dev/null", "r+");
const fixture = (name: string) => fileURLToPath(new URL(`fixture/${name}`, import.meta.url));

async function startSlow(delayMs: number) {
  const shim = new Shim();
  onTestFinished(() => shim.close());
  const disk = shim.disk("disk");
  shim.answer(disk, { delayMs });
  return { shim, disk, device: openSync(disk, "r+"), server: await Server.start({ env: shim.env }) };
}

const begun = (shim: Shim, wanted: number) =>
  eventually(
    () => shim.commands().length,
    (count) => count === wanted,
  );

test("close() ends what is idle, finishes what is in flight, and the process ends", async () => {
  const { shim, server, device } = await startSlow(300);
  const idle = await server.connect();
  const half = await server.connect();
  half.send(head().subarray(0, 9), device);
  const [running, waiting] = [await server.connect(), await server.connect()];
  running.send(head({ core: true }), device);
  await begun(shim, 1);
  waiting.send(head(), device);
  await eventually(
    () => server.events.filter(({ kind }) => kind === "open").length,
    (count) => count === 4,
  );
  await server.calls();
  server.tell("close");
  expect(await idle.end()).toEqual(Buffer.alloc(0));
  expect(await half.end()).toEqual(Buffer.alloc(0));
  await expect(Client.connect(server.socket)).rejects.toThrow("connect");
  expect(running.peek()).toBeNull();
  expect((await running.end()).length).toBe(104);
  expect((await waiting.end()).length).toBe(104);
  expect(await server.ended()).toBe(0);
  await server.event("drained");
  const closes = server.events.filter(({ kind }) => kind === "close").map(({ reason }) => reason);
  expect(closes).toEqual(Array<string>(4).fill("shutdown"));
});

test("close() without a connection, and twice", async () => {
  const server = await Server.start();
  server.tell("closeTwice");
  expect(await server.ended()).toBe(0);
  await server.event("drained");
  expect(server.events.map(({ kind }) => kind)).toEqual(["drained"]);
});

test("close() does not wait for a client that does not read", async () => {
  const server = await Server.start();
  const client = await server.connect();
  const request = Buffer.concat([head({ verb: "A", parameters: 8192 }), Buffer.alloc(8192)]);
  for (let i = 0; i < 200; i++) {
    if (client.trySend(request, device) !== request.length) break;
    await sleep(1);
  }
  server.tell("close");
  expect(await server.ended()).toBe(0);
});

test("a client that is gone when its command ends", async () => {
  const { shim, server, device } = await startSlow(100);
  const before = server.descriptors();
  const gone = await Client.connect(server.socket);
  gone.send(Buffer.concat([head(), head()]), device);
  await begun(shim, 1);
  gone.close();
  expect((await server.event("close")).connection).toBe(1);
  expect(shim.commands()[0]!.end).toBeDefined();
  await eventually(
    () => server.descriptors(),
    (count) => count === before,
  );
  const next = await server.connect();
  next.send(head(), device);
  expect((await next.reply()).result).toBe(0);
});

test("thousands of connections, ended in every state, leave nothing", async () => {
  const server = await Server.start();
  const ends = [
    (client: Client) => client.close(),
    (client: Client) => client.send(Buffer.of(9)),
    (client: Client) => client.send(greeting),
    (client: Client) => client.send(Buffer.concat([greeting, head()]), device),
  ];
  const greeted = [
    (client: Client) => client.send(head().subarray(0, 3), device),
    (client: Client) => client.send(head().subarray(0, 3), device, device, device),
    (client: Client) => client.send(head(), device),
    (client: Client) => client.send(head({ core: true }), device),
    (client: Client) => client.send(head({ parameters: 100 }), device),
    (client: Client) => client.send(Buffer.concat([head(), head(), head()]), device),
    (client: Client) => client.send(head({ verb: "T" }), device),
  ];
  const ready = await server.connect();
  ready.send(head(), device);
  await ready.reply();
  const before = server.descriptors();
  const total = 3300;
  for (let i = 0; i < total; i++) {
    const greet = i % 11 >= ends.length;
    const client = await Client.connect(server.socket, { greet });
    (greet ? greeted[(i % 11) - ends.length] : ends[i % 11])!(client);
    client.close();
  }
  await eventually(
    () => server.events.filter(({ kind }) => kind === "close").length,
    (count) => count === total,
  );
  await eventually(
    () => server.descriptors(),
    (count) => count === before,
  );
  ready.send(head({ verb: "A" }), device);
  expect((await ready.reply()).result).toBe(answerReply);
});

test("a process with ninety clients is killed", async () => {
  const { shim, server, disk, device } = await startSlow(20);
  const ready = await server.connect();
  ready.send(head(), device);
  await ready.reply();
  const before = server.descriptors();
  for (let round = 1; round <= 3; round++) {
    const crowd = fork(fixture("crowd-process.mjs"), [clientAddon, server.socket, disk, "90"], { execArgv: [] });
    await once(crowd, "message");
    crowd.kill("SIGKILL");
    await eventually(
      () => server.events.filter(({ kind }) => kind === "close").length,
      (count) => count === 90 * round,
    );
  }
  await eventually(
    () => server.descriptors(),
    (count) => count === before,
  );
  expect(shim.commands().every(({ end }) => end !== undefined)).toBe(true);
  ready.send(head(), device);
  expect((await ready.reply()).result).toBe(0);
});

test("process.exit() does not wait for a device", async () => {
  const { shim, server, device } = await startSlow(5000);
  const client = await server.connect();
  client.send(head(), device);
  await begun(shim, 1);
  const began = performance.now();
  server.tell("exit");
  expect(await server.ended()).toBe(0);
  expect(performance.now() - began).toBeLessThan(3000);
});

test("the end of a worker thread in the midst of everything", () => {
  const shim = new Shim();
  onTestFinished(() => shim.close());
  const disk = shim.disk("disk");
  shim.answer(disk, { delayMs: 15 });
  const options = JSON.stringify({ addon, socket: join(temporaryFolder(), "socket") });
  const run = spawnSync(process.execPath, [fixture("teardown-process.mjs"), options, clientAddon, disk, "25"], {
    env: environment(shim.env),
    encoding: "utf8",
    timeout: 25_000,
  });
  expect([run.stderr, run.signal, run.status]).toEqual(["", null, 0]);
});

const allowFiles = (server: Server, most: number) =>
  execFileSync("prlimit", [`--pid=${String(server.process.pid)}`, `--nofile=${String(most)}:4096`]);

/** From now on the process cannot open anything more. */
function allowNoMoreFiles(server: Server): void {
  const open = new Set(readdirSync(`/proc/${String(server.process.pid)}/fd`).map(Number));
  let free = 0;
  while (open.has(free)) free++;
  allowFiles(server, free);
}

test("without a free descriptor it accepts no more, says so once, and does not spin", async () => {
  const server = await Server.start();
  const first = await server.connect();
  allowNoMoreFiles(server);
  const late = await Promise.all([1, 2, 3].map(() => Client.connect(server.socket, { greet: false })));
  expect(await server.event("accept-failed")).toMatchObject({ code: 24 });
  const before = server.ticks();
  await sleep(1000);
  expect(server.ticks() - before).toBeLessThan(30); // of 100
  expect(server.events.filter(({ kind }) => kind === "accept-failed").length).toBe(1);

  allowFiles(server, 4096);
  for (const client of late) {
    expect(await client.read(4)).toEqual(greeting);
    client.close();
  }
  first.send(head(), device);
  expect((await first.reply()).result).toBe(notATypewriter);
});

test("a descriptor that the kernel cannot hand over ends the connection", async () => {
  const server = await Server.start();
  const client = await server.connect();
  await server.event("open");
  allowNoMoreFiles(server);
  client.send(head(), device);
  expect(await client.end()).toEqual(Buffer.alloc(0));
  expect((await server.event("close")).reason).toBe("lost");
  expect(await server.calls()).toEqual([]);
});
