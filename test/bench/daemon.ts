/** The helpers that are measured: started, looked at through /proc, ended. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export interface Program {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** USER_HZ: the unit of times in /proc/PID/stat on every Linux that Node runs on. */
const ticksPerSecond = 100;
/** Of what a helper says, the last characters are kept. */
const mostErrors = 4096;

export function findOurs(): Program {
  const ours = fileURLToPath(new URL("../../build/holdfast-pr-helper.mjs", import.meta.url));
  if (!existsSync(ours)) throw new Error("build/holdfast-pr-helper.mjs is missing: npm run build");
  return { name: "holdfast", command: [process.execPath, ours] };
}

export function findHelpers(): [Program, Program] {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/bin", "/usr/libexec"];
  const theirs = folders.map((folder) => join(folder, "qemu-pr-helper")).find((path) => existsSync(path));
  if (theirs === undefined) throw new Error("qemu-pr-helper is missing: apt-get install qemu-system-common");
  return [findOurs(), { name: "qemu", command: [theirs] }];
}

export class Helper {
  readonly socket: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #errors = "";

  constructor(program: Program, folder: string, env: Environment) {
    this.socket = join(folder, `${program.name}.sock`);
    rmSync(this.socket, { force: true });
    const [file, ...args] = program.command;
    this.#child = spawn(file, [...args, "-k", this.socket], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const keep = (chunk: Buffer) => (this.#errors = (this.#errors + chunk.toString()).slice(-mostErrors));
    this.#child.stderr?.on("data", keep);
    this.#ended = once(this.#child, "exit");
  }

  async listening(): Promise<void> {
    for (let waited = 0; !(await answers(this.socket)); waited++) {
      if (this.ending !== undefined) throw new Error(this.ending);
      if (waited > 10_000) throw new Error(`${this.#name()} does not listen: ${this.#errors}`);
      await sleep(1);
    }
  }

  /** Why it does not run any more, in words. */
  get ending(): string | undefined {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) return undefined;
    return `${this.#name()} ended (${signalCode ?? `exit ${String(exitCode)}`}): ${this.#errors}`;
  }

  descriptors(): number {
    return readdirSync(`/proc/${String(this.#child.pid)}/fd`).length;
  }

  threads(): number {
    return readdirSync(`/proc/${String(this.#child.pid)}/task`).length;
  }

  /** MiB: resident, and with each shared page divided among those that share it. */
  memory(): { rss: number; pss: number } {
    const rollup = readFileSync(`/proc/${String(this.#child.pid)}/smaps_rollup`, "utf8");
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1]) / 1024;
    return { rss: field("Rss"), pss: field("Pss") };
  }

  cpuMs(): number {
    return cpuMsOf(readFileSync(`/proc/${String(this.#child.pid)}/stat`, "utf8"));
  }

  /** Killed: qemu-pr-helper may miss a SIGTERM that comes right after its start. */
  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
    this.#child.stderr?.destroy();
  }

  #name(): string {
    return this.#child.spawnargs.join(" ");
  }
}

/** Of a process's /proc/PID/stat: all threads, in user mode and in the kernel. */
export function cpuMsOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return ((user + system) * 1000) / ticksPerSecond;
}

/** From the start of the process until a client is greeted. */
export async function startMs(program: Program, folder: string): Promise<number> {
  const begin = performance.now();
  const helper = new Helper(program, folder, {});
  await helper.listening();
  const took = performance.now() - begin;
  await helper.stop();
  return took;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    // The greeting: a socket takes connections before its helper serves it.
    socket.on("data", () => {
      socket.destroy();
      resolve(true);
    });
    for (const event of ["error", "end"]) socket.on(event, () => resolve(false));
  });
}
