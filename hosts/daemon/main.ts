/** holdfast-pr-helper: a PR helper for QEMU's guests. */
import { writeSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { version } from "../../package.json";
import { loadAddon } from "../node/addon.ts";
import { compileCore } from "../node/core.ts";
import { notifySystemd } from "./activation.ts";
import { readConfig } from "./config.ts";
import { continueDetached, launch, privileges, sayReady } from "./launch.ts";
import { Log, writeLast } from "./log.ts";
import { help, readOptions } from "./options.ts";
import { startService } from "./service.ts";
import { merge, settingsFrom } from "./settings.ts";
import { type Handover, takeHandover } from "./stage.ts";
import { removeSocket } from "./socket.ts";

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
  await launch(loadAddon(), settings, given["socket"] !== undefined);
}

function serve({ settings, listener, file, ready }: Handover): void {
  const addon = loadAddon();
  const log = new Log(settings.verbosity, settings.logFormat, (fd, bytes) => addon.writeNow(fd, bytes));
  const { rawIo, more } = privileges();
  if (more) throw new Error("has kept privileges beside CAP_SYS_RAWIO: start it as root, with CAP_SETPCAP");
  const service = startService(addon, compileCore(), listener, settings, log);
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
  if (!rawIo) log.write(0, "has no CAP_SYS_RAWIO, without which Linux refuses the commands: start it as root");
  log.write(1, file ? `listening at ${file.path}` : "listening at the socket that systemd has passed");
  notifySystemd(addon, "READY=1");
  if (ready !== undefined) sayReady(ready);
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
