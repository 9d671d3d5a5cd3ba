/** What the helper can be told, by the command line or by the configuration file: one table of both. */
import { isAbsolute, resolve } from "node:path";

export interface Settings {
  readonly socket: string;
  readonly pidfile: string | undefined;
  readonly daemon: boolean;
  readonly user: string | undefined;
  readonly group: string | undefined;
  /** -1 with --quiet, else how many -v. */
  readonly verbosity: number;
  /** For one SG_IO, and for what is in flight when the helper is told to end. */
  readonly timeoutMs: number;
  readonly logFormat: "text" | "json";
  readonly maxClients: number;
  /** Commands go to emulated logical units, which stand for regular files, and none to a device. */
  readonly emulate: boolean;
  /** Where these keep their state over a restart; undefined: nowhere. */
  readonly emulateState: string | undefined;
}

/** As given, before it is checked: by the long option's name. */
export type Given = Readonly<Record<string, string>>;

/** Settings that cannot be followed; the message is the sentence for the user. */
export class SettingsError extends Error {}

interface Option {
  readonly short?: string;
  /** Name of the argument; absent for a switch. */
  readonly argument?: string;
  readonly help: string;
  /** Not in the configuration file. */
  readonly commandLineOnly?: boolean;
}

const defaultSocket = "/var/run/qemu-pr-helper.sock";
const defaultPidfile = "/var/run/qemu-pr-helper.pid";
export const defaultConfig = "/etc/holdfast.conf";

/** In the order of --help. */
export const options: Readonly<Record<string, Option>> = {
  socket: { short: "k", argument: "PATH", help: `listen at this absolute path\n(default ${defaultSocket})` },
  daemon: { short: "d", help: "run in the background, once it listens", commandLineOnly: true },
  pidfile: {
    short: "f",
    argument: "PATH",
    help: `write the process id to this file\n(with -d by default ${defaultPidfile})`,
  },
  user: { short: "u", argument: "USER", help: "user to run as, by name or number" },
  group: { short: "g", argument: "GROUP", help: "group to run as, by name or number" },
  timeout: { argument: "SECONDS", help: "give a disk this long to answer (default 30)" },
  "max-clients": { argument: "N", help: "serve so many connections at once (default 1024)" },
  "log-format": { argument: "FORMAT", help: "text (default) or json, on standard error" },
  emulate: { help: "emulate the logical unit behind each regular file;\nthe data path is not fenced" },
  "emulate-state": {
    argument: "DIR",
    help: "where these units keep what must outlive a restart,\nan absolute path (default: nowhere)",
  },
  verbose: { short: "v", help: "say more; -vv says all" },
  quiet: { short: "q", help: "say nothing of what clients do" },
  trace: {
    short: "T",
    argument: "SPEC",
    help: "accepted for qemu-pr-helper's sake, without effect",
    commandLineOnly: true,
  },
  config: {
    argument: "PATH",
    help: `read settings from this file\n(default ${defaultConfig}, if it is there)`,
    commandLineOnly: true,
  },
  help: { short: "h", help: "show this and exit", commandLineOnly: true },
  version: { short: "V", help: "show the version and exit", commandLineOnly: true },
};

/** The command line wins; --quiet and --verbose are one setting. */
export function merge(file: Given, commandLine: Given): Given {
  const loudness = ["quiet", "verbose"];
  const said = loudness.some((name) => commandLine[name] !== undefined);
  const kept = Object.entries(file).filter(([name]) => !(said && loudness.includes(name)));
  return { ...Object.fromEntries(kept), ...commandLine };
}

/** Errors: SettingsError. */
export function settingsFrom(given: Given): Settings {
  const daemon = given["daemon"] !== undefined;
  const quiet = given["quiet"] !== undefined;
  const emulate = given["emulate"] !== undefined;
  const format = given["log-format"] ?? "text";
  if (format !== "text" && format !== "json")
    throw new SettingsError(`there is no log format '${format}': take text or json`);
  return {
    socket: checkSocket(given["socket"] ?? defaultSocket),
    pidfile: pidfileFrom(given["pidfile"] ?? (daemon ? defaultPidfile : undefined)),
    daemon,
    user: given["user"],
    group: given["group"],
    verbosity: quiet ? -1 : Number(given["verbose"] ?? 0),
    timeoutMs: numberFrom("timeout", given["timeout"] ?? "30", 1, 3600) * 1000,
    logFormat: format,
    maxClients: numberFrom("max-clients", given["max-clients"] ?? "1024", 1, 100_000),
    emulate,
    emulateState: checkStateFolder(given["emulate-state"], emulate),
  };
}

function numberFrom(name: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw new SettingsError(`'${text}' is no ${name}: give a whole number from ${least} to ${most}`);
}

function checkStateFolder(path: string | undefined, emulate: boolean): string | undefined {
  if (path === undefined) return undefined;
  if (!emulate)
    throw new SettingsError("emulate-state is for emulated logical units: give --emulate, too, or leave it out");
  if (!isAbsolute(path)) throw new SettingsError(`emulate-state must be absolute, '${path}' is not: begin it with /`);
  return path;
}

/** From the folder of who starts the helper: the background is in another. */
const pidfileFrom = (path: string | undefined) => (path === undefined ? undefined : resolve(path));

/** sockaddr_un's sun_path, with its final 0 (man unix(7)). */
const mostPathBytes = 107;

function checkSocket(path: string): string {
  if (!isAbsolute(path)) throw new SettingsError(`socket path must be absolute, '${path}' is not: begin it with /`);
  const bytes = Buffer.byteLength(path);
  if (bytes > mostPathBytes)
    throw new SettingsError(`the socket path has ${bytes} bytes, Linux takes ${mostPathBytes}: choose a shorter one`);
  return path;
}
