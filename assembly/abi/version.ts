import { ABI_VERSION } from "../generated/records";

/** major << 16 | minor. A host refuses another major. */
export function abiVersion(): i32 {
  return ABI_VERSION;
}
