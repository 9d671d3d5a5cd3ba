/**
 * The description as numbers, 7 bits a byte, least significant first: assembly/codec/unpack.ts reads them, in this order. What is alike is in one column,
 * because that compresses: the Pack and PackedField bits, the texts, the widths of fields, and all else.
 *   list       rows; each: twice the step from the last value of the row before, and 1 for a range, then last - first; text
 *   structure  Pack bits, text, size, fields, [counting field], the fields, [regions, the regions]
 *   choice     Pack bits, text, byte, bytes, mask, structure around + 1 (0: none), structure for all other values, cases; each: step of the value, structure
 *   field      PackedField bits, text (but a reserved one), bits, [how many fields the one is before that it is a part of], [PackedField bits of what follows,
 *              value, list, first byte counted and bytes a count, structure]
 *   region     kind, Pack bits, [text], [structure], [counting field, bytes a count], [least, multiple], [separator, name behind it]
 * A text is 0 when it is the next one that was not named before, else its number.
 */
export const pack = { CHOICE: 1, COUNTING: 2, REGIONS: 4, NAMED: 1, OF: 2, COUNTED: 4, PADDED: 8, SEPARATED: 16 };
export const packedField = {
  ...{ RESERVED: 1, OBSOLETE: 2, BYTES: 4, TEXT: 8, PARTS: 16, FIXED: 32, PART: 64, MORE: 128 },
  ...{ VALUE: 1, NAMES: 2, COUNTS: 4, OF: 8 },
};

export const columns = ["bits", "texts", "width", "other"];

export class Packer {
  bytes = Object.fromEntries(columns.map((column) => [column, []]));
  counts = { lists: 1, names: 0, fields: 0, regions: 0, cases: 0 };
  #text;
  #named;
  #lists = new Map();

  constructor(text) {
    this.#text = text;
    this.#named = text.count;
  }

  /** Lists come before structures. Returns the list's number; 0 is none. */
  list(values = {}, ranges = []) {
    const key = JSON.stringify([values, ranges]);
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const rows = inOrder(values, ranges);
    this.#put(rows.length);
    let before = 0;
    for (const { first, last, name } of rows) {
      this.#put((first - before) * 2 + (last > first ? 1 : 0));
      if (last > first) this.#put(last - first);
      this.#name(name);
      before = last;
    }
    this.counts.names += rows.length;
    this.#lists.set(key, this.counts.lists);
    return this.counts.lists++;
  }

  choice({ name, byte, bytes = 1, mask, inside, otherwise, cases }, numberOf) {
    this.#putTo("bits", pack.CHOICE);
    this.#name(name);
    this.#put(byte, bytes, mask, inside === undefined ? 0 : numberOf(inside) + 1, numberOf(otherwise));
    const rows = Object.entries(cases).map(([value, id]) => [Number(value), numberOf(id)]);
    this.#put(rows.length);
    rows.sort((a, b) => a[0] - b[0]);
    rows.forEach(([value, structure], i) => this.#put(value - (i ? rows[i - 1][0] : 0), structure));
    this.counts.cases += rows.length;
  }

  structure({ name, size, fields, regions }, numberOf) {
    const counting = fields.findIndex((field) => field.countsFrom !== undefined);
    this.#putTo("bits", (counting < 0 ? 0 : pack.COUNTING) | (regions.length ? pack.REGIONS : 0));
    this.#name(name);
    this.#put(size, fields.length, ...(counting < 0 ? [] : [counting]));
    fields.forEach((field, i) => this.#field(field, i, fields, numberOf));
    if (regions.length) this.#put(regions.length);
    for (const region of regions) this.#region(region, fields, numberOf);
    this.counts.fields += fields.length;
    this.counts.regions += regions.length;
  }

  #field(field, index, fields, numberOf) {
    const value = field.fixed ?? field.initial ?? 0;
    const names = field.values || field.ranges ? this.list(field.values, field.ranges) : 0;
    const { countsFrom: from, countsUnit: unit = 1, of } = field;
    const more =
      bit(value, packedField.VALUE) |
      bit(names, packedField.NAMES) |
      bit(from !== undefined, packedField.COUNTS) |
      bit(of, packedField.OF);
    this.#putTo(
      "bits",
      bit(field.reserved, packedField.RESERVED) |
        bit(field.obsolete, packedField.OBSOLETE) |
        bit(field.kind === "bytes", packedField.BYTES) |
        bit(field.kind === "text", packedField.TEXT) |
        bit(field.parts, packedField.PARTS) |
        bit(field.fixed !== undefined, packedField.FIXED) |
        bit(field.parent >= 0, packedField.PART) |
        bit(more, packedField.MORE),
    );
    if (!field.reserved) this.#name(field.name);
    this.#putTo("width", field.bits);
    if (more) this.#putTo("bits", more);
    if (field.parent >= 0) this.#put(index - field.parent);
    this.#put(...(value ? [value] : []), ...(names ? [names] : []), ...(from === undefined ? [] : [from, unit]));
    if (of) this.#put(numberOf(of));
  }

  #region({ kind, of, name, countedBy, unit = 1, least, multiple, separator }, fields, numberOf) {
    const flags =
      bit(name, pack.NAMED) |
      bit(of, pack.OF) |
      bit(countedBy, pack.COUNTED) |
      bit(multiple, pack.PADDED) |
      bit(separator, pack.SEPARATED);
    this.#putTo("bits", kind, flags);
    if (name) this.#name(name);
    if (of) this.#put(numberOf(of));
    if (countedBy)
      this.#put(
        fields.findIndex((field) => field.name === countedBy),
        unit,
      );
    if (multiple) this.#put(least, multiple);
    if (separator) [separator.text, separator.name].forEach((words) => this.#name(words));
  }

  #name(words) {
    const number = this.#text.add(words);
    const isNew = number === this.#named;
    if (isNew) this.#named++;
    this.#putTo("texts", isNew ? 0 : number);
  }

  #put(...numbers) {
    this.#putTo("other", ...numbers);
  }

  #putTo(column, ...numbers) {
    for (let number of numbers) {
      if (!Number.isInteger(number) || number < 0 || number > 0xffffffff)
        throw new Error(`spec: ${number} cannot be packed`);
      for (; number > 0x7f; number = Math.floor(number / 128)) this.bytes[column].push((number % 128) | 0x80);
      this.bytes[column].push(number);
    }
  }
}

const bit = (condition, value) => (condition ? value : 0);

/** Rows of a list in ascending order. Exported for the generator's own test. */
export function inOrder(values, ranges) {
  const single = Object.entries(values).map(([value, name]) => ({ first: Number(value), last: Number(value), name }));
  const rows = [...single, ...ranges].sort((a, b) => a.first - b.first);
  rows.forEach(({ first, last, name }, i) => {
    if (last < first || (i > 0 && first <= rows[i - 1].last))
      throw new Error(`spec: ${name} overlaps another name's values`);
  });
  return rows;
}
