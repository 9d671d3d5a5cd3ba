/** The structures' description as explain, compose and the queries read it. Columns: hosts/build/generate/tables.mjs. */
import { FIELD_ROWS, STRUCTURE_ROWS, STRUCTURES, TEXT, VALUE_ROWS } from "../generated/tables";

/** A bit beside the node flags: the field has one value in this structure. */
export const FIXED: u32 = 1 << 16;

@unmanaged
export class StructureRow {
  name: u32;
  doc: u32;
  clause: u32;
  size: u32;
  first: u32;
  count: u32;
  listFirst: u32;
  listCount: u32;
  stride: u32;
  listName: u32;
  tailName: u32;
  counting: i32;
}

@unmanaged
export class FieldRow {
  name: u32;
  doc: u32;
  bit: u32;
  bits: u32;
  flags: u32;
  value: u32;
  names: u32;
  parent: i32;
  countsFrom: u32;
}

export function hasStructure(structure: i32): bool {
  return <u32>structure < <u32>STRUCTURES;
}

export function structureRow(structure: i32): StructureRow {
  return changetype<StructureRow>(STRUCTURE_ROWS + <usize>structure * offsetof<StructureRow>());
}

/** Row of a field by its number in the whole table. */
export function fieldRow(field: u32): FieldRow {
  return changetype<FieldRow>(FIELD_ROWS + <usize>field * offsetof<FieldRow>());
}

/** Address of a text, 0 for none. */
export function textAt(offset: u32): u32 {
  return offset == 0 ? 0 : <u32>TEXT + offset;
}

/** Row of a field of a structure, by the constants of generated/fields.ts: those of the list's element follow those of the fixed part. */
function rowOf(structure: i32, field: i32): FieldRow {
  const row = structureRow(structure);
  return fieldRow(<u32>field < row.count ? row.first + field : row.listFirst + field - row.count);
}

/** Name of a field of a structure. */
export function fieldName(structure: i32, field: i32): u32 {
  return textAt(rowOf(structure, field).name);
}

/** First bit of a field from the start of its structure. */
export function fieldBit(structure: i32, field: i32): u32 {
  return rowOf(structure, field).bit;
}

/** Name of the value that a field of a structure has (text), 0 for one without. */
export function valueName(structure: i32, field: i32, value: u64): u32 {
  return nameOf(rowOf(structure, field).names, value);
}

/** Binary search in a list of value names (first << 16 | count). */
export function nameOf(names: u32, value: u64): u32 {
  let low = names >> 16;
  let high = low + (names & 0xffff);
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = VALUE_ROWS + <usize>middle * 8;
    const here = <u64>load<u32>(row);
    if (here == value) return textAt(load<u32>(row, 4));
    if (here < value) low = middle + 1;
    else high = middle;
  }
  return 0;
}
