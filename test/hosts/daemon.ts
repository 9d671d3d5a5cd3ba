/** holdfast-pr-helper as a process, and what a test asks of it. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { Client } from "../native/fixture/client.ts";

export const program = fileURLToPath(new URL("../../build/holdfast-pr-helper.mjs", import.meta.url));

/** A folder that goes with the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "holdfast-daemon-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A run that ends by itself. */
export function run(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", timeout: 20_000 });
  return { code: status, stdout, stderr };
}

interface Start {
  readonly socket?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly executable?: string;
  /** What it says when it listens. */
  readonly listening?: string;
}

export class Daemon {
  stderr = "";
  readonly #child;
  readonly #ended: Promise<{ code: number | null; signal: string | null }>;

  private constructor(
    readonly socket: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    executable: string,
  ) {
    this.#child = spawn(executable, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.#ended = new Promise((resolve) => this.#child.on("close", (code, signal) => resolve({ code, signal })));
  }

  /** Listening when this returns; killed with the test. */
  static async start(start: Start = {}): Promise<Daemon> {
    const { socket = join(folder(), "socket"), args = [], env = {}, executable = program } = start;
    const { listening = `listening at ${socket}\n` } = start;
    const daemon = new Daemon(socket, ["-k", socket, "-v", ...args], env, executable);
    onTestFinished(() => void daemon.#child.kill("SIGKILL"));
    await daemon.says(listening);
    return daemon;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  client(): Promise<Client> {
    return Client.connect(this.socket);
  }

  /** Waits until standard error has this. */
  async says(text: string): Promise<void> {
    for (const end = Date.now() + 10_000; !this.stderr.includes(text); await sleep(5)) {
      if (Date.now() > end || this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`the helper says ${JSON.stringify(this.stderr)}, not ${text}`);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  ended(): Promise<{ code: number | null; signal: string | null }> {
    return this.#ended;
  }
}
