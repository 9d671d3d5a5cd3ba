/** holdfast fields: which commands and structures there are, and what is in them. */
import type { Command } from "commander";
import { type CommandDescription, commands, type Core, describe, type StructureName } from "../../embed/index.ts";
import { exit } from "../exit.ts";
import type { Verb } from "../frame.ts";
import { unknown } from "../recipe.ts";
import { drawList, drawStructure } from "../render/table.ts";
import { structureNames } from "../subject.ts";
import { keyOf } from "../words.ts";

interface Options {
  readonly all?: true;
}

const more = `
Without NAME: all commands and structures. With the name of one, or with the
identifier of a structure: its fields, with the names of their values. Any other
word: the commands and structures that have it in their name.

Examples:
  holdfast fields
  holdfast fields reserve
  holdfast fields persistent-reserve-out
  holdfast fields fixed_sense --all

Exit codes: 0 done; 1 nothing has this name.`;

export const fields: Verb<Options> = {
  name: "fields",
  summary: "list commands and structures, or the fields of one",

  declare(command: Command) {
    command
      .argument("[NAME...]", "a command, a structure, or a word of their names")
      .option("--all", "list every name of a value")
      .addHelpText("after", more);
  },

  run({ core, out, paint }, words, { all }) {
    const name = words.join(" ");
    const known = commands(core);
    const exact = structuresNamed(core, known, name);
    if (exact.length > 0) {
      out(exact.map((structure) => drawStructure(core, structure, all ?? false, paint)).join("\n"));
      return exit.ok;
    }
    const has = (text: string) => keyOf(text).includes(keyOf(name));
    const someCommands = known.filter((command) => has(command.name) || has(command.serviceActionName));
    const someStructures = structureNames.filter((id) => has(id) || has(describe(core, id).name));
    if (someCommands.length + someStructures.length === 0)
      throw unknown(name, [...known.map((command) => command.name), ...structureNames]);
    out(drawList(core, someCommands, someStructures, paint));
    return exit.ok;
  },
};

/** One identifier is one structure; a name may be that of several (a command of several device types). */
function structuresNamed(core: Core, known: readonly CommandDescription[], name: string): StructureName[] {
  const same = (text: string) => keyOf(text) === keyOf(name);
  const byId = structureNames.filter(same);
  if (byId.length > 0) return byId;
  const ofCommands = known.filter((command) => same(command.name)).map(({ structure }) => structure);
  return [...new Set([...ofCommands, ...structureNames.filter((id) => same(describe(core, id).name))])];
}
