/** holdfast fields: which commands and structures there are, and what is in them. */
import type { Command } from "commander";
import {
  type CommandDescription,
  commands,
  type Core,
  nameOfStructure,
  type StructureName,
} from "../../embed/index.ts";
import { exit } from "../exit.ts";
import type { Verb } from "../frame.ts";
import { numberFrom } from "../numbers.ts";
import { namesOfAll, unknown } from "../recipe.ts";
import { drawFieldsJson } from "../render/fields-json.ts";
import { drawList, drawStructure } from "../render/table.ts";
import { structureNames } from "../subject.ts";
import { keyOf } from "../words.ts";

interface Options {
  readonly all?: true;
  readonly json?: true;
}

const more = `
Without NAME: all commands and structures. With the name of one, or with the
identifier of a structure: its fields, with the names of their values. Any other
words: the commands and structures that have them in their names. A number like 5Eh
or 0x5e: the commands with this operation code.

Examples:
  holdfast fields
  holdfast fields reserve
  holdfast fields persistent-reserve-out
  holdfast fields fixed_sense --all
  holdfast fields 0x5e
  holdfast fields --json read-capacity

Exit codes: 0 done; 1 nothing has this name.`;

export const fields: Verb<Options> = {
  name: "fields",
  summary: "list commands and structures, or the fields of one",

  declare(command: Command) {
    command
      .argument("[NAME...]", "a command, a structure, or words of their names")
      .option("--all", "list every name of a value")
      .option("-j, --json", "print JSON (holdfast/schema/fields.json)")
      .addHelpText("after", more);
  },

  run({ core, out, paint, width }, words, { all = false, json }) {
    const name = words.join(" ");
    const known = commands(core);
    const exact = structuresNamed(core, known, name);
    const found =
      exact.length > 0
        ? { commands: known.filter(({ structure }) => exact.includes(structure)), structures: exact }
        : search(core, known, name);
    if (found.commands.length + found.structures.length === 0) throw unknown(name, namesOfAll(known));
    if (json) out(drawFieldsJson(core, found.commands, found.structures));
    else if (exact.length === 0) out(drawList(core, found.commands, found.structures, paint));
    else out(exact.map((structure) => drawStructure(core, structure, known, { paint, width, all })).join("\n"));
    return exit.ok;
  },
};

interface Found {
  readonly commands: readonly CommandDescription[];
  readonly structures: readonly StructureName[];
}

/** One identifier is one structure; a name may be that of several (a command of several device types). Layouts for any command (cdb_6) say nothing of one. */
function structuresNamed(core: Core, known: readonly CommandDescription[], name: string): StructureName[] {
  const same = (text: string) => keyOf(text) === keyOf(name);
  const byId = structureNames.filter(same);
  if (byId.length > 0) return byId;
  const ofCommands = known
    .filter((command) => same(command.name) || same(`${command.name} ${command.serviceActionName}`))
    .map(({ structure }) => structure)
    .filter((structure) => structure.endsWith("_cdb"));
  return [...new Set([...ofCommands, ...structureNames.filter((id) => same(nameOfStructure(core, id)))])];
}

/** What has all the words in its names, or this operation code. */
function search(core: Core, known: readonly CommandDescription[], name: string): Found {
  const code = /^[0-9a-f]{2}$/i.test(name) ? numberFrom(name, "hex") : numberFrom(name);
  const coded = code === undefined ? [] : known.filter(({ operationCode }) => BigInt(operationCode) === code);
  if (coded.length > 0) return { commands: coded, structures: [] };
  const wanted = name.split(/\s+/).map(keyOf);
  const has = (...texts: string[]) => wanted.every((word) => texts.some((text) => keyOf(text).includes(word)));
  return {
    commands: known.filter((command) => has(command.name, command.serviceActionName, command.operationName)),
    structures: structureNames.filter((id) => has(id, nameOfStructure(core, id))),
  };
}
