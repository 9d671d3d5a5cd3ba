/** All names that the values of a field have. */
import abi from "./abi.json" with { type: "json" };
import { describe } from "./codec.ts";
import type { Core, StructureName } from "./core.ts";
import { CoreError } from "./errors.ts";

/** Values from `first` to `last` have this name. */
export interface NamedValues {
  readonly first: number;
  readonly last: number;
  readonly name: string;
}

/** Names are asked for value by value: fields that are wider have none. */
const widest = 16;

/** In ascending order; none for a field whose values have no names. Errors: CoreError unknown_field. */
export function namesOfValues(core: Core, structure: StructureName, field: string): NamedValues[] {
  const { fields } = describe(core, structure);
  const at = fields.findIndex(({ name }) => name === field);
  if (at < 0) throw new CoreError("unknown_field", { field, bit: 0, have: 0, need: 0, sense: undefined });
  const { bits, flags } = fields[at]!;
  if (bits > widest || flags & abi.enumerations.node_flag.bytes) return [];
  const runs: { first: number; last: number; text: number }[] = [];
  for (let value = 0; value < 1 << bits; value++) {
    const text = core.check(core.exports.hf_value(abi.structures[structure], at, value));
    const run = runs.at(-1);
    if (run?.text === text) run.last = value;
    else runs.push({ first: value, last: value, text });
  }
  return runs.filter(({ text }) => text !== 0).map(({ first, last, text }) => ({ first, last, name: core.text(text) }));
}
