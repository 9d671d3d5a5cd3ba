/** The socket in the file system: taken over from a helper that is gone, never from one that is there. */
import { closeSync, existsSync, lstatSync, unlinkSync } from "node:fs";
import { Socket } from "node:net";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Addon } from "../node/addon.ts";
import { isZombie } from "./process.ts";
import type { SocketFile } from "./stage.ts";

/** Clients that may wait to be accepted: each PR manager of each guest connects once. */
const backlog = 128;

/** How long a helper that lives may take to greet: it needs a millisecond. */
const greetingMs = 2000;

export interface Listening {
  readonly fd: number;
  readonly file: SocketFile;
}

/** Errors: Error with a sentence for the user. */
export async function listen(addon: Addon, path: string): Promise<Listening> {
  const lock = await lockFolder(addon, dirname(path));
  try {
    await clear(addon, path);
    const fd = bind(addon, path);
    const { dev, ino } = lstatSync(path);
    return { fd, file: { path, dev, ino } };
  } finally {
    closeSync(lock);
  }
}

/** Two helpers that start at once must not take each other's new socket for a dead one. */
async function lockFolder(addon: Addon, folder: string): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      const lock = addon.lockFolder(folder);
      if (lock !== undefined) return lock;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new Error(`cannot listen in ${folder}: ${code === "ENOENT" ? "create this folder first" : message}`, {
        cause: error,
      });
    }
    await sleep(50);
  }
  throw new Error(`another process has held the lock of ${folder} for 10 s: stop it`);
}

/** Unless another socket is in its place by now. Returns why it could not be removed, undefined when it is gone. */
export function removeSocket({ path, dev, ino }: SocketFile): string | undefined {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.ino === ino && found.dev === dev) unlinkSync(path);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function bind(addon: Addon, path: string): number {
  try {
    return addon.listen(path, backlog);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`cannot listen at ${path} (${message}): name another path with -k`, { cause: error });
  }
}

async function clear(addon: Addon, path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error(`${path} is there and is no socket: remove it, or name another path with -k`);
  if (await isServed(addon, path))
    throw new Error(`another helper is listening at ${path}: stop it, or name another path with -k`);
  unlinkSync(path);
}

/**
 * A helper that was killed while a device hangs is still there for connect(): until the kernel gives the command up, the thread that waits for it
 * keeps the socket open. It does not greet, and its process is dead. One that lives is left alone, however long it takes to greet.
 */
async function isServed(addon: Addon, path: string): Promise<boolean> {
  let fd;
  try {
    fd = addon.connect(path);
  } catch (error) {
    // Any other failure may be a helper that has much to do.
    return !["ECONNREFUSED", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? "");
  }
  const listens = addon.peer(fd);
  return (await isGreeted(fd)) || !isDead(listens);
}

/** A helper speaks first, or sends a client away. */
function isGreeted(fd: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Socket({ fd });
    const found = (greeted: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(greeted);
    };
    const timer = setTimeout(() => found(false), greetingMs);
    for (const event of ["data", "end", "error"]) socket.on(event, () => found(true));
  });
}

/** Gone, or no more than a zombie. Process 0 is one that cannot be told. */
function isDead(process: number): boolean {
  return process !== 0 && (isZombie(process) || !existsSync(`/proc/${process}`));
}
