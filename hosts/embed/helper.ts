/** The helper protocol's fixed bytes, out of the core. */
import abi from "./abi.json" with { type: "json" };
import type { Core } from "./core.ts";

export type FailureKind = keyof typeof abi.enumerations.failure;

/** What each side sends first, 4 bytes. */
export function helperGreeting(core: Core): Uint8Array<ArrayBuffer> {
  return core.read("reply", core.exports.hf_helper_greeting());
}

/** The 104-byte reply to a command that failed with an errno, a host_status or a driver_status, or in the helper itself. */
export function helperFailure(core: Core, kind: FailureKind, code = 0): Uint8Array<ArrayBuffer> {
  return core.read("reply", core.exports.hf_helper_failure(abi.enumerations.failure[kind], code));
}
