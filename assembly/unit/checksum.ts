/** CRC-32 of IEEE 802.3: finds every changed byte, and every burst of up to 32 bits. */
import { u8At } from "../bytes";

/** Remainders of four bits. */
const REMAINDERS: usize = memory.data<u32>([
  0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
  0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
]);

export function checksum(at: usize, length: u32): u32 {
  let sum: u32 = 0xffffffff;
  for (let i: u32 = 0; i < length; i++) {
    sum ^= u8At(at + i);
    sum = (sum >> 4) ^ remainder(sum);
    sum = (sum >> 4) ^ remainder(sum);
  }
  return ~sum;
}

// @ts-ignore: decorator
@inline function remainder(bits: u32): u32 { return load<u32>(REMAINDERS + <usize>(bits & 15) * 4); }
