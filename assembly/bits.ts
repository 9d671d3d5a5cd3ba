/** Fields by bit, as the standard's tables draw them: bit 0 of `start` is bit 7 of the first byte. */
import { put8, u8At } from "./bytes";

/** `width` bits (1 to 64) from bit `start` behind `p`, most significant first. */
export function bitsAt(p: usize, start: u32, width: u32): u64 {
  let value: u64 = 0;
  let left = width;
  let at = start;
  while (left > 0) {
    const within = at & 7;
    const take = min(8 - within, left);
    const part = (u8At(p + (at >> 3)) >> (8 - within - take)) & ((1 << take) - 1);
    value = (value << <u64>take) | <u64>part;
    at += take;
    left -= take;
  }
  return value;
}

/** Writes the low `width` bits (1 to 64) of `value` from bit `start` behind `p`; the bits around them stay. */
export function putBits(p: usize, start: u32, width: u32, value: u64): void {
  let left = width;
  let at = start;
  while (left > 0) {
    const within = at & 7;
    const take = min(8 - within, left);
    const shift = 8 - within - take;
    const mask: u32 = ((1 << take) - 1) << shift;
    const part = <u32>(value >> <u64>(left - take)) << shift;
    const byte = p + (at >> 3);
    put8(byte, (u8At(byte) & ~mask) | (part & mask));
    at += take;
    left -= take;
  }
}

/** True when `value` fits `width` bits (1 to 64). */
export function fits(value: u64, width: u32): bool {
  return width >= 64 || value >> <u64>width == 0;
}
