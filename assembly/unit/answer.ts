/** What the unit answers: SCSI status, sense data in fixed format, and how much data is in the output buffer. Each returns the SCSI status. */
import { fieldBit } from "../codec/table";
import { Additional, ScsiStatus, SenseKey } from "../generated/codes";
import { FixedSense } from "../generated/fields";
import { UNIT_ANSWER, UnitAnswerRecord } from "../generated/records";
import { putFieldPointer, putSense } from "../sense/fixed";

const SENSE: usize = UNIT_ANSWER + offsetof<UnitAnswerRecord>();

export function beginAnswer(): void {
  memory.fill(UNIT_ANSWER, 0, offsetof<UnitAnswerRecord>());
}

/** The answer is complete. Returns its SCSI status. */
export function endAnswer(status: i32, changed: bool): i32 {
  const answer = changetype<UnitAnswerRecord>(UNIT_ANSWER);
  answer.status = status;
  answer.changed = changed ? 1 : 0;
  return status;
}

export function good(): i32 {
  return ScsiStatus.GOOD;
}

/** GOOD with as much of `length` bytes in the output buffer as the initiator allows. */
export function goodWith(length: u32, allowed: u32): i32 {
  changetype<UnitAnswerRecord>(UNIT_ANSWER).data_length = min(length, allowed);
  return ScsiStatus.GOOD;
}

export function conflict(): i32 {
  return ScsiStatus.RESERVATION_CONFLICT;
}

export function checkCondition(key: SenseKey, additional: Additional): i32 {
  putSense(SENSE, key, additional);
  changetype<UnitAnswerRecord>(UNIT_ANSWER).sense_length = FixedSense.SIZE;
  return ScsiStatus.CHECK_CONDITION;
}

export function illegal(additional: Additional): i32 {
  return checkCondition(SenseKey.ILLEGAL_REQUEST, additional);
}

/** INVALID FIELD IN CDB, and which. */
export function illegalInCdb(structure: i32, field: i32): i32 {
  const status = illegal(Additional.INVALID_FIELD_IN_CDB);
  putFieldPointer(SENSE, true, fieldBit(structure, field));
  return status;
}

/** INVALID FIELD IN PARAMETER LIST, and which. */
export function illegalInList(structure: i32, field: i32): i32 {
  const status = illegal(Additional.INVALID_FIELD_IN_PARAMETER_LIST);
  putFieldPointer(SENSE, false, fieldBit(structure, field));
  return status;
}
