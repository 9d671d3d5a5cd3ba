import { textAt } from "../../assembly/codec/texts";

/** A text of the module by its number. */
export function textOf(number: u32): string {
  const at = textAt(number);
  return String.UTF8.decodeUnsafe(at + 2, load<u16>(at));
}
