/** Options of holdfast-pr-helper: those of qemu-pr-helper, by the same names and with the same defaults. */
import { isAbsolute } from "node:path";
import { parseArgs } from "node:util";

export const defaultSocket = "/var/run/qemu-pr-helper.sock";

/** `verbose`: 0 what goes wrong, 1 also clients that leave in the middle, 2 also who comes and goes. */
export interface RunOptions {
  readonly socket: string;
  readonly pidfile: string | undefined;
  readonly verbose: number;
}

export type Invocation =
  { readonly kind: "help" } | { readonly kind: "version" } | ({ readonly kind: "run" } & RunOptions);

/** The command line cannot be followed; the message is the sentence for the user. */
export class UsageError extends Error {}

export const usage = `Usage: holdfast-pr-helper [OPTIONS]
Persistent reservation helper for QEMU's pr-manager-helper object

  -k, --socket=PATH   path of the Unix socket
                      (default '${defaultSocket}')
  -f, --pidfile=PATH  write the process id to this file
  -v, --verbose       say more on standard error; -vv says all
  -h, --help          display this help and exit
  -V, --version       output version information and exit
`;

/** Errors: UsageError. */
export function parseOptions(args: readonly string[]): Invocation {
  const { values, positionals } = read(args);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  if (positionals.length > 0)
    throw new UsageError(`unexpected argument '${positionals[0]}': name the socket with -k PATH`);
  const socket = values.socket ?? defaultSocket;
  if (!isAbsolute(socket)) throw new UsageError(`socket path must be absolute, '${socket}' is not: begin it with /`);
  checkLength(socket);
  if (values.pidfile === "") throw new UsageError("the PID file needs a path: name it with -f PATH");
  return { kind: "run", socket, pidfile: values.pidfile, verbose: values.verbose?.length ?? 0 };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        socket: { type: "string", short: "k" },
        pidfile: { type: "string", short: "f" },
        verbose: { type: "boolean", short: "v", multiple: true },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "V" },
      },
    });
  } catch (error) {
    throw new UsageError(sentence(error as Error & { code?: string }, args));
  }
}

/** Node's own sentences explain parseArgs, not this program. */
function sentence(error: Error & { code?: string }, args: readonly string[]): string {
  const option = /'(-[^' ,]+)/.exec(error.message)?.[1] ?? args.join(" ");
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `unrecognized option '${option}'`;
  return /does not take an argument/.test(error.message)
    ? `option '${option}' takes no argument`
    : `option '${option}' needs an argument`;
}

/** sockaddr_un holds 108 bytes with the NUL that ends the path (unix(7)). */
function checkLength(socket: string): void {
  const bytes = Buffer.byteLength(socket);
  if (bytes > 107) throw new UsageError(`the socket path has ${bytes} bytes, Linux takes 107: choose a shorter one`);
}
