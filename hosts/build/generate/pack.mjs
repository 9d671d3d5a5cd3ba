import { NumberEncoder } from "./number-encoder.mjs";

/**
 * The description as numbers, each of a kind, in the order in which assembly/codec/unpack.ts and assembly/command/table.ts read them:
 *   list       COUNT rows; each: STEP, twice the step from the last value of the row before, and 1 for a range, then SPAN, last - first; NAME
 *   structure  HEAD (Pack bits), NAME, COUNT fields, [PLACE of the counting field], the fields, [COUNT regions, the regions]; its size is what its fields need
 *   choice     HEAD, NAME, PLACE: byte, bytes, mask; STRUCTURE around + 1 (0: none), STRUCTURE for all other values, COUNT cases; each: STEP of the value, STRUCTURE
 *   field      FIELD (PackedField bits), NAME (but a reserved one), WIDTH in bits, [MORE (PackedField bits of what follows)], [PART: how many fields the one is
 *              before that it is a part of], [VALUE], [LIST], [PLACE: first byte counted, bytes a count], [STRUCTURE]
 *   region     REGION kind, MORE (Pack bits), [NAME], [STRUCTURE], [PLACE: counting field, bytes a count], [PLACE: least, multiple],
 *              [COUNT BYTEs of the separator, NAME of what is behind it]
 * A NAME is 0 when it is the next text that was not named before, else its number.
 */
export const pack = {
  CHOICE: 1,
  COUNTING: 2,
  REGIONS: 4,
  NAMED: 1,
  OF: 2,
  COUNTED: 4,
  PADDED: 8,
  SEPARATED: 16,
  WHOLE: 8,
};
export const packedField = {
  ...{ RESERVED: 1, OBSOLETE: 2, BYTES: 4, TEXT: 8, PARTS: 16, FIXED: 32, PART: 64, MORE: 128 },
  ...{ VALUE: 1, NAMES: 2, COUNTS: 4, OF: 8 },
};

/** What a number says: numbers of a kind are like each other. Most depends on the last NAME and FIELD: number-encoder.mjs takes the first two kinds for that. */
export const kind = Object.fromEntries(
  [
    ...["NAME", "FIELD", "HEAD", "MORE", "REGION", "WIDTH", "COUNT", "STEP", "SPAN", "PART", "VALUE", "LIST", "PLACE"],
    ...["STRUCTURE", "BYTE", "CODE", "ACTION", "TYPES", "CLASS"],
  ].map((name, number) => [name, number]),
);

export class Packer {
  counts = { lists: 1, names: 0, fields: 0, regions: 0, cases: 0, separators: 0 };
  #numbers = new NumberEncoder();
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
    this.put(kind.COUNT, rows.length);
    let before = 0;
    for (const { first, last, name } of rows) {
      this.put(kind.STEP, (first - before) * 2 + (last > first ? 1 : 0));
      if (last > first) this.put(kind.SPAN, last - first);
      this.name(name);
      before = last;
    }
    this.counts.names += rows.length;
    this.#lists.set(key, this.counts.lists);
    return this.counts.lists++;
  }

  choice({ name, byte, bytes = 1, mask, inside, otherwise, cases }, numberOf) {
    this.put(kind.HEAD, pack.CHOICE);
    this.name(name);
    this.put(kind.PLACE, byte, bytes, mask);
    this.put(kind.STRUCTURE, inside === undefined ? 0 : numberOf(inside) + 1, numberOf(otherwise));
    const rows = Object.entries(cases).map(([value, id]) => [Number(value), numberOf(id)]);
    this.put(kind.COUNT, rows.length);
    rows.sort((a, b) => a[0] - b[0]);
    rows.forEach(([value, structure], i) => {
      this.put(kind.STEP, value - (i ? rows[i - 1][0] : 0));
      this.put(kind.STRUCTURE, structure);
    });
    this.counts.cases += rows.length;
  }

  structure({ name, fields, regions, whole }, numberOf) {
    const counting = fields.findIndex((field) => field.countsFrom !== undefined);
    const head = bit(counting >= 0, pack.COUNTING) | bit(regions.length, pack.REGIONS) | bit(whole, pack.WHOLE);
    this.put(kind.HEAD, head);
    this.name(name);
    this.put(kind.COUNT, fields.length);
    if (counting >= 0) this.put(kind.PLACE, counting);
    fields.forEach((field, i) => this.#field(field, i, numberOf));
    if (regions.length) this.put(kind.COUNT, regions.length);
    for (const region of regions) this.#region(region, fields, numberOf);
    this.counts.fields += fields.length;
    this.counts.regions += regions.length;
  }

  #field(field, index, numberOf) {
    const value = field.fixed ?? field.initial ?? 0;
    const names = field.values || field.ranges ? this.list(field.values, field.ranges) : 0;
    const { countsFrom: from, countsUnit: unit = 1, of } = field;
    const more =
      bit(value, packedField.VALUE) |
      bit(names, packedField.NAMES) |
      bit(from !== undefined, packedField.COUNTS) |
      bit(of, packedField.OF);
    this.put(
      kind.FIELD,
      bit(field.reserved, packedField.RESERVED) |
        bit(field.obsolete, packedField.OBSOLETE) |
        bit(field.kind === "bytes", packedField.BYTES) |
        bit(field.kind === "text", packedField.TEXT) |
        bit(field.parts, packedField.PARTS) |
        bit(field.fixed !== undefined, packedField.FIXED) |
        bit(field.parent >= 0, packedField.PART) |
        bit(more, packedField.MORE),
    );
    if (!field.reserved) this.name(field.name);
    this.put(kind.WIDTH, field.bits);
    if (more) this.put(kind.MORE, more);
    if (field.parent >= 0) this.put(kind.PART, index - field.parent);
    if (value) this.put(kind.VALUE, value);
    if (names) this.put(kind.LIST, names);
    if (from !== undefined) this.put(kind.PLACE, from, unit);
    if (of) this.put(kind.STRUCTURE, numberOf(of));
  }

  #region({ kind: what, of, name, countedBy, unit = 1, least, multiple, separator }, fields, numberOf) {
    const flags =
      bit(name, pack.NAMED) |
      bit(of, pack.OF) |
      bit(countedBy, pack.COUNTED) |
      bit(multiple, pack.PADDED) |
      bit(separator, pack.SEPARATED);
    this.put(kind.REGION, what);
    this.put(kind.MORE, flags);
    if (name) this.name(name);
    if (of) this.put(kind.STRUCTURE, numberOf(of));
    if (countedBy) {
      const counter = fields.findIndex((field) => field.name === countedBy);
      this.put(kind.PLACE, counter, unit);
    }
    if (multiple) this.put(kind.PLACE, least, multiple);
    if (separator) {
      const bytes = Buffer.from(separator.text);
      this.put(kind.COUNT, bytes.length);
      this.put(kind.BYTE, ...bytes);
      this.name(separator.name);
      this.counts.separators += 2 + bytes.length;
    }
  }

  name(words) {
    const number = this.#text.add(words);
    const isNew = number === this.#named;
    if (isNew) this.#named++;
    this.put(kind.NAME, isNew ? 0 : number);
  }

  put(kind, ...numbers) {
    for (const number of numbers) this.#numbers.put(kind, number);
  }

  /** Packed, once all is put. */
  finish() {
    return this.#numbers.finish();
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
