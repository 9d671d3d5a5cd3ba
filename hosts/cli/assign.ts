/** FIELD=VALUE as people type it: the field by its name, the value by its number or its name. */
import {
  abi,
  type Core,
  describe,
  type FieldDescription,
  nameOfStructure,
  namesOfValues,
  type StructureName,
  type Values,
} from "../embed/index.ts";
import { Refusal } from "./exit.ts";
import { bytesFrom, numberFrom } from "./numbers.ts";
import { countOf, excerpt, initialsOf, keyOf, near, oneOf } from "./words.ts";

/** More names than that are not for a sentence. */
const mostNames = 12;
const flag = abi.enumerations.node_flag;

/** `assignments` for `structure`. Errors: Refusal. */
export function valuesFrom(core: Core, structure: StructureName, assignments: readonly string[]): Values {
  const values: Record<string, bigint | Uint8Array> = {};
  for (const assignment of assignments) {
    const at = assignment.indexOf("=");
    if (at < 0) throw new Refusal(`'${excerpt(assignment)}' is no FIELD=VALUE: quote a name that has spaces`);
    const field = fieldNamed(core, structure, assignment.slice(0, at));
    if (field.name in values) throw new Refusal(`${field.name} is given twice`);
    values[field.name] = valueFrom(core, structure, field, assignment.slice(at + 1));
  }
  return values;
}

/** Fields that can be set. */
function settable(core: Core, structure: StructureName): FieldDescription[] {
  return describe(core, structure).fields.filter(({ flags }) => !(flags & flag.reserved));
}

function fieldNamed(core: Core, structure: StructureName, word: string): FieldDescription {
  const fields = settable(core, structure);
  const found = fields.find(({ name }) => keyOf(name) === keyOf(word));
  if (found) return found;
  const short = fields.filter(({ name }) => initialsOf(name) === keyOf(word));
  if (short.length === 1) return short[0]!;
  const names = fields.map(({ name }) => name);
  const meant = near(word, names);
  throw new Refusal(
    `${nameOfStructure(core, structure)} has no field '${excerpt(word)}': take ${oneOf(meant.length > 0 ? meant : names)}`,
  );
}

/** A value by its number or name. Errors: Refusal. */
function valueFrom(
  core: Core,
  structure: StructureName,
  { name, bits, flags }: FieldDescription,
  text: string,
): bigint | Uint8Array {
  if (flags & flag.text) return characters(name, bits / 8, text);
  if (flags & flag.bytes) {
    const bytes = bytesFrom(text);
    if (bytes && bytes.length * 8 === bits) return bytes;
    throw new Refusal(`${name}: give ${countOf(bits / 8)} in hexadecimal`);
  }
  const names = namesOfValues(core, structure, name).filter(({ first, last }) => first === last);
  const named = names.find((known) => keyOf(known.name) === keyOf(text));
  const number = named ? BigInt(named.first) : numberFrom(text, isKey(name) ? "hex" : "decimal");
  if (number === undefined) {
    const meant = near(text, new Set(names.map((known) => known.name)));
    const all = names.length <= mostNames ? names.map((known) => known.name) : [];
    const shown = meant.length > 0 ? meant : all;
    const example = isKey(name) ? "give hexadecimal like 123abc" : "give a number like 24 or 0x18";
    const hint = shown.length > 0 ? `take ${oneOf(shown)}, or a number` : example;
    throw new Refusal(`${name}: '${excerpt(text)}' is no value of it: ${hint}`);
  }
  if (number >> BigInt(bits)) throw new Refusal(`${name} has ${countOf(bits, "bit")}: ${excerpt(text)} does not fit`);
  return number;
}

/** ASCII, padded with spaces. */
function characters(name: string, size: number, text: string): Uint8Array {
  if (/[^ -~]/.test(text)) throw new Refusal(`${name}: give ASCII text`);
  if (text.length > size)
    throw new Refusal(`${name} has ${countOf(size, "character")}: '${excerpt(text)}' does not fit`);
  return new TextEncoder().encode(text.padEnd(size));
}

/** Reservation keys are hexadecimal with or without 0x, as sg_persist takes them. */
function isKey(name: string): boolean {
  return name.endsWith("RESERVATION KEY");
}
