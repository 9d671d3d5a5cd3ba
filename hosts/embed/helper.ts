/** The helper protocol's fixed bytes, out of the core. */
import abi from "./abi.json" with { type: "json" };
import { nameOfValue } from "./codec.ts";
import { type Core, numberOf, offset, whole } from "./core.ts";
import { CoreError } from "./errors.ts";

/** What has failed: `failure` of the ABI. */
export type FailureKind = keyof typeof abi.enumerations.failure;

/** What each side sends first, 4 bytes (QEMU docs/interop/pr-helper.rst). */
export function helperGreeting(core: Core): Uint8Array<ArrayBuffer> {
  return core.read("reply", core.exports.hf_helper_greeting());
}

/** The 104-byte reply to a command that failed with an errno, a host_status or a driver_status, or in the helper itself. Errors: RangeError. */
export function helperFailure(core: Core, kind: FailureKind, code = 0): Uint8Array<ArrayBuffer> {
  return core.read(
    "reply",
    core.exports.hf_helper_failure(numberOf("failure", abi.enumerations.failure, kind), whole("code", code)),
  );
}

/** A reply of the helper protocol, without its payload. */
export interface HelperReply {
  /** SCSI status. */
  readonly result: number;
  /** Bytes of parameter data that follow. */
  readonly payloadSize: number;
  /** 96 bytes; they mean something with CHECK CONDITION. */
  readonly sense: Uint8Array;
}

/** Decodes the 104 bytes before a payload. Errors: CoreError short. */
export function decodeHelperReply(core: Core, data: Uint8Array): HelperReply {
  core.check(core.exports.hf_helper_reply_decode(core.write("input", data)));
  const at = core.address("record");
  return {
    result: core.view.getUint32(at + offset("reply", "result"), true),
    payloadSize: core.view.getUint32(at + offset("reply", "payload_size"), true),
    sense: data.slice(core.view.getUint32(at + offset("reply", "sense"), true), abi.helper.reply),
  };
}

/** The standard's name of a SCSI status, or its number where it has none. */
export function statusName(core: Core, status: number): string {
  return nameOfValue(core, "helper_reply", "RESULT", status) || `${status.toString(16)}h`;
}

/** What a client has to send for a command, and may get back: bytes of its parameter list, and of parameter data. */
export type HelperRequest =
  { readonly valid: true; readonly parameterLength: number; readonly replyLimit: number } | { readonly valid: false };

/** What the protocol makes of a CDB of at most 16 bytes: the helper's own plan, asked before anything is sent. Errors: CoreError too_long. */
export function planHelperRequest(core: Core, cdb: Uint8Array): HelperRequest {
  const { plan_action: actions, access, device_kind: kinds } = abi.enumerations;
  const { cdb: size } = abi.helper;
  const length = core.write("request", cdb);
  if (length > size) throw new CoreError("too_long", { field: "", bit: 0, have: length, need: size, sense: undefined });
  core.write("request", new Uint8Array(size - length), length);
  const action = core.exports.hf_helper_plan(size, 1, access.read_write, kinds.other);
  if (action === actions.need_more) return { valid: true, parameterLength: core.record("plan", "more"), replyLimit: 0 };
  if (action === actions.forward)
    return { valid: true, parameterLength: 0, replyLimit: core.record("plan", "reply_limit") };
  return { valid: false };
}
