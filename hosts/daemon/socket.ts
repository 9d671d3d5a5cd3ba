/** The socket in the file system: taken over from a helper that is gone, never from one that is there. */
import { lstatSync, unlinkSync } from "node:fs";
import { connect } from "node:net";
import type { Addon } from "../node/addon.ts";
import type { SocketFile } from "./stage.ts";

/** Clients that may wait to be accepted: each PR manager of each guest connects once. */
const backlog = 128;

export interface Listening {
  readonly fd: number;
  readonly file: SocketFile;
}

/** Errors: Error with a sentence for the user. */
export async function listen(addon: Addon, path: string): Promise<Listening> {
  await clear(path);
  const fd = bind(addon, path);
  const { dev, ino } = lstatSync(path);
  return { fd, file: { path, dev, ino } };
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
    const { code, message } = error as NodeJS.ErrnoException;
    const advice = code === "ENOENT" ? "create its folder first" : `name another path with -k (${message})`;
    throw new Error(`cannot listen at ${path}: ${advice}`, { cause: error });
  }
}

async function clear(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error(`${path} is there and is no socket: remove it, or name another path with -k`);
  if (await isServed(path))
    throw new Error(`another helper is listening at ${path}: stop it, or name another path with -k`);
  unlinkSync(path);
}

/** Only a refused connection says that nobody is there: any other failure may be a helper that has much to do. */
function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
  });
}
