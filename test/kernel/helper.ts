// The PR helpers that run inside User Mode Linux, and a client that speaks to their socket without QEMU.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Ended } from "./protocol.ts";
import { program } from "../common/requirements.ts";
import { PROJECT, RUN, type Uml } from "./uml.ts";

/** A PR helper: the command that serves a socket. */
export interface Helper {
  name: string;
  argv(uml: Uml, socket: string): string[];
}

const BUNDLE = "build/holdfast-pr-helper.mjs";

export const holdfast: Helper = {
  name: "holdfast-pr-helper",
  argv: (uml, socket) => [uml.node, `${PROJECT}/${BUNDLE}`, "-k", socket],
};

/** QEMU's own: what passes with ours has to pass with this one too, or the test is wrong. */
export const qemuPrHelper: Helper = { name: "qemu-pr-helper", argv: (_, socket) => ["qemu-pr-helper", "-k", socket] };

export interface RunningHelper {
  socket: string;
  pid: number;
}

export async function startHelper(uml: Uml, helper: Helper): Promise<RunningHelper> {
  if (helper === holdfast && !existsSync(fileURLToPath(new URL(`../../${BUNDLE}`, import.meta.url))))
    throw new Error(`${BUNDLE} is missing: run "npm run build".`);
  const socket = `/run/${helper.name}.sock`;
  const { pid } = await uml.request("start", { argv: helper.argv(uml, socket), ready: socket, timeoutMs: 20_000 });
  return { socket, pid };
}

/** Asks a helper to end, as systemd does. */
export function stopHelper(uml: Uml, { pid }: RunningHelper): Promise<Ended> {
  return uml.request("stop", { pid, signal: "SIGTERM", timeoutMs: 10_000 });
}

export interface Reply {
  status: number;
  sense: string;
  data: string;
}

/** Compiles a client of inside/ into the machine's run folder, static: it runs on any root. */
export function compileClient(uml: Uml, name = "pr-client"): void {
  const source = fileURLToPath(new URL(`inside/${name}.c`, import.meta.url));
  execFileSync(program("cc")!, ["-Wall", "-Wextra", "-Werror", "-O1", "-static", "-o", join(uml.folder, name), source]);
}

export type Access = "rw" | "ro";

/** Sends requests ("CDB" or "CDB+parameters", hexadecimal) over one connection; a reply for each that was answered. */
export async function ask(
  uml: Uml,
  socket: string,
  access: Access,
  device: string,
  ...requests: string[]
): Promise<Reply[]> {
  const text = await uml.succeed([`${RUN}/pr-client`, socket, access, device, ...requests]);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Reply | { closed: true })
    .filter((reply): reply is Reply => "status" in reply);
}
