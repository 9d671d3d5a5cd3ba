/**
 * The plan for each request on a helper socket (QEMU docs/interop/pr-helper.rst): what to read, whether to forward it, what to answer.
 * Framing errors close the socket; what the guest can be told is answered with CHECK CONDITION, and the socket stays.
 */
import { Additional, ScsiStatus, SenseKey } from "../generated/codes";
import { HelperReply, PrInCdb, PrOutCdb } from "../generated/fields";
import { Access, Completion, DeviceKind, Direction, HELPER_CDB_SIZE, PLAN, PlanAction, PlanReason, PlanRecord, REPLY, REQUEST, REQUEST_SIZE } from "../generated/records";
import { PERSISTENT_RESERVE_IN, PERSISTENT_RESERVE_OUT } from "../reservation/cdb";
import { putSense } from "../sense/fixed";
import { replyToOutcome } from "./reply";

/** Most parameter data either way, in bytes. */
const DATA_SIZE: u32 = REQUEST_SIZE - HELPER_CDB_SIZE;

/**
 * Plans for the `length` bytes in the request buffer, which came with `descriptors` file descriptors, the one open as `access` says
 * (O_ACCMODE bits), of a device of `kind`. Fills the plan record and returns its action.
 */
export function plan(length: i32, descriptors: i32, access: Access, kind: DeviceKind): i32 {
  memory.fill(PLAN, 0, offsetof<PlanRecord>());
  if (descriptors > 1) return close(PlanReason.MANY_DESCRIPTORS);
  if (<u32>length < HELPER_CDB_SIZE) return needMore(HELPER_CDB_SIZE - length);
  if (descriptors < 1) return close(PlanReason.NO_DESCRIPTOR);
  switch (PrInCdb.operationCode(REQUEST)) {
    case PERSISTENT_RESERVE_IN:
      return planIn();
    case PERSISTENT_RESERVE_OUT:
      return planOut(length, access, kind);
    default:
      return close(PlanReason.NOT_PERSISTENT_RESERVE);
  }
}

/** Writes the reply to the forwarded request in the request buffer, out of the outcome buffer. Returns its length in bytes. */
export function complete(): i32 {
  return replyToOutcome();
}

function planIn(): i32 {
  const length = PrInCdb.allocationLength(REQUEST);
  if (length > DATA_SIZE) return close(PlanReason.TOO_LONG);
  return forward(length > 0 ? Direction.FROM_DEVICE : Direction.NONE, length, length, Completion.NATIVE);
}

function planOut(length: u32, access: Access, kind: DeviceKind): i32 {
  // Both sides of the protocol take the low 16 bits of PARAMETER LIST LENGTH for the bytes that follow (QEMU scsi_cdb_xfer).
  const list = PrOutCdb.parameterListLength(REQUEST) & 0xffff;
  if (list > DATA_SIZE) return close(PlanReason.TOO_LONG);
  if (length < HELPER_CDB_SIZE + list) return needMore(HELPER_CDB_SIZE + list - length);
  if (access == Access.READ_ONLY) return answer(PlanReason.READ_ONLY, Additional.INVALID_COMMAND_OPERATION_CODE);
  if (kind == DeviceKind.MULTIPATH) return answer(PlanReason.MULTIPATH, Additional.INVALID_COMMAND_OPERATION_CODE);
  return forward(list > 0 ? Direction.TO_DEVICE : Direction.NONE, list, 0, Completion.CORE);
}

// @ts-ignore: decorator
@inline function record(): PlanRecord { return changetype<PlanRecord>(PLAN); }

function needMore(bytes: u32): i32 {
  record().action = PlanAction.NEED_MORE;
  record().more = bytes;
  return PlanAction.NEED_MORE;
}

function close(reason: PlanReason): i32 {
  record().action = PlanAction.CLOSE;
  record().reason = reason;
  return PlanAction.CLOSE;
}

function forward(direction: Direction, length: u32, replyLimit: u32, completion: Completion): i32 {
  const plan = record();
  plan.action = PlanAction.FORWARD;
  plan.direction = direction;
  plan.length = length;
  plan.command_length = PrInCdb.SIZE; // both commands have 10 bytes; the rest of the 16 is padding
  plan.reply_limit = replyLimit;
  plan.completion = completion;
  return PlanAction.FORWARD;
}

function answer(reason: PlanReason, additional: Additional): i32 {
  memory.fill(REPLY, 0, HelperReply.SIZE);
  HelperReply.setResult(REPLY, ScsiStatus.CHECK_CONDITION);
  putSense(REPLY + HelperReply.AT_SENSE, SenseKey.ILLEGAL_REQUEST, additional);
  record().action = PlanAction.ANSWER;
  record().reason = reason;
  record().reply_length = HelperReply.SIZE;
  return PlanAction.ANSWER;
}
