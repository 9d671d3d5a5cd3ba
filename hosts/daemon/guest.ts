/** Who is behind a connection, for the log: what the client's process says of itself. */
import { open } from "node:fs/promises";

export interface Guest {
  /** Undefined for one that does not say. */
  readonly name: string | undefined;
  /** The name has been looked for. */
  readonly known: boolean;
}

/** The guest of the process with this id; its name comes later. */
export function meetGuest(peer: number): Guest {
  const guest: Guest = { name: undefined, known: false };
  void guestOf(peer).then((name) => Object.assign(guest, { name, known: true }));
  return guest;
}

/** Bytes of a command line that are looked at, and characters of a name that are kept. */
const [mostCommandLine, mostName] = [16_384, 200];

/** QEMU's -name or -uuid, else the program's name. What a process says of itself: it may be long, and reading it may wait for the process. */
async function guestOf(peer: number): Promise<string | undefined> {
  try {
    const words = (await beginningOf(`/proc/${peer}/cmdline`)).split("\0");
    const after = (option: string) => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined);
    const parts = after("-name")?.split(",");
    const name = parts?.find((part, i) => part.startsWith("guest=") || (i === 0 && !part.includes("=")));
    const found = name?.replace(/^guest=/, "") ?? after("-uuid") ?? (await beginningOf(`/proc/${peer}/comm`)).trim();
    return found.slice(0, mostName);
  } catch {
    return undefined; // it is gone, or in another PID namespace
  }
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(mostCommandLine), 0, mostCommandLine, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
