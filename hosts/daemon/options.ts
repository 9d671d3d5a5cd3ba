/** The command line. Options are those of qemu-pr-helper, so that one program can take the other's place. */
import { isAbsolute } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  readonly socket: string;
  /** Undefined: no file is written. */
  readonly pidfile: string | undefined;
  /** 0: refusals and failures; 1: also clients that broke the protocol, the default; 2 (-v): all that clients do. */
  readonly verbosity: number;
}

export type CommandLine = { readonly show: "help" | "version" } | ({ readonly show: undefined } & Options);

/** The user's mistake, in a sentence. */
export class UsageError extends Error {}

const defaultSocket = "/var/run/qemu-pr-helper.sock";

export const help = `Usage: holdfast-pr-helper [OPTIONS]
Puts the persistent reservation commands of QEMU's guests to their disks.

  -k, --socket PATH   listen at this absolute path (default: ${defaultSocket})
  -f, --pidfile PATH  write the process id to this file once it listens
  -v, --verbose       say more; may be repeated
  -h, --help          show this and exit
  -V, --version       show the version and exit
`;

export function readOptions(args: readonly string[]): CommandLine {
  const values = parse(args);
  if (values.help) return { show: "help" };
  if (values.version) return { show: "version" };
  const { socket, pidfile, verbose } = values;
  if (!isAbsolute(socket))
    throw new UsageError(`The socket's path "${socket}" is not absolute: let it begin with "/".`);
  if (pidfile === "") throw new UsageError("The pidfile's path is empty: name a file after --pidfile.");
  return { show: undefined, socket, pidfile, verbosity: 1 + verbose.length };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        socket: { type: "string", short: "k", default: defaultSocket },
        pidfile: { type: "string", short: "f" },
        verbose: { type: "boolean", short: "v", multiple: true, default: [] },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "V" },
      },
    }).values;
  } catch (error) {
    const what = (error as Error).message.split(/[.\n]/, 1)[0]!; // Node's advice behind it is for programs that take arguments
    throw new UsageError(`${what}: see holdfast-pr-helper --help.`);
  }
}
