/** The core fails: the client is answered, and the next one meets a new core. */
import { openSync } from "node:fs";
import { expect, test } from "vitest";
import { head } from "./fixture/head.ts";
import { coreReply, faultReply, notATypewriter } from "./fixture/known.ts";
import { eventually, Server } from "./fixture/server.ts";

const device = openSync("/dev/null", "r+");

test("in plan: the fault reply, then the end", async () => {
  const server = await Server.start();
  const before = server.descriptors();
  const client = await server.connect();
  client.send(head({ verb: "T" }), device);
  expect((await client.reply()).result).toBe(faultReply);
  expect(await client.end()).toEqual(Buffer.alloc(0));
  expect(await server.event("close")).toMatchObject({ reason: "fault" });
  await eventually(
    () => server.descriptors(),
    (count) => count === before,
  );
  const next = await server.connect();
  next.send(head(), device);
  expect((await next.reply()).result).toBe(notATypewriter);
});

test("a plan that cannot be counts as a trap", async () => {
  const server = await Server.start();
  const client = await server.connect();
  client.send(head({ verb: "W" }), device);
  expect((await client.reply()).result).toBe(faultReply);
  expect(await client.end()).toEqual(Buffer.alloc(0));
});

test.each([
  { direction: "toDevice", length: 25 },
  { direction: "fromDevice", length: 8193 },
  { direction: "fromDevice", length: 8, limit: 9 },
] as const)("so does more data than there is room for: $direction $length", async (plan) => {
  const server = await Server.start();
  const client = await server.connect();
  client.send(Buffer.concat([head({ ...plan, parameters: 24 }), Buffer.alloc(24)]), device);
  expect((await client.reply()).result).toBe(faultReply);
  expect(await client.end()).toEqual(Buffer.alloc(0));
});

test("more parameters than there is room for", async () => {
  const server = await Server.start();
  const client = await server.connect();
  client.send(head({ parameters: 8193 }), device);
  expect((await client.reply()).result).toBe(faultReply);
  expect(await client.end()).toEqual(Buffer.alloc(0));
});

test("in complete: the fault reply, and the connection stays", async () => {
  const server = await Server.start();
  const client = await server.connect();
  client.send(head({ core: true, trap: true }), device);
  expect((await client.reply()).result).toBe(faultReply);
  client.send(head({ core: true }), device);
  expect((await client.reply()).result).toBe(coreReply);
});
