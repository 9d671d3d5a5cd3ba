/**
 * assembly/generated/tables.ts: the structures as data, for explain, compose and the queries. Rows of u32:
 *   structure  name, doc, clause, size, first field, fields, first list field, list fields, stride, list name, tail name, counting field (-1: none)
 *   field      name, doc, first bit, bits, flags, fixed or initial value, first value name << 16 | value names, parent (-1: none), first byte counted
 *   value name value, text
 */
const FLAG = { reserved: 2, obsolete: 8, bytes: 32, group: 64, fixed: 1 << 16 };
export const STRUCTURE_COLUMNS = 12;
export const FIELD_COLUMNS = 9;

export function renderTables(spec, text) {
  const nodeFlags = Object.fromEntries(
    spec.enumerations.find(({ id }) => id === "node_flag").members.map(({ name, value }) => [name, value]),
  );
  for (const name of ["reserved", "obsolete", "bytes", "group"])
    if (FLAG[name] !== nodeFlags[name]) throw new Error(`spec: node_flag ${name} is not ${FLAG[name]}`);
  const values = new ValueTable(text);
  const fields = [];
  const structures = spec.structures.map((structure) => {
    const own = addFields(fields, structure.fields, values, text);
    const list = structure.list ? addFields(fields, structure.list.fields, values, text) : { first: 0, count: 0 };
    const counting = structure.fields.findIndex((field) => field.countsFrom !== undefined);
    return [
      text.add(structure.name),
      text.add(structure.doc),
      text.add(structure.clause),
      structure.size,
      own.first,
      own.count,
      list.first,
      list.count,
      structure.list?.stride ?? 0,
      structure.list ? text.add(structure.list.name) : 0,
      structure.tail ? text.add(structure.tail) : 0,
      counting >>> 0,
    ];
  });
  const trailing = text.add("Trailing bytes");
  return `export const STRUCTURES: i32 = ${structures.length};
export const STRUCTURE_ROWS: usize = memory.data<u32>([\n${rows(structures)}\n]);
export const FIELD_ROWS: usize = memory.data<u32>([\n${rows(fields)}\n]);
export const VALUE_ROWS: usize = memory.data<u32>([\n${rows(values.rows)}\n]);
export const TRAILING: u32 = ${trailing};
/** Each text is its length in bytes (u16, little-endian), then UTF-8. */
export const TEXT: usize = memory.data<u8>([\n${wrap(text.bytes)}\n], 8);
`;
}

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
