/** Answers about the structures themselves. */
import { fail } from "../abi/error";
import { FieldRecord, RECORD, Status, StructureRecord } from "../generated/records";
import { FIXED, fieldRow, hasStructure, structureRow, textAt } from "./table";

/** Fills the record buffer with the `structure` record. Errors: unknown_structure. */
export function describeStructure(structure: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  const row = structureRow(structure);
  const record = changetype<StructureRecord>(RECORD);
  record.name = textAt(row.name);
  record.doc = textAt(row.doc);
  record.clause = textAt(row.clause);
  record.size = row.size;
  record.fields = row.count + row.listCount;
  record.stride = row.stride;
  return Status.OK;
}

/** Fills the record buffer with the `field` record; the fields of a list's element follow those of the fixed part. Errors: unknown_structure, unknown_field. */
export function describeField(structure: i32, field: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  const row = structureRow(structure);
  if (<u32>field >= row.count + row.listCount) return fail(Status.UNKNOWN_FIELD, 0, 0, field, row.count + row.listCount);
  const inList = <u32>field >= row.count;
  const from = fieldRow(inList ? row.listFirst + field - row.count : row.first + field);
  const record = changetype<FieldRecord>(RECORD);
  record.name = textAt(from.name);
  record.doc = textAt(from.doc);
  record.bit = from.bit;
  record.bits = from.bits;
  record.flags = from.flags & ~FIXED;
  record.list = inList ? 1 : 0;
  return Status.OK;
}
