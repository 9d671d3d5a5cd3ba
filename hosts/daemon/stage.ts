/**
 * The helper's way to its last process image. Capabilities are a thread's own, and Node has threads before our first line, so they are given up by
 * execve (native/src/confine.cc):
 *   launch   reads settings, takes the socket, writes the PID file; with -d starts `detached` and waits for it
 *   detached the same from the PID file on, in the background
 *   serve    after execve: no privilege but CAP_SYS_RAWIO
 * What a stage hands on is in one environment variable; descriptors are inherited.
 */
import type { Settings } from "./settings.ts";

/** Which file a socket is, to remove no other one. */
export interface SocketFile {
  readonly path: string;
  readonly dev: number;
  readonly ino: number;
}

export interface Handover {
  readonly stage: "detached" | "serve";
  /** The process that this is for: the variable may be inherited by others. */
  readonly pid: number;
  readonly settings: Settings;
  readonly listener: number;
  /** Absent when systemd owns the socket. */
  readonly file: SocketFile | undefined;
  /** One byte, or a sentence, for who waits until it listens. */
  readonly ready: number | undefined;
}

const variable = "HOLDFAST_HANDOVER";

/** What the stage before has left for this process. The parent of `detached` cannot know its pid. */
export function takeHandover(): Handover | undefined {
  const text = process.env[variable];
  Reflect.deleteProperty(process.env, variable);
  if (text === undefined) return undefined;
  const handover = parse(text);
  if (handover === undefined) return undefined;
  return handover.pid === process.pid || (handover.stage === "detached" && handover.pid === process.ppid)
    ? handover
    : undefined;
}

/** Undefined for what no stage of ours has written. */
function parse(text: string): Handover | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "stage" in value ? (value as Handover) : undefined;
  } catch {
    return undefined;
  }
}

export function environmentWith(handover: Handover): Record<string, string> {
  return { ...(process.env as Record<string, string>), [variable]: JSON.stringify(handover) };
}
