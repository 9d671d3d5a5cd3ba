/** Files and standard streams: what is read, and what is written when nobody reads any more. */
import { createReadStream, fstatSync } from "node:fs";
import type { Readable } from "node:stream";
import { exit, Refusal } from "./exit.ts";
import { printable } from "./words.ts";

/** More than any log that is pasted; a device that never ends is not read for ever. */
const mostBytes = 64 * 1024 * 1024;

/** All of a file; `-` is the standard input. Errors: Refusal. */
export async function readAll(path: string): Promise<Uint8Array> {
  const name = path === "-" ? "the standard input" : path;
  const stream = path === "-" ? standardInput() : createReadStream(path);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > mostBytes) break;
    }
  } catch (error) {
    throw new Refusal(`cannot read ${printable(name)}: ${reasonOf(error)}`, exit.file);
  }
  if (size > mostBytes)
    throw new Refusal(`${printable(name)} has more than ${mostBytes >> 20} MiB: give the part that matters`, exit.file);
  return new Uint8Array(Buffer.concat(chunks));
}

/** For a folder Node's own stream ends at once, without a word. */
function standardInput(): Readable {
  return fstatSync(0).isDirectory() ? createReadStream("", { fd: 0, autoClose: false }) : process.stdin;
}

/** The system's words, without Node's code, system call and path. */
function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return /^\w+: ([^,]+)/.exec(message)?.[1] ?? message;
}

/**
 * A reader that has gone (`| head`) ends the program quietly; a full disk ends it with a sentence. Nobody can be told when standard error
 * fails.
 */
export function guardOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exit.ok);
    process.stderr.write(`holdfast: cannot write to the standard output: ${reasonOf(error)}\n`);
    process.exit(exit.file);
  });
  process.stderr.on("error", () => undefined);
}

/** Resolves when all that was written has left. */
export async function written(): Promise<void> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
}
