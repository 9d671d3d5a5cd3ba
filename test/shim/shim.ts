/**
 * Devices whose SG_IO is answered from a table, for programs started with `env` (sgio-shim.c says how). A device is any path: an empty
 * file does for a disk.
 *
 *   const shim = new Shim();
 *   shim.answer(disk, { data: "00000001 00000000" }, { opcode: 0x5e });
 *   const child = spawn(program, [], { env: { ...process.env, ...shim.env } });
 *   ... shim.commands() ...
 *   shim.close();
 */
import { closeSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "./compile.ts";

/** What the device says; GOOD with nothing more when a field is absent. */
export interface Answer {
  /** Of the ioctl, as a number; all else but the delay is void then. */
  readonly errno?: number;
  readonly status?: number;
  readonly hostStatus?: number;
  readonly driverStatus?: number;
  readonly delayMs?: number;
  /** Absent: what the data leaves of the transfer. */
  readonly resid?: number;
  /** Hexadecimal, blanks allowed. */
  readonly sense?: string;
  /** Hexadecimal, blanks allowed: what a command that reads gets. */
  readonly data?: string;
}

/** Which commands an answer is for; any when absent. */
export interface Match {
  readonly opcode?: number;
  readonly serviceAction?: number;
}

/** One SG_IO, as the program asked for it. Times are CLOCK_MONOTONIC; `end` is absent while it runs. */
export interface Command {
  readonly device: string;
  readonly cdb: string;
  /** SG_DXFER_NONE -1, SG_DXFER_TO_DEV -2, SG_DXFER_FROM_DEV -3 */
  readonly direction: number;
  readonly length: number;
  readonly senseLength: number;
  readonly timeout: number;
  /** What went to the device, hexadecimal. */
  readonly data: string;
  readonly thread: number;
  readonly begin: bigint;
  readonly end?: bigint;
  /** False: no rule fitted, the kernel answered. */
  readonly shimmed?: boolean;
  readonly errno?: number;
}

export class Shim {
  /** A folder of its own; tests may put their disks and sockets there. */
  readonly folder = mkdtempSync(join(tmpdir(), "holdfast-shim-"));
  readonly env: { readonly LD_PRELOAD: string; readonly SGIO_SHIM: string; readonly SGIO_SHIM_LOG?: string };
  readonly #table = join(this.folder, "table");
  readonly #log = join(this.folder, "log");
  /** By what they are for; the last one set comes first. */
  readonly #rules = new Map<string, string>();

  /** Without the log (`log: false`) nothing slows a command down: for measurements. */
  constructor({ log = true } = {}) {
    const library = compile(new URL("sgio-shim.c", import.meta.url), ["-shared", "-fPIC"]);
    this.env = { LD_PRELOAD: library, SGIO_SHIM: this.#table, ...(log ? { SGIO_SHIM_LOG: this.#log } : {}) };
    this.#write();
  }

  /** Makes an empty file that stands for a disk. */
  disk(name: string): string {
    const path = join(this.folder, name);
    closeSync(openSync(path, "w", 0o600));
    return path;
  }

  /** From now on: a later answer for the same commands takes the place of an earlier one. */
  answer(device: string, answer: Answer, match: Match = {}): void {
    const commands = `${deviceOf(device)} ${String(match.opcode ?? -1)} ${String(match.serviceAction ?? -1)}`;
    this.#rules.delete(commands);
    this.#rules.set(commands, say(answer));
    this.#write();
  }

  /** From now on the kernel answers for all devices. */
  clear(): void {
    this.#rules.clear();
    this.#write();
  }

  /** All commands so far, in the order in which they came to the device. */
  commands(): Command[] {
    const commands = new Map<string, Command>();
    for (const line of this.#lines()) {
      const { event, id, ns, ...rest } = JSON.parse(line.replace(/"ns":(\d+)/, '"ns":"$1"')) as Event;
      if (event === "begin") commands.set(id, { ...(rest as unknown as Command), begin: BigInt(ns) });
      else commands.set(id, { ...commands.get(id)!, ...rest, end: BigInt(ns) });
    }
    return [...commands.values()].sort((a, b) => Number(a.begin - b.begin));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #write(): void {
    const lines = [...this.#rules].reverse().map(([commands, answer]) => `${commands} ${answer}\n`);
    writeFileSync(`${this.#table}.new`, lines.join(""));
    renameSync(`${this.#table}.new`, this.#table); // another inode: the shim sees the change, and never half of it
  }

  #lines(): string[] {
    const log = statSync(this.#log, { throwIfNoEntry: false }) ? readFileSync(this.#log, "utf8") : "";
    return log.split("\n").slice(0, -1);
  }
}

interface Event {
  readonly event: "begin" | "end";
  readonly id: string;
  readonly ns: string;
}

/** As the log names it. */
export function deviceOf(path: string): string {
  const stat = statSync(path, { bigint: true });
  if (stat.isBlockDevice() || stat.isCharacterDevice()) return `rdev:${String(stat.rdev)}`;
  return `file:${String(stat.dev)}:${String(stat.ino)}`;
}

function say(answer: Answer): string {
  const { errno = 0, status = 0, hostStatus = 0, driverStatus = 0, delayMs = 0, resid = -1 } = answer;
  return [errno, status, hostStatus, driverStatus, delayMs, resid, hex(answer.sense), hex(answer.data)].join(" ");
}

function hex(text = ""): string {
  return text.replaceAll(/\s/g, "") || "-";
}
