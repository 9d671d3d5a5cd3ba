/**
 * assembly/generated/tables.ts: the structures as data, for explain, compose and the queries. Rows of u32:
 *   structure  name, doc, clause, size, first field, fields, counting field (-1: none), then of what is behind the fixed part: kind, name, doc,
 *              structure, separator, name behind the separator, least bytes, multiple; of a choice: byte, mask, first case << 16 | cases
 *   field      name, doc, first bit, bits, flags, fixed or initial value, first value name << 16 | value names, parent (-1: none), first byte counted
 *   value name value, text
 *   case       value, structure
 */
const FLAG = { reserved: 2, obsolete: 8, bytes: 32, group: 64, fixed: 1 << 16 };

export function renderTables(spec, text) {
  const nodeFlags = membersOf(spec, "node_flag");
  for (const name of ["reserved", "obsolete", "bytes", "group"])
    if (FLAG[name] !== nodeFlags[name]) throw new Error(`spec: node_flag ${name} is not ${FLAG[name]}`);
  const kinds = membersOf(spec, "rest_kind");
  const values = new ValueTable(text);
  const fields = [];
  const cases = [];
  const numberOf = (id) => spec.structures.findIndex((structure) => structure.id === id);
  const structures = spec.structures.map((structure) => {
    const { rest = {}, size } = structure;
    const own = addFields(fields, structure.fields, values, text);
    const counting = structure.fields.findIndex((field) => field.countsFrom !== undefined);
    const of = structure.otherwise ?? rest.of;
    const choices = Object.entries(structure.cases ?? {}).map(([value, id]) => [Number(value), numberOf(id)]);
    const firstCase = cases.length;
    cases.push(...choices);
    return [
      ...[structure.name, structure.doc, structure.clause].map((words) => text.add(words)),
      ...[size, own.first, own.count, counting >>> 0],
      structure.cases ? kinds.choice : kinds[rest.kind ?? "none"],
      ...[rest.name, rest.doc].map((words) => (words ? text.add(words) : 0)),
      (of ? numberOf(of) : -1) >>> 0,
      ...[rest.separator?.text, rest.separator?.name].map((words) => (words ? text.add(words) : 0)),
      ...[rest.least ?? 0, rest.multiple ?? 0, structure.byte ?? 0, structure.mask ?? 0],
      ((firstCase << 16) | choices.length) >>> 0,
    ];
  });
  const own = { TRAILING: "Trailing bytes", PADDING: "Padding", SEPARATOR: "Separator" };
  const names = Object.entries(own).map(([name, words]) => `export const ${name}: u32 = ${text.add(words)};`);
  return `export const STRUCTURES: i32 = ${structures.length};
export const STRUCTURE_ROWS: usize = memory.data<u32>([\n${rows(structures)}\n]);
export const FIELD_ROWS: usize = memory.data<u32>([\n${rows(fields)}\n]);
export const VALUE_ROWS: usize = memory.data<u32>([\n${rows(values.rows)}\n]);
export const CASE_ROWS: usize = memory.data<u32>([\n${rows(cases)}\n]);
${names.join("\n")}
/** Each text is its length in bytes (u16, little-endian), then UTF-8. */
export const TEXT: usize = memory.data<u8>([\n${wrap(text.bytes)}\n], 8);
`;
}

const membersOf = (spec, enumeration) =>
  Object.fromEntries(
    spec.enumerations.find(({ id }) => id === enumeration).members.map(({ name, value }) => [name, value]),
  );

function addFields(table, fields, values, text) {
  const first = table.length;
  for (const field of fields) {
    const hasParts = fields.some((other) => other.parent === fields.indexOf(field));
    const flags =
      (field.reserved ? FLAG.reserved : 0) |
      (field.obsolete ? FLAG.obsolete : 0) |
      (field.kind === "bytes" ? FLAG.bytes : 0) |
      (hasParts ? FLAG.group : 0) |
      (field.fixed !== undefined ? FLAG.fixed : 0);
    table.push([
      text.add(field.name),
      text.add(field.doc),
      field.start,
      field.bits,
      flags,
      field.fixed ?? field.initial ?? 0,
      values.add(field.values),
      field.parent >>> 0,
      field.countsFrom ?? 0,
    ]);
  }
  return { first, count: fields.length };
}

/** Value names in ascending order, each list once. */
class ValueTable {
  rows = [];
  #text;
  #known = new Map();

  constructor(text) {
    this.#text = text;
  }

  add(values) {
    if (!values) return 0;
    if (!this.#known.has(values)) {
      const entries = Object.entries(values).map(([value, name]) => [Number(value), this.#text.add(name)]);
      entries.sort((a, b) => a[0] - b[0]);
      this.#known.set(values, ((this.rows.length << 16) | entries.length) >>> 0);
      this.rows.push(...entries);
    }
    return this.#known.get(values);
  }
}

const rows = (table) => table.map((row) => `  ${row.join(", ")},`).join("\n");
const wrap = (bytes) => bytes.join(",").replace(/((?:\d+,){40})/g, "$1\n");
