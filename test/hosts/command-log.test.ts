/** When the log of commands makes its lines, and what they wait for. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CommandLog } from "../../hosts/daemon/commands.ts";
import { Log } from "../../hosts/daemon/log.ts";
import { loadCore } from "./core.ts";

const core = loadCore();
const register = Buffer.concat([Buffer.from("5f000000000000001800".padEnd(32, "0"), "hex"), Buffer.alloc(24)]);
const good = Buffer.alloc(104);

let lines: string[];
let log: CommandLog;
/** By process id: none is known from the start. */
let guests: Map<number, { name: string | undefined; known: boolean }>;

/** A command of the client with this number, whose process has the same. */
const note = (client: number) =>
  log.note(register, good, { connection: client, peer: client, milliseconds: 0, facts: {} });
const meet = (peer: number) => {
  const guest = { name: undefined, known: false };
  guests.set(peer, guest);
  return guest;
};
const know = (peer: number, name: string) => Object.assign(guests.get(peer)!, { name, known: true });
const told = () => lines.map((line) => /^holdfast-pr-helper: REGISTER (.*) process=/.exec(line)![1]);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  [lines, guests] = [[], new Map()];
  const write = (_fd: number, bytes: Uint8Array) => lines.push(String(Buffer.from(bytes))) && bytes.length;
  log = new CommandLog(() => core, new Log(0, "text", write), meet);
});
afterEach(() => void vi.useRealTimers());

test("a line waits for the guest's name, and so do those behind it", () => {
  note(1);
  note(2);
  know(2, "db2");
  vi.advanceTimersByTime(100);
  expect(told()).toEqual([]);
  know(1, "db1");
  vi.advanceTimersByTime(100);
  expect(told()).toEqual(["guest=db1 client=1", "guest=db2 client=2"]);
});

test("a further command of a guest waits for nothing", () => {
  note(1);
  know(1, "db1");
  note(1);
  log.flush();
  expect(told()).toEqual(["guest=db1 client=1", "guest=db1 client=1"]);
  expect(guests.size).toBe(1);
});

test("a name that takes for ever to read is left out, and at the end of the helper each that is not known", () => {
  note(1);
  vi.advanceTimersByTime(1900);
  expect(told()).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(told()).toEqual(["client=1"]);
  note(2);
  log.flush();
  expect(told()).toEqual(["client=1", "client=2"]);
});

test("a guest whose name cannot be read holds up the others once, not with each of its commands", () => {
  note(1);
  vi.advanceTimersByTime(2100);
  note(1);
  note(2);
  know(2, "db2");
  vi.advanceTimersByTime(100);
  expect(told()).toEqual(["client=1", "client=1", "guest=db2 client=2"]);
});

test("what was too much is told once, behind lines, not again and again while these wait", () => {
  for (let i = 0; i < 10_002; i++) note(1);
  vi.advanceTimersByTime(1900);
  expect(lines).toEqual([]);
  know(1, "db1");
  vi.advanceTimersByTime(1000);
  expect(lines).toHaveLength(10_001);
  expect(lines.filter((line) => line.includes("were too many"))).toEqual([
    "holdfast-pr-helper: 2 commands that change state were too many to be told of\n",
  ]);
});
