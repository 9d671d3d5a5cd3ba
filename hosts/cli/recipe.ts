/** What is to be composed: a command or a structure, by the words that name it. */
import { type CommandDescription, commands, type Core, nameOfStructure, type StructureName } from "../embed/index.ts";
import { Refusal } from "./exit.ts";
import { numberFrom } from "./numbers.ts";
import { structureNames } from "./subject.ts";
import { excerpt, keyOf, near, oneOf } from "./words.ts";

export interface Recipe {
  readonly structure: StructureName;
  /** Undefined for a structure that is no command's CDB. */
  readonly command: CommandDescription | undefined;
}

/**
 * `READ(10)`, `persistent-reserve-out register`, `pr_out register`, `pr_out_list`. `action` is a service action that was given as a field;
 * without any it is 0 where the command has several. Errors: Refusal.
 */
export function recipeOf(core: Core, words: readonly string[], action: string | undefined, deviceType: number): Recipe {
  const known = commands(core);
  const separate = words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== "");
  for (let count = separate.length; count > 0; count--) {
    const behind = separate.slice(count).join(" ");
    const named = commandsNamed(known, separate.slice(0, count).join(" "), behind, deviceType);
    if (named.length === 0) continue;
    const command = withAction(named, behind || action);
    return { structure: command.structure, command };
  }
  const name = separate.join(" ");
  const same = (text: string) => keyOf(text) === keyOf(name);
  const structure = structureNames.find((id) => same(id) || same(nameOfStructure(core, id)));
  if (structure) return { structure, command: undefined };
  const lengths = withLengths(known, name, deviceType);
  if (lengths.length > 0) throw new Refusal(`'${excerpt(name)}' has several lengths: take ${oneOf(lengths)}`);
  throw unknown(name, namesOfAll(known));
}

/** Names that could have been meant. */
export function namesOfAll(known: readonly CommandDescription[]): string[] {
  const actions = known.map(({ name, serviceActionName }) =>
    name === serviceActionName ? name : `${name} ${serviceActionName}`.trim(),
  );
  return [...known.map(({ name }) => name), ...structureNames, ...actions];
}

/**
 * Names repeat over service actions and device types: those of the device win, else those that there are. Of another device type, a name that
 * this one has with lengths (READ of object storage) is none, and what is `behind` a name must be able to be a service action.
 */
function commandsNamed(
  known: readonly CommandDescription[],
  name: string,
  behind: string,
  deviceType: number,
): readonly CommandDescription[] {
  const found = known.filter((command) => keyOf(command.name) === keyOf(name));
  const own = found.filter(({ deviceTypes }) => deviceTypes.includes(deviceType));
  if (own.length > 0) return own;
  if (found.length === 0) return ofStructure(known, name);
  if (withLengths(known, name, deviceType).length > 0) return [];
  return behind === ""
    ? found
    : found.filter(({ serviceActionName }) => !["", found[0]!.name].includes(serviceActionName));
}

/** READ(6), READ(10) and so on of READ. */
function withLengths(known: readonly CommandDescription[], name: string, deviceType: number): string[] {
  const own = known.filter(({ deviceTypes }) => deviceTypes.includes(deviceType)).map((command) => command.name);
  return [...new Set(own)]
    .filter((other) => /\(\d+\)$/.test(other) && keyOf(other.replace(/\(\d+\)$/, "")) === keyOf(name))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** Those of the first command whose CDB has this identifier: pr_out_cdb, pr_out. Layouts for any command (cdb_6) are of none. */
function ofStructure(known: readonly CommandDescription[], name: string): readonly CommandDescription[] {
  const own = known.filter(
    ({ structure }) => structure.endsWith("_cdb") && [name, `${name}_cdb`].some((id) => keyOf(id) === keyOf(structure)),
  );
  return own.filter((command) => command.name === own[0]!.name);
}

function withAction(named: readonly CommandDescription[], action = "0"): CommandDescription {
  const [first] = named;
  if (named.length === 1) {
    if (action === "0" || numberFrom(action) === BigInt(first!.serviceAction ?? -1)) return first!;
    throw new Refusal(`${first!.name} has no service action '${excerpt(action)}': leave it out`);
  }
  const number = numberFrom(action);
  const found = named.find(
    ({ serviceActionName, serviceAction }) =>
      keyOf(serviceActionName) === keyOf(action) || (number !== undefined && number === BigInt(serviceAction ?? -1)),
  );
  if (found) return found;
  const names = named.map(({ serviceActionName }) => serviceActionName);
  if (new Set(names).size < names.length) throw ambiguous(named);
  const meant = near(action, names);
  throw new Refusal(
    `${first!.name} has no service action '${excerpt(action)}': take ${oneOf(meant.length > 0 ? meant : names)}`,
  );
}

/** Commands of one name that only their service actions' numbers tell apart. */
function ambiguous(named: readonly CommandDescription[]): Refusal {
  const numbers = named.map(({ serviceAction = 0 }) => `0x${serviceAction.toString(16)}`);
  return new Refusal(`${named[0]!.name} is several commands: put the service action behind it, ${oneOf(numbers)}`);
}

export function unknown(name: string, names: readonly string[]): Refusal {
  const meant = near(name, names);
  const hint = meant.length > 0 ? `take ${oneOf(meant)}` : "holdfast fields lists them";
  return new Refusal(`there is no command or structure '${excerpt(name)}': ${hint}`);
}
