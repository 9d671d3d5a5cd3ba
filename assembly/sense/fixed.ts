/** Fixed format sense data (SPC-4 4.5.3). */
import { fieldBit, valueName } from "../codec/table";
import { Additional, SenseKey } from "../generated/codes";
import { FieldPointer, FixedSense } from "../generated/fields";
import { INPUT, RECORD, SenseRecord } from "../generated/records";
import { takeKeySpecific } from "./key-specific";

/** Bytes up to and with ADDITIONAL SENSE LENGTH. */
const HEADER: i32 = 8;
export const CURRENT_FIXED: u32 = 0x70;
export const DEFERRED_FIXED: u32 = 0x71;

/** Fills the `sense` record from the `length` (at least 8) bytes in the input buffer. What is not there, or not counted, stays 0. */
export function decodeFixed(length: i32): void {
  const named = HEADER + <i32>FixedSense.additionalSenseLength(INPUT);
  const there = min(length, named);
  const record = changetype<SenseRecord>(RECORD);
  record.sense_key = <u8>FixedSense.senseKey(INPUT);
  record.valid = <u8>FixedSense.valid(INPUT);
  record.information = FixedSense.information(INPUT);
  record.filemark = <u8>FixedSense.filemark(INPUT);
  record.eom = <u8>FixedSense.eom(INPUT);
  record.ili = <u8>FixedSense.ili(INPUT);
  record.sdat_ovfl = <u8>FixedSense.sdatOvfl(INPUT);
  record.complete = length >= named ? 1 : 0;
  if (there >= 12) record.command_specific = FixedSense.commandSpecificInformation(INPUT);
  if (there >= 14) {
    record.asc = <u8>FixedSense.additionalSenseCode(INPUT);
    record.ascq = <u8>FixedSense.additionalSenseCodeQualifier(INPUT);
  }
  if (there >= 15) record.field_replaceable_unit = <u8>FixedSense.fieldReplaceableUnitCode(INPUT);
  if (there >= FixedSense.SIZE) takeKeySpecific(record, INPUT, FixedSense.ID, FixedSense.F_SENSE_KEY_SPECIFIC);
}

/** Name of an additional sense code (text), 0 for one without. */
export function additionalName(asc: u32, ascq: u32): u32 {
  return valueName(FixedSense.ID, FixedSense.F_ADDITIONAL_SENSE, (<u64>asc << 8) | <u64>ascq);
}

/** Writes 18 bytes of current, fixed format sense data at `at`. */
export function putSense(at: usize, key: SenseKey, additional: Additional): void {
  memory.fill(at, 0, FixedSense.SIZE);
  FixedSense.setResponseCode(at, CURRENT_FIXED);
  FixedSense.setSenseKey(at, key);
  FixedSense.setAdditionalSenseLength(at, FixedSense.SIZE - HEADER);
  FixedSense.setAdditionalSense(at, additional);
}

/** Adds to fixed format sense data at `at` the first bit of the field in error, counted from the start of the CDB or of the parameter list. */
export function putFieldPointer(at: usize, inCdb: bool, bit: u32): void {
  const pointer = at + (fieldBit(FixedSense.ID, FixedSense.F_SENSE_KEY_SPECIFIC) >> 3);
  FieldPointer.setSksv(pointer, 1);
  FieldPointer.setCD(pointer, inCdb ? 1 : 0);
  FieldPointer.setBpv(pointer, 1);
  FieldPointer.setBitPointer(pointer, 7 - (bit & 7));
  FieldPointer.setFieldPointer(pointer, bit >> 3);
}
