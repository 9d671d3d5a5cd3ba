// Commands that hang in a helper inside User Mode Linux for as long as a test wants: the SG_IO shim (test/shim) is in the helper, and its
// log tells what is in flight.
import { relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { compile } from "../shim/compile.ts";
import type { Helper } from "./helper.ts";
import { PROJECT, type Uml } from "./uml.ts";

const TABLE = "/run/sgio-table";
const LOG = "/run/sgio-log";
/** Longer than any test. */
const HANG_MS = 3_600_000;

/** The same helper with the shim, under a name (and a socket) of its own if one is given. */
export function holdable(helper: Helper, name = helper.name): Helper {
  const library = compile(new URL("../shim/sgio-shim.c", import.meta.url), ["-shared", "-fPIC"]);
  const inside = `${PROJECT}/${relative(fileURLToPath(new URL("../..", import.meta.url)), library)}`;
  const shim = [`LD_PRELOAD=${inside}`, `SGIO_SHIM=${TABLE}`, `SGIO_SHIM_LOG=${LOG}`];
  return { name, argv: (uml, socket) => ["env", ...shim, ...helper.argv(uml, socket)] };
}

/** From now on commands to this disk hang in holdable helpers, and never get to the disk. */
export async function holdUp(uml: Uml, device: string, forMs = HANG_MS): Promise<void> {
  // sgio-shim.c has the format of a rule; the log begins anew.
  const rule = `rdev:$(stat -c %r ${device}) -1 -1 0 0 0 0 ${forMs} -1 - -`;
  await uml.succeed(["sh", "-c", `: > ${LOG}; echo "${rule}" > ${TABLE}.new; mv ${TABLE}.new ${TABLE}`]);
}

export async function letGo(uml: Uml): Promise<void> {
  await uml.succeed(["rm", TABLE]);
}

/** Waits until a command hangs; its CDB, in hexadecimal. */
export async function untilInFlight(uml: Uml): Promise<string> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(20)) {
    const lines = (await uml.succeed(["cat", LOG])).split("\n").filter(Boolean);
    const events = lines.map((line) => JSON.parse(line) as { event: string; id: string; cdb: string });
    const begun = events.find(({ event, id }) => event === "begin" && events.every((other) => other.event === "begin" || other.id !== id)); // prettier-ignore
    if (begun) return begun.cdb;
  }
  throw new Error("No command came to the held disk within 20 s.");
}
