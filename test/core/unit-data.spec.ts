// PERSISTENT RESERVE IN parameter data (SPC-4 6.15), whole and cut.
import { be16, be32, be64, put16, put8, u8At } from "../../assembly/bytes";
import { start } from "../../assembly/unit/event";
import { execute } from "../../assembly/unit/execute";
import { INPUT, NEXUS, OUTPUT } from "../../assembly/generated/records";
import { APTPL, begin, dataLength, GOOD, on, out, putKeys, putOut, read, REGISTER, registerOthers, RESERVE, WEAR, WERO } from "./unit";

const WHOLE = memory.data(65536, 8);

/** The bytes of the answer in hexadecimal. */
function hex(): string {
  let all = "";
  for (let i: u32 = 0; i < dataLength(); i++) all += (u8At(OUTPUT + i) < 16 ? "0" : "") + u8At(OUTPUT + i).toString(16);
  return all;
}

/** REGISTER of a key by an iSCSI port with a name of 223 bytes. */
function registerLong(number: i32): void {
  putOut(REGISTER, 0, 24);
  putKeys(0, number);
  memory.fill(NEXUS, 0, 256);
  put8(NEXUS, 0x45);
  put16(NEXUS + 2, 244);
  const text = number.toString().padStart(223, "x") + ",i,0x00023d000001";
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, NEXUS + 4);
  expect<i32>(execute(10, 24, 248, 1)).toBe(GOOD);
}

describe("parameter data", () => {
  it("READ RESERVATION: none, a holder's key, no key for all registrants", () => {
    begin();
    read(1, 1);
    expect<string>(hex()).toBe("0000000000000000");
    out(1, REGISTER, 0, 0, 0x0123456789abcdef);
    out(1, RESERVE, WERO, 0x0123456789abcdef, 0);
    read(1, 1);
    expect<string>(hex()).toBe("0000000100000010" + "0123456789abcdef" + "0000000000050000");
    begin();
    out(1, REGISTER, 0, 0, 1);
    out(1, RESERVE, WEAR, 1, 0);
    read(1, 1);
    expect<string>(hex()).toBe("0000000100000010" + "0000000000000000" + "0000000000070000");
  });

  it("REPORT CAPABILITIES: what the unit can, and whether it persists now", () => {
    start(0, 1);
    read(1, 2);
    expect<string>(hex()).toBe("00089cc0ea010000");
    begin();
    read(1, 2);
    expect<string>(hex()).toBe("00089dc0ea010000");
    out(1, REGISTER, 0, 0, 1, APTPL);
    read(1, 2);
    expect<string>(hex()).toBe("00089dc1ea010000");
    out(1, REGISTER, 0, 1, 1);
    read(1, 2);
    expect<string>(hex()).toBe("00089dc0ea010000");
  });

  it("READ FULL STATUS: one descriptor a registration, type and scope for holders", () => {
    begin();
    out(1, REGISTER, 0, 0, 0x11);
    out(on(2, 2), REGISTER, 0, 0, 0x22);
    out(1, RESERVE, WERO, 0x11, 0);
    read(1, 3);
    expect<string>(hex()).toBe(
      "0000000200000060" +
        "0000000000000011" + "00000000" + "0105" + "00000000" + "0001" + "00000018" + "060000005000000000000001" + "000000000000000000000000" +
        "0000000000000022" + "00000000" + "0000" + "00000000" + "0002" + "00000018" + "060000005000000000000002" + "000000000000000000000000",
    );
  });

  it("is cut at every allocation length, and says what the whole has", () => {
    begin();
    registerOthers(1, 0, 5, 2, 2);
    out(1, RESERVE, WERO, 5, 0);
    for (let action: u32 = 0; action < 4; action++) {
      read(1, action, 8192);
      const length = dataLength();
      memory.copy(WHOLE, OUTPUT, length);
      for (let allowed: u32 = 0; allowed <= length + 1; allowed++) {
        expect<i32>(read(1, action, allowed)).toBe(GOOD);
        expect<u32>(dataLength()).toBe(min(allowed, length));
        expect<i32>(memory.compare(OUTPUT, WHOLE, min(allowed, length))).toBe(0, action.toString() + ", " + allowed.toString());
      }
    }
  });

  it("READ FULL STATUS: longer than an allocation length can be", () => {
    begin();
    for (let i = 1; i <= 256; i++) registerLong(i);
    const stride: u32 = 24 + 248;
    for (let allowed: u32 = 65535; allowed > 65000; allowed -= 7) {
      memory.fill(OUTPUT, 0xee, 65544);
      expect<i32>(read(1, 3, allowed)).toBe(GOOD);
      expect<u32>(dataLength()).toBe(allowed);
      expect<u32>(be32(OUTPUT + 4)).toBe(256 * stride);
      expect<u32>(u8At(OUTPUT + allowed)).toBe(0xee);
    }
    read(1, 3, 65535);
    for (let i: u32 = 0; i < 240; i++) {
      const p = OUTPUT + 8 + i * stride;
      expect<u64>(be64(p)).toBe(i + 1);
      expect<u32>(be32(p + 20)).toBe(248);
      expect<u32>(be16(p + 26)).toBe(244);
    }
    read(1, 0, 65535);
    expect<u32>(dataLength()).toBe(8 + 256 * 8);
    expect<u64>(be64(OUTPUT + 256 * 8)).toBe(256);
  });
});
