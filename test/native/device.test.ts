/** Devices side by side: order on each, none in another's way, and no more threads than are needed. */
import { openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Shim } from "../shim/shim.ts";
import type { Client } from "./fixture/client.ts";
import { head } from "./fixture/head.ts";
import { busyReply } from "./fixture/known.ts";
import { eventually, Server } from "./fixture/server.ts";

async function start(limits = {}) {
  const shim = new Shim();
  onTestFinished(() => shim.close());
  const server = await Server.start({ env: shim.env, limits });
  const disk = (name: string, delayMs: number) => {
    const path = shim.disk(name);
    shim.answer(path, { delayMs });
    return openSync(path, "r+");
  };
  return { shim, server, disk };
}

async function send(server: Server, device: number, tag = 0): Promise<Client> {
  const client = await server.connect();
  client.send(head({ tag }), device);
  return client;
}

const tagOf = (cdb: string) => Number.parseInt(cdb.slice(24), 16);

test("a slow device delays nobody else", async () => {
  const { server, disk } = await start();
  const slow = await send(server, disk("slow", 3000));
  const quick = disk("quick", 0);
  const begin = performance.now();
  for (let i = 0; i < 20; i++) expect((await (await send(server, quick)).reply()).result).toBe(0);
  expect(performance.now() - begin).toBeLessThan(1500);
  expect(slow.peek()).toBeNull();
  expect((await slow.reply()).result).toBe(0);
});

test("commands on a device are carried out one at a time, in the order in which they came", async () => {
  const { shim, server, disk } = await start();
  const device = disk("disk", 20);
  const clients = [];
  for (let tag = 0; tag < 10; tag++) {
    clients.push(await send(server, device, tag));
    await eventually(
      () => server.events.filter(({ kind }) => kind === "open").length,
      (count) => count === tag + 1,
    );
    await server.calls();
  }
  await Promise.all(clients.map((client) => client.reply()));
  const commands = shim.commands();
  expect(commands.map(({ cdb }) => tagOf(cdb))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const [i, { begin }] of commands.slice(1).entries()) expect(begin).toBeGreaterThanOrEqual(commands[i]!.end!);
});

test("two opens of one file are one device", async () => {
  const { shim, server } = await start();
  const path = shim.disk("disk");
  shim.answer(path, { delayMs: 50 });
  const clients = [await send(server, openSync(path, "r+")), await send(server, openSync(path, "r"))];
  await Promise.all(clients.map((client) => client.reply()));
  const [first, second] = shim.commands();
  expect(second!.begin).toBeGreaterThanOrEqual(first!.end!);
});

test("beyond 64 that wait for a device the answer is BUSY, at once", async () => {
  const { shim, server, disk } = await start();
  const slow = disk("slow", 1000);
  const first = await send(server, slow);
  await eventually(
    () => shim.commands().length,
    (count) => count === 1,
  );
  const waiting = [];
  for (let i = 0; i < 64; i++) waiting.push(await send(server, slow));
  await eventually(
    () => server.events.filter(({ kind }) => kind === "open").length,
    (count) => count === 65,
  );
  await server.calls();
  const refused = await send(server, slow);
  expect((await refused.reply()).result).toBe(busyReply);
  expect(await server.event("busy")).toMatchObject({ connection: 66, peer: process.pid, reason: "device" });

  shim.clear();
  const path = "/dev/null";
  refused.send(head(), openSync(path, "r+")); // its connection stays
  await refused.reply();
  expect((await first.reply()).result).toBe(0);
  for (const client of waiting) expect((await client.reply()).result).not.toBe(busyReply);
});

test("the pool grows with the devices and shrinks when they are idle", async () => {
  const { server, disk } = await start({ idleThreadMs: 200 });
  expect(server.threads()).toBe(0);
  const clients = await Promise.all(Array.from({ length: 40 }, (_, i) => send(server, disk(`disk${i}`, 300))));
  await eventually(
    () => server.threads(),
    (count) => count === 40,
  );
  for (const client of clients) expect((await client.reply()).result).toBe(0);
  await eventually(
    () => server.threads(),
    (count) => count === 0,
  );
  expect((await (await send(server, disk("again", 0))).reply()).result).toBe(0);
});

test("one device has one thread, however many clients", async () => {
  const { server, disk } = await start();
  const device = disk("disk", 5);
  const clients = await Promise.all(Array.from({ length: 30 }, () => send(server, device)));
  await Promise.all(clients.map((client) => client.reply()));
  expect(server.threads()).toBe(1);
});

test("without a thread to be had the answer is BUSY, and later it is not", async () => {
  const { server, disk } = await start({ threads: 2 });
  const busy = [await send(server, disk("a", 500)), await send(server, disk("b", 500))];
  await eventually(
    () => server.threads(),
    (count) => count === 2,
  );
  const other = disk("c", 0);
  const refused = await send(server, other);
  expect((await refused.reply()).result).toBe(busyReply);
  expect(await server.event("busy")).toMatchObject({ connection: 3, reason: "threads" });
  for (const client of busy) expect((await client.reply()).result).toBe(0);
  refused.send(head(), other);
  expect((await refused.reply()).result).toBe(0);
});

test("a connection has one command in flight", async () => {
  const { shim, server, disk } = await start();
  const [slow, quick] = [disk("slow", 300), disk("quick", 0)];
  const client = await server.connect();
  client.send(head({ tag: 1 }), slow);
  client.send(head({ tag: 2 }), quick);
  await client.reply();
  await client.reply();
  const [first, second] = shim.commands();
  expect([tagOf(first!.cdb), tagOf(second!.cdb)]).toEqual([1, 2]);
  expect(second!.begin).toBeGreaterThanOrEqual(first!.end!);
});

test("what comes while a command is in flight costs no processor time", async () => {
  const { shim, server, disk } = await start();
  const slow = disk("slow", 1500);
  const eager = await server.connect();
  eager.send(Buffer.concat([head(), head()]), slow);
  const leaving = await send(server, slow);
  await eventually(
    () => shim.commands().length,
    (count) => count === 1,
  );
  leaving.close();
  const before = server.ticks();
  await sleep(1000);
  expect(server.ticks() - before).toBeLessThan(40); // of 100
  expect((await eager.reply()).result).toBe(0);
});
