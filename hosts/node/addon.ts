/** The native addon: Unix sockets that bring descriptors, and SG_IO in threads of its own. It knows bytes, and nothing of SCSI. */
import { createRequire } from "node:module";
import { abi } from "../embed/index.ts";
import { findProduct } from "./product.ts";

/** Why a connection ended, where it was not by the plan: `code` is an errno for `error`. */
export type CloseReason = "end" | "cut" | "greeting" | "plan" | "fault" | "lost" | "error" | "shutdown";

/** What the addon tells: `connection` counts from 1, `peer` is the client's process id, 0 when unknown. */
export type EventHandler = (
  kind: "open" | "close" | "busy" | "accept-failed" | "drained",
  connection: number,
  peer: number,
  reason: string,
  code: number,
) => void;

export interface ServeOptions {
  /** A listening Unix socket; the server owns it from here on. */
  readonly listener: number;
  /** The core's memory, and where its static buffers are in it. */
  readonly memory: ArrayBuffer;
  readonly buffers: {
    readonly request: number;
    readonly plan: number;
    readonly outcome: number;
    readonly reply: number;
  };
  readonly greeting: Uint8Array;
  /** Replies of 104 bytes; `errno` and `hostStatus` have 256 of them, the last for all codes above. */
  readonly replies: {
    readonly errno: Uint8Array;
    readonly hostStatus: Uint8Array;
    readonly driver: Uint8Array;
    /** Bits of driver_status that call for `driver`. */
    readonly driverMask: number;
    readonly busy: Uint8Array;
    readonly fault: Uint8Array;
  };
  readonly limits: {
    /** Most commands in flight at once. */
    readonly threads: number;
    /** Most commands that wait for one device. */
    readonly queuePerDevice: number;
    /** SG_IO's own timeout, milliseconds. */
    readonly timeoutMs: number;
    /** How long a thread waits for work before it ends, milliseconds. */
    readonly idleThreadMs: number;
  };
  /** hf_helper_plan over the bytes in the request buffer; -1 when the core trapped. */
  readonly plan: (length: number, descriptors: number, access: number) => number;
  /** hf_helper_complete over request and outcome buffer; -1 when the core trapped. */
  readonly complete: () => number;
  readonly event: EventHandler;
}

export interface Server {
  /** Accepts no more, ends idle connections, finishes what is in flight; then `event` gets "drained". */
  close(): void;
  /** The memory of another instance of the core, after a trap. */
  setMemory(memory: ArrayBuffer): void;
}

export interface Addon {
  readonly abiVersion: number;
  /** Binds and listens; gives the descriptor. Errors: Error with code, errno, syscall, path. */
  listen(path: string, backlog: number): number;
  serve(options: ServeOptions): Server;
}

/** HOLDFAST_NATIVE, or native/holdfast.node in build/. Errors: Error with one sentence that says what to do. */
export function loadAddon(): Addon {
  const path = findProduct("native/holdfast.node", process.env["HOLDFAST_NATIVE"]);
  const addon = createRequire(import.meta.url)(path) as Addon;
  const wanted = (abi.version.major << 16) | abi.version.minor;
  if (addon.abiVersion !== wanted)
    throw new Error(`${path} was built for another version of the core: make it anew with \`npm run build\`.`);
  return addon;
}
