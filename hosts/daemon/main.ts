/** holdfast-pr-helper: a drop-in for qemu-pr-helper. */
import { writeFileSync } from "node:fs";
import pkg from "../../package.json" with { type: "json" };
import { type Addon, loadAddon } from "../node/addon.ts";
import { compileCore } from "../node/core.ts";
import { Log } from "./log.ts";
import { parseOptions, type RunOptions, usage, UsageError } from "./options.ts";
import { startService } from "./service.ts";
import { listenAt, SocketError } from "./socket.ts";

function main(): void | Promise<void> {
  const invocation = parseOptions(process.argv.slice(2));
  if (invocation.kind === "help") process.stdout.write(usage);
  else if (invocation.kind === "version") process.stdout.write(`holdfast-pr-helper ${pkg.version}\n`);
  else return run(invocation, loadAddon());
}

async function run(options: RunOptions, addon: Addon): Promise<void> {
  const log = new Log(options.verbose);
  const module = compileCore();
  const listening = await listenAt(options.socket, addon);
  const service = startService(addon, module, listening.fd, log);
  const stop = () => {
    listening.remove();
    void service.close().then(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, stop);
  if (options.pidfile !== undefined) writePidfile(options.pidfile, listening.remove);
  log.write(1, `listening at ${options.socket}`);
}

function writePidfile(path: string, giveUp: () => void): void {
  try {
    writeFileSync(path, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    giveUp();
    throw new SocketError(`cannot write the PID file: ${(error as Error).message}`);
  }
}

function fail(error: unknown): never {
  const hint =
    error instanceof UsageError ? "\nholdfast-pr-helper: try `holdfast-pr-helper --help` for more information." : "";
  process.stderr.write(`holdfast-pr-helper: ${(error as Error).message}${hint}\n`);
  process.exit(1);
}

try {
  main()?.catch(fail);
} catch (error) {
  fail(error);
}
