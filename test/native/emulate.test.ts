/** Commands that go to no device: the core answers, on the loop. */
import { closeSync, constants, mkdirSync, openSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Shim } from "../shim/shim.ts";
import { Client, lingering, type Reply } from "./fixture/client.ts";
import { type Head, head } from "./fixture/head.ts";
import { emulatedReply, faultReply } from "./fixture/known.ts";
import { eventually, Server, temporaryFolder } from "./fixture/server.ts";

type Seen = readonly [connection: number, peer: number, inode: number, type: number, file: string];

/** What the core was told besides the request; the inode is what the descriptor was open for. */
const seenBy = ({ sense }: Reply): Seen =>
  JSON.parse(sense.toString("utf8", 0, sense.indexOf(0))) as [number, number, number, number, string];

async function ask(client: Client, descriptor: number, request: Head = {}): Promise<Reply> {
  client.send(head(request), descriptor);
  return client.reply();
}

/** A shim answers every device: a command that reached one would be seen. */
async function start() {
  const shim = new Shim();
  onTestFinished(() => shim.close());
  const disk = shim.disk("disk");
  shim.answer(disk, {});
  const server = await Server.start({ emulate: true, env: shim.env });
  return { shim, server, disk, file: openSync(disk, "r+") };
}

test("the request comes as it was sent, with who sends it, the descriptor and its file; no device sees it", async () => {
  const { shim, server, disk, file } = await start();
  const { dev, ino } = statSync(disk, { bigint: true });
  const client = await server.connect();
  const other = await server.connect();
  const parameters = Buffer.from("a parameter list");
  const request = Buffer.concat([
    head({ direction: "toDevice", length: parameters.length, parameters: parameters.length }),
    parameters,
  ]);
  client.send(request, file);
  const first = await client.reply();
  const [connection, peer, , type, name] = seenBy(first);
  expect(first.result).toBe(emulatedReply);
  expect(first.payload).toEqual(request);
  expect([connection, peer, type]).toEqual([1, process.pid, constants.S_IFREG]);
  expect(name).toBe(`${(dev >> 8n) & 0xfffn}:${(dev & 0xffn) | ((dev >> 12n) & 0xfff00n)}-${ino}`);
  expect(seenBy(await ask(other, file))[0]).toBe(2);
  expect((await ask(client, file, { direction: "fromDevice", length: 8 })).result).toBe(emulatedReply);
  expect(shim.commands()).toEqual([]);
  expect(server.threads()).toBeLessThanOrEqual(1); // one closes descriptors
});

test("the descriptor is open in the call, and closed after it", async () => {
  const { server, disk, file } = await start();
  const client = await server.connect();
  for (let i = 0; i < 20; i++) expect(seenBy(await ask(client, file))[2]).toBe(statSync(disk).ino);
  await eventually(
    () => server.opens(disk),
    (count) => count === 0,
  );
});

test.each([
  ["a character device", () => openSync("/dev/null", "r+"), constants.S_IFCHR, /^1:3$/],
  ["a folder", () => openSync(folderOf(), "r"), constants.S_IFDIR, /^\d+:\d+-\d+$/],
  ["a socket", () => lingering(0), constants.S_IFSOCK, /^\d+:\d+-\d+$/],
])("%s", async (_name, open, type, file) => {
  const { server } = await start();
  const descriptor = open();
  const seen = seenBy(await ask(await server.connect(), descriptor));
  closeSync(descriptor);
  expect(seen[3]).toBe(type);
  expect(seen[4]).toMatch(file);
});

function folderOf(): string {
  const path = join(temporaryFolder(), "folder");
  mkdirSync(path);
  return path;
}

test("two names of one file are one file, another file is another", async () => {
  const { server, disk, file } = await start();
  const client = await server.connect();
  const other = join(temporaryFolder(), "other");
  writeFileSync(other, "");
  const names = [];
  for (const descriptor of [file, openSync(`/proc/self/fd/${file}`, "r+"), openSync(other, "r+"), openSync(disk, "r")])
    names.push(seenBy(await ask(client, descriptor))[4]);
  expect([names[1], names[3]]).toEqual([names[0], names[0]]);
  expect(names[2]).not.toBe(names[0]);
});

test("a core that fails: the fault reply, the connection stays, and the next core answers", async () => {
  const { server, file } = await start();
  const client = await server.connect();
  for (let i = 0; i < 3; i++) {
    expect((await ask(client, file, { trap: true })).result).toBe(faultReply);
    expect((await ask(client, file)).result).toBe(emulatedReply);
  }
});

test.each([1, 103, 104 + 8192 + 1, 0xffffffff])("a length of %d is no reply's: the fault reply", async (tag) => {
  const { server, file } = await start();
  const client = await server.connect();
  expect((await ask(client, file, { tag })).result).toBe(faultReply);
  expect((await ask(client, file)).result).toBe(emulatedReply);
});

test("requests that come at once are answered in order", async () => {
  const { server, file } = await start();
  const client = await server.connect();
  const sizes = Array.from({ length: 40 }, (_, i) => i);
  for (const size of sizes)
    client.send(Buffer.concat([head({ direction: "toDevice", parameters: size }), Buffer.alloc(size)]), file);
  for (const size of sizes) expect((await client.reply()).payload.length).toBe(16 + size);
});

test("what the plan answers or closes does not come to emulate", async () => {
  const { server, file } = await start();
  const client = await server.connect();
  expect((await ask(client, file, { verb: "A" })).result).not.toBe(emulatedReply);
  client.send(head({ verb: "X" }), file);
  expect(await client.end()).toEqual(Buffer.alloc(0));
});
