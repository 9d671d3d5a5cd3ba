/** The command line. Options are those of qemu-pr-helper, so that one program can take the other's place. */
import { isAbsolute } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  readonly action: "serve" | "help" | "version";
  readonly socket: string;
  readonly pidfile: string | undefined;
  /** How many -v. */
  readonly verbose: number;
}

const defaultSocket = "/var/run/qemu-pr-helper.sock";
/** sockaddr_un's sun_path, with its final 0 (man unix(7)). */
const mostPathBytes = 107;

const options = {
  socket: { type: "string", short: "k" },
  pidfile: { type: "string", short: "f" },
  verbose: { type: "boolean", short: "v" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "V" },
} as const;

export const help = `Usage: holdfast-pr-helper [OPTIONS]
Puts the persistent reservation commands of QEMU's guests to their disks.

  -k, --socket PATH   listen at this absolute path (default: ${defaultSocket})
  -f, --pidfile PATH  write the process id to this file once it listens
  -v, --verbose       say more; -vv says all
  -h, --help          show this and exit
  -V, --version       show the version and exit
`;

/** Errors: Error with a sentence for the user. */
export function readOptions(args: readonly string[]): Options {
  const given = { socket: defaultSocket, pidfile: undefined as string | undefined, verbose: 0, help: 0, version: 0 };
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional")
      throw new Error(`unexpected argument '${token.value}': name the socket with -k PATH`);
    const name = token.name as keyof typeof options;
    if (!Object.hasOwn(options, name)) throw new Error(`unrecognized option '${token.rawName}': see --help`);
    const { short, type } = options[name];
    if (type === "string" && !token.value) throw new Error(`option '-${short}' needs an argument: see --help`);
    if (type === "boolean" && token.value !== undefined)
      throw new Error(`option '-${short}' takes no argument: see --help`);
    if (name === "socket" || name === "pidfile") given[name] = token.value!;
    else given[name]++;
  }
  const { socket, pidfile, verbose } = given;
  const action = given.help > 0 ? "help" : given.version > 0 ? "version" : "serve";
  if (action === "serve") checkSocket(socket);
  return { action, socket, pidfile, verbose };
}

function checkSocket(path: string): void {
  if (!isAbsolute(path)) throw new Error(`socket path must be absolute, '${path}' is not: begin it with /`);
  const bytes = Buffer.byteLength(path);
  if (bytes > mostPathBytes)
    throw new Error(`the socket path has ${bytes} bytes, Linux takes ${mostPathBytes}: choose a shorter one`);
}
