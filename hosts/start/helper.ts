/** The helper of the demonstration, on an emulated logical unit. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Resolves when it listens. Its own words go to standard error. Errors: Error when it ends, or does not listen within 10 s. */
export async function startHelper(program: string, socket: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, "--emulate", "-k", socket], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const until = Date.now() + 10_000;
  while (!existsSync(socket)) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error("the helper has ended: see what it said above");
    if (Date.now() > until) throw new Error("the helper does not listen after 10 s: is the machine very busy?");
    await sleep(10);
  }
  return child;
}
