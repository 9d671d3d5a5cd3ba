/** Requests as they come through a socket: cut, joined, and with descriptors where they may be. */
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Client, greeting, lingering } from "./fixture/client.ts";
import { head, headSize } from "./fixture/head.ts";
import { answerReply, notATypewriter } from "./fixture/known.ts";
import { eventually, Server, temporaryFolder } from "./fixture/server.ts";

const device = openSync("/dev/null", "r+");

const idle = (server: Server, before: number) =>
  eventually(
    () => server.descriptors(),
    (count) => count === before,
  );

test.each([...Array(headSize).keys()])("the descriptor may come with byte %i of the head", async (at) => {
  const server = await Server.start();
  const client = await server.connect();
  const path = join(temporaryFolder(), "device");
  writeFileSync(path, "");
  const file = openSync(path, "r+");
  const request = head({ tag: at });
  if (at > 0) client.send(request.subarray(0, at));
  client.send(request.subarray(at, at + 1), file);
  if (at < headSize - 1) client.send(request.subarray(at + 1));
  expect((await client.reply()).result).toBe(notATypewriter);
  expect(server.opens(path)).toBe(0); // when the reply is there, the device is let go
  expect(await server.calls()).toEqual([{ length: 16, descriptors: 1, access: 2, head: request.toString("hex") }]);
});

test("a head may come in sixteen pieces", async () => {
  const server = await Server.start();
  const client = await server.connect();
  for (const [i, byte] of head().entries()) client.send(Buffer.of(byte), ...(i === 7 ? [device] : []));
  expect((await client.reply()).result).toBe(notATypewriter);
});

test.each([2, 8, 20, 253])("%i descriptors end the connection and are closed", async (count) => {
  const server = await Server.start();
  const before = server.descriptors();
  const client = await server.connect();
  client.send(head().subarray(0, 5), ...Array<number>(count).fill(device));
  expect(await client.end()).toEqual(Buffer.alloc(0));
  expect(await server.event("close")).toMatchObject({ reason: "plan", code: 2 });
  const [call, ...more] = await server.calls();
  expect(more).toEqual([]);
  expect(call).toMatchObject({ length: 5, access: 0, head: head().subarray(0, 5).toString("hex") });
  expect(call!.descriptors).toBeGreaterThan(1);
  await idle(server, before);
});

test("a second descriptor with a later byte ends the connection too", async () => {
  const server = await Server.start();
  const before = server.descriptors();
  const client = await server.connect();
  client.send(head().subarray(0, 8), device);
  client.send(head().subarray(8, 12), device);
  expect(await client.end()).toEqual(Buffer.alloc(0));
  expect(await server.event("close")).toMatchObject({ reason: "plan", code: 2 });
  expect(await server.calls()).toMatchObject([{ length: 12, descriptors: 2 }]);
  await idle(server, before);
});

test("without a descriptor the core decides", async () => {
  const server = await Server.start();
  const client = await server.connect();
  client.send(head());
  expect(await client.end()).toEqual(Buffer.alloc(0));
  expect(await server.event("close")).toMatchObject({ reason: "plan", code: 1 });
  expect(await server.calls()).toMatchObject([{ length: 16, descriptors: 0, access: 0 }]);
});

test.each([
  ["r", 0],
  ["a", 1],
  ["r+", 2],
])("the core learns how the descriptor is open: %s", async (flags, access) => {
  const server = await Server.start();
  const client = await server.connect();
  client.send(head(), openSync("/dev/null", flags));
  await client.reply();
  expect(await server.calls()).toMatchObject([{ access }]);
});

test("parameters are waited for, however they come, and the core is asked again", async () => {
  const server = await Server.start();
  const client = await server.connect();
  const parameters = Buffer.from("parameters that go with the request");
  const request = Buffer.concat([head({ verb: "A", parameters: parameters.length }), parameters]);
  client.send(request.subarray(0, 16), device);
  for (const byte of parameters) client.send(Buffer.of(byte));
  const split = await client.reply();
  client.send(request, device);
  const joined = await client.reply();
  for (const reply of [split, joined]) expect(reply).toMatchObject({ result: answerReply, payload: parameters });
  expect((await server.calls()).map(({ length }) => length)).toEqual([16, request.length, 16, request.length]);
});

