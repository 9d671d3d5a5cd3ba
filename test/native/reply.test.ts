/** What becomes of a device's answer. */
import { openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Shim, type Answer } from "../shim/shim.ts";
import type { Client, Reply } from "./fixture/client.ts";
import { head, type Head } from "./fixture/head.ts";
import { coreReply, driverReply, errorReply, hostReply, notATypewriter } from "./fixture/known.ts";
import { Server } from "./fixture/server.ts";

async function shimmed(answer: Answer = {}, limits = {}) {
  const shim = new Shim();
  onTestFinished(() => shim.close());
  const disk = shim.disk("disk");
  shim.answer(disk, answer);
  const server = await Server.start({ env: shim.env, limits });
  return { shim, disk, server, client: await server.connect(), device: openSync(disk, "r+") };
}

async function put(client: Client, device: number, request: Head, parameters = Buffer.alloc(0)): Promise<Reply> {
  client.send(Buffer.concat([head({ parameters: parameters.length, ...request }), parameters]), device);
  return client.reply();
}

test("a command goes to the device as it came", async () => {
  const { shim, client, device } = await shimmed({}, { timeoutMs: 12345 });
  await put(client, device, { direction: "fromDevice", length: 512, tag: 1 });
  await put(client, device, { direction: "toDevice", length: 5, tag: 2 }, Buffer.from("hello"));
  await put(client, device, { tag: 3 });
  const [from, to, none] = shim.commands();
  const same = { senseLength: 96, timeout: 12345 };
  expect(from).toMatchObject({
    ...same,
    direction: -3,
    length: 512,
    data: "",
    cdb: head({ direction: "fromDevice", length: 512, tag: 1 }).toString("hex"),
  });
  expect(to).toMatchObject({ ...same, direction: -2, length: 5, data: Buffer.from("hello").toString("hex") });
  expect(none).toMatchObject({ ...same, direction: -1, length: 0 });
});

test.each([1, 5, 12, 16, 123, 254, 255])("errno %i", async (errno) => {
  const { client, device } = await shimmed({ errno });
  expect(await put(client, device, {})).toMatchObject({ result: errorReply(errno), payload: Buffer.alloc(0) });
});

test("an errno beyond the table has the table's last reply", async () => {
  const { client, device } = await shimmed({ errno: 600 });
  expect((await put(client, device, {})).result).toBe(errorReply(255));
});

test("EINTR is not tried again", async () => {
  const { shim, client, device } = await shimmed({ errno: 4 });
  expect((await put(client, device, {})).result).toBe(errorReply(4));
  expect(shim.commands().length).toBe(1);
});

test.each([
  [7, 7],
  [255, 255],
  [300, 255],
])("host_status %i hides status, sense and data", async (hostStatus, row) => {
  const { client, device } = await shimmed({ hostStatus, status: 8, driverStatus: 6, sense: "7000", data: "1234" });
  const reply = await put(client, device, { direction: "fromDevice", length: 2 });
  expect(reply).toMatchObject({ result: hostReply(row), payload: Buffer.alloc(0) });
  expect(reply.sense).toEqual(Buffer.alloc(96, 0xee));
});

test.each([2, 4, 6, 14])("driver_status %i: the driver gave up", async (driverStatus) => {
  const { client, device } = await shimmed({ driverStatus });
  expect((await put(client, device, {})).result).toBe(driverReply);
});

test.each([0, 8])("driver_status %i: the device's status counts", async (driverStatus) => {
  const { client, device } = await shimmed({ driverStatus, status: 2, sense: "f1f2f3" });
  const reply = await put(client, device, { direction: "fromDevice", length: 8 });
  expect(reply).toMatchObject({ result: 2, payload: Buffer.alloc(0) });
  expect(reply.sense).toEqual(Buffer.concat([Buffer.from("f1f2f3", "hex"), Buffer.alloc(93)]));
});

test.each([0, 1, 18, 95, 96])("%i bytes of sense, and zeros behind them", async (length) => {
  const { client, device } = await shimmed({ status: 2, sense: "ab".repeat(length) });
  await put(client, device, { tag: 1 });
  const { sense } = await put(client, device, { tag: 2 });
  expect(sense).toEqual(Buffer.concat([Buffer.alloc(length, 0xab), Buffer.alloc(96 - length)]));
});

test.each([
  { answer: { data: "0102030405060708" }, length: 8, limit: 8, payload: "0102030405060708" },
  { answer: { data: "0102030405060708" }, length: 8, limit: 5, payload: "0102030405" },
  { answer: { data: "010203" }, length: 8, limit: 8, payload: "010203" },
  { answer: { data: "01020304", resid: 2 }, length: 4, limit: 4, payload: "0102" },
  { answer: { data: "01020304", resid: 9 }, length: 4, limit: 4, payload: "" },
  { answer: { data: "0102", status: 8 }, length: 4, limit: 4, payload: "" },
  { answer: { data: "ff".repeat(8192) }, length: 8192, limit: 8192, payload: "ff".repeat(8192) },
  { answer: {}, length: 0, limit: 0, payload: "" },
])("of $length bytes asked for, at most $limit: $payload.length digits", async ({ answer, length, limit, payload }) => {
  const { client, device } = await shimmed(answer);
  const reply = await put(client, device, { direction: "fromDevice", length, limit });
  expect(reply).toMatchObject({ result: "status" in answer ? answer.status : 0, payload: Buffer.from(payload, "hex") });
});

