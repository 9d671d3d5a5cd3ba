/** The listening socket's place in the file system: taking it from a dead helper, never from a living one, and giving it back. */
import { lstatSync, type Stats, unlinkSync } from "node:fs";
import { connect } from "node:net";
import type { Addon } from "../node/addon.ts";

/** The socket cannot be had; the message is the sentence for the user. */
export class SocketError extends Error {}

const backlog = 128;

export interface Listening {
  readonly fd: number;
  /** Removes the path, if it is still this socket. */
  readonly remove: () => void;
}

/** Errors: SocketError. */
export async function listenAt(path: string, addon: Addon): Promise<Listening> {
  await clear(path);
  const fd = listen(path, addon);
  const mine = lstatSync(path);
  return { fd, remove: () => removeIfSame(path, mine) };
}

function listen(path: string, addon: Addon): number {
  try {
    return addon.listen(path, backlog);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new SocketError(`another helper has just taken ${path}: stop one of them`);
    if (code === "ENOENT") throw new SocketError(`cannot listen at ${path}: create its folder first`);
    throw new SocketError(`cannot listen at ${path}: ${(error as Error).message}`);
  }
}

/** Makes way for bind(): a socket that nobody listens at is left over from a helper that was killed. */
async function clear(path: string): Promise<void> {
  const found = statOf(path);
  if (!found) return;
  if (!found.isSocket())
    throw new SocketError(`${path} is there and is no socket: remove it, or name another path with -k`);
  const code = await probe(path);
  if (code === undefined)
    throw new SocketError(`another helper is listening at ${path}: stop it, or name another path with -k`);
  if (code === "ENOENT") return;
  if (code !== "ECONNREFUSED")
    throw new SocketError(`cannot tell whether a helper is listening at ${path} (${code}): remove it if none is`);
  removeIfSame(path, found);
}

/** errno's name of a failed connection, undefined for one that was accepted. */
function probe(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.on("connect", () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

function removeIfSame(path: string, known: Stats): void {
  const now = statOf(path);
  if (!now || now.dev !== known.dev || now.ino !== known.ino) return;
  try {
    unlinkSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") process.stderr.write(`holdfast-pr-helper: cannot remove ${path}: ${message}\n`);
  }
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
