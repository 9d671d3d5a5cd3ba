/** holdfast encode: values in, the bytes out. */
import { type Command, Option } from "commander";
import {
  compose,
  composeCdb,
  type Core,
  CoreError,
  dataStructure,
  describe,
  hexOf,
  type RestValues,
  type Values,
} from "../../embed/index.ts";
import { valuesFrom } from "../assign.ts";
import { deviceTypeFrom } from "../device-type.ts";
import { exit, Refusal } from "../exit.ts";
import type { Context, Verb } from "../frame.ts";
import type { Finding } from "../input.ts";
import { bytesFrom } from "../numbers.ts";
import { type Recipe, recipeOf } from "../recipe.ts";
import { drawC, drawSgRaw } from "../render/bytes.ts";
import { drawJson } from "../render/json.ts";
import { drawTree } from "../render/tree.ts";
import { subjectOf } from "../subject.ts";
import { keyOf } from "../words.ts";
import { transportIdForms, transportIdFrom } from "../transport-id.ts";

const formats = ["hex", "c", "sg_raw", "json", "binary"] as const;

interface Options {
  readonly format: (typeof formats)[number];
  readonly transportId: readonly string[];
  readonly data?: string;
  readonly deviceType: number;
  readonly verbose?: true;
}

const more = `
NAME is a command (pr_out is persistent-reserve-out, too), with its service action
behind it where it has names for them, or a structure; \`holdfast fields\` lists both.
Capitals, spaces and dashes do not matter.
FIELD is a field by its name or initials (lba), VALUE a number (24, 0x18, 18h) or the
name that the value has. Reservation keys are hexadecimal with or without 0x. What is
not given is 0 or what the standard has there; lengths are filled in.

TransportIDs:
${transportIdForms.map((form) => `  ${form}`).join("\n")}

Examples:
  holdfast encode persistent-reserve-out reserve type="Write Exclusive"
  holdfast encode pr_out_list "RESERVATION KEY=123abc" APTPL=1
  holdfast encode pr_out_list --transport-id iqn.1994-05.com.example:a
  holdfast encode pr_out_move_list --transport-id fcp,2100001b32112233 -v
  holdfast encode pr_in read-keys "allocation length=8192" --format sg_raw

Exit codes: 0 done; 1 the command line is wrong; 31 options that exclude each other.`;

export const encode: Verb<Options> = {
  name: "encode",
  summary: "make a CDB, a parameter list or another structure out of values",

  declare(command: Command) {
    command
      .argument("<NAME...>", "a command or a structure, then FIELD=VALUE...")
      .addOption(new Option("-F, --format <format>", "print it so").choices(formats).default("hex"))
      .option("-x, --transport-id <id>", "a TransportID of the list; may be repeated", collect, [])
      .option("-d, --data <hex>", "bytes behind the fields, where no TransportIDs go")
      .option("-t, --device-type <type>", "device type: a number, or disk, tape, cd...", deviceTypeFrom, 0)
      .option("-v, --verbose", "say on standard error what each byte is")
      .addHelpText("after", more);
  },

  run(context, words, options) {
    const { core } = context;
    const first = words.findIndex((word) => word.includes("="));
    const [name, assignments] = first < 0 ? [words, []] : [words.slice(0, first), words.slice(first)];
    if (name.length === 0)
      throw new Refusal("name a command or a structure before its fields: see holdfast encode --help");
    const action = assignments.find((assignment) => actionOf(assignment) !== undefined);
    const named = recipeOf(core, name, action && actionOf(action), options.deviceType);
    const recipe = withTransportIds(named, options.transportId);
    const others = recipe.command ? assignments.filter((assignment) => assignment !== action) : assignments;
    const bytes = composed(core, recipe, valuesFrom(core, recipe.structure, others), options);
    const finding: Finding = { kind: recipe.command ? "cdb" : "bytes", bytes, text: "", note: "it was composed" };
    context.out(draw(context, recipe, finding, options));
    if (options.verbose) context.tell(drawTree(subject(core, recipe, finding, options), context.paintWords));
    return exit.ok;
  },
};

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** The value of SERVICE ACTION=VALUE. */
function actionOf(assignment: string): string | undefined {
  const [field, value] = assignment.split("=");
  return keyOf(field!) === "serviceaction" ? value : undefined;
}