test("what one client read is nothing that another one sees", async () => {
  const { shim, disk, server, client, device } = await shimmed({ data: "5ec2e7".repeat(100) }, { threads: 1 });
  expect((await put(client, device, { direction: "fromDevice", length: 300 })).payload[0]).toBe(0x5e);
  shim.answer(disk, { resid: 0 }); // writes nothing and says that it wrote all
  const other = await server.connect();
  expect((await put(other, device, { direction: "fromDevice", length: 300 })).payload).toEqual(Buffer.alloc(300));
});

test("to a device that has no such ioctl", async () => {
  const server = await Server.start();
  const client = await server.connect();
  expect((await put(client, openSync("/dev/null", "r+"), {})).result).toBe(notATypewriter);
});

/** Of the fake core's reply: the outcome record as it saw it. */
function outcomeIn({ sense }: Reply) {
  const [error, status, hostStatus, driverStatus, transferred, senseLength] = [0, 4, 8, 12, 16, 20].map((at) =>
    sense.readUInt32LE(at),
  );
  return {
    error,
    status,
    hostStatus,
    driverStatus,
    transferred,
    senseLength,
    sense: sense.subarray(24).toString("hex"),
  };
}

test("the core completes: it gets the whole request and the outcome", async () => {
  const { client, device } = await shimmed({ status: 2, hostStatus: 3, driverStatus: 8, sense: "aabbcc" });
  const parameters = Buffer.from("what went to the device");
  const reply = await put(client, device, { core: true, direction: "toDevice", length: parameters.length }, parameters);
  expect(reply).toMatchObject({ result: coreReply, payload: parameters });
  expect(outcomeIn(reply)).toEqual({
    error: 0,
    status: 2,
    hostStatus: 3,
    driverStatus: 8,
    transferred: parameters.length,
    senseLength: 3,
    sense: "aabbcc".padEnd(144, "0"),
  });
});

test("the core completes: an ioctl that failed", async () => {
  const { client, device } = await shimmed({ errno: 19 });
  const reply = await put(client, device, { core: true, direction: "toDevice", length: 4 }, Buffer.alloc(4));
  expect(outcomeIn(reply)).toMatchObject({ error: 19, transferred: 0, senseLength: 0 });
});

test("the core completes: what the device sent is behind the reply", async () => {
  const { client, device } = await shimmed({ data: "0a0b0c0d" });
  const reply = await put(client, device, { core: true, direction: "fromDevice", length: 16 });
  expect(reply.payload.toString("hex")).toBe("0a0b0c0d");
  const next = await put(client, device, { core: true });
  expect(next.payload.length).toBe(0);
});

test("a request after one with parameters has none", async () => {
  const { client, device } = await shimmed();
  await put(client, device, { core: true, direction: "toDevice", length: 40 }, Buffer.alloc(40, 1));
  const reply = await put(client, device, { core: true, direction: "toDevice", length: 3 }, Buffer.from("abc"));
  expect(reply.payload).toEqual(Buffer.from("abc"));
});

test("the worker answers while the loop is held up", async () => {
  const { server, client, device } = await shimmed({ delayMs: 100 });
  client.send(head(), device);
  await server.calls(); // the request is on its way
  server.tell("block", 1500);
  const begin = performance.now();
  await client.reply();
  expect(performance.now() - begin).toBeLessThan(1000);
});

test.each([false, true])("a client that reads late gets all replies in order (core completes: %s)", async (core) => {
  const { client, device } = await shimmed({ data: "ab".repeat(8192) });
  const request = (tag: number) => head({ core, direction: "fromDevice", length: 8192, limit: 8192 - tag, tag });
  let sent = 0;
  const stuck = () => client.trySend(request(sent), device) !== 16;
  // 212,992 bytes fit a socket's buffer by default: so many replies that the server has to keep one, and stops to read.
  for (const end = Date.now() + 5000; sent < 1000 && Date.now() < end && !stuck(); sent++)
    await new Promise(setImmediate);
  expect(sent).toBeGreaterThan(100);
  expect(sent).toBeLessThan(1000);
  for (let tag = 0; tag < sent; tag++) expect((await client.reply()).payload.length).toBe(core ? 8192 : 8192 - tag);
});

test("the last reply of many arrives when the client reads, without another request", async () => {
  const { server, device } = await shimmed({ data: "ab".repeat(8192) });
  // Some number of replies is one more than the socket's buffer takes.
  for (let count = 4; count < 40; count++) {
    const client = await server.connect();
    for (let i = 0; i < count; i++) client.send(head({ direction: "fromDevice", length: 8192 }), device);
    await sleep(15); // until none can be sent any more
    for (let i = 0; i < count; i++) expect((await client.reply()).payload.length).toBe(8192);
    client.close();
  }
});
