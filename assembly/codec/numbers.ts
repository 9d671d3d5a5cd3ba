/** Reads the numbers of the packed tables: hosts/build/generate/number-encoder.mjs. */
import { NUMBER_SLOT_BITS, PACKED_NUMBERS } from "../generated/packed";
import { beginBits, context, hash, nextBit, setContext } from "./model";

/** Numbers before that a number is seen with. */
const BEFORE: usize = 3;
/** u32: the last numbers, the newest first. */
const LAST: usize = memory.data(3 * 4, 4);
/** u32: the last two numbers of each kind. */
const ALIKE: usize = memory.data(32 * 8, 4);

beginBits(PACKED_NUMBERS, NUMBER_SLOT_BITS);

/** The next number, which is of a Kind. */
export function next(kind: u32): u32 {
  const alike = ALIKE + (<usize>kind << 3);
  look(kind, load<u32>(alike), load<u32>(alike, 4));
  let width: u32 = 0;
  while (nextBit(width, kind, width)) width++;
  let number: u32 = 1;
  for (let i = width; i > 0; i--) number = number << 1 | nextBit((width << 26) + number, kind, 31 + i);
  number--;
  memory.copy(LAST + 4, LAST, (BEFORE - 1) << 2);
  store<u32>(LAST, number);
  store<u32>(alike, load<u32>(alike), 4);
  store<u32>(alike, number);
  return number;
}

function look(kind: u32, alike: u32, alikeBefore: u32): void {
  setContext(0, kind);
  for (let i: usize = 0; i < BEFORE; i++) setContext(i + 1, hash(context(i), load<u32>(LAST + (i << 2))));
  setContext(BEFORE + 1, hash(hash(kind << 16, alike), alikeBefore));
  // Kinds 0 and 1 are NAME and FIELD, on which most depends.
  setContext(BEFORE + 2, hash(hash(kind << 24, load<u32>(ALIKE)), load<u32>(ALIKE, 8)));
}
