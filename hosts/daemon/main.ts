/** holdfast-pr-helper: a PR helper for QEMU's guests. */
import { writeFileSync } from "node:fs";
import { version } from "../../package.json";
import { loadAddon } from "../node/addon.ts";
import { compileCore } from "../node/core.ts";
import { Log } from "./log.ts";
import { help, type Options, readOptions } from "./options.ts";
import { startService } from "./service.ts";
import { listen } from "./socket.ts";

/** systemd and users end it so; SIGHUP, too, means the end, as for qemu-pr-helper. */
const endings = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

async function serve({ socket, pidfile, verbose }: Options): Promise<void> {
  const log = new Log(verbose);
  const [addon, core] = [loadAddon(), compileCore()];
  const listening = await listen(addon, socket);
  try {
    const service = startService(addon, core, listening.fd, log);
    for (const signal of endings) {
      process.on(signal, () => {
        listening.remove();
        void service.close().then(() => process.exit(0));
      });
    }
    if (pidfile !== undefined) writePidfile(pidfile);
  } catch (error) {
    listening.remove();
    throw error;
  }
  log.write(1, `listening at ${socket}`);
}

function writePidfile(path: string): void {
  try {
    writeFileSync(path, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    throw new Error(`cannot write the PID file (${(error as Error).message}): name another one with -f`, {
      cause: error,
    });
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.action === "help") process.stdout.write(help);
  else if (options.action === "version") process.stdout.write(`holdfast-pr-helper ${version}\n`);
  else await serve(options);
} catch (error) {
  new Log(0).write(0, (error as Error).message);
  process.exit(1);
}
