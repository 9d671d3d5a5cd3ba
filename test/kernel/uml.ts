// Boots User Mode Linux, a whole kernel as an ordinary process, on the machine's own files (read-only) and talks to the agent inside.
// A test file calls `useUml` once and gets one machine for all of its tests.
import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Ended, Message, Requests, Verb } from "./protocol.ts";

/** Where the project's folder is inside. */
export const PROJECT = "/mnt/project";
/** Where the folder of one run is inside; outside it is `Uml.folder`. */
export const RUN = "/mnt/run";

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
const inside = fileURLToPath(new URL("inside/", import.meta.url));

export interface UmlOptions {
  /** A folder with the root of another system; without it the machine's own root is used. */
  tree?: string;
  modules?: string[];
  /** After this time the machine is killed, whatever it does. */
  lifetimeMs?: number;
  /** Parts of the console that look as if the kernel broke, and are known to do no harm to what is tested. */
  forgive?: RegExp;
}

const BOOT_MS = 60_000;
const LIO = ["sg", "sd_mod", "configfs", "target_core_mod", "target_core_file", "tcm_loop"];

/**
 * A process that runs in user mode when UML exits (a virtual CPU of QEMU) stays behind as an orphan at 100 % of a core, so all of it
 * is one process group, killed when the standard input closes: at the end of `Uml`, when the test's process dies, or after the time
 * limit. UML leads the group, because otherwise it would make a session of its own.
 */
const GROUP = `exec 4<&0 0</dev/null
{ timeout --foreground "$1" cat <&4; kill -KILL 0; } >/dev/null 2>&1 3>&- &
shift
exec "$@" 4<&-`;

/** A kernel that says one of these cannot be trusted with a test's result. */
const BROKEN = /^.*(?:\bBUG:|\bOops\b|Kernel panic|\bWARNING: CPU|Call Trace:).*$/m;

/** Lines of the kernel's stack traces, which hide why it made one. */
const STACK = /^ *\[<[0-9a-f]+>\].*\n/gm;

