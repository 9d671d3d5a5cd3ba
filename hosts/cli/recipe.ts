/** What is to be composed: a command or a structure, by the words that name it. */
import { type CommandDescription, commands, type Core, describe, type StructureName } from "../embed/index.ts";
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
 * `READ(10)`, `persistent-reserve-out register`, `pr_out_list`. `action` is a service action that was given as a field; without any it is
 * 0 where the command has several. Errors: Refusal.
 */
export function recipeOf(core: Core, words: readonly string[], action: string | undefined, deviceType: number): Recipe {
  const known = commands(core);
  const separate = words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== "");
  for (let count = separate.length; count > 0; count--) {
    const named = commandsNamed(known, separate.slice(0, count).join(" "), deviceType);
    if (named.length === 0) continue;
    const command = withAction(named, separate.slice(count).join(" ") || action);
    return { structure: command.structure, command };
  }
  const name = separate.join(" ");
  const same = (text: string) => keyOf(text) === keyOf(name);
  const structure = structureNames.find((id) => same(id) || same(describe(core, id).name));
  if (structure) return { structure, command: firstOf(known, structure, action) };
  throw unknown(name, namesOfAll(known));
}

/** Names that could have been meant. */
export function namesOfAll(known: readonly CommandDescription[]): string[] {
  const actions = known.map(({ name, serviceActionName }) =>
    name === serviceActionName ? name : `${name} ${serviceActionName}`.trim(),
  );
  return [...known.map(({ name }) => name), ...structureNames, ...actions];
}

/** Names repeat over service actions and device types: those of the device win, else those that there are. */
function commandsNamed(known: readonly CommandDescription[], name: string, deviceType: number): CommandDescription[] {
  const found = known.filter((command) => keyOf(command.name) === keyOf(name));
  const own = found.filter(({ deviceTypes }) => deviceTypes.includes(deviceType));
  return own.length > 0 ? own : found;
}

/** A CDB by its structure is that of the first command that has it. */
function firstOf(
  known: readonly CommandDescription[],
  structure: StructureName,
  action: string | undefined,
): CommandDescription | undefined {
  const own = known.filter((command) => command.structure === structure);
  const named = own.filter(({ name }) => name === own[0]!.name);
  return named.length > 0 ? withAction(named, action) : undefined;
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
  const meant = near(action, names);
  throw new Refusal(
    `${first!.name} has no service action '${excerpt(action)}': take ${oneOf(meant.length > 0 ? meant : names)}`,
  );
}

export function unknown(name: string, names: readonly string[]): Refusal {
  const meant = near(name, names);
  const hint = meant.length > 0 ? `take ${oneOf(meant)}` : "holdfast fields lists them";
  return new Refusal(`there is no command or structure '${excerpt(name)}': ${hint}`);
}
