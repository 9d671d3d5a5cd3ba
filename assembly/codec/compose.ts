/** Values -> bytes. What is not given is 0, or what the standard has there; the field that counts bytes is filled in unless it is given. */
import { fail, failIllegal } from "../abi/error";
import { fits, putBits } from "../bits";
import { Additional } from "../generated/codes";
import { NodeFlag, OUTPUT, OUTPUT_SIZE, Status, ValueRecord, VALUES, VALUES_SIZE } from "../generated/records";
import { FieldRow, FIXED, fieldRow, hasStructure, StructureRow, structureRow, textAt } from "./table";

const VALUE: u32 = <u32>offsetof<ValueRecord>();

/**
 * Composes `structure` out of `count` value records into the output buffer. Returns its length in bytes.
 * Errors: unknown_structure, unknown_field, too_wide, too_long, invalid_field (another value where the structure has a fixed one).
 */
export function compose(structure: i32, count: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  if (<u32>count > VALUES_SIZE / VALUE) return fail(Status.TOO_LONG, 0, 0, count, VALUES_SIZE / VALUE);
  const row = structureRow(structure);
  const length = lengthOf(row, count);
  if (length > <u64>OUTPUT_SIZE) return fail(Status.TOO_LONG, textAt(row.listName), row.size * 8, <u32>min<u64>(length, u32.MAX_VALUE), OUTPUT_SIZE);
  memory.fill(OUTPUT, 0, <usize>length);
  writeDefaults(row, <u32>length);
  for (let i = 0; i < count; i++) {
    const status = writeValue(row, valueAt(i));
    if (status < 0) return status;
  }
  return <i32>length;
}

// @ts-ignore: decorator
@inline function valueAt(i: i32): ValueRecord { return changetype<ValueRecord>(VALUES + <usize>i * VALUE); }

/** Bytes of the fixed part and of the list up to the highest element that has a value. */
function lengthOf(row: StructureRow, count: i32): u64 {
  let elements: u64 = 0;
  for (let i = 0; i < count; i++) {
    const value = valueAt(i);
    if (value.field >= row.count) elements = max(elements, <u64>value.index + 1);
  }
  return <u64>row.size + elements * <u64>row.stride;
}

function writeDefaults(row: StructureRow, length: u32): void {
  for (let i: u32 = 0; i < row.count; i++) {
    const field = fieldRow(row.first + i);
    if (field.value != 0) putBits(OUTPUT, field.bit, field.bits, <u64>field.value);
    if (<i32>i == row.counting) putBits(OUTPUT, field.bit, field.bits, <u64>(length - field.countsFrom));
  }
}

function writeValue(row: StructureRow, value: ValueRecord): i32 {
  const inList = value.field >= row.count;
  if (inList ? value.field - row.count >= row.listCount : value.index != 0) return fail(Status.UNKNOWN_FIELD, 0, 0, value.field, 0);
  const field = fieldRow(inList ? row.listFirst + value.field - row.count : row.first + value.field);
  const start = field.bit + (inList ? (row.size + value.index * row.stride) * 8 : 0);
  return checkValue(field, start, value.value) || write(start, field.bits, value.value);
}

function checkValue(field: FieldRow, start: u32, value: u64): i32 {
  const name = textAt(field.name);
  if (field.flags & (NodeFlag.RESERVED | NodeFlag.BYTES)) return fail(Status.UNKNOWN_FIELD, name, start, 0, 0);
  if (!fits(value, field.bits)) return fail(Status.TOO_WIDE, name, start, 0, field.bits);
  if (field.flags & FIXED && value != <u64>field.value) {
    return failIllegal(Status.INVALID_FIELD, Additional.INVALID_FIELD_IN_CDB, name, start, <u32>value, field.value);
  }
  return Status.OK;
}

function write(start: u32, bits: u32, value: u64): i32 {
  putBits(OUTPUT, start, bits, value);
  return Status.OK;
}