/** Makes the folder of one run, with init, the settings at its head, and the agent. */
function layOut(settings: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-uml-"));
  if (/\s/.test(folder))
    throw new Error(`User Mode Linux cannot start from "${folder}": set TMPDIR to a path without spaces.`);
  const quoted = Object.entries({ RUN: folder, ...settings }).map(
    ([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'\n`,
  );
  const script = readFileSync(inside + "init.sh", "utf8");
  writeFileSync(join(folder, "init"), `#!/bin/sh\n${quoted.join("")}${script}`, { mode: 0o755 });
  const agent = transformSync(readFileSync(inside + "agent.ts", "utf8"), { loader: "ts", target: "node20" });
  writeFileSync(join(folder, "agent.mjs"), agent.code);
  mkdirSync(join(folder, "uml"));
  return folder;
}

/** The machine's root, read-only; the console on standard output, the first serial port on descriptor 3, no other terminal. */
function kernelArguments(folder: string): string[] {
  const system = ["mem=1G", "rootfstype=hostfs", "rootflags=/", "ro", `init=${folder}/init`];
  const ports = ["con=null", "con0=null,fd:1", "ssl=null", "ssl0=fd:3,fd:3"];
  return [...system, ...ports, "loglevel=5", `uml_dir=${folder}/uml/`]; // 5: warnings and worse
}

interface Waiting {
  taken: () => void;
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

export class Uml {
  readonly folder: string;
  /** Node's path inside. */
  readonly node: string;
  private readonly process: ChildProcess;
  private readonly channel: Duplex;
  private readonly closed: Promise<void>;
  private readonly forgive: RegExp | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private taken: Promise<void> = Promise.resolve();
  private ready!: { resolve: () => void; reject: (error: Error) => void };
  private requestCount = 0;
  private dead: string | undefined;
  private told = new Map<string, number>();

  /** Boots; the returned machine answers. */
  static async boot(options: UmlOptions = {}): Promise<Uml> {
    const uml = new Uml(options);
    const timer = setTimeout(() => void uml.kill(`User Mode Linux was not up after ${BOOT_MS / 1000} s.`), BOOT_MS);
    try {
      await new Promise<void>((resolve, reject) => (uml.ready = { resolve, reject }));
    } finally {
      clearTimeout(timer);
    }
    return uml;
  }

  private constructor({ tree = "", modules = LIO, lifetimeMs = 600_000, forgive }: UmlOptions) {
    this.forgive = forgive;
    this.node = tree ? "/usr/bin/node" : process.execPath;
    this.folder = layOut({ PROJECT: projectFolder, TREE: tree, NODE: this.node, MODULES: modules.join(" ") });
    const kernel = ["linux.uml", ...kernelArguments(this.folder)];
    this.process = spawn("sh", ["-c", GROUP, "uml", String(lifetimeMs / 1000), ...kernel], {
      stdio: ["pipe", "pipe", "pipe", "pipe"],
      detached: true,
    });
    const { stdin, stdout, stderr } = this.process;
    this.channel = this.process.stdio[3] as Duplex;
    const lines = createInterface({ input: this.channel });
    lines.on("line", (line) => this.hear(JSON.parse(line) as Message));
    for (const stream of [stdout!, stderr!]) stream.on("data", (bytes: Buffer) => this.log("console.log", bytes));
    // A killed machine resets its streams; that it ended is told by "close".
    for (const stream of [stdin!, stdout!, stderr!, this.channel, lines]) stream.on("error", () => {});
    this.process.on("exit", () => stdin!.destroy());
    this.closed = new Promise((resolve) =>
      this.process.on("close", (code, signal) => {
        this.die(`User Mode Linux ended (${signal ?? `exit ${code}`}); its time limit was ${lifetimeMs / 1000} s.`);
        resolve();
      }),
    );
  }

  /** The process group that all of the machine is in. */
  get group(): number {
    return this.process.pid!;
  }

  /** Runs a command inside to its end. */
  run(argv: string[], { input, timeoutMs = 20_000 }: { input?: string; timeoutMs?: number } = {}): Promise<Ended> {
    return this.request("run", { argv, input, timeoutMs });
  }

  /** The same for a command that has to succeed; its standard output. */
  async succeed(argv: string[], options: { input?: string; timeoutMs?: number } = {}): Promise<string> {
    const ended = await this.run(argv, options);
    if (ended.code !== 0) throw new Error(`"${argv.join(" ")}" failed inside: ${JSON.stringify(ended)}`);
    return ended.stdout;
  }

  /** Any request to the agent. */
  async request<V extends Verb>(verb: V, request: Requests[V]["request"]): Promise<Requests[V]["answer"]> {
    const id = ++this.requestCount;
    const line = JSON.stringify({ id, verb, request }) + "\n";
    // The terminal inside keeps 4096 bytes and loses what comes on top, so a request goes when the one before was read.
    if (Buffer.byteLength(line) > 4000)
      throw new Error(`A request of ${line.length} bytes is too long for the serial port.`);
    const before = this.taken;
    let taken!: () => void;
    this.taken = new Promise((resolve) => (taken = resolve));
    await before;
    if (this.dead) throw new Error(this.dead);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { taken, resolve: resolve as Waiting["resolve"], reject });
      this.log("transcript.log", `> ${line}`);
      this.channel.write(line);
    });
  }

  /** Ends the machine and all that runs in it. Everything inside is in memory or read-only, so nothing is lost by killing it. */
  async end({ keep = false } = {}): Promise<void> {
    await this.kill("User Mode Linux was ended.");
    const console = this.text("console.log");
    const broken = BROKEN.exec(this.forgive ? console.replaceAll(this.forgive, "") : console);
    if (!keep && !broken) rmSync(this.folder, { recursive: true });
    if (broken) throw new Error(`The kernel inside broke: ${broken[0].trim()}\n${this.story()}`);
  }

  /** Marks a place in the logs: a later story begins there. */
  mark(): void {
    this.told = new Map(this.logs().map((name) => [name, this.text(name).length]));
  }

  /** What the logs got since the mark, at most the last lines of each, and where the rest is. */
  story(): string {
    const tails = this.logs().map((name) => {
      const news = this.text(name)
        .slice(this.told.get(name) ?? 0)
        .replaceAll(STACK, "")
        .trim();
      return news && `--- ${name}\n${news.split("\n").slice(-25).join("\n")}\n`;
    });
    return `${tails.join("")}--- all of it is in ${this.folder}`;
  }

  private logs(): string[] {
    return readdirSync(this.folder).filter((name) => name.endsWith(".log"));
  }

  private hear(message: Message): void {
    if ("output" in message) return this.log(`${basename(message.of)}.log`, message.output);
    if (!("taken" in message)) this.log("transcript.log", `< ${JSON.stringify(message)}\n`);
    if ("ready" in message) return this.ready.resolve();
    const { taken, resolve, reject } = this.waiting.get(message.id)!;
    if ("taken" in message) return taken();
    this.waiting.delete(message.id);
    if ("error" in message) reject(new Error(message.error));
    else resolve(message.answer);
  }

  private kill(why: string): Promise<void> {
    this.die(why);
    this.process.stdin!.destroy();
    return this.closed;
  }

  private die(why: string): void {
    if (this.dead) return;
    this.dead = `${why}\n${this.story()}`;
    const error = new Error(this.dead);
    this.ready.reject(error);
    for (const { taken, reject } of this.waiting.values()) {
      taken();
      reject(error);
    }
  }

  private log(name: string, text: string | Buffer): void {
    appendFileSync(join(this.folder, name), text);
  }

  private text(name: string): string {
    try {
      return readFileSync(join(this.folder, name), "utf8");
    } catch {
      return "";
    }
  }
}

/** One machine for the tests of a suite: booted before them, ended after them, its story shown for each test that fails. */
export function useUml(
  options: () => UmlOptions | Promise<UmlOptions>,
  prepare: (uml: Uml) => Promise<void>,
): () => Uml {
  let uml: Uml | undefined;
  let failed = false;
  beforeAll(async () => {
    uml = await Uml.boot(await options());
    try {
      await prepare(uml);
    } catch (error) {
      failed = true;
      throw new Error(`${(error as Error).message}\n${uml.story()}`, { cause: error });
    }
  }, 180_000);
  beforeEach(({ onTestFailed }) => {
    uml!.mark();
    onTestFailed(() => {
      failed = true;
      process.stderr.write(`\n${uml!.story()}\n`);
    });
  });
  afterAll(() => uml?.end({ keep: failed }));
  return () => uml!;
}
