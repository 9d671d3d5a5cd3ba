/** holdfast-pr-helper: a PR helper for QEMU. */
import { writeFileSync } from "node:fs";
import { version } from "../../package.json";
import { loadAddon } from "../node/addon.ts";
import { readCore } from "../node/core.ts";
import { help, readOptions, UsageError, type Options } from "./options.ts";
import { serve } from "./server.ts";
import { listen } from "./socket.ts";
import { say } from "./words.ts";

/** systemd and users end it so; SIGHUP means the end as well, as with qemu-pr-helper. */
const endings = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

async function run({ socket, pidfile, verbosity }: Options): Promise<void> {
  const [addon, core] = [loadAddon(), readCore()];
  const listening = await listen(addon, socket);
  try {
    const server = serve(addon, core, listening.fd, verbosity);
    for (const signal of endings) {
      process.on(signal, () => {
        listening.remove();
        server.close(); // with the last connection the process has nothing more to wait for
      });
    }
    if (pidfile !== undefined) writePidfile(pidfile);
    if (verbosity > 1) say(`listening at ${socket}`);
  } catch (error) {
    listening.remove();
    throw error;
  }
}

function writePidfile(path: string): void {
  try {
    writeFileSync(path, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    throw new Error(`Cannot write the pidfile (${(error as Error).message}): name another one with --pidfile.`, {
      cause: error,
    });
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.show === "help") process.stdout.write(help);
  else if (options.show === "version") process.stdout.write(`holdfast-pr-helper ${version}\n`);
  else await run(options);
} catch (error) {
  say((error as Error).message);
  process.exit(1); // also when something is served already
}