/** The list that has room for TransportIDs is meant, when there are some. */
function withTransportIds(recipe: Recipe, ids: readonly string[]): Recipe {
  return recipe.structure === "pr_out_list" && ids.length > 0
    ? { ...recipe, structure: "pr_out_spec_i_pt_list" }
    : recipe;
}

function composed(core: Core, recipe: Recipe, values: Values, options: Options): Uint8Array {
  const { structure, command } = recipe;
  const rest = restFrom(core, recipe, options);
  try {
    return command ? composeCdb(core, command, values) : compose(core, structure, values, rest);
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal(error.message); // bits or a code that are given twice
    if (!(error instanceof CoreError)) throw error;
    const { cases } = describe(core, structure);
    const hint = cases.length > 0 ? ` (${[...new Set(cases)].join(", ")})` : "";
    throw new Refusal(`${error.message}${hint}`);
  }
}

function restFrom(core: Core, { structure, command }: Recipe, { transportId, data }: Options): RestValues {
  const { name, regions } = describe(core, structure);
  if (transportId.length > 0 && data !== undefined)
    throw new Refusal("give --transport-id or --data, one of them", exit.contradiction);
  if (transportId.length > 0) {
    const [region] = regions;
    if (region?.of !== "transport_id") throw new Refusal(`${name} has no place for a TransportID: leave it out`);
    if (region.kind === "one" && transportId.length > 1) throw new Refusal(`${name} has one TransportID: give it once`);
    return transportId.map((text) => transportIdFrom(core, text));
  }
  if (data === undefined) return new Uint8Array();
  if (command || regions.length === 0) throw new Refusal(`nothing goes behind the fields of ${name}: leave --data out`);
  const bytes = bytesFrom(data);
  if (bytes) return bytes;
  throw new Refusal("--data is not hexadecimal: give bytes like 5f 01");
}

function draw(context: Context, recipe: Recipe, finding: Finding, options: Options): string | Uint8Array {
  const { bytes } = finding;
  switch (options.format) {
    case "hex":
      return `${hexOf(bytes)}\n`;
    case "c":
      return drawC(describe(context.core, recipe.structure).name, bytes);
    case "sg_raw":
      return sgRaw(context, recipe, bytes, options);
    case "json":
      return drawJson([{ finding, subject: subject(context.core, recipe, finding, options) }]);
    case "binary":
      return bytes;
  }
}

function subject(core: Core, { command, structure }: Recipe, finding: Finding, { deviceType }: Options) {
  const wanted = { as: command ? undefined : structure, cdb: undefined, deviceType, all: false };
  return { ...subjectOf(core, finding, wanted), why: finding.note };
}

/** How much data there is, by the CDB's own field. */
function sgRaw({ core, say }: Context, recipe: Recipe, cdb: Uint8Array, options: Options): string {
  if (!recipe.command)
    throw new Refusal("sg_raw sends commands: write this to a file with --format binary, for its option -i");
  const direction = dataStructure(core, cdb, options.deviceType)?.direction ?? "from_device";
  const finding: Finding = { kind: "cdb", bytes: cdb, text: "", note: "" };
  const { lines } = subject(core, recipe, finding, options);
  const counted = lines.find(({ name }) => name === "ALLOCATION LENGTH" || name === "PARAMETER LIST LENGTH");
  const blocks = lines.find(({ name }) => name === "TRANSFER LENGTH");
  if (!counted && blocks?.number)
    say("TRANSFER LENGTH is no number of bytes: add -r or -s and the number of bytes to this call");
  return drawSgRaw(cdb, { direction, length: Number(counted?.number ?? 0n) });
}
