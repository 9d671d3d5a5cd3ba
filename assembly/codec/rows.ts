/** Rows of the structures' description in memory. Texts are numbers, 0 for none. */

/** A bit beside the node flags: the field has one value in this structure. */
export const FIXED: u32 = 1 << 16;

@unmanaged
export class StructureRow {
  name: u32;
  /** Bytes of the fixed part. */
  size: u32;
  /** Bytes of which none may be missing: `size` or 0. */
  least: u32;
  /** Number of the first field in the whole table, and how many there are. */
  first: u32;
  count: u32;
  /** Which of them counts the structure's bytes, -1 for none. */
  counting: i32;
  /** Number of the first region in the whole table, and how many there are. */
  firstRegion: u32;
  regions: u32;
  /** Of a choice: where the deciding bytes are, how many, their bits that count. */
  byte: u32;
  bytes: u32;
  mask: u32;
  /** Of a choice: the structure around whose start `byte` is counted from, -1 for its own start. */
  inside: i32;
  /** Of a choice: number of the first case, how many there are, and the structure for all other values. `cases` 0: no choice. */
  firstCase: u32;
  cases: u32;
  otherwise: i32;
}

@unmanaged
export class FieldRow {
  name: u32;
  bit: u32;
  bits: u32;
  flags: u32;
  /** The fixed or the initial value. */
  value: u32;
  /** List of value names, 0 for none. */
  names: u32;
  /** The field that this is a part of, -1 for none. */
  parent: i32;
  countsFrom: u32;
  countsUnit: u32;
  /** Structure that the field's bytes are, -1 for none. */
  of: i32;
}

@unmanaged
export class RegionRow {
  kind: u32;
  name: u32;
  of: i32;
  /** The structure's field that says how many of `unit` bytes there are, -1 for none. */
  countedBy: i32;
  unit: u32;
  /** Of text: the address of what cuts it in two (its length in bytes (u16), then ASCII), 0 for none, the name of what is behind, and the text's padding. */
  separator: u32;
  separatorName: u32;
  least: u32;
  multiple: u32;
}

@unmanaged
export class NameRow {
  first: u32;
  last: u32;
  text: u32;
}

@unmanaged
export class CaseRow {
  value: u32;
  structure: i32;
}

/** Value names of a list lie in ascending order. */
@unmanaged
export class ListRow {
  first: u32;
  count: u32;
}
