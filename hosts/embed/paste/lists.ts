/** Names that belong to no field: the core has no lists of them yet, so that a name stays a name. */
import type { Core } from "../core.ts";

export type NameList = "host_status" | "driver_status";

/** The number of a name in a list of the core, undefined for none. */
export function numberInList(_core: Core, _list: NameList, _name: string): number | undefined {
  return undefined;
}
