/** Explain and compose: any structure that the module describes, by the standard's own names. */
import abi from "./abi.json" with { type: "json" };
import { type Core, offset, offsets, type StructureName, structureNumber, whole } from "./core.ts";
import { CoreError } from "./errors.ts";

/** Names of the lists that belong to no field, as the ABI has them. */
export type NameList = keyof typeof abi.names;

/** One field of explained data; ranges are in bits, because fields share bytes. */
export interface FieldNode {
  /** The standard's. */
  readonly name: string;
  /** First bit from the start of the data; bit 0 is bit 7 of byte 0. */
  readonly bit: number;
  readonly bits: number;
  /** Index of the parent node, -1 for the root. */
  readonly parent: number;
  readonly value: bigint;
  /** Name of the value, "" for one without. */
  readonly meaning: string;
  /** `node_flag` bits of the ABI. */
  readonly flags: number;
  /** Which element of a list. */
  readonly index: number;
}

/** A field of a structure as the standard defines it. */
export interface FieldDescription {
  readonly name: string;
  /** As in FieldNode: first bit, number of bits, `node_flag` bits. */
  readonly bit: number;
  readonly bits: number;
  readonly flags: number;
  /** What the field's bytes are, where they are a structure; undefined for any other field. */
  readonly of: StructureName | undefined;
}

/** One of the things behind the fixed part of a structure. */
export interface RegionDescription {
  readonly kind: keyof typeof abi.enumerations.rest_kind;
  /** "" where it is structures. */
  readonly name: string;
  /** Which structures; undefined for bytes and text. */
  readonly of: StructureName | undefined;
  /** Name of the field that says how many of `unit` bytes there are; undefined: all up to the end. */
  readonly countedBy: string | undefined;
  readonly unit: number;
}

/** A structure as the standard defines it. */
export interface StructureDescription {
  readonly name: string;
  /** Bytes of the fixed part. */
  readonly size: number;
  readonly fields: FieldDescription[];
  readonly regions: RegionDescription[];
  /** The structures that a choice has, the last for what no other is for; none: this is no choice. */
  readonly cases: StructureName[];
}

/** Values by the standard's name of the field: numbers; bytes, all of them, for a field that is no number (`bytes` of node_flag). */
export interface Values {
  readonly [field: string]: number | bigint | Uint8Array;
}

/** What goes behind the fixed part: bytes, text, or elements, where there is one region: their values, or their bytes where they were composed before. */
export type RestValues = Uint8Array | string | readonly (Values | Uint8Array)[];

const flag = abi.enumerations.node_flag;
const utf8 = new TextEncoder();
const node = offsets("node");

/** All field nodes of `data` in pre-order, as far as the data goes. Errors: CoreError too_long; RangeError for a name that is no structure's. */
export function explain(core: Core, structure: StructureName, data: Uint8Array): FieldNode[] {
  const number = structureNumber(structure);
  const length = core.write("input", data);
  return allNodes(core, (first) => core.exports.hf_explain(number, length, first));
}

/** The nodes that `explainFrom` puts into the node buffer, window by window. */
export function allNodes(core: Core, explainFrom: (first: number) => number): FieldNode[] {
  const capacity = abi.buffers.nodes.size / abi.records.node.size;
  const nodes: FieldNode[] = [];
  for (;;) {
    const count = core.check(explainFrom(nodes.length));
    for (let i = 0; i < count; i++) nodes.push(readNode(core, core.address("nodes") + i * abi.records.node.size));
    if (count < capacity) return nodes;
  }
}

function readNode(core: Core, at: number): FieldNode {
  const { view } = core;
  return {
    name: core.text(view.getUint32(at + node.name, true)),
    bit: view.getUint32(at + node.bit, true),
    bits: view.getUint32(at + node.bits, true),
    parent: view.getInt32(at + node.parent, true),
    value: view.getBigUint64(at + node.value, true),
    meaning: core.text(view.getUint32(at + node.meaning, true)),
    flags: view.getUint16(at + node.flags, true),
    index: view.getUint16(at + node.index, true),
  };
}

/** Structures by their number in the ABI. */
export const structureNames = new Map(Object.entries(abi.structures).map(([name, i]) => [i, name as StructureName]));
const restKinds = new Map(
  Object.entries(abi.enumerations.rest_kind).map(([name, i]) => [i, name as keyof typeof abi.enumerations.rest_kind]),
);

/** The standard's name of a structure. Errors: RangeError for a name that is no structure's. */
export function nameOfStructure(core: Core, structure: StructureName): string {
  core.check(core.exports.hf_structure(structureNumber(structure)));
  return core.text(core.view.getUint32(core.address("record") + offset("structure", "name"), true));
}

