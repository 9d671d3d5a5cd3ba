/** Binds the core to the addon: the core plans and answers, the addon moves bytes. A core that traps is replaced; no request ends the process. */
import { abi, Core, type FailureKind, helperFailure, helperGreeting } from "../embed/index.ts";
import type { Addon, Errand, EventHandler, Server } from "../node/addon.ts";
import { CommandLog } from "./commands.ts";
import type { Emulation } from "./emulation.ts";
import { eventSentence, planSentence } from "./events.ts";
import type { Log } from "./log.ts";
import type { Settings } from "./settings.ts";

const trapped = -1;
/** The first name takes a core 20 to 40 ms: it is asked for so long after it starts, when the first clients are greeted and no command has come. */
const namesMs = 100;
const { plan_action: actions, completion: completions } = abi.enumerations;

export interface Service {
  /** Resolves when all that was in flight is answered. */
  close(): Promise<void>;
  /** What is at devices now. */
  commands(): Errand[];
  /** Tells of all commands so far, before the process ends. */
  flush(): void;
}

export function startService(
  addon: Addon,
  module: WebAssembly.Module,
  listener: number,
  { timeoutMs, maxClients }: Pick<Settings, "timeoutMs" | "maxClients">,
  log: Log,
  emulation?: Emulation,
): Service {
  const limits = { clients: maxClients, threads: 256, queuePerDevice: 64, timeoutMs, idleThreadMs: 10_000 };
  const commandLog = new CommandLog(() => core, log);
  const start = (): Core => {
    const started = Core.load(module);
    if (!log.quiet) setTimeout(() => started.text(1), namesMs).unref();
    return started;
  };
  let core = start();
  // The addon reads and writes the core's records by the header that it was compiled with.
  if (addon.abiVersion >> 16 !== core.exports.hf_abi_version() >> 16)
    throw new Error("holdfast.wasm and the native addon are of different builds: make both with `npm run build`");
  let drained = () => {};
  const event: EventHandler = (kind, connection, peer, reason, code, user, group) => {
    if (kind === "drained") return drained();
    if (kind === "open") emulation?.meet(connection, peer);
    if (kind === "close") {
      commandLog.forget(connection);
      emulation?.forget(connection);
    }
    const { level, text } = eventSentence(kind, reason, code, limits);
    log.write(
      level,
      connection ? `client ${connection} (process ${peer || "unknown"}): ${text}` : `a client is ${text}`,
      kind === "open" ? { user, group } : {},
    );
  };
  /** A trap is a bug of ours: its state is gone with the instance, and the state of a request is in the addon. */
  const recover = (error: unknown): number => {
    const reason = (error as Error).message;
    log.write(0, `the core failed (${reason}): the request is answered HARDWARE ERROR, INTERNAL TARGET FAILURE`);
    core = start();
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
    plan: (length, descriptors, access, kind) => {
      try {
        const action = core.exports.hf_helper_plan(length, descriptors, access, kind);
        if (action === actions.answer) log.write(0, `a command was ${planSentence(core.record("plan", "reason"))}`);
        return action;
      } catch (error) {
        return recover(error);
      }
    },
    complete: (length, connection, peer, major, minor, milliseconds) => {
      try {
        const size = core.exports.hf_helper_complete();
        const errand = { connection, peer, major, minor, milliseconds };
        commandLog.note(core.read("request", length), core.read("reply", size), errand);
        return size;
      } catch (error) {
        return recover(error);
      }
    },
    emulate:
      emulation &&
      ((length, connection, peer, descriptor, type, file) => {
        try {
          const began = performance.now();
          const request = core.read("request", length);
          const changes = core.record("plan", "completion") === completions.core;
          const command = { request, changes, connection, peer, descriptor, type, file };
          const reply = emulation.answer(core, command);
          if (changes) {
            const milliseconds = Math.floor(performance.now() - began);
            commandLog.note(request, reply, { connection, peer, milliseconds, facts: emulation.facts(command) });
          }
          return core.write("reply", reply);
        } catch (error) {
          return recover(error);
        }
      }),
    event,
  });
  return {
    close: () =>
      new Promise((resolve) => {
        drained = resolve;
        server.close();
      }),
    commands: () => server.commands(),
    flush: () => commandLog.flush(),
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
