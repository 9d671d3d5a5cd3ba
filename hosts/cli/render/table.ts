/** Structures as tables of their fields, and the list of all. */
import {
  abi,
  type CommandDescription,
  type Core,
  describe,
  type FieldDescription,
  type NamedValues,
  nameOfStructure,
  namesOfValues,
  type RegionDescription,
  type StructureName,
} from "../../embed/index.ts";
import { docOf } from "../docs.ts";
import type { Paint } from "../paint.ts";
import { countOf } from "../words.ts";
import { hexNumber } from "./value.ts";

const left = (count: number) => `and ${count} more: --all lists them`;

/** More names of values, or commands of one layout, than that are a list of their own. */
const mostNames = 16;
const flag = abi.enumerations.node_flag;

/** Rows of columns, as wide as their widest cell; the last is as long as it is, and goes on below itself where `width` is less. */
export function columns(rows: readonly (readonly string[])[], width = Infinity): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 2);
  return rows.map((row) => {
    const [first, ...more] = wrapped(row.at(-1)!, Math.max(width - before, leastWidth));
    const cells = [...row.slice(0, -1).map((cell, i) => cell.padEnd(widths[i]!)), first!];
    return [`  ${cells.join("  ")}`.trimEnd(), ...more.map((line) => " ".repeat(before) + line)].join("\n");
  });
}

/** A narrower column is none. */
const leastWidth = 20;

/** Lines of at most `width` letters, but for longer words. */
export function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

/** How it is drawn. */
export interface Look {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
  /** Every name, however many. */
  readonly all: boolean;
}

/** `known`: the commands, of which those with this CDB are told. */
export function drawStructure(
  core: Core,
  structure: StructureName,
  known: readonly CommandDescription[],
  { all, paint, width }: Look,
): string {
  const { name, size, fields, regions, cases } = describe(core, structure);
  const { clause, doc, fields: docs, regions: behindDocs = [] } = docOf(structure);
  const title = `${paint("bold", name)} (${structure}), ${clause}`;
  if (cases.length > 0) return [title, `  ${doc} One of:`, ...namesOf(core, cases), ""].join("\n");
  const rows = fields.map((field) => [...placeOf(field), field.name, fieldWords(field, docs[field.name] ?? "")]);
  const behind = regions.map((region, i) => [
    "...",
    "",
    region.name || nameOfStructure(core, region.of!),
    regionWords(region, behindDocs[i]!),
  ]);
  const drawn = columns([["byte", "bits", "field", ""], ...rows, ...behind], width);
  const body = drawn.slice(1).flatMap((row, i) => {
    const names = fields[i] && !(fields[i].flags & flag.reserved) ? namesOfValues(core, structure, fields[i].name) : [];
    return [row, ...namesWords(names, fields[i]?.bits ?? 0, all).map((words) => paint("dim", words))];
  });
  const words = wrapped(`${doc} ${countOf(size)}${behind.length > 0 ? " and more" : ""}.`, width - 2).map(
    (line) => `  ${line}`,
  );
  const own = commandRows(known.filter((command) => command.structure === structure));
  const told = all || own.length <= mostNames ? own : [...own.slice(0, mostNames), `  ${left(own.length - mostNames)}`];
  return [title, ...words, ...told, "", paint("dim", drawn[0]!), ...body, ""].join("\n");
}

/** Structures of a choice: their identifiers and names. */
function namesOf(core: Core, cases: readonly StructureName[]): string[] {
  return columns([...new Set(cases)].map((id) => [id, nameOfStructure(core, id)])).map((row) => `  ${row}`);
}

function fieldWords({ of }: FieldDescription, doc: string): string {
  return of ? `${doc} (${of})` : doc;
}

/** Bytes from the start of the structure, bits as the standard numbers them: 7 is the most significant. */
function placeOf({ bit, bits }: FieldDescription): [string, string] {
  const [first, last] = [bit >> 3, (bit + bits - 1) >> 3];
  const bytes = first === last ? String(first) : `${first}-${last}`;
  const [high, low] = [7 - (bit & 7), 7 - ((bit + bits - 1) & 7)];
  if (high === 7 && low === 0) return [bytes, ""];
  return [bytes, first === last && high !== low ? `${high}-${low}` : high === low ? `${high}` : `${high} on`];
}

/** How many there are, behind what it is for. */
function regionWords({ kind, of, countedBy, unit }: RegionDescription, doc: string): string {
  const what = {
    none: "",
    bytes: "bytes",
    text: "text, ends with a NUL",
    characters: "text",
    one: "one",
    list: "a list",
  };
  const counted =
    countedBy === undefined ? "" : `, counted by ${countedBy}${unit > 1 ? ` in units of ${countOf(unit)}` : ""}`;
  return `${doc} (${what[kind]}${of ? ` of ${of}` : ""}${counted})`;
}

function namesWords(names: readonly NamedValues[], bits: number, all: boolean): string[] {
  const shown = all ? names : names.slice(0, mostNames);
  const more = names.length - shown.length;
  const hex = (value: number) => hexNumber(BigInt(value), bits);
  const words = shown.map(({ first, last, name }) => [
    first === last ? hex(first) : `${hex(first)}-${hex(last)}`,
    name,
  ]);
  return [
    ...columns(words).map((row) => `${" ".repeat(14)}${row}`),
    ...(more > 0 ? [`${" ".repeat(16)}${left(more)}`] : []),
  ];
}

/** Commands by operation code, then structures in the order of the core. */
export function drawList(
  core: Core,
  commands: readonly CommandDescription[],
  structures: readonly StructureName[],
  paint: Paint,
): string {
  const parts = [
    group("Commands", commandRows(commands, true)),
    group("Structures", columns(structures.map((id) => [id, nameOfStructure(core, id), docOf(id).clause]))),
  ];
  function group(title: string, rows: readonly string[]): string {
    return rows.length > 0 ? `${[paint("bold", title), ...rows].join("\n")}\n` : "";
  }
  return parts.filter((part) => part !== "").join("\n");
}

/** By operation code and service action. */
function commandRows(commands: readonly CommandDescription[], structures = false): string[] {
  const ordered = commands.toSorted(
    (a, b) => a.operationCode - b.operationCode || (a.serviceAction ?? 0) - (b.serviceAction ?? 0),
  );
  return columns(
    ordered.map((command) => [
      codeOf(command),
      nameOf(command),
      typesOf(command),
      ...(structures ? [command.structure] : []),
    ]),
  );
}

/** With the service action, where the command's name is another. */
function nameOf({ name, serviceActionName }: CommandDescription): string {
  return serviceActionName === "" || serviceActionName === name ? name : `${name}, ${serviceActionName}`;
}

const deviceTypes = 32;

/** PERIPHERAL DEVICE TYPEs that have it; nothing where all have. */
function typesOf({ deviceTypes: own }: CommandDescription): string {
  return own.length === deviceTypes ? "" : `type ${own.map((type) => type.toString(16).padStart(2, "0")).join(" ")}`;
}

/** As the standard writes it: 5Eh, 9Eh/10h. */
function codeOf({ operationCode, serviceAction }: CommandDescription): string {
  const code = (value: number) => `${value.toString(16).toUpperCase().padStart(2, "0")}h`;
  return serviceAction === undefined ? code(operationCode) : `${code(operationCode)}/${code(serviceAction)}`;
}
