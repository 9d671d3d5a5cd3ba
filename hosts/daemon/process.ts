/** What Linux tells of another process. */
import { readFileSync } from "node:fs";

/**
 * The fields of /proc/PID/stat (proc_pid_stat(5)) from the third on, which is the state: counted behind the name, which may have any character.
 * Errors: those of reading.
 */
export function statOf(process: number): string[] {
  const stat = readFileSync(`/proc/${process}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Dead, but for a thread that hangs in a command: until Linux gives the command up, what the process had open stays open, locks and sockets too. */
export function isZombie(process: number): boolean {
  try {
    return ["Z", "X"].includes(statOf(process)[0]!);
  } catch {
    return false; // gone, or not to be seen from here
  }
}
