/** Answers about the structures themselves. */
import { fail } from "../abi/error";
import { FieldRecord, RECORD, RegionRecord, Status, StructureRecord } from "../generated/records";
import { NAMED_LIST, NAMED_LISTS } from "../generated/tables";
import { FIXED } from "./rows";
import { caseAt, fieldRow, hasStructure, nameOf, regionRow, structureRow, valueName } from "./table";

/** Fills the record buffer with the `structure` record. Errors: unknown_structure. */
export function describeStructure(structure: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  const row = structureRow(structure);
  const record = changetype<StructureRecord>(RECORD);
  record.name = row.name;
  record.size = row.size;
  record.fields = row.count;
  record.regions = row.regions;
  record.cases = row.cases == 0 ? 0 : row.cases + 1;
  return Status.OK;
}

/** Fills the record buffer with the `field` record. Errors: unknown_structure, unknown_field. */
export function describeField(structure: i32, field: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  const row = structureRow(structure);
  if (<u32>field >= row.count) return fail(Status.UNKNOWN_FIELD, 0, 0, field, row.count);
  const from = fieldRow(row.first + field);
  const record = changetype<FieldRecord>(RECORD);
  record.name = from.name;
  record.bit = from.bit;
  record.bits = from.bits;
  record.flags = from.flags & ~FIXED;
  record.of = from.of;
  return Status.OK;
}

/** Fills the record buffer with the `region` record. Errors: unknown_structure, unknown_field. */
export function describeRegion(structure: i32, region: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  const row = structureRow(structure);
  if (<u32>region >= row.regions) return fail(Status.UNKNOWN_FIELD, 0, 0, region, row.regions);
  const from = regionRow(row.firstRegion + region);
  const record = changetype<RegionRecord>(RECORD);
  record.kind = from.kind;
  record.name = from.name;
  record.of = from.of;
  record.counted_by = from.countedBy;
  record.unit = from.unit;
  return Status.OK;
}

/** One of the structures of a choice by its place; the last is for what no other is for. Errors: unknown_structure, unknown_field. */
export function describeCase(structure: i32, place: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  const row = structureRow(structure);
  const cases: u32 = row.cases == 0 ? 0 : row.cases + 1;
  return <u32>place < cases ? caseAt(row, place) : fail(Status.UNKNOWN_FIELD, 0, 0, place, cases);
}

/** Name of a value of a field (text), 0 for one without. Errors: unknown_structure, unknown_field. */
export function describeValue(structure: i32, field: i32, value: i32): i32 {
  const status = describeField(structure, field);
  return status < 0 ? status : <i32>valueName(structure, field, <u64><u32>value);
}

/** Name of a value in one of the lists that belong to no field (text), 0 for one without. Errors: unknown_field. */
export function describeName(list: i32, value: i32): i32 {
  if (<u32>list >= <u32>NAMED_LISTS) return fail(Status.UNKNOWN_FIELD, 0, 0, list, NAMED_LISTS);
  return nameOf(load<u16>(NAMED_LIST + <usize>list * 2), <u64><u32>value);
}
