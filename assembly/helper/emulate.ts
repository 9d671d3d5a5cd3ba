/** The emulated logical unit behind the helper protocol. */
import { fail } from "../abi/error";
import { HelperReply } from "../generated/fields";
import { HELPER_CDB_SIZE, OUTPUT, REPLY, REPLY_SIZE, REQUEST, REQUEST_SIZE, Status, UNIT_ANSWER, UnitAnswerRecord } from "../generated/records";
import { executeAt } from "../unit/execute";

/**
 * Executes the helper request of `length` bytes in the request buffer, which came from the initiator port in the nexus buffer over a target port,
 * on the unit. Writes the reply with its parameter data, and returns its length in bytes. Errors, all of the host: as hf_unit_execute.
 */
export function emulate(length: i32, transportIdLength: i32, relativeTargetPort: i32): i32 {
  if (<u32>length > REQUEST_SIZE) return fail(Status.TOO_LONG, 0, 0, length, REQUEST_SIZE);
  if (<u32>length < HELPER_CDB_SIZE) return fail(Status.SHORT, 0, 0, length, HELPER_CDB_SIZE);
  const status = executeAt(REQUEST, HELPER_CDB_SIZE, REQUEST + HELPER_CDB_SIZE, length - HELPER_CDB_SIZE, transportIdLength, relativeTargetPort);
  if (status < 0) return status;
  const answer = changetype<UnitAnswerRecord>(UNIT_ANSWER);
  const payload = min(answer.data_length, REPLY_SIZE - HelperReply.SIZE); // the plan lets no longer one be asked for
  memory.fill(REPLY, 0, HelperReply.SIZE);
  HelperReply.setResult(REPLY, status);
  HelperReply.setPayloadSize(REPLY, payload);
  memory.copy(REPLY + HelperReply.AT_SENSE, UNIT_ANSWER + offsetof<UnitAnswerRecord>(), answer.sense_length);
  memory.copy(REPLY + HelperReply.SIZE, OUTPUT, payload);
  return HelperReply.SIZE + payload;
}
