/** The native addon: sockets with file descriptors, and SG_IO. It knows bytes; what they mean is the core's. */
import { createRequire } from "node:module";
import { findProduct } from "./product.ts";

/** Complete replies of the helper protocol; the addon composes only what a device says. */
export interface Replies {
  /** 256 replies, for errno 0 to 255; the last one for all above. */
  readonly errno: Uint8Array;
  /** 256 replies for host_status, the same. */
  readonly hostStatus: Uint8Array;
  /** For a driver_status that has any bit of `driverMask`. */
  readonly driver: Uint8Array;
  readonly driverMask: number;
  readonly busy: Uint8Array;
  readonly fault: Uint8Array;
}

/** What a server takes on at most. */
export interface Limits {
  /** Most connections at once. */
  readonly clients: number;
  /** Most commands in flight: each has a thread. */
  readonly threads: number;
  /** Most commands that wait for one device. */
  readonly queuePerDevice: number;
  /** For one SG_IO. */
  readonly timeoutMs: number;
  /** A thread without work ends after this time. */
  readonly idleThreadMs: number;
}

/**
 * What happens. `connection` counts from 1, `peer` is the client's process id (0 when it cannot be told); both are 0 where no client is
 * concerned. `reason`: of "close" one of end (the client left), cut (within a request), greeting (it was another one), plan, lost (its
 * descriptor could not be received), fault (the core failed), error, shutdown; of "busy" device or threads, the limit that was met.
 * `code`: errno of error and accept-failed; the plan's reason of plan. `user` and `group`: of "open", the client's ids; else 0.
 */
export type EventHandler = (
  kind: "open" | "close" | "busy" | "full" | "accept-failed" | "drained",
  connection: number,
  peer: number,
  reason: string,
  code: number,
  user: number,
  group: number,
) => void;

/** What a server is made of. */
export interface ServeOptions {
  /** A listening socket; the server closes it. */
  readonly listener: number;
  /** Sent first, and expected back. */
  readonly greeting: Uint8Array;
  /** The core's memory, which never grows, and where its static buffers are in it. */
  readonly memory: ArrayBuffer;
  readonly buffers: Readonly<Record<"request" | "plan" | "outcome" | "reply", number>>;
  readonly replies: Replies;
  readonly limits: Limits;
  /** Returns the plan's action, or -1 when the core failed: the client gets `replies.fault` and its connection ends. */
  plan(length: number, descriptors: number, access: number, kind: number): number;
  /** Returns the reply's length, or -1 when the core failed: the client gets `replies.fault`. Data from the device is in the reply buffer. */
  complete(
    length: number,
    connection: number,
    peer: number,
    major: number,
    minor: number,
    milliseconds: number,
  ): number;
  /**
   * Absent: commands go to devices. Else each command comes here, in the request buffer, and none goes to a device. `descriptor` came with it
   * and is open during the call; `type` is the type of its file (bits of stat's mode, 0 when it cannot be told), `file` its name:
   * "major:minor" of a device, of anything else "major:minor-inode". Returns the reply's length, or -1 as `complete`.
   */
  readonly emulate?:
    | ((length: number, connection: number, peer: number, descriptor: number, type: number, file: string) => number)
    | undefined;
  readonly event: EventHandler;
}

/** A command that is, or was, at a device: major and minor are 0 where the descriptor is of no device. */
export interface Errand {
  readonly connection: number;
  readonly peer: number;
  readonly major: number;
  readonly minor: number;
  /** Since it went to the device. */
  readonly milliseconds: number;
}

/** What gives up privileges for good and runs a program in this process' place. */
export interface Confinement {
  /** Keeps CAP_SYS_RAWIO, if this process has it. */
  readonly rawIo: boolean;
  readonly program: string;
  /** With argv[0]. */
  readonly arguments: readonly string[];
  /** NAME=value */
  readonly environment: readonly string[];
  /** Descriptors that stay open, besides 0 to 2. */
  readonly descriptors: readonly number[];
  readonly user: number | undefined;
  readonly group: number | undefined;
}

/** A listening socket with its connections. */
export interface Server {
  /** What is at devices now. */
  commands(): Errand[];
  /** Accepts no more, ends idle connections, finishes what is in flight; then the event "drained" comes. */
  close(): void;
  /** The memory of another core, after a failure. */
  setMemory(memory: ArrayBuffer): void;
}

/** The addon's functions. Errors of all that ask the system: like Node's own, with code, errno and syscall. */
export interface Addon {
  /** hf_abi_version of the header that it was compiled with: its records are the core's when the major is. */
  readonly abiVersion: number;
  /** Binds and listens at a path in the file system: a descriptor. The errors have the path, too. */
  listen(path: string, backlog: number): number;
  /** Serves from now on. Errors: TypeError for an option that is none, which names it. */
  serve(options: ServeOptions): Server;
  /** Returns only by an error. */
  confine(confinement: Confinement): never;
  /** Numbers of users and groups that the system knows by name. */
  userId(name: string): number | undefined;
  groupId(name: string): number | undefined;
  /** Takes the lock of a folder: a descriptor to close, undefined while another process has it. */
  lockFolder(path: string): number | undefined;
  /** Takes the lock of a file that is open for writing, for as long as it is open, over an execve too. False while another process has it. */
  lockFile(fd: number): boolean;
  /** Writes what can be written without waiting, at most 4096 bytes: their number, 0 for none now, -1 when nobody reads any more. */
  writeNow(fd: number, bytes: Uint8Array): number;
  /** sd_notify(3). */
  notify(socket: string, text: string): void;
  /** Process id of who listens at the other end of a connected socket, 0 when it cannot be told. */
  peer(socket: number): number;
  /** A connected, non-blocking Unix socket. */
  connect(path: string): number;
  /** All of `bytes`, with one descriptor. */
  send(socket: number, bytes: Uint8Array, descriptor: number): void;
}

/** Loads the addon that HOLDFAST_NATIVE names, or the one that the build made. */
export function loadAddon(): Addon {
  const path = findProduct("native/holdfast.node", process.env["HOLDFAST_NATIVE"]);
  try {
    return createRequire(import.meta.url)(path) as Addon;
  } catch (error) {
    const reason = (error as Error).message.split("\n", 1)[0]!;
    throw new Error(`${path} cannot be loaded (${reason}): make it anew with \`npm run build\`.`, { cause: error });
  }
}
