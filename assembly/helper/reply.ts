/** Replies of the helper protocol: 104 bytes, then parameter data (QEMU docs/interop/pr-helper.rst). */
import { ScsiStatus } from "../generated/codes";
import { HelperGreeting, HelperReply } from "../generated/fields";
import { Failure, INPUT, OutcomeRecord, OUTCOME, OUTCOME_SIZE, RECORD, REPLY, ReplyRecord, Status } from "../generated/records";
import { fail } from "../abi/error";
import { structureName } from "../codec/table";
import { putSense } from "../sense/fixed";
import { driverGaveUp, replyOf } from "./failure";

const SENSE_SIZE: u32 = HelperReply.SIZE - HelperReply.AT_SENSE;
/** Where the device's sense data lies behind the outcome record. */
const OUTCOME_SENSE: u32 = OUTCOME_SIZE - SENSE_SIZE;

/** Writes the greeting, 4 bytes, into the reply buffer: no feature is supported. The client must answer with the same. */
export function greeting(): i32 {
  HelperGreeting.setFeatures(REPLY, 0);
  return HelperGreeting.SIZE;
}

/** Writes the reply to a failed command into the reply buffer. Returns its 104 bytes. */
export function replyToFailure(failure: Failure, code: u32): i32 {
  const packed = replyOf(failure, code);
  const status = packed >> 24;
  begin(status);
  if (status == ScsiStatus.CHECK_CONDITION) putSense(REPLY + HelperReply.AT_SENSE, (packed >> 16) & 0xf, packed & 0xffff);
  return HelperReply.SIZE;
}

/** Writes the reply to a command without parameter data, out of the outcome buffer. Returns its 104 bytes. */
export function replyToOutcome(): i32 {
  const outcome = changetype<OutcomeRecord>(OUTCOME);
  if (outcome.error != 0) return replyToFailure(Failure.ERRNO, outcome.error);
  if (outcome.host_status != 0) return replyToFailure(Failure.HOST_STATUS, outcome.host_status);
  if (driverGaveUp(outcome.driver_status)) return replyToFailure(Failure.DRIVER_STATUS, outcome.driver_status);
  begin(outcome.status);
  memory.copy(REPLY + HelperReply.AT_SENSE, OUTCOME + OUTCOME_SENSE, min(outcome.sense_length, SENSE_SIZE));
  return HelperReply.SIZE;
}

/** Decodes the `length` bytes of a reply in the input buffer, without its payload, into the `reply` record. Errors: short. */
export function decodeReply(length: i32): i32 {
  if (length < HelperReply.SIZE) return fail(Status.SHORT, structureName(HelperReply.ID), 0, length, HelperReply.SIZE);
  const record = changetype<ReplyRecord>(RECORD);
  record.result = HelperReply.result(INPUT);
  record.payload_size = HelperReply.payloadSize(INPUT);
  record.sense = HelperReply.AT_SENSE;
  return Status.OK;
}

/** An empty payload and 96 zero bytes of sense. */
function begin(status: u32): void {
  memory.fill(REPLY, 0, HelperReply.SIZE);
  HelperReply.setResult(REPLY, status);
}
