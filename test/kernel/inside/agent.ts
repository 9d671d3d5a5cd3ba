// Does inside User Mode Linux what the test outside asks for: requests and answers are JSON lines on the first serial port.
// uml.ts strips the types and lays this file beside init.
import { spawn, type ChildProcess } from "node:child_process";
import { createReadStream, openSync, statSync, writeSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Ended, Requests } from "../protocol.ts";

interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  over: boolean;
}

const PORT = "/dev/ttyS0";
const port = openSync(PORT, "w");
const started = new Map<number, Started>();
const connections = new Map<number, { socket: Socket; text: string; closed: boolean }>();
let connectionCount = 0;

function say(message: object): void {
  const line = Buffer.from(JSON.stringify(message) + "\n");
  for (let at = 0; at < line.length;) at += writeSync(port, line, at);
}

function launch(argv: string[], input: string | undefined, onText?: (text: string) => void): Started {
  const [command, ...rest] = argv;
  const child = spawn(command!, rest, { stdio: ["pipe", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      texts[stream] += text;
      onText?.(text);
    });
  child.stdin.on("error", () => {}); // a command may end without having read its input
  child.stdin.end(input);
  const entry: Started = {
    child,
    over: false,
    ended: new Promise((resolve, reject) => {
      child.on("error", (error) => {
        entry.over = true;
        reject(error);
      });
      child.on("close", (code, signal) => {
        entry.over = true;
        resolve({ code, signal, ...texts });
      });
    }),
  };
  entry.ended.catch(() => {}); // whoever waits gets the error; an unhandled one would end this process, and so the kernel
  return entry;
}

async function within<T>(promise: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  const timer = new AbortController();
  const timeout = sleep(milliseconds, undefined, { signal: timer.signal }).then(() => Promise.reject(late()));
  timeout.catch(() => {});
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    timer.abort();
  }
}

async function poll(what: string, milliseconds: number, done: () => boolean): Promise<void> {
  for (const end = Date.now() + milliseconds; !done(); await sleep(5))
    if (Date.now() > end) throw new Error(`${what}: not within ${milliseconds} ms.`);
}

/** Tells a new file from one that was there before under the same name. */
function inode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function connection(id: number) {
  const entry = connections.get(id);
  if (!entry) throw new Error(`There is no connection ${id}.`);
  return entry;
}

const verbs: { [V in keyof Requests]: (request: Requests[V]["request"]) => Promise<Requests[V]["answer"]> } = {
  async run({ argv, input, timeoutMs }) {
    const { child, ended } = launch(argv, input);
    return within(ended, timeoutMs, () => {
      child.kill("SIGKILL");
      return new Error(`"${argv.join(" ")}" did not end within ${timeoutMs} ms.`);
    });
  },
  async start({ argv, ready, timeoutMs }) {
    const before = inode(ready);
    const entry = launch(argv, undefined, (text) => say({ output: text, of: argv[0] }));
    const isReady = () => ![before, undefined].includes(inode(ready));
    await poll(`"${argv.join(" ")}" to make ${ready}`, timeoutMs, () => entry.over || isReady());
    if (entry.over) throw new Error(`"${argv.join(" ")}" ended early: ${JSON.stringify(await entry.ended)}`);
    started.set(entry.child.pid!, entry);
    return { pid: entry.child.pid! };
  },
  async stop({ pid, signal, timeoutMs }) {
    const entry = started.get(pid);
    if (!entry) throw new Error(`Process ${pid} was not started here.`);
    entry.child.kill(signal);
    const ended = await within(entry.ended, timeoutMs, () => new Error(`Process ${pid} did not end on ${signal}.`));
    started.delete(pid);
    return ended;
  },
  async connect({ path }) {
    const socket = connect(path);
    const entry = { socket, text: "", closed: false };
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    socket.setEncoding("utf8").on("data", (text: string) => (entry.text += text));
    socket.on("error", () => {}).on("close", () => (entry.closed = true));
    connections.set(++connectionCount, entry);
    return { connection: connectionCount };
  },
  async exchange({ connection: id, send, until, timeoutMs }) {
    const entry = connection(id);
    const pattern = new RegExp(until, "m");
    entry.socket.write(send);
    const end = () => {
      const found = pattern.exec(entry.text);
      return found && found.index + found[0].length;
    };
    await poll(`an answer like /${until}/`, timeoutMs, () => end() !== null || entry.closed);
    const length = end();
    if (length === null) throw new Error(`The connection was closed after ${JSON.stringify(entry.text)}.`);
    const text = entry.text.slice(0, length);
    entry.text = entry.text.slice(length);
    return { text };
  },
};

async function answer(line: string): Promise<void> {
  const { id, verb, request } = JSON.parse(line);
  say({ id, taken: true });
  try {
    say({ id, answer: await verbs[verb as keyof Requests](request) });
  } catch (error) {
    say({ id, error: (error as Error).message });
  }
}

createInterface({ input: createReadStream(PORT) }).on("line", (line) => void answer(line));
say({ ready: process.version });
