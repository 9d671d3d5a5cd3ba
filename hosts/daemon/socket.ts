/** The socket in the file system: taken over from a helper that is gone, never from one that answers. */
import { lstatSync, unlinkSync } from "node:fs";
import { connect } from "node:net";
import type { Addon } from "../node/addon.ts";

/** Clients that wait to be accepted; one guest with many disks connects once for each PR manager. */
const backlog = 128;

export interface Listening {
  readonly fd: number;
  /** Removes the socket, unless another one is in its place by now. */
  remove(): void;
}

/** Binds and listens. Errors are sentences. */
export async function listen(addon: Addon, path: string): Promise<Listening> {
  await clear(path);
  let fd: number;
  try {
    fd = addon.listen(path, backlog);
  } catch (error) {
    throw new Error(`Cannot listen at ${path} (${(error as Error).message}): name another path with --socket.`, {
      cause: error,
    });
  }
  const made = lstatSync(path);
  return {
    fd,
    remove() {
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found?.ino === made.ino && found.dev === made.dev) unlinkSync(path);
    },
  };
}

async function clear(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket())
    throw new Error(`${path} exists and is not a socket: remove it, or name another path with --socket.`);
  if (await answers(path))
    throw new Error(`Another program listens at ${path}: end it, or name another path with --socket.`);
  unlinkSync(path);
}

/** Only a refused connection tells that nobody is there: any other failure may be a helper that is busy. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
  });
}
