/** What is to be composed: a command or a structure, by the words that name it. */
import { type Core, describe, type StructureName } from "../embed/index.ts";
import { valueFrom } from "./assign.ts";
import { type CommandDescription, commands } from "./commands.ts";
import { Refusal } from "./exit.ts";
import { structureNames } from "./subject.ts";
import { excerpt, keyOf, near, oneOf } from "./words.ts";

export interface Recipe {
  readonly structure: StructureName;
  /** Undefined for a structure that is no CDB. */
  readonly command: CommandDescription | undefined;
  /** SERVICE ACTION, where the words name one behind the command. */
  readonly serviceAction: bigint | undefined;
}

/** `READ(10)`, `persistent-reserve-out register`, `pr_out_list`. Errors: Refusal. */
export function recipeOf(core: Core, words: readonly string[], deviceType: number): Recipe {
  const known = commands(core);
  const separate = words.flatMap((word) => word.split(/[\s]+/)).filter((word) => word !== "");
  for (let count = separate.length; count > 0; count--) {
    const command = commandNamed(known, separate.slice(0, count).join(" "), deviceType);
    if (command) return recipeWith(core, command, separate.slice(count).join(" "));
  }
  const name = separate.join(" ");
  const structure = structureNames.find(
    (id) => keyOf(id) === keyOf(name) || keyOf(describe(core, id).name) === keyOf(name),
  );
  if (structure) return { structure, command: undefined, serviceAction: undefined };
  throw unknown(name, [...known.map((command) => command.name), ...structureNames]);
}

/** Names repeat over device types: that of the device wins, else the one that there is. */
function commandNamed(
  known: readonly CommandDescription[],
  name: string,
  deviceType: number,
): CommandDescription | undefined {
  const found = known.filter((command) => keyOf(command.name) === keyOf(name));
  return found.find(({ deviceTypes }) => deviceTypes.includes(deviceType)) ?? found[0];
}

function recipeWith(core: Core, command: CommandDescription, action: string): Recipe {
  const { structure } = command;
  if (action === "") return { structure, command, serviceAction: undefined };
  const field = describe(core, structure).fields.find(({ name }) => name === "SERVICE ACTION");
  if (field === undefined || command.serviceAction !== undefined)
    throw new Refusal(`${command.name} has no service action '${excerpt(action)}': leave it out`);
  return { structure, command, serviceAction: valueFrom(core, structure, field, action) as bigint };
}

export function unknown(name: string, names: readonly string[]): Refusal {
  const meant = near(name, names);
  const hint = meant.length > 0 ? `take ${oneOf(meant)}` : "holdfast fields lists them";
  return new Refusal(`there is no command or structure '${excerpt(name)}': ${hint}`);
}
