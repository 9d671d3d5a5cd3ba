/** Binds the core to the addon: the core plans and answers, the addon moves bytes. A core that traps is replaced; no request ends the process. */
import { getSystemErrorMap } from "node:util";
import { abi, Core, type FailureKind, helperFailure, helperGreeting } from "../embed/index.ts";
import type { Addon, EventHandler, Server } from "../node/addon.ts";
import type { Log } from "./log.ts";

const trapped = -1;

const limits = { threads: 256, queuePerDevice: 64, timeoutMs: 30_000, idleThreadMs: 10_000 };

export interface Service {
  /** Resolves when all that was in flight is answered. */
  close(): Promise<void>;
}

export function startService(addon: Addon, module: WebAssembly.Module, listener: number, log: Log): Service {
  let core = Core.load(module);
  // The addon reads and writes the core's records by the header that it was compiled with.
  if (addon.abiVersion >> 16 !== core.exports.hf_abi_version() >> 16)
    throw new Error("holdfast.wasm and the native addon are of different builds: make both with `npm run build`");
  let drained = () => {};
  const event: EventHandler = (kind, connection, peer, reason, code) => {
    if (kind === "drained") return drained();
    const message = describeEvent(kind, reason, code);
    if (message) log.write(message.level, `client ${connection} (process ${peer || "unknown"}): ${message.text}`);
  };
  /** A trap is a bug of ours: its state is gone with the instance, and the state of a request is in the addon. */
  const recover = (error: unknown): number => {
    log.write(
      0,
      `the core failed (${(error as Error).message}): the request is answered HARDWARE ERROR, INTERNAL TARGET FAILURE`,
    );
    core = Core.load(module);
    server.setMemory(core.memory);
    return trapped;
  };
  const server: Server = addon.serve({
    listener,
    limits,
    greeting: helperGreeting(core),
    memory: core.memory,
    buffers: {
      request: core.address("request"),
      plan: core.address("plan"),
      outcome: core.address("outcome"),
      reply: core.address("reply"),
    },
    replies: composeReplies(core),
    plan: (length, descriptors, access) => {
      try {
        return core.exports.hf_helper_plan(length, descriptors, access);
      } catch (error) {
        return recover(error);
      }
    },
    complete: () => {
      try {
        return core.exports.hf_helper_complete();
      } catch (error) {
        return recover(error);
      }
    },
    event,
  });
  return {
    close: () =>
      new Promise((resolve) => {
        drained = resolve;
        server.close();
      }),
  };
}

/** All replies that need no look at the command: native code copies them. */
function composeReplies(core: Core) {
  const codes = 256;
  const table = (kind: FailureKind) => {
    const replies = new Uint8Array(codes * abi.helper.reply);
    for (let code = 0; code < codes; code++) replies.set(helperFailure(core, kind, code), code * abi.helper.reply);
    return replies;
  };
  return {
    errno: table("errno"),
    hostStatus: table("host_status"),
    driver: helperFailure(core, "driver_status", abi.helper.driverTimeout),
    driverMask: abi.helper.driverTimeout,
    busy: helperFailure(core, "busy"),
    fault: helperFailure(core, "fault"),
  };
}

const reasons = abi.enumerations.plan_reason;
const planSentences = new Map<number, string>([
  [reasons.no_descriptor, "closed: its request came without a file descriptor"],
  [reasons.many_descriptors, "closed: its request came with more than one file descriptor"],
  [reasons.not_persistent_reserve, "closed: its request is neither PERSISTENT RESERVE IN nor PERSISTENT RESERVE OUT"],
  [reasons.too_long, `closed: its request asks for more than ${abi.helper.data} bytes of data`],
]);

function describeEvent(kind: string, reason: string, code: number): { level: number; text: string } | undefined {
  if (kind === "open") return { level: 2, text: "connected" };
  if (kind === "busy") return { level: 0, text: busySentence(reason) };
  if (kind === "accept-failed") return { level: 0, text: `cannot be accepted: ${errnoName(code)}; trying again` };
  switch (reason) {
    case "plan":
      return { level: 0, text: planSentences.get(code) ?? "closed" };
    case "fault":
      return { level: 0, text: "closed: the helper failed on its request" };
    case "lost":
      return {
        level: 0,
        text: "closed: the file descriptor of its request could not be received; are too many files open?",
      };
    case "greeting":
      return { level: 1, text: "closed: it asks for features that are not supported" };
    case "cut":
      return { level: 1, text: "left in the middle of a request" };
    case "error":
      return { level: 1, text: `closed: ${errnoName(code)}` };
    default:
      return { level: 2, text: "disconnected" };
  }
}

function busySentence(reason: string): string {
  return reason === "device"
    ? `answered BUSY: ${limits.queuePerDevice} commands wait for its device already; does the device hang?`
    : `answered BUSY: ${limits.threads} commands are in flight already; do devices hang?`;
}

function errnoName(code: number): string {
  const [name, text] = getSystemErrorMap().get(-code) ?? [`errno ${code}`, ""];
  return text ? `${name}, ${text}` : name;
}