/** What the module knows of a structure. Errors: RangeError for a name that is no structure's. */
export function describe(core: Core, structure: StructureName): StructureDescription {
  const number = structureNumber(structure);
  core.check(core.exports.hf_structure(number));
  const { view } = core;
  const at = core.address("record");
  const u32 = (field: "name" | "size" | "fields" | "regions" | "cases") =>
    view.getUint32(at + offset("structure", field), true);
  const name = core.text(u32("name"));
  const [size, fieldCount, regionCount, caseCount] = [u32("size"), u32("fields"), u32("regions"), u32("cases")];
  const fields = upTo(fieldCount).map((i) => describeField(core, number, i));
  const regions = upTo(regionCount).map((i) => describeRegion(core, number, i, fields));
  return { name, size, fields, regions, cases: upTo(caseCount).map((i) => caseOf(core, number, i)) };
}

/** Descriptions that were asked for before: to put one together takes longer than what compose does with it. */
const descriptions = new WeakMap<Core, Map<StructureName, StructureDescription>>();

function describeOnce(core: Core, structure: StructureName): StructureDescription {
  const known = descriptions.get(core) ?? new Map<StructureName, StructureDescription>();
  descriptions.set(core, known);
  const description = known.get(structure) ?? describe(core, structure);
  known.set(structure, description);
  return description;
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

function caseOf(core: Core, structure: number, place: number): StructureName {
  return structureNames.get(core.check(core.exports.hf_case(structure, place)))!;
}

function describeField(core: Core, structure: number, field: number): FieldDescription {
  core.check(core.exports.hf_field(structure, field));
  const { view } = core;
  const at = core.address("record");
  const u32 = (name: "name" | "bit" | "bits" | "flags") => view.getUint32(at + offset("field", name), true);
  const of = structureNames.get(view.getInt32(at + offset("field", "of"), true));
  return { name: core.text(u32("name")), bit: u32("bit"), bits: u32("bits"), flags: u32("flags"), of };
}

function describeRegion(
  core: Core,
  structure: number,
  region: number,
  fields: readonly FieldDescription[],
): RegionDescription {
  core.check(core.exports.hf_region(structure, region));
  const { view } = core;
  const at = core.address("record");
  const i32 = (name: "kind" | "name" | "of" | "counted_by" | "unit") =>
    view.getInt32(at + offset("region", name), true);
  return {
    kind: restKinds.get(i32("kind"))!,
    name: core.text(i32("name")),
    of: structureNames.get(i32("of")),
    countedBy: fields[i32("counted_by")]?.name,
    unit: i32("unit"),
  };
}

/** Name of a value of a field below 2^32, "" for one without. Errors: CoreError unknown_field. */
export function nameOfValue(core: Core, structure: StructureName, field: string, value: number | bigint): string {
  const at = describeOnce(core, structure).fields.findIndex(({ name }) => name === field);
  if (at < 0) throw refuse("unknown_field", field, 0, 0);
  const word = wordOf(value);
  if (word === undefined) return "";
  return core.text(core.check(core.exports.hf_value(structureNumber(structure), at, word)));
}

/** A larger number would be cut to 32 bits on its way into the module, and have the name of another. */
function wordOf(value: number | bigint): number | undefined {
  const number = typeof value === "bigint" ? Number(value) : value;
  return number >>> 0 === number ? number : undefined;
}

/** Name of a value in one of the lists that belong to no field, "" for one without. */
export function nameIn(core: Core, list: NameList, value: number | bigint): string {
  if (!Object.hasOwn(abi.names, list)) throw new RangeError(`there is no list '${list}': abi.names has all`);
  const word = wordOf(value);
  if (word === undefined) return "";
  return core.text(core.check(core.exports.hf_name(abi.names[list], word)));
}

/**
 * The bytes of a structure out of values by name; what is not given is 0 or what the standard has there, text is padded, and what counts
 * the structure's bytes is filled in; what counts a region of several is the caller's.
 * Errors: CoreError unknown_structure (also for a choice: compose the structure that is meant), unknown_field, too_wide, invalid_field, too_long, trailing, short. RangeError
 * for a number that JavaScript has rounded, or for two values of the same bits; TypeError for what is neither a number nor bytes.
 */
export function compose(
  core: Core,
  structure: StructureName,
  values: Values,
  rest: RestValues = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const { fields, regions } = describeOnce(core, structure);
  if (!isObject(values)) throw new TypeError(`the values of ${structure} are no object: give { "FIELD NAME": value }`);
  const length = core.write("input", restBytes(core, regions.length === 1 ? regions[0]!.of : undefined, rest));
  const numbers: (readonly [number, bigint])[] = [];
  const strings: (readonly [FieldDescription, Uint8Array])[] = [];
  for (const [name, value] of Object.entries(values)) {
    const field = fields.findIndex((known) => known.name === name && !(known.flags & flag.reserved));
    if (field < 0) throw refuse("unknown_field", name, 0, 0);
    if (value instanceof Uint8Array) strings.push([fields[field]!, wholeBytes(fields[field]!, value)]);
    else numbers.push([field, wideNumber(fields[field]!, value)]);
  }
  checkApart([...numbers.map(([field]) => fields[field]!), ...strings.map(([field]) => field)]);
  numbers.forEach(([field, value], i) => {
    const at = core.address("values") + i * abi.records.value.size;
    core.view.setBigUint64(at + offset("value", "value"), value, true);
    core.view.setUint32(at + offset("value", "field"), field, true);
  });
  const made = core.read(
    "output",
    core.check(core.exports.hf_compose(structureNumber(structure), numbers.length, length)),
  );
  for (const [{ bit }, bytes] of strings) made.set(bytes, bit >> 3);
  return made;
}

/** A field and a part of it (CONTROL, NACA) cannot both be given: one would win. */
function checkApart(given: readonly FieldDescription[]): void {
  const inOrder = given.toSorted((a, b) => a.bit - b.bit || b.bits - a.bits);
  inOrder.forEach((field, i) => {
    const before = inOrder[i - 1];
    if (before && field.bit < before.bit + before.bits)
      throw new RangeError(`${before.name} and ${field.name} have bits in common: give one of them`);
  });
}

/** The core takes numbers of 64 bits and less; bytes go where `describe` says. */
function wholeBytes({ name, bits, flags }: FieldDescription, value: Uint8Array): Uint8Array {
  if (!(flags & (flag.bytes | flag.text))) throw refuse("unknown_field", name, 0, 0);
  const size = bits / 8;
  if (value.length !== size) throw refuse(value.length < size ? "short" : "trailing", name, value.length, size);
  return value;
}

function wideNumber({ name, bits, flags }: FieldDescription, value: number | bigint): bigint {
  if (flags & (flag.bytes | flag.text)) throw refuse("short", name, 0, bits / 8);
  const wide = exact(name, value);
  if (wide < 0n || wide >> 64n !== 0n) throw refuse("too_wide", name, 0, bits);
  return wide;
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
const isList: (value: unknown) => boolean = Array.isArray;

/** A rounded number would make another key of a reservation key. */
function exact(name: string, value: number | bigint): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value !== "number") throw new TypeError(`${name}: give a number or a bigint, not ${typeof value}`);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${name}: ${value} is no whole number that JavaScript holds exactly: give a bigint`);
  return BigInt(value);
}

function restBytes(core: Core, of: StructureName | undefined, rest: RestValues): Uint8Array {
  if (typeof rest === "string") return utf8.encode(rest);
  if (rest instanceof Uint8Array) return rest;
  if (!isList(rest)) throw new TypeError("what goes behind the fields is bytes, text or a list of elements");
  const elements = rest.map((element) => {
    if (element instanceof Uint8Array) return element;
    if (of === undefined) throw refuse("unknown_structure", "", 0, 0);
    return compose(core, of, element);
  });
  const bytes = new Uint8Array(elements.reduce((sum, element) => sum + element.length, 0));
  elements.reduce((at, element) => (bytes.set(element, at), at + element.length), 0);
  return bytes;
}

function refuse(
  status: "unknown_structure" | "unknown_field" | "too_wide" | "short" | "trailing",
  field: string,
  have: number,
  need: number,
): CoreError {
  return new CoreError(status, { field, bit: 0, have, need, sense: undefined });
}

/** Structure of the parameter data that a PERSISTENT RESERVE IN service action returns. Errors: CoreError unknown_service_action; RangeError for no number. */
export function parameterDataStructure(core: Core, serviceAction: number): StructureName {
  const action = whole("SERVICE ACTION", serviceAction);
  return structureNames.get(core.check(core.exports.hf_parameter_data_structure(action)))!;
}

/** Structure of a PERSISTENT RESERVE OUT parameter list. Errors: RangeError for a service action that is no number. */
export function parameterListStructure(core: Core, serviceAction: number, list: Uint8Array): StructureName {
  const length = core.write("input", list);
  return structureNames.get(
    core.check(core.exports.hf_parameter_list_structure(whole("SERVICE ACTION", serviceAction), length)),
  )!;
}
