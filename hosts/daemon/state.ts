/**
 * The folder in which emulated logical units keep what must outlive the helper: one file each, always whole, because a new one takes the old
 * one's place. One helper at a time has it.
 */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Addon } from "../node/addon.ts";
import { crashPoint } from "./crash.ts";

/** A file by its device and inode numbers, as the addon names it. */
const stateFile = /^\d+:\d+-\d+\.state$/;
const partial = ".new";

/** Whether this process can keep state there. Errors: Error with a sentence for the user. */
export function checkFolder(path: string): void {
  try {
    if (!statSync(path).isDirectory()) throw new Error("it is no folder");
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `cannot keep state in ${path} (${(error as Error).message}): name a folder with --emulate-state that the helper's user may write to`,
      { cause: error },
    );
  }
}

export class StateFolder {
  /** Names whose file may be the one before or the one after. */
  readonly #unsettled = new Set<string>();

  /** Takes the folder for as long as the process lives, and removes what a killed helper has left half written. Errors: as checkFolder. */
  constructor(
    addon: Addon,
    private readonly path: string,
  ) {
    checkFolder(path);
    lock(addon, path);
    const left = readdirSync(path).filter(
      (name) => name.endsWith(partial) && stateFile.test(name.slice(0, -partial.length)),
    );
    for (const name of left) {
      unlinkSync(join(path, name));
      crashPoint();
    }
  }

  fileOf(name: string): string {
    return join(this.path, `${name}.state`);
  }

  /** What was kept, undefined for nothing. Errors: those of the file system. */
  read(name: string): Uint8Array | undefined {
    try {
      return readFileSync(this.fileOf(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** False: a write has failed so late that what is kept is not known; a further write settles it. */
  settled(name: string): boolean {
    return !this.#unsettled.has(name);
  }

  /** The state is on the disk when this returns. Errors: those of the file system; what was kept before is kept, where it is settled. */
  write(name: string, state: Uint8Array): void {
    const file = this.fileOf(name);
    crashPoint();
    rmSync(file + partial, { force: true });
    const fd = openSync(file + partial, "wx", 0o600);
    try {
      crashPoint();
      writeFileSync(fd, state);
      crashPoint();
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    crashPoint();
    this.#unsettled.add(name);
    renameSync(file + partial, file);
    crashPoint();
    this.#sync();
    this.#unsettled.delete(name);
    crashPoint();
  }

  /** What the folder names is on the disk. */
  #sync(): void {
    const fd = openSync(this.path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }
}

/** Of a folder in it: who listens at a socket in it takes its own lock for a moment. The kernel gives it back when the process ends. */
function lock(addon: Addon, path: string): void {
  const folder = join(path, "lock");
  mkdirSync(folder, { recursive: true });
  if (addon.lockFolder(folder) === undefined)
    throw new Error(`another helper keeps its state in ${path}: stop it, or name another folder with --emulate-state`);
}
