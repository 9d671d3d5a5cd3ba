/** The helper of the demonstration, on an emulated logical unit. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Resolves when it listens. Its own words go to standard error. Errors: Error when it ends, or does not listen within `seconds`; it has ended then,
 * too.
 */
export async function startHelper(program: string, socket: string, seconds = 10): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, "--emulate", "-q", "-k", socket], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const until = Date.now() + seconds * 1000;
  while (!existsSync(socket)) {
    if (hasEnded(child)) throw new Error("the helper has ended: see what it said above");
    if (Date.now() > until) {
      await end(child, "SIGKILL");
      throw new Error(`the helper did not listen within ${seconds} s, and was killed: is the machine very busy?`);
    }
    await sleep(10);
  }
  return child;
}

/** Resolves when the helper has ended. */
export async function endHelper(child: ChildProcess): Promise<void> {
  await end(child, "SIGTERM");
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
