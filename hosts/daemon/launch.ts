/** From the command line to the process that serves: the socket, the background, the PID file, and the privileges that go. */
import { spawn } from "node:child_process";
import { closeSync, readFileSync, writeSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import type { Addon } from "../node/addon.ts";
import { activatedSocket } from "./activation.ts";
import { removePidfile, takePidfile } from "./pidfile.ts";
import { type Settings, SettingsError } from "./settings.ts";
import { checkFolder } from "./state.ts";
import { listen, removeSocket } from "./socket.ts";
import { environmentWith, type Handover } from "./stage.ts";

/** What `detached` says when it listens; anything else is why it does not. */
const readyWord = "ready\n";

/** Does not return, or resolves in the parent of a helper in the background. Errors: Error with the sentence for the user. */
export async function launch(addon: Addon, settings: Settings, socketNamed: boolean): Promise<void> {
  const ids = idsOf(addon, settings); // before anything is made that would have to be unmade
  if (settings.emulateState !== undefined) checkFolder(settings.emulateState);
  const activated = activatedSocket(socketNamed);
  const made = activated === undefined ? await listen(addon, settings.socket) : undefined;
  const handover: Handover = {
    stage: "detached",
    pid: process.pid,
    settings,
    listener: activated ?? made!.fd,
    file: made?.file,
    ready: undefined,
  };
  try {
    if (settings.daemon) await detach(handover);
    else confine(addon, handover, ids);
  } catch (error) {
    if (handover.file) removeSocket(handover.file);
    throw error;
  }
}

/** The background's own stage. Its word on what goes wrong is heard by the parent. */
export function continueDetached(addon: Addon, handover: Handover): void {
  try {
    confine(addon, handover, idsOf(addon, handover.settings));
  } catch (error) {
    if (handover.file) removeSocket(handover.file);
    writeSync(handover.ready!, (error as Error).message);
    process.exit(1);
  }
}

/** For who waits until the helper listens. */
export function sayReady(ready: number): void {
  try {
    writeSync(ready, readyWord);
  } catch {
    // it does not wait any more
  }
  closeSync(ready);
}

/** Starts the helper in a session of its own, and waits until it listens. */
async function detach(handover: Handover): Promise<void> {
  const [listener, ready] = [3, 4];
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    cwd: "/",
    detached: true,
    env: environmentWith({ ...handover, listener, ready }),
    stdio: ["ignore", "ignore", "ignore", handover.listener, "pipe"],
  });
  const word = await text(child.stdio[ready] as Readable);
  if (word !== readyWord) throw new Error(word || "the helper in the background has died before it listened");
  process.exit(0);
}

/** Writes the PID file while that is still allowed, then becomes the process that serves. */
function confine(addon: Addon, handover: Handover, ids: Ids): void {
  const { settings, listener, ready } = handover;
  const pidfile = settings.pidfile === undefined ? undefined : takePidfile(addon, settings.pidfile);
  const environment = environmentWith({ ...handover, stage: "serve", pid: process.pid });
  try {
    addon.confine({
      rawIo: !settings.emulate,
      program: process.execPath,
      arguments: [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
      environment: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      descriptors: [listener, ready, pidfile].filter((fd) => fd !== undefined),
      ...ids,
    });
  } catch (error) {
    if (settings.pidfile !== undefined) removePidfile(settings.pidfile);
    throw new Error(`cannot give up privileges (${(error as Error).message}): start the helper as root`, {
      cause: error,
    });
  }
}

interface Ids {
  readonly user: number | undefined;
  readonly group: number | undefined;
}

function idsOf(addon: Addon, { user, group }: Settings): Ids {
  return {
    user: idOf("user", user, (name) => addon.userId(name)),
    group: idOf("group", group, (name) => addon.groupId(name)),
  };
}

/** A name that the system knows, or a decimal number. */
function idOf(
  kind: string,
  given: string | undefined,
  lookUp: (name: string) => number | undefined,
): number | undefined {
  if (given === undefined) return undefined;
  const found = lookUp(given) ?? (/^\d{1,9}$/.test(given) ? Number(given) : undefined);
  if (found === undefined)
    throw new SettingsError(`invalid ${kind} '${given}': give the name of one that this system has, or a number`);
  return found;
}

/** What this process may do: put PERSISTENT RESERVE commands to a disk (Linux' capability 17), and anything more that root may. */
export function privileges(): { rawIo: boolean; more: boolean } {
  const [, permitted = "0"] = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  const [all, rawIo] = [BigInt(`0x${permitted}`), 1n << 17n];
  return { rawIo: (all & rawIo) !== 0n, more: (all & ~rawIo) !== 0n };
}
