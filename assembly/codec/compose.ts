/**
 * Values -> bytes, one structure at a time. What is not given is 0, or what the standard has there; the field that counts the
 * structure's bytes is filled in unless it is given, one that counts a region is the host's to give.
 */
import { fail, failIllegal } from "../abi/error";
import { fits, putBits } from "../bits";
import { Additional } from "../generated/codes";
import { INPUT, INPUT_SIZE, NodeFlag, OUTPUT, OUTPUT_SIZE, RestKind, Status, ValueRecord, VALUES, VALUES_SIZE } from "../generated/records";
import { FieldRow, FIXED, StructureRow } from "./rows";
import { fieldRow, hasStructure, regionRow, structureRow } from "./table";

const VALUE: u32 = (<u32>offsetof<ValueRecord>() + 7) & ~7;

/**
 * Composes `structure` out of `count` value records, and out of `rest` bytes in the input buffer for what is behind the fixed part, into the
 * output buffer; text is padded. Returns the length in bytes.
 * Errors: unknown_structure (also for a choice), unknown_field, too_wide, too_long, trailing (nothing is behind this structure's fixed part, or no whole count),
 * invalid_field (another value where the structure has a fixed one).
 */
export function compose(structure: i32, count: i32, rest: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  if (<u32>count > VALUES_SIZE / VALUE) return fail(Status.TOO_LONG, 0, 0, count, VALUES_SIZE / VALUE);
  if (<u32>rest > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, rest, INPUT_SIZE);
  const row = structureRow(structure);
  if (row.cases > 0) return fail(Status.UNKNOWN_STRUCTURE, row.name, 0, structure, 0);
  const status = layOut(row, rest);
  if (status < 0) return status;
  for (let i = 0; i < count; i++) {
    const written = writeValue(row, changetype<ValueRecord>(VALUES + <usize>i * VALUE));
    if (written < 0) return written;
  }
  return status;
}

/** Defaults, the rest, and the number of bytes. Returns the length. */
function layOut(row: StructureRow, rest: u32): i32 {
  if (rest > 0 && row.regions == 0) return fail(Status.TRAILING, row.name, row.size * 8, row.size + rest, row.size);
  const length = row.size + padded(row, rest);
  if (length > OUTPUT_SIZE) return fail(Status.TOO_LONG, row.name, row.size * 8, length, OUTPUT_SIZE);
  memory.fill(OUTPUT, 0, length);
  memory.copy(OUTPUT + row.size, INPUT, rest);
  for (let i: u32 = 0; i < row.count; i++) {
    const field = fieldRow(row.first + i);
    if (field.value != 0) putBits(OUTPUT, field.bit, field.bits, <u64>field.value);
  }
  return row.counting < 0 ? <i32>length : count(fieldRow(row.first + row.counting), length);
}

function count(field: FieldRow, length: u32): i32 {
  const bytes = length - field.countsFrom;
  if (bytes % field.countsUnit != 0) return fail(Status.TRAILING, field.name, field.bit, length, length - bytes % field.countsUnit);
  const counted = <u64>(bytes / field.countsUnit);
  if (!fits(counted, field.bits)) return fail(Status.TOO_WIDE, field.name, field.bit, 0, field.bits);
  putBits(OUTPUT, field.bit, field.bits, counted);
  return length;
}

/** Bytes of the rest with a text's NUL and padding. */
function padded(row: StructureRow, rest: u32): u32 {
  if (row.regions != 1) return rest;
  const region = regionRow(row.firstRegion);
  if (region.kind != RestKind.TEXT) return rest;
  return max(region.least, (rest + region.multiple) / region.multiple * region.multiple);
}

function writeValue(row: StructureRow, value: ValueRecord): i32 {
  if (value.field >= row.count) return fail(Status.UNKNOWN_FIELD, 0, 0, value.field, 0);
  const field = fieldRow(row.first + value.field);
  const status = checkValue(field, value.value);
  if (status == Status.OK) putBits(OUTPUT, field.bit, field.bits, value.value);
  return status;
}

function checkValue(field: FieldRow, value: u64): i32 {
  const name = field.name;
  if (field.flags & (NodeFlag.RESERVED | NodeFlag.BYTES)) return fail(Status.UNKNOWN_FIELD, name, field.bit, 0, 0);
  if (!fits(value, field.bits)) return fail(Status.TOO_WIDE, name, field.bit, 0, field.bits);
  if (field.flags & FIXED && value != <u64>field.value) {
    return failIllegal(Status.INVALID_FIELD, Additional.INVALID_FIELD_IN_CDB, name, field.bit, <u32>value, field.value);
  }
  return Status.OK;
}
