/** Names that belong to no field, read backwards. A list that this core does not have knows no number: the name stays a name. */
import abi from "../abi.json" with { type: "json" };
import type { Core } from "../core.ts";

/** Lists of the ABI, and the values that each may have names for. */
const lists = { scsi_status: 256, sense_key: 16, host_status: 256, driver_status: 256 } as const;

export type PasteList = keyof typeof lists;

/** Each value of a list that has a name. */
export function* namesIn(core: Core, list: PasteList): Generator<readonly [value: number, name: string]> {
  const numbers: Readonly<Record<string, number>> = abi.names;
  const number = numbers[list];
  if (number === undefined) return;
  for (let value = 0; value < lists[list]; value++) {
    const name = core.text(core.check(core.exports.hf_name(number, value)));
    if (name) yield [value, name];
  }
}
