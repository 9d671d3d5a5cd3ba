/** Answers about the structures themselves. */
import { fail } from "../abi/error";
import { FieldRecord, RECORD, RestKind, Status, StructureRecord } from "../generated/records";
import { caseAt, casesOf, FIXED, fieldRow, hasStructure, structureRow, textAt, valueName } from "./table";

/** Fills the record buffer with the `structure` record. Errors: unknown_structure. */
export function describeStructure(structure: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  const row = structureRow(structure);
  const choice = row.kind == RestKind.CHOICE;
  const record = changetype<StructureRecord>(RECORD);
  record.name = textAt(row.name);
  record.doc = textAt(row.doc);
  record.clause = textAt(row.clause);
  record.size = row.size;
  record.fields = choice ? casesOf(row) : row.count;
  record.rest = row.kind;
  record.rest_name = textAt(row.restName);
  record.rest_doc = textAt(row.restDoc);
  record.of = choice ? -1 : row.of;
  return Status.OK;
}

/** Fills the record buffer with the `field` record. Errors: unknown_structure, unknown_field. */
export function describeField(structure: i32, field: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  const row = structureRow(structure);
  if (<u32>field >= row.count) return fail(Status.UNKNOWN_FIELD, 0, 0, field, row.count);
  const from = fieldRow(row.first + field);
  const record = changetype<FieldRecord>(RECORD);
  record.name = textAt(from.name);
  record.doc = textAt(from.doc);
  record.bit = from.bit;
  record.bits = from.bits;
  record.flags = from.flags & ~FIXED;
  return Status.OK;
}

/** One of the structures of a choice by its place; the last is for what no other is for. Errors: unknown_structure, unknown_field. */
export function describeCase(structure: i32, place: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  const row = structureRow(structure);
  const cases = row.kind == RestKind.CHOICE ? casesOf(row) : 0;
  return <u32>place < cases ? caseAt(row, place) : fail(Status.UNKNOWN_FIELD, 0, 0, place, cases);
}

/** Name of a value of a field (text), 0 for one without. Errors: unknown_structure, unknown_field. */
export function describeValue(structure: i32, field: i32, value: i32): i32 {
  const status = describeField(structure, field);
  return status < 0 ? status : <i32>valueName(structure, field, <u64><u32>value);
}
