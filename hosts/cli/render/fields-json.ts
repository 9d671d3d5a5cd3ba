/** The JSON that schema/fields.schema.json describes: commands and structures, with every name that a value has. */
import {
  abi,
  type CommandDescription,
  type Core,
  describe,
  type FieldDescription,
  namesOfValues,
  type RegionDescription,
  type StructureName,
} from "../../embed/index.ts";
import { type Doc, docOf } from "../docs.ts";

/** Of the schema: a change that a reader must know of makes it another. */
const formatVersion = 1;

const flag = abi.enumerations.node_flag;

export function drawFieldsJson(
  core: Core,
  commands: readonly CommandDescription[],
  structures: readonly StructureName[],
): string {
  const document = {
    format_version: formatVersion,
    commands: commands.map(commandJson),
    structures: structures.map((id) => structureJson(core, id)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function commandJson(command: CommandDescription): object {
  const { name, serviceActionName, operationCode, serviceAction, deviceTypes, structure, length } = command;
  return {
    name,
    operation_code: operationCode,
    ...(serviceAction === undefined ? {} : { service_action: serviceAction, service_action_name: serviceActionName }),
    device_types: deviceTypes,
    structure,
    length,
  };
}

function structureJson(core: Core, id: StructureName): object {
  const { name, size, fields, regions, cases } = describe(core, id);
  const doc = docOf(id);
  const head = { id, name, clause: doc.clause, doc: doc.doc };
  if (cases.length > 0) return { ...head, cases: [...new Set(cases)] };
  return {
    ...head,
    size,
    fields: fields.map((field) => fieldJson(core, id, field, doc)),
    regions: regions.map((region, i) => regionJson(region, doc.regions![i]!)),
  };
}

function fieldJson(core: Core, id: StructureName, field: FieldDescription, { fields: docs }: Doc): object {
  const { name, bit, bits, flags, of } = field;
  const values = flags & flag.reserved ? [] : namesOfValues(core, id, name);
  return {
    name,
    kind: flags & flag.text ? "text" : flags & flag.bytes ? "bytes" : "number",
    byte: bit >> 3,
    bit: 7 - (bit & 7),
    bits,
    ...(flags & flag.reserved ? { reserved: true } : {}),
    ...(flags & flag.obsolete ? { obsolete: true } : {}),
    ...(docs[name] ? { doc: docs[name] } : {}),
    ...(of ? { of } : {}),
    ...(values.length > 0 ? { values } : {}),
  };
}

function regionJson({ kind, name, of, countedBy, unit }: RegionDescription, doc: string): object {
  return {
    kind,
    ...(name ? { name } : {}),
    ...(of ? { of } : {}),
    ...(countedBy === undefined ? {} : { counted_by: countedBy, unit }),
    doc,
  };
}
