/** Descriptor format sense data (SPC-4 4.5.2). */
import {
  DescriptorSense, SenseBlock, SenseCommandSpecific, SenseDescriptorOther, SenseDirectAccessBlock, SenseFieldReplaceableUnit, SenseInformation,
  SenseKeySpecific, SenseStream,
} from "../generated/fields";
import { INPUT, RECORD, SenseRecord } from "../generated/records";
import { Additional, SenseDescriptorType, SenseKey } from "../generated/codes";
import { takeKeySpecific } from "./key-specific";

export const CURRENT_DESCRIPTOR: u32 = 0x72;
export const DEFERRED_DESCRIPTOR: u32 = 0x73;

/** Fills the `sense` record from the `length` (at least 8) bytes in the input buffer. A descriptor that is cut, or too short for its type, says nothing. */
export function decodeDescriptor(length: i32): void {
  const named = DescriptorSense.SIZE + <i32>DescriptorSense.additionalSenseLength(INPUT);
  const end = min(length, named);
  const record = changetype<SenseRecord>(RECORD);
  record.sense_key = <u8>DescriptorSense.senseKey(INPUT);
  record.asc = <u8>DescriptorSense.additionalSenseCode(INPUT);
  record.ascq = <u8>DescriptorSense.additionalSenseCodeQualifier(INPUT);
  record.sdat_ovfl = <u8>DescriptorSense.sdatOvfl(INPUT);
  record.complete = length >= named ? 1 : 0;
  let at = DescriptorSense.SIZE;
  while (at + SenseDescriptorOther.SIZE <= end) {
    const p = INPUT + <usize>at;
    const size = SenseDescriptorOther.SIZE + <i32>SenseDescriptorOther.additionalLength(p);
    if (at + size <= end) take(record, p, size);
    at += size;
  }
}

function take(record: SenseRecord, p: usize, size: i32): void {
  switch (SenseDescriptorOther.descriptorType(p)) {
    case SenseDescriptorType.INFORMATION:
      if (size < SenseInformation.SIZE) return;
      record.valid = <u8>SenseInformation.valid(p);
      record.information = SenseInformation.information(p);
      return;
    case SenseDescriptorType.COMMAND_SPECIFIC_INFORMATION:
      if (size >= SenseCommandSpecific.SIZE) record.command_specific = SenseCommandSpecific.commandSpecificInformation(p);
      return;
    case SenseDescriptorType.SENSE_KEY_SPECIFIC:
      if (size >= SenseKeySpecific.SIZE) takeKeySpecific(record, p, SenseKeySpecific.ID, SenseKeySpecific.F_SENSE_KEY_SPECIFIC);
      return;
    case SenseDescriptorType.FIELD_REPLACEABLE_UNIT:
      if (size >= SenseFieldReplaceableUnit.SIZE) record.field_replaceable_unit = <u8>SenseFieldReplaceableUnit.fieldReplaceableUnitCode(p);
      return;
    case SenseDescriptorType.STREAM_COMMANDS:
      if (size < SenseStream.SIZE) return;
      record.filemark = <u8>SenseStream.filemark(p);
      record.eom = <u8>SenseStream.eom(p);
      record.ili = <u8>SenseStream.ili(p);
      return;
    case SenseDescriptorType.BLOCK_COMMANDS:
      if (size >= SenseBlock.SIZE) record.ili = <u8>SenseBlock.ili(p);
      return;
    case SenseDescriptorType.DIRECT_ACCESS_BLOCK_DEVICE:
      if (size >= SenseDirectAccessBlock.SIZE) takeDirectAccessBlock(record, p);
      return;
  }
}

/** One descriptor that says what types 00h to 03h and 05h say. */
function takeDirectAccessBlock(record: SenseRecord, p: usize): void {
  record.valid = <u8>SenseDirectAccessBlock.valid(p);
  record.ili = <u8>SenseDirectAccessBlock.ili(p);
  record.information = SenseDirectAccessBlock.information(p);
  record.command_specific = SenseDirectAccessBlock.commandSpecificInformation(p);
  record.field_replaceable_unit = <u8>SenseDirectAccessBlock.fieldReplaceableUnitCode(p);
  takeKeySpecific(record, p, SenseDirectAccessBlock.ID, SenseDirectAccessBlock.F_SENSE_KEY_SPECIFIC);
}

/** Writes 8 bytes of current, descriptor format sense data at `at`. */
export function putDescriptorSense(at: usize, key: SenseKey, additional: Additional): void {
  memory.fill(at, 0, DescriptorSense.SIZE);
  DescriptorSense.setResponseCode(at, CURRENT_DESCRIPTOR);
  DescriptorSense.setSenseKey(at, key);
  DescriptorSense.setAdditionalSense(at, additional);
}
