/** holdfast-pr-helper: a PR helper for QEMU's guests. */
import { writeSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { version } from "../../package.json";
import { type Addon, loadAddon } from "../node/addon.ts";
import { compileCore } from "../node/core.ts";
import { notifySystemd } from "./activation.ts";
import { readConfig } from "./config.ts";
import { Emulation } from "./emulation.ts";
import { continueDetached, launch, privileges, sayReady } from "./launch.ts";
import { Log, writeLast } from "./log.ts";
import { checkProc } from "./nexus.ts";
import { help, readOptions } from "./options.ts";
import { startService } from "./service.ts";
import { merge, type Settings, settingsFrom } from "./settings.ts";
import { type Handover, takeHandover } from "./stage.ts";
import { removeSocket } from "./socket.ts";
import { StateFolder } from "./state.ts";

/** Else V8 lets the young generation grow to 48 MiB, for the little garbage of log lines. */
setFlagsFromString("--semi-space-growth-factor=1");

/** systemd and users end it so; SIGHUP, too, means the end, as for qemu-pr-helper. */
const endings = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

async function begin(args: readonly string[]): Promise<void> {
  const given = readOptions(args);
  if (given["help"]) return void process.stdout.write(help());
  if (given["version"]) return void process.stdout.write(`holdfast-pr-helper ${version}\n`);
  const settings = settingsFrom(merge(readConfig(given["config"]), given));
  if (given["trace"]) writeLast("holdfast-pr-helper: -T has no effect: see --verbose and --log-format\n");
  const addon = loadAddon();
  if (settings.emulate) warnOfEmulation(addon, settings);
  await launch(addon, settings, given["socket"] !== undefined);
}

/** Also to --quiet: who has not meant it loses data. */
function warnOfEmulation(addon: Addon, { logFormat }: Settings): void {
  const log = new Log(0, logFormat, (fd, bytes) => addon.writeNow(fd, bytes));
  log.write(
    0,
    "emulates persistent reservations for regular files. The data path is not fenced: nobody checks reads and writes of a file against its reservation",
  );
}

function serve({ settings, listener, file, ready }: Handover): void {
  const addon = loadAddon();
  const log = new Log(settings.verbosity, settings.logFormat, (fd, bytes) => addon.writeNow(fd, bytes));
  const { rawIo, more } = privileges();
  if (more) throw new Error("has kept privileges beside CAP_SYS_RAWIO: start it as root, with CAP_SETPCAP");
  const core = compileCore();
  const emulation = settings.emulate ? startEmulation(addon, core, settings, log) : undefined;
  const service = startService(addon, core, listener, settings, log, emulation);
  const leave = () => {
    service.flush();
    log.flush();
    process.exit(0);
  };
  const end = () => {
    notifySystemd(addon, "STOPPING=1");
    const kept = file && removeSocket(file);
    if (kept) log.write(1, `cannot remove the socket (${kept}): the next helper takes it over`);
    void service.close().then(leave);
    setTimeout(() => {
      for (const { connection, peer, major, minor, milliseconds } of service.commands())
        log.write(
          0,
          `ends, and leaves a command that hangs: client ${connection} (process ${peer}), device ${major}:${minor}, for ${milliseconds} ms`,
        );
      leave();
    }, settings.timeoutMs);
  };
  for (const signal of endings) process.once(signal, end);
  if (!rawIo && !settings.emulate)
    log.write(0, "has no CAP_SYS_RAWIO, without which Linux refuses the commands: start it as root");
  log.write(1, file ? `listening at ${file.path}` : "listening at the socket that systemd has passed");
  notifySystemd(addon, "READY=1");
  if (ready !== undefined) sayReady(ready);
}

function startEmulation(addon: Addon, core: WebAssembly.Module, { emulateState }: Settings, log: Log): Emulation {
  checkProc();
  return new Emulation(core, emulateState === undefined ? undefined : new StateFolder(addon, emulateState), log);
}

let handover: Handover | undefined;
try {
  handover = takeHandover();
  if (handover === undefined) await begin(process.argv.slice(2));
  else if (handover.stage === "detached") continueDetached(loadAddon(), handover);
  else serve(handover);
} catch (error) {
  const { message } = error as Error;
  if (handover?.ready !== undefined) writeSync(handover.ready, message);
  writeLast(`holdfast-pr-helper: ${message}\n`);
  if (handover?.file) removeSocket(handover.file);
  process.exit(1);
}
