/** Explain and compose: any structure that the module describes, by the standard's own names. */
import abi from "./abi.json" with { type: "json" };
import { type Core, offset, type StructureName } from "./core.ts";
import { CoreError } from "./errors.ts";

/** One field of explained data; ranges are in bits, because fields share bytes. */
export interface FieldNode {
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
  readonly doc: string;
  readonly bit: number;
  readonly bits: number;
  readonly flags: number;
  /** True when every element of the structure's list has it. */
  readonly inList: boolean;
}

export interface StructureDescription {
  readonly name: string;
  readonly doc: string;
  /** Where it is defined. */
  readonly clause: string;
  /** Bytes of the fixed part. */
  readonly size: number;
  /** Bytes of one element of the list, 0 without a list. */
  readonly stride: number;
  readonly fields: FieldDescription[];
}

/** Values by the standard's name of the field; those of list elements apart. */
export interface Values {
  readonly [field: string]: number | bigint;
}

const flag = abi.enumerations.node_flag;

/** All field nodes of `data` in pre-order, as far as the data goes. Errors: CoreError too_long. */
export function explain(core: Core, structure: StructureName, data: Uint8Array): FieldNode[] {
  const length = core.write("input", data);
  const capacity = abi.buffers.nodes.size / abi.records.node.size;
  const nodes: FieldNode[] = [];
  for (;;) {
    const count = core.check(core.exports.hf_explain(abi.structures[structure], length, nodes.length));
    for (let i = 0; i < count; i++) nodes.push(readNode(core, core.address("nodes") + i * abi.records.node.size));
    if (count < capacity) return nodes;
  }
}

function readNode(core: Core, at: number): FieldNode {
  const { view } = core;
  return {
    name: core.text(view.getUint32(at + offset("node", "name"), true)),
    bit: view.getUint32(at + offset("node", "bit"), true),
    bits: view.getUint32(at + offset("node", "bits"), true),
    parent: view.getInt32(at + offset("node", "parent"), true),
    value: view.getBigUint64(at + offset("node", "value"), true),
    meaning: core.text(view.getUint32(at + offset("node", "meaning"), true)),
    flags: view.getUint16(at + offset("node", "flags"), true),
    index: view.getUint16(at + offset("node", "index"), true),
  };
}

/** What the module knows of a structure. */
export function describe(core: Core, structure: StructureName): StructureDescription {
  const number = abi.structures[structure];
  core.check(core.exports.hf_structure(number));
  const { view } = core;
  const at = core.address("record");
  const u32 = (field: "name" | "doc" | "clause" | "size" | "fields" | "stride") =>
    view.getUint32(at + offset("structure", field), true);
  const count = u32("fields");
  const head = {
    name: core.text(u32("name")),
    doc: core.text(u32("doc")),
    clause: core.text(u32("clause")),
    size: u32("size"),
    stride: u32("stride"),
  };
  return { ...head, fields: Array.from({ length: count }, (_, i) => describeField(core, number, i)) };
}

function describeField(core: Core, structure: number, field: number): FieldDescription {
  core.check(core.exports.hf_field(structure, field));
  const at = core.address("record");
  const u32 = (name: "name" | "doc" | "bit" | "bits" | "flags" | "list") =>
    core.view.getUint32(at + offset("field", name), true);
  return {
    name: core.text(u32("name")),
    doc: core.text(u32("doc")),
    bit: u32("bit"),
    bits: u32("bits"),
    flags: u32("flags"),
    inList: u32("list") === 1,
  };
}

/**
 * The bytes of a structure out of values by name; what is not given is 0 or what the standard has there.
 * Errors: CoreError unknown_field, too_wide, invalid_field, too_long.
 */
export function compose(
  core: Core,
  structure: StructureName,
  values: Values,
  list: readonly Values[] = [],
): Uint8Array {
  const { fields } = describe(core, structure);
  const given = [
    ...Object.entries(values).map(([name, value]) => ({ name, value, index: 0, inList: false })),
    ...list.flatMap((element, index) =>
      Object.entries(element).map(([name, value]) => ({ name, value, index, inList: true })),
    ),
  ];
  const capacity = abi.buffers.values.size / abi.records.value.size;
  if (given.length > capacity) throw refuse("too_long", "", given.length, capacity);
  given.forEach(({ name, value, index, inList }, i) => {
    const field = fields.findIndex(
      (known) => known.name === name && known.inList === inList && !(known.flags & flag.reserved),
    );
    if (field < 0) throw refuse("unknown_field", name, 0, 0);
    const wide = BigInt(value);
    if (wide < 0n || wide >> 64n !== 0n) throw refuse("too_wide", name, 0, fields[field]!.bits);
    const at = core.address("values") + i * abi.records.value.size;
    core.view.setBigUint64(at + offset("value", "value"), wide, true);
    core.view.setUint32(at + offset("value", "field"), field, true);
    core.view.setUint32(at + offset("value", "index"), index, true);
  });
  return core.read("output", core.check(core.exports.hf_compose(abi.structures[structure], given.length)));
}

function refuse(
  status: "too_long" | "unknown_field" | "too_wide",
  field: string,
  have: number,
  need: number,
): CoreError {
  return new CoreError(status, { field, bit: 0, have, need, sense: undefined });
}
