/** Fixed format sense data (SPC-4 4.5.3). */
import { fail } from "../abi/error";
import { fieldBit, fieldName, valueName } from "../codec/table";
import { Additional, SenseKey } from "../generated/codes";
import { FixedSense } from "../generated/fields";
import { INPUT, RECORD, SenseRecord, Status } from "../generated/records";

/** Bytes up to and with ADDITIONAL SENSE LENGTH. */
const HEADER: i32 = 8;
const CURRENT: u32 = 0x70;
const DEFERRED: u32 = 0x71;

/**
 * Decodes the `length` bytes of sense data in the input buffer into the `sense` record. Devices send as little as the 8-byte header; what is
 * not there, or lies behind what ADDITIONAL SENSE LENGTH names, reads as 0. Errors: short, unknown_response_code.
 */
export function decodeSense(length: i32): i32 {
  if (length < HEADER) return fail(Status.SHORT, fieldName(FixedSense.ID, FixedSense.F_ADDITIONAL_SENSE_LENGTH), 0, length, HEADER);
  const code = FixedSense.responseCode(INPUT);
  if (code != CURRENT && code != DEFERRED) {
    return fail(Status.UNKNOWN_RESPONSE_CODE, fieldName(FixedSense.ID, FixedSense.F_RESPONSE_CODE), fieldBit(FixedSense.ID, FixedSense.F_RESPONSE_CODE), code, CURRENT);
  }
  const named = HEADER + <i32>FixedSense.additionalSenseLength(INPUT);
  const there = min(length, named);
  const record = changetype<SenseRecord>(RECORD);
  memory.fill(RECORD, 0, offsetof<SenseRecord>());
  record.response_code = <u8>code;
  record.sense_key = <u8>FixedSense.senseKey(INPUT);
  record.valid = <u8>FixedSense.valid(INPUT);
  record.information = FixedSense.information(INPUT);
  record.complete = length >= named ? 1 : 0;
  if (there >= 12) record.command_specific = FixedSense.commandSpecificInformation(INPUT);
  if (there >= 14) {
    record.asc = <u8>FixedSense.additionalSenseCode(INPUT);
    record.ascq = <u8>FixedSense.additionalSenseCodeQualifier(INPUT);
  }
  if (there >= FixedSense.SIZE) {
    record.sksv = <u8>FixedSense.sksv(INPUT);
    record.sense_key_specific = FixedSense.senseKeySpecific(INPUT);
  }
  record.name = valueName(FixedSense.ID, FixedSense.F_ADDITIONAL_SENSE, (<u64>record.asc << 8) | <u64>record.ascq);
  return Status.OK;
}

/** Writes 18 bytes of current, fixed format sense data at `at`. */
export function putSense(at: usize, key: SenseKey, additional: Additional): void {
  memory.fill(at, 0, FixedSense.SIZE);
  FixedSense.setResponseCode(at, CURRENT);
  FixedSense.setSenseKey(at, key);
  FixedSense.setAdditionalSenseLength(at, FixedSense.SIZE - HEADER);
  FixedSense.setAdditionalSense(at, additional);
}
