/** The structures' description as explain, compose and the queries read it. */
import { CASE_ROWS, FIELD_ROWS, LIST_ROWS, NAME_ROWS, REGION_ROWS, STRUCTURE_ROWS, STRUCTURES } from "../generated/tables";
import { CaseRow, FieldRow, ListRow, NameRow, RegionRow, StructureRow } from "./rows";
import "./unpack";

/** Bytes of a separator. */
export function separatorSize(at: u32): u32 {
  return <u32>load<u16>(<usize>at);
}

export function hasStructure(structure: i32): bool {
  return <u32>structure < <u32>STRUCTURES;
}

// @ts-ignore: decorator
@inline export function structureRow(structure: i32): StructureRow {
  return changetype<StructureRow>(STRUCTURE_ROWS + <usize>structure * offsetof<StructureRow>());
}

/** Row of a field by its number in the whole table. */
// @ts-ignore: decorator
@inline export function fieldRow(field: u32): FieldRow {
  return changetype<FieldRow>(FIELD_ROWS + <usize>field * offsetof<FieldRow>());
}

/** Row of a region by its number in the whole table. */
// @ts-ignore: decorator
@inline export function regionRow(region: u32): RegionRow {
  return changetype<RegionRow>(REGION_ROWS + <usize>region * offsetof<RegionRow>());
}

/** Row of a field of a structure, by the constants of generated/fields.ts. */
// @ts-ignore: decorator
@inline function rowOf(structure: i32, field: i32): FieldRow {
  return fieldRow(structureRow(structure).first + field);
}

/** The structure of a choice by its place; the last, `cases`, is for all other values. */
export function caseAt(row: StructureRow, place: u32): i32 {
  return place < row.cases ? caseRow(row, place).structure : row.otherwise;
}

/** The structure of a choice that the `value` of its deciding bytes means. */
export function chosen(row: StructureRow, value: u32): i32 {
  for (let place: u32 = 0; place < row.cases; place++) {
    if (caseRow(row, place).value == (value & row.mask)) return caseRow(row, place).structure;
  }
  return row.otherwise;
}

// @ts-ignore: decorator
@inline function caseRow(row: StructureRow, place: u32): CaseRow {
  return changetype<CaseRow>(CASE_ROWS + <usize>(row.firstCase + place) * offsetof<CaseRow>());
}

/** Name of a structure. */
// @ts-ignore: decorator
@inline export function structureName(structure: i32): u32 {
  return structureRow(structure).name;
}

/** Name of a field of a structure. */
export function fieldName(structure: i32, field: i32): u32 {
  return rowOf(structure, field).name;
}

/** First bit of a field from the start of its structure. */
export function fieldBit(structure: i32, field: i32): u32 {
  return rowOf(structure, field).bit;
}

/** Name of the value that a field of a structure has (text), 0 for one without. */
// @ts-ignore: decorator
@inline export function valueName(structure: i32, field: i32, value: u64): u32 {
  return nameOf(rowOf(structure, field).names, value);
}

/** Name of a value in a list of names, 0 for one without. Lists are in ascending order. */
export function nameOf(list: u32, value: u64): u32 {
  const names = changetype<ListRow>(LIST_ROWS + <usize>list * offsetof<ListRow>());
  let low = names.first;
  let high = low + names.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = changetype<NameRow>(NAME_ROWS + <usize>middle * offsetof<NameRow>());
    if (value < <u64>row.first) high = middle;
    else if (value > <u64>row.last) low = middle + 1;
    else return row.text;
  }
  return 0;
}
