/** Descriptor format sense data (SPC-4 4.5.2). */
import { DescriptorSense, SenseCommandSpecific, SenseDescriptorOther, SenseInformation, SenseKeySpecific } from "../generated/fields";
import { INPUT, RECORD, SenseRecord } from "../generated/records";
import { Additional, SenseDescriptorType, SenseKey } from "../generated/codes";

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
      if (size < SenseKeySpecific.SIZE) return;
      record.sksv = <u8>SenseKeySpecific.sksv(p);
      record.sense_key_specific = SenseKeySpecific.senseKeySpecific(p);
      return;
  }
}

/** Writes 8 bytes of current, descriptor format sense data at `at`. */
export function putDescriptorSense(at: usize, key: SenseKey, additional: Additional): void {
  memory.fill(at, 0, DescriptorSense.SIZE);
  DescriptorSense.setResponseCode(at, CURRENT_DESCRIPTOR);
  DescriptorSense.setSenseKey(at, key);
  DescriptorSense.setAdditionalSense(at, additional);
}
