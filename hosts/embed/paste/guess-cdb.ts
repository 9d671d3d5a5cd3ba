/** Whether bare bytes are a CDB. */
import { type CommandDescription, explainCdb, findCommand } from "../command.ts";
import type { Core } from "../core.ts";
import { CoreError } from "../errors.ts";
import { flawsIn } from "./flaws.ts";

/** The command, and how many of its fields are not as they ought to be; undefined for bytes that are no CDB of a known command. */
export function guessCdb(
  core: Core,
  bytes: Uint8Array,
  deviceType: number,
): { readonly what: string; readonly flaws: number } | undefined {
  const command = commandOf(core, bytes, deviceType);
  const flaws = command && flawsIn(explainCdb(core, bytes, deviceType), bytes);
  return flaws === undefined ? undefined : { what: `a CDB of ${command!.name}`, flaws };
}

function commandOf(core: Core, bytes: Uint8Array, deviceType: number): CommandDescription | undefined {
  try {
    return findCommand(core, bytes, deviceType);
  } catch (error) {
    if (error instanceof CoreError) return undefined;
    throw error;
  }
}
