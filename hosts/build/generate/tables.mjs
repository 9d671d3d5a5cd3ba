/** assembly/generated/tables.ts: the structures' description, packed, and room for its rows in memory (assembly/codec/rows.ts). */
import { renderMembers } from "./names.mjs";
import { columns, pack, packedField, Packer } from "./pack.mjs";
import { textMark } from "./text.mjs";

const own = { TRAILING: "Trailing bytes", PADDING: "Padding", SEPARATOR: "Separator" };

export function renderTables(spec, text) {
  const kinds = Object.fromEntries(
    spec.enumerations.find(({ id }) => id === "rest_kind").members.map(({ name, value }) => [name, value]),
  );
  const names = Object.entries(own).map(([name, words]) => `export const ${name}: u32 = ${text.add(words)};`);
  const nextText = text.count;
  const packer = new Packer(text);
  const named = Object.values(spec.nameLists).map((values) => packer.list(values));
  for (const { fields } of spec.structures)
    for (const { values, ranges } of fields) if (values || ranges) packer.list(values, ranges);
  const numberOf = (id) => spec.structures.findIndex((structure) => structure.id === id);
  for (const structure of spec.structures) {
    const regions = structure.regions.map((region) => ({ ...region, kind: kinds[region.kind] }));
    if (structure.cases) packer.choice(structure, numberOf);
    else packer.structure({ ...structure, regions }, numberOf);
  }
  const packed = columns.map(
    (column) =>
      `export const PACKED_${column.toUpperCase()}: usize = memory.data<u8>([\n${wrap(packer.bytes[column])}\n]);`,
  );
  const { lists, names: nameCount, fields, regions, cases } = packer.counts;
  const room = (name, words, count) =>
    `export const ${name}: usize = memory.data(${Math.max(count, 1) * words * 4}, 4);`;
  return `export const STRUCTURES: i32 = ${spec.structures.length};
export const LISTS: i32 = ${lists};
export const TEXTS: usize = ${text.count};
/** Number of the first text that the packed tables name. */
export const NEXT_TEXT: u32 = ${nextText};
${names.join("\n")}
/** Lists of value names that belong to no field, by their number in the ABI. */
export const NAMED_LISTS: i32 = ${named.length};
export const NAMED_LIST: usize = memory.data<u16>([${named.join(", ")}]);
${room("STRUCTURE_ROWS", 14, spec.structures.length)}
${room("FIELD_ROWS", 10, fields)}
${room("REGION_ROWS", 9, regions)}
${room("NAME_ROWS", 3, nameCount)}
${room("CASE_ROWS", 2, cases)}
${room("LIST_ROWS", 2, lists)}
/** u32: address of each text by its number. */
${room("TEXT_ROWS", 1, text.count)}
/** Bits of the packed tables: hosts/build/generate/pack.mjs. */
export const enum Pack {
${renderMembers(pack)}
}
export const enum PackedField {
${renderMembers(packedField)}
}
${packed.join("\n")}
/** Each text is its length in bytes (u16, little-endian), then UTF-8. */
export const TEXT: usize = memory.data(${text.room}, 8);
export const enum TextMark {
${renderMembers(textMark)}
}
/** hosts/build/generate/text.mjs */
export const PACKED_TEXT: usize = memory.data<u8>([\n${wrap(text.bytes)}\n]);
`;
}

const wrap = (bytes) => bytes.join(",").replace(/((?:\d+,){40})/g, "$1\n");
