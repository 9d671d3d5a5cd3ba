/** The structures' description as explain, compose and the queries read it. Columns: hosts/build/generate/tables.mjs. */
import { CASE_ROWS, FIELD_ROWS, STRUCTURE_ROWS, STRUCTURES, TEXT, VALUE_ROWS } from "../generated/tables";

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
  counting: i32;
  kind: u32;
  restName: u32;
  restDoc: u32;
  of: i32;
  separator: u32;
  separatorName: u32;
  least: u32;
  multiple: u32;
  byte: u32;
  mask: u32;
  cases: u32;
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

/** Bytes of a text. */
export function textLength(at: u32): u32 {
  return <u32>load<u16>(<usize>at);
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

/** Row of a field of a structure, by the constants of generated/fields.ts. */
function rowOf(structure: i32, field: i32): FieldRow {
  return fieldRow(structureRow(structure).first + field);
}

/** Structures that a choice has, the one for all other values included. */
export function casesOf(row: StructureRow): u32 {
  return (row.cases & 0xffff) + 1;
}

/** The structure of a choice by its place, the last of `casesOf` for all other values. */
export function caseAt(row: StructureRow, place: u32): i32 {
  if (place >= (row.cases & 0xffff)) return row.of;
  return load<i32>(CASE_ROWS + <usize>((row.cases >> 16) + place) * 8, 4);
}

/** The structure of a choice that the `value` of its byte means. */
export function chosen(row: StructureRow, value: u32): i32 {
  const last = casesOf(row) - 1;
  for (let place: u32 = 0; place < last; place++) {
    if (load<u32>(CASE_ROWS + <usize>((row.cases >> 16) + place) * 8) == (value & row.mask)) return caseAt(row, place);
  }
  return row.of;
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