test("the most parameters that there may be", async () => {
  const server = await Server.start();
  const client = await server.connect();
  const parameters = Buffer.alloc(8192, "x");
  client.send(Buffer.concat([head({ verb: "A", parameters: 8192 }), parameters]), device);
  expect((await client.reply()).payload).toEqual(parameters);
});

test("a descriptor with parameters is closed and does not count", async () => {
  const server = await Server.start();
  const client = await server.connect();
  const before = server.descriptors();
  const request = head({ verb: "A", parameters: 24 });
  client.send(request, device);
  client.send(Buffer.alloc(24), device, device);
  expect((await client.reply()).result).toBe(answerReply);
  await idle(server, before);

  client.send(request); // its own descriptor is missing
  client.trySend(Buffer.alloc(24), device); // unless the connection is closed by now
  await client.end();
  expect(await server.event("close")).toMatchObject({ reason: "plan", code: 1 });
  await idle(server, before - 1);
});

test("requests in one piece are answered one after the other", async () => {
  const server = await Server.start();
  const client = await server.connect();
  const before = server.descriptors();
  const one = (tag: number) => head({ verb: "A", tag });
  client.send(Buffer.concat([one(1), one(2).subarray(0, 6)]), device);
  client.send(Buffer.concat([one(2).subarray(6), one(3).subarray(0, 1)]), device);
  client.send(one(3).subarray(1), device);
  for (const tag of [1, 2, 3]) expect((await client.reply()).sense.readUInt32BE(12)).toBe(tag);
  await idle(server, before);
});

test("two hundred requests ahead of the first reply", async () => {
  const server = await Server.start();
  const client = await server.connect();
  const verbs = Array.from({ length: 200 }, (_, i) => (i % 3 === 1 ? "A" : "F"));
  for (const [tag, verb] of verbs.entries()) client.send(head({ verb, tag }), device);
  const results = [];
  for (const verb of verbs) results.push([verb, (await client.reply()).result]);
  expect(results).toEqual(verbs.map((verb) => [verb, verb === "A" ? answerReply : notATypewriter]));
});

test("the core can end a connection", async () => {
  const server = await Server.start();
  const before = server.descriptors();
  const client = await server.connect();
  client.send(head({ verb: "X" }), device);
  expect(await client.end()).toEqual(Buffer.alloc(0));
  expect(await server.event("close")).toMatchObject({ reason: "plan", code: 77 });
  await idle(server, before);
});

test.each([
  ["within a head", 7, 0],
  ["with a descriptor and nothing but it", 1, 1],
  ["within the parameters", 20, 1],
])("a client that leaves %s is forgotten, and so is its descriptor", async (_, bytes, descriptors) => {
  const server = await Server.start();
  const before = server.descriptors();
  const client = await Client.connect(server.socket);
  const request = Buffer.concat([head({ parameters: 24 }), Buffer.alloc(24)]);
  client.send(request.subarray(0, bytes), ...Array<number>(descriptors).fill(device));
  client.close();
  expect((await server.event("close")).reason).toBe("cut");
  await idle(server, before);
});

describe("a descriptor whose close waits, of a client that means it so", () => {
  const whole = head({ parameters: 8 });
  test.each<[string, (client: Client, slow: number) => void, boolean]>([
    ["with the greeting", (client, slow) => client.send(greeting, slow), false],
    ["with parameters", (client, slow) => client.send(Buffer.alloc(8), slow), true],
    ["as the second one", (client, slow) => client.send(whole, device, slow), true],
    ["as the device", (client, slow) => client.send(head(), slow), true],
    ["among two hundred", (client, slow) => client.send(head(), ...Array<number>(200).fill(slow)), true],
  ])("%s, holds up nobody else", async (name, send, greet) => {
    const server = await Server.start();
    const [other, client] = [await server.connect(), await server.connect({ greet })];
    if (name === "with parameters") client.send(whole, device);
    const slow = lingering(8);
    server.tell("block", 300); // so that the last close is the server's
    await new Promise((resolve) => setTimeout(resolve, 50));
    send(client, slow);
    closeSync(slow);
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (let i = 0; i < 3; i++) {
      const begin = performance.now();
      other.send(head(), device);
      expect((await other.reply()).result).toBe(notATypewriter);
      expect(performance.now() - begin).toBeLessThan(4000);
      const another = await server.connect(); // and clients come and go
      another.close();
    }
  });
});
