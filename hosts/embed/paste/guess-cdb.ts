/** Whether bare bytes are a CDB. */
import abi from "../abi.json" with { type: "json" };
import { type CommandDescription, explainCdb, findCommand, longestCdb } from "../command.ts";
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

const { trailing, reserved_set: reservedSet } = abi.enumerations.node_flag;

/**
 * Whether bytes for which no guess is sure begin a command: it is whole, cut short, or has less than its own length behind it; if it is not
 * whole, all that is reserved must be 0. So do a known operation code and a service action that is not.
 */
export function beginsCommand(core: Core, bytes: Uint8Array, deviceType: number): boolean {
  const padded = new Uint8Array(Math.max(bytes.length, longestCdb));
  padded.set(bytes);
  const without = (flag: number) => explainCdb(core, bytes, deviceType).every(({ flags }) => !(flags & flag));
  try {
    const { length } = findCommand(core, padded, deviceType);
    if (bytes.length > 2 * length || (bytes.length > 1 && bytes.every((byte) => byte === 0))) return false;
    return bytes.length === length || without(reservedSet);
  } catch (error) {
    if (error instanceof CoreError) return error.status === "unknown_service_action" && without(trailing);
    throw error;
  }
}
