/** assembly/generated/tables.ts: room for the rows of the structures' description (assembly/codec/rows.ts), which it packs. */
import { RESERVED } from "./text.mjs";

/** Texts of the module itself. */
export const own = { RESERVED, TRAILING: "Trailing bytes", PADDING: "Padding", SEPARATOR: "Separator" };

/** What it has no number yet for is numbered; `packer` is a new one, with the own texts numbered before. */
export function renderTables(spec, text, packer) {
  const kinds = Object.fromEntries(
    spec.enumerations.find(({ id }) => id === "rest_kind").members.map(({ name, value }) => [name, value]),
  );
  const names = Object.entries(own).map(([name, words]) => `export const ${name}: u32 = ${text.add(words)};`);
  const nextText = text.count;
  const named = Object.values(spec.nameLists).map((values) => packer.list(values));
  for (const { fields } of spec.structures)
    for (const { values, ranges } of fields) if (values || ranges) packer.list(values, ranges);
  const numberOf = (id) => spec.structures.findIndex((structure) => structure.id === id);
  for (const structure of spec.structures) {
    const regions = structure.regions.map((region) => ({ ...region, kind: kinds[region.kind] }));
    if (structure.cases) packer.choice(structure, numberOf);
    else packer.structure({ ...structure, regions }, numberOf);
  }
  const { lists, names: nameCount, fields, regions, cases, separators } = packer.counts;
  const room = (name, words, count) =>
    `export const ${name}: usize = memory.data(${Math.max(count, 1) * words * 4}, 4);`;
  return `export const STRUCTURES: i32 = ${spec.structures.length};
export const LISTS: i32 = ${lists};
/** Number of the first text that the packed tables name. */
export const NEXT_TEXT: u32 = ${nextText};
${names.join("\n")}
/** Lists of value names that belong to no field, by their number in the ABI. */
export const NAMED_LISTS: i32 = ${named.length};
export const NAMED_LIST: usize = memory.data<u16>([${named.join(", ")}]);
${room("STRUCTURE_ROWS", 15, spec.structures.length)}
${room("FIELD_ROWS", 10, fields)}
${room("REGION_ROWS", 9, regions)}
${room("NAME_ROWS", 3, nameCount)}
${room("CASE_ROWS", 2, cases)}
${room("LIST_ROWS", 2, lists)}
/** Each its length (u16, little-endian), then ASCII. */
export const SEPARATORS: usize = memory.data(${separators});
`;
}
