/** Errors: a status below 0, and the error record, which says where and what a target would return for it. */
import { Additional, ScsiStatus, SenseKey } from "../generated/codes";
import { LAST_ERROR, ErrorRecord, Status } from "../generated/records";

/** Fills the error record and returns `status`. `field` is a text, `bit` counts from the start of the data. */
export function fail(status: Status, field: u32, bit: u32, have: u32, need: u32): i32 {
  const error = changetype<ErrorRecord>(LAST_ERROR);
  memory.fill(LAST_ERROR, 0, offsetof<ErrorRecord>());
  error.status = status;
  error.field = field;
  error.bit = bit;
  error.have = have;
  error.need = need;
  return status;
}

/** As `fail`, for what a target answers with CHECK CONDITION, ILLEGAL REQUEST. */
export function failIllegal(status: Status, additional: Additional, field: u32, bit: u32, have: u32, need: u32): i32 {
  fail(status, field, bit, have, need);
  const error = changetype<ErrorRecord>(LAST_ERROR);
  error.scsi_status = <u8>ScsiStatus.CHECK_CONDITION;
  error.sense_key = <u8>SenseKey.ILLEGAL_REQUEST;
  error.asc = <u8>(<u32>additional >> 8);
  error.ascq = <u8>additional;
  return status;
}
