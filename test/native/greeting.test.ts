/** The first bytes each way. */
import { openSync } from "node:fs";
import { expect, test } from "vitest";
import { Client, greeting } from "./fixture/client.ts";
import { head } from "./fixture/head.ts";
import { notATypewriter } from "./fixture/known.ts";
import { eventually, Server } from "./fixture/server.ts";

const device = openSync("/dev/null", "r+");

test("the server greets first and the client is named by its process, its user and its group", async () => {
  const server = await Server.start();
  const client = await server.connect({ greet: false });
  expect(await client.read(4)).toEqual(greeting);
  expect(await server.event("open")).toMatchObject({
    connection: 1,
    peer: process.pid,
    user: process.getuid!(),
    group: process.getgid!(),
  });
});

test.each([0, 1, 2, 3])("a greeting with another byte %i ends the connection without a word", async (at) => {
  const server = await Server.start();
  const client = await server.connect({ greet: false });
  const wrong = Buffer.from(greeting);
  wrong[at] = 1;
  client.send(wrong);
  expect(await client.end()).toEqual(greeting);
  expect(await server.event("close")).toMatchObject({ reason: "greeting", code: 0 });
});

test("a greeting may come byte by byte, and with the first request", async () => {
  const server = await Server.start();
  const client = await server.connect({ greet: false });
  await client.read(4);
  for (const byte of greeting.subarray(0, 3)) client.send(Buffer.of(byte));
  client.send(greeting.subarray(3));
  client.send(head(), device);
  expect((await client.reply()).result).toBe(notATypewriter);

  const another = await server.connect({ greet: false });
  await another.read(4);
  another.send(Buffer.concat([greeting, head().subarray(0, 10)]));
  another.send(head().subarray(10), device);
  expect((await another.reply()).result).toBe(notATypewriter);
});

test("a descriptor with the greeting is closed and does not count", async () => {
  const server = await Server.start();
  const client = await server.connect({ greet: false });
  await client.read(4);
  const before = server.descriptors();
  client.send(greeting, device, device);
  client.send(head());
  expect(await client.end()).toEqual(Buffer.alloc(0));
  expect(await server.event("close")).toMatchObject({ reason: "plan", code: 1 });
  expect((await server.calls()).map(({ descriptors }) => descriptors)).toEqual([0]);
  await eventually(
    () => server.descriptors(),
    (count) => count === before - 1,
  );
});

test("a client that never greets delays nobody", async () => {
  const server = await Server.start();
  await server.connect({ greet: false });
  const half = await server.connect({ greet: false });
  half.send(greeting.subarray(0, 2));
  const client = await server.connect();
  client.send(head(), device);
  expect((await client.reply()).result).toBe(notATypewriter);
});

test.each([
  ["before its greeting", 0, "end"],
  ["within it", 2, "cut"],
  ["after it", 4, "end"],
])("a client that leaves %s is forgotten", async (_, bytes, reason) => {
  const server = await Server.start();
  const idle = server.descriptors();
  const client = await Client.connect(server.socket, { greet: false });
  await client.read(4);
  if (bytes > 0) client.send(greeting.subarray(0, bytes));
  client.close();
  expect((await server.event("close")).reason).toBe(reason);
  await eventually(
    () => server.descriptors(),
    (count) => count === idle,
  );
});
