/** Names that belong to no field, read backwards. */
import { nameIn } from "../codec.ts";
import type { Core } from "../core.ts";

/** Lists of the ABI whose names logs have, and how many values each may have names for. */
const lists = { scsi_status: 256, sense_key: 16, host_status: 256, driver_status: 256 } as const;

export type PasteList = keyof typeof lists;

/** Each value of a list that has a name. */
export function* namesIn(core: Core, list: PasteList): Generator<readonly [value: number, name: string]> {
  for (let value = 0; value < lists[list]; value++) {
    const name = nameIn(core, list, value);
    if (name) yield [value, name];
  }
}
