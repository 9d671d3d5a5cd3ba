/**
 * Crash points: places at which the process may be killed, and must not have lost what it has promised. HOLDFAST_CRASH_AT=N kills it at the Nth
 * that it comes to, =count has it say at its end how many it came to. Tests kill at each of them.
 */
import { writeLast } from "./log.ts";

const wanted = process.env["HOLDFAST_CRASH_AT"];
let passed = 0;

export function crashPoint(): void {
  if (wanted === undefined) return;
  if (wanted === "count" && passed === 0)
    process.on("exit", () => writeLast(`holdfast-pr-helper: ${passed} crash points\n`));
  passed++;
  if (String(passed) === wanted) process.kill(process.pid, "SIGKILL");
}
