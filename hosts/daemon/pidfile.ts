/** The PID file, as qemu-pr-helper has it: its lock says that the process whose id is in it lives. It stays behind, without the lock. */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import type { Addon } from "../node/addon.ts";
import { isZombie } from "./process.ts";

/** Writes this process' id to the file; its lock is held while the descriptor that this returns is open. Errors: Error with a sentence for the user. */
export function takePidfile(addon: Addon, path: string): number {
  let taken;
  try {
    taken = lockAt(addon, path);
    if (taken !== undefined) write(taken);
  } catch (error) {
    throw new Error(`cannot write the PID file (${(error as Error).message}): name another one with -f`, {
      cause: error,
    });
  }
  if (taken === undefined)
    throw new Error(`another process has the lock of the PID file ${path}: stop it, or name another file with -f`);
  return taken;
}

/** For who ends next, and has more to say than that this failed. */
export function removePidfile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // left behind: the next helper writes it anew
  }
}

/**
 * Undefined while another process has the lock. Who has it may have removed the file that was opened: then another is there, or none. One that was
 * killed while a device hangs has it until Linux gives the command up: its file goes, so that the next helper need not wait.
 */
function lockAt(addon: Addon, path: string): number | undefined {
  for (;;) {
    const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const locked = addon.lockFile(fd);
    const there = statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino;
    if (locked && there) return fd;
    const holder = Number(readFileSync(fd, "utf8"));
    closeSync(fd);
    if (!there) continue;
    if (!isZombie(holder)) return undefined;
    unlinkSync(path);
  }
}

function write(fd: number): void {
  ftruncateSync(fd);
  writeSync(fd, `${process.pid}\n`, 0);
}
