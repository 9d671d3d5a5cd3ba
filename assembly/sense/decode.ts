/** Sense data of either format (SPC-4 4.5.1). */
import { fail } from "../abi/error";
import { fieldBit, fieldName } from "../codec/table";
import { FixedSense } from "../generated/fields";
import { INPUT, INPUT_SIZE, RECORD, SenseRecord, Status } from "../generated/records";
import { CURRENT_DESCRIPTOR, decodeDescriptor, DEFERRED_DESCRIPTOR } from "./descriptor";
import { additionalName, CURRENT_FIXED, decodeFixed, DEFERRED_FIXED } from "./fixed";

/** Both formats have ADDITIONAL SENSE LENGTH in byte 7. */
const HEADER: i32 = 8;

/**
 * Decodes the `length` bytes of sense data in the input buffer into the `sense` record. Devices send as little as the 8-byte header; what is
 * not there, or lies behind what ADDITIONAL SENSE LENGTH names, reads as 0. Errors: short, too_long, unknown_response_code.
 */
export function decodeSense(length: i32): i32 {
  if (<u32>length > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, length, INPUT_SIZE);
  if (length < HEADER) return fail(Status.SHORT, fieldName(FixedSense.ID, FixedSense.F_ADDITIONAL_SENSE_LENGTH), 0, length, HEADER);
  const code = FixedSense.responseCode(INPUT);
  const record = changetype<SenseRecord>(RECORD);
  memory.fill(RECORD, 0, offsetof<SenseRecord>());
  record.response_code = <u8>code;
  if (code == CURRENT_FIXED || code == DEFERRED_FIXED) decodeFixed(length);
  else if (code == CURRENT_DESCRIPTOR || code == DEFERRED_DESCRIPTOR) decodeDescriptor(length);
  else return fail(Status.UNKNOWN_RESPONSE_CODE, fieldName(FixedSense.ID, FixedSense.F_RESPONSE_CODE), fieldBit(FixedSense.ID, FixedSense.F_RESPONSE_CODE), code, CURRENT_FIXED);
  record.deferred = code == DEFERRED_FIXED || code == DEFERRED_DESCRIPTOR ? 1 : 0;
  record.name = additionalName(record.asc, record.ascq);
  return Status.OK;
}
