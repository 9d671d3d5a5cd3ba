/** The native addon: sockets with file descriptors, and SG_IO. It knows bytes; what they mean is the core's. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** Complete replies of the helper protocol. The addon fills in what a device says; all else is sent as it is here. */
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

export interface Limits {
  /** Most commands in flight, and most threads. */
  readonly threads: number;
  /** Most commands that wait for one device. */
  readonly queuePerDevice: number;
  /** For one SG_IO. */
  readonly timeoutMs: number;
  /** A thread without work ends after this time. */
  readonly idleThreadMs: number;
}

/** What happens to a server's connections. `code` is an errno or, for `plan`, the plan's reason. */
export type EventKind = "open" | "close" | "busy" | "accept-failed" | "drained";
export type CloseReason = "end" | "cut" | "greeting" | "plan" | "lost" | "fault" | "error" | "shutdown";
export type BusyReason = "device" | "threads";

export interface ServeOptions {
  /** A listening socket; the server closes it. */
  readonly listener: number;
  /** Sent first, and expected back. */
  readonly greeting: Uint8Array;
  /** The core's memory, which never grows, and where its static buffers are in it. */
  readonly memory: ArrayBuffer;
  readonly buffers: {
    readonly request: number;
    readonly plan: number;
    readonly outcome: number;
    readonly reply: number;
  };
  readonly replies: Replies;
  readonly limits: Limits;
  /** Returns the plan's action, or -1 when the core failed: the client gets `replies.fault` and its connection ends. */
  plan(length: number, descriptors: number, access: number): number;
  /** Returns the reply's length, or -1 when the core failed: the client gets `replies.fault`. */
  complete(length: number): number;
  /** `connection` counts from 1; `peer` is the client's process. */
  event(kind: EventKind, connection: number, peer: number, reason: CloseReason | BusyReason | "", code: number): void;
}

export interface HelperServer {
  /** Accepts no more, ends idle connections, finishes commands in flight; then the event "drained" comes. */
  close(): void;
  /** The memory of another core, after a failure. */
  setMemory(memory: ArrayBuffer): void;
}

export interface Addon {
  /** hf_abi_version of the header that it was compiled with: the core's must have the same major. */
  readonly abiVersion: number;
  /** Binds and listens at a path in the file system. Errors: like Node's own, with code, errno, syscall and path. */
  listen(path: string, backlog: number): number;
  serve(options: ServeOptions): HelperServer;
}

/** Loads the addon that HOLDFAST_NATIVE names, or the one beside this program. */
export function loadAddon(): Addon {
  const path = process.env["HOLDFAST_NATIVE"] ?? fileURLToPath(new URL("native/holdfast.node", import.meta.url));
  try {
    return createRequire(import.meta.url)(path) as Addon;
  } catch (error) {
    const reason = (error as Error).message.split("\n", 1)[0]!;
    throw new Error(
      `The native addon ${path} cannot be loaded (${reason}): run \`npm run build\`, or name another one in HOLDFAST_NATIVE.`,
      { cause: error },
    );
  }
}
