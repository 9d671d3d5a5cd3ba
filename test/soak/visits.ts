/** What clients do to a helper: well-behaved ones, ones that break the protocol, and ones that are gone in the middle of something. */
import { closeSync, constants, openSync } from "node:fs";
import { Client } from "../native/fixture/client.ts";
import type { Answer, Match, Shim } from "../shim/shim.ts";

const keys = "00000001000000080123456789abcdef";
const cdb = (text: string): Buffer => Buffer.from(text.padEnd(32, "0"), "hex");
const readKeys = cdb("5e000000000000200000");
const readMuch = cdb("5e030000000000200000");
const register = Buffer.concat([cdb("5f000000000000001800"), Buffer.alloc(24, 0x11)]);
const inquiry = cdb("12000000240000000000");
const tooLong = cdb("5e000000000000200100");

/** Descriptors of disks, each known for what it answers. */
export interface Disks {
  readonly quick: number;
  readonly slow: number;
  readonly failing: number;
  readonly conflicting: number;
  readonly readOnly: number;
  /** No disk at all. */
  readonly other: number;
}

/** Quick and slow ones there are eight of: `disks` says which to use at a turn. */
export function makeDisks(shim: Shim): { disks(turn: number): Disks; close(): void } {
  const disk = (name: string, answer: Answer, match?: Match) => {
    const path = shim.disk(name);
    shim.answer(path, answer, match);
    return path;
  };
  const many = (name: string) => Array.from({ length: 8 }, (_, i) => `${name}${i}`);
  const answerAll = (path: string) => {
    shim.answer(path, { data: keys.padEnd(8192 * 2, "0") }, { opcode: 0x5e, serviceAction: 3 });
    shim.answer(path, {}, { opcode: 0x5f });
    return path;
  };
  const quickPaths = many("quick").map((name) =>
    answerAll(disk(name, { data: keys }, { opcode: 0x5e, serviceAction: 0 })),
  );
  const opened: number[] = [];
  const open = (path: string, flags: string | number = "r+") => {
    opened.push(openSync(path, flags));
    return opened.at(-1)!;
  };
  const quick = quickPaths.map((path) => open(path));
  const slow = many("slow").map((name) => open(disk(name, { delayMs: 20, data: keys })));
  const others = {
    failing: open(disk("failing", { errno: 5 })),
    conflicting: open(disk("conflicting", { status: 0x18 })),
    readOnly: open(quickPaths[0]!, constants.O_RDONLY),
    other: open("/dev/null"),
  };
  return {
    disks: (turn) => ({ quick: quick[turn % quick.length]!, slow: slow[turn % slow.length]!, ...others }),
    close: () => opened.forEach((fd) => closeSync(fd)),
  };
}

/** Errors: the helper did not do what it has to. */
type Visit = (socket: string, disks: Disks) => Promise<void>;

/** Of a disk that has enough to do already. */
const busy = 8;

async function ask(client: Client, request: Buffer, device: number, wanted: number): Promise<void> {
  client.send(request, device);
  const { result } = await client.reply();
  if (result !== busy && result !== wanted) throw new Error(`the helper answered ${result}, not ${wanted}`);
}

/** A client that does this and is gone. */
function visit(does: (client: Client, disks: Disks) => void | Promise<void>, { greet = true } = {}): Visit {
  return async (socket, disks) => {
    const client = await Client.connect(socket, { greet });
    try {
      await does(client, disks);
    } finally {
      client.close();
    }
  };
}

/** A client that does this, and that the helper then sends away. */
function broken(does: (client: Client, disks: Disks) => void, options?: { greet: boolean }): Visit {
  return visit(async (client, disks) => {
    does(client, disks);
    await client.end();
  }, options);
}

export const visits: Readonly<Record<string, Visit>> = {
  "reads and registers": visit(async (client, { quick }) => {
    for (let i = 0; i < 3; i++) {
      await ask(client, readKeys, quick, 0);
      await ask(client, register, quick, 0);
    }
  }),
  "reads 8 KiB": visit((client, { quick }) => ask(client, readMuch, quick, 0)),
  "reads from a slow disk": visit((client, { slow }) => ask(client, readKeys, slow, 0)),
  "asks a disk that fails": visit((client, { failing }) => ask(client, readKeys, failing, 2)),
  "asks a disk that is reserved": visit((client, { conflicting }) => ask(client, register, conflicting, 0x18)),
  "registers on a read-only descriptor": visit((client, { readOnly }) => ask(client, register, readOnly, 2)),
  "asks something that is no disk": visit((client, { other }) => ask(client, readKeys, other, 2)),
  "sends three requests at once": visit(async (client, { quick }) => {
    client.send(readKeys, quick);
    client.send(register, quick);
    client.send(readKeys, quick);
    for (let i = 0; i < 3; i++) await client.reply();
  }),
  "splits a request": visit(async (client, { quick }) => {
    client.send(register.subarray(0, 5), quick);
    client.send(register.subarray(5, 20));
    await ask(client, register.subarray(20), quick, 0); // a descriptor too many, among the parameters
  }),
  "sends no descriptor": broken((client) => client.send(readKeys)),
  "sends two descriptors": broken((client, { quick }) => client.send(readKeys, quick, quick)),
  "sends 200 descriptors": broken((client, { quick }) => client.send(readKeys, ...Array<number>(200).fill(quick))),
  "sends one descriptor, then another": broken((client, { quick }) => {
    client.send(readKeys.subarray(0, 8), quick);
    client.trySend(readKeys.subarray(8), quick);
  }),
  "sends another command": broken((client, { quick }) => client.send(inquiry, quick)),
  "asks for too much": broken((client, { quick }) => client.send(tooLong, quick)),
  "greets otherwise": broken((client) => client.send(Buffer.alloc(4, 1)), { greet: false }),
  "greets with a descriptor": visit(
    async (client, { quick }) => {
      await client.read(4);
      client.send(Buffer.alloc(4), quick);
      await ask(client, readKeys, quick, 0);
    },
    { greet: false },
  ),
  "connects and leaves": visit(() => undefined, { greet: false }),
  "leaves within the greeting": visit((client) => client.send(Buffer.alloc(2)), { greet: false }),
  "leaves within a request": visit((client, { quick }) => client.send(readKeys.subarray(0, 9), quick)),
  "leaves within the parameters": visit((client, { quick }) => client.send(register.subarray(0, 30), quick)),
  "leaves before the reply": visit((client, { slow }) => client.send(readKeys, slow)),
  "leaves without reading": visit((client, { quick }) => {
    for (let i = 0; i < 60; i++) if (client.trySend(readMuch, quick) < readMuch.length) return;
  }),
};
