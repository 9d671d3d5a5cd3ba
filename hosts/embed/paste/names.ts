/** Numbers for names: the core's own value names, read backwards once a core. */
import abi from "../abi.json" with { type: "json" };
import { describe } from "../codec.ts";
import { commands } from "../command.ts";
import type { Core, StructureName } from "../core.ts";
import { namesIn, type PasteList } from "./lists.ts";

/** Names without case and punctuation, and their numbers. */
type Numbers = ReadonlyMap<string, number>;

type Known = Readonly<Record<PasteList | "additional" | "out_actions" | "commands", Numbers>>;

const known = new WeakMap<Core, Known>();

function knownBy(core: Core): Known {
  let names = known.get(core);
  if (!names) {
    names = {
      scsi_status: backwards(namesIn(core, "scsi_status")),
      sense_key: backwards(namesIn(core, "sense_key")),
      host_status: backwards(namesIn(core, "host_status")),
      driver_status: backwards(namesIn(core, "driver_status")),
      additional: backwards(namesOf(core, "fixed_sense", "ADDITIONAL SENSE", 65536)),
      commands: backwards(commandNames(core)),
      out_actions: backwards(namesOf(core, "pr_out_cdb", "SERVICE ACTION", 32)),
    };
    known.set(core, names);
  }
  return names;
}

/** Names of operation codes. */
function* commandNames(core: Core): Generator<readonly [value: number, name: string]> {
  for (const { operationCode, operationName } of commands(core)) yield [operationCode, operationName];
}

/** Each value of a field that has a name. */
function* namesOf(
  core: Core,
  structure: StructureName,
  field: string,
  count: number,
): Generator<readonly [value: number, name: string]> {
  const at = describe(core, structure).fields.findIndex(({ name }) => name === field);
  for (let value = 0; value < count; value++) {
    const name = core.check(core.exports.hf_value(abi.structures[structure], at, value));
    if (name !== 0) yield [value, core.text(name)];
  }
}

/** The first number of each name. */
function backwards(names: Iterable<readonly [value: number, name: string]>): Numbers {
  const numbers = new Map<string, number>();
  for (const [value, name] of names) {
    const bare = bareName(name);
    if (!numbers.has(bare)) numbers.set(bare, value);
  }
  return numbers;
}

const bareName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** A name that a log has is no longer than this; what is longer is none. */
const longest = 120;

const lookUp = (numbers: Numbers, name: string): number | undefined =>
  name.length > longest ? undefined : numbers.get(bareName(name));

/** A sense key, also as Linux has it: "Vendor Specific(9)". */
export function senseKeyOf(core: Core, name: string): number | undefined {
  const open = name.indexOf("(");
  return lookUp(knownBy(core).sense_key, open < 0 ? name : name.slice(0, open));
}

/** ADDITIONAL SENSE CODE << 8 | QUALIFIER. */
export const additionalSenseOf = (core: Core, name: string): number | undefined =>
  lookUp(knownBy(core).additional, name);

/** A SCSI status, also with Linux' SAM_STAT_ before it. */
export const statusOf = (core: Core, name: string): number | undefined =>
  lookUp(knownBy(core).scsi_status, name.startsWith("SAM_STAT_") ? name.slice("SAM_STAT_".length) : name);

/** The operation code of a command. */
export const operationCodeOf = (core: Core, name: string): number | undefined => lookUp(knownBy(core).commands, name);

/** A service action of PERSISTENT RESERVE OUT. */
export const outActionOf = (core: Core, name: string): number | undefined => lookUp(knownBy(core).out_actions, name);

/** DID_NO_CONNECT and the like. */
export const hostStatusOf = (core: Core, name: string): number | undefined => lookUp(knownBy(core).host_status, name);

/** DRIVER_SENSE and the like. */
export const driverStatusOf = (core: Core, name: string): number | undefined =>
  lookUp(knownBy(core).driver_status, name);
