import { be24, put24 } from "../../assembly/bytes";
import { bitsAt, fits, putBits } from "../../assembly/bits";

const AT = memory.data(16, 8);

describe("bits", () => {
  it("reads fields across bytes, most significant bit first", () => {
    memory.fill(AT, 0, 16);
    store<u8>(AT, 0x12, 0);
    store<u8>(AT, 0x34, 1);
    store<u8>(AT, 0x56, 2);
    expect<u64>(bitsAt(AT, 0, 1)).toBe(0);
    expect<u64>(bitsAt(AT, 3, 1)).toBe(1);
    expect<u64>(bitsAt(AT, 4, 8)).toBe(0x23);
    expect<u64>(bitsAt(AT, 0, 24)).toBe(0x123456);
    expect<u64>(bitsAt(AT, 7, 9)).toBe(0x34);
  });

  it("writes every place and width without touching a bit around it", () => {
    for (let width: u32 = 1; width <= 64; width++) {
      for (let start: u32 = 0; start < 16; start++) {
        const value: u64 = 0xa5c3_9f17_e2d4_6b81 >> <u64>(64 - width);
        for (let ground: u32 = 0; ground <= 0xff; ground += 0xff) {
          memory.fill(AT, <u8>ground, 16);
          putBits(AT, start, width, value);
          expect<u64>(bitsAt(AT, start, width)).toBe(value);
          const before: u64 = ground == 0 || start == 0 ? 0 : (1 << <u64>start) - 1;
          if (start > 0) expect<u64>(bitsAt(AT, 0, start)).toBe(before, "bits before");
          expect<u64>(bitsAt(AT, start + width, 16)).toBe(ground == 0 ? 0 : 0xffff, "bits behind");
        }
      }
    }
  });

  it("knows what fits", () => {
    expect<bool>(fits(1, 1)).toBe(true);
    expect<bool>(fits(2, 1)).toBe(false);
    expect<bool>(fits(u64.MAX_VALUE, 64)).toBe(true);
    expect<bool>(fits(u64.MAX_VALUE, 63)).toBe(false);
  });

  it("moves 24-bit numbers", () => {
    put24(AT, 0xabcdef);
    expect<u32>(be24(AT)).toBe(0xabcdef);
  });
});
