// TransportIDs (SPC-4 7.6.4): sizes, what is none, and the canonical form.
import { be16, put16, put8, u8At } from "../../assembly/bytes";
import { canonicalTransportId, transportIdSize } from "../../assembly/reservation/transport-id";

const FROM = memory.data(1024, 8);
const TO = memory.data(256, 8);

/** Writes hexadecimal digits to FROM. */
function put(hex: string): void {
  memory.fill(FROM, 0, 1024);
  for (let i = 0; i < hex.length; i += 2) put8(FROM + i / 2, <u32>parseInt(hex.substr(i, 2), 16));
}

/** Writes an iSCSI TransportID with `text`, and what is behind its NUL, to FROM. Returns its size. */
function iscsi(format: u32, text: string, length: i32): u32 {
  memory.fill(FROM, 0, 1024);
  put8(FROM, (format << 6) | 5);
  put16(FROM + 2, length);
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, FROM + 4);
  return length + 4;
}

function canonical(size: u32): string {
  memory.fill(TO, 0xee, 256);
  const length = canonicalTransportId(FROM, size, TO);
  let hex = "";
  for (let i: u32 = 0; i < length; i++) {
    const byte = u8At(TO + i);
    hex += (byte < 16 ? "0" : "") + byte.toString(16);
  }
  for (let i = max<u32>(length, 248); i < 256; i++) expect<u32>(u8At(TO + i)).toBe(0xee, "a byte behind the longest");
  return hex;
}

function textOf(size: u32): string {
  const length = canonicalTransportId(FROM, size, TO);
  return length == 0 ? "" : (be16(TO + 2) + 4 == length ? "" : "?") + String.UTF8.decodeUnsafe(TO + 4, length - 4, true);
}

describe("TransportIDs of 24 bytes", () => {
  it("keep what names the port, and nothing else", () => {
    const names: string[] = [
      "000000000000000021000024ff7c9a010000000000000000",
      "010000010000000700000000000000000000000000000000",
      "030000000000000000112233445566770000000000000000",
      "04000000000000000123456789abcdef0002c90300a1b2c3",
      "06000000500605b00006f261000000000000000000000000",
      "0a0001f20000000000000000000000000000000000000000",
    ];
    const kept: string[] = ["8-15", "2-3 6-7", "8-15", "8-23", "4-11", "2-3"]; // bytes of the name
    for (let i = 0; i < names.length; i++) {
      put(names[i]);
      expect<u32>(transportIdSize(FROM, 24)).toBe(24, kept[i]);
      expect<string>(canonical(24)).toBe(names[i], kept[i]);
      // every byte that is not the name's, and the reserved bits of byte 0, may be anything
      for (let j = 1; j < 24; j++) {
        put(names[i]);
        put8(FROM + j, u8At(FROM + j) ^ 0xff);
        const ranges = kept[i].split(" ");
        let named = false;
        for (let r = 0; r < ranges.length; r++) {
          const ends = ranges[r].split("-");
          if (j >= <i32>parseInt(ends[0]) && j <= <i32>parseInt(ends[1])) named = true;
        }
        expect<bool>(canonical(24) == names[i]).toBe(!named, kept[i] + ", byte " + j.toString());
      }
      put(names[i]);
      put8(FROM, u8At(FROM) | 0x30);
      expect<string>(canonical(24)).toBe(names[i], "reserved bits");
      for (let left: u32 = 0; left < 24; left++) expect<u32>(transportIdSize(FROM, left)).toBe(0);
      expect<u32>(transportIdSize(FROM, 1000)).toBe(24);
    }
  });

  it("have a protocol and a format that defines one", () => {
    for (let byte: u32 = 0; byte < 256; byte++) {
      memory.fill(FROM, 0, 1024);
      put8(FROM, byte);
      const kind = byte & 0xcf;
      if (kind == 0x05 || kind == 0x45) continue;
      const defined = kind == 0x00 || kind == 0x01 || kind == 0x03 || kind == 0x04 || kind == 0x06 || kind == 0x0a;
      expect<u32>(canonicalTransportId(FROM, 24, TO)).toBe(defined ? 24 : 0, byte.toString());
    }
  });
});

describe("TransportIDs of iSCSI", () => {
  it("are of the size that they say", () => {
    iscsi(0, "a", 20);
    expect<u32>(transportIdSize(FROM, 23)).toBe(0);
    expect<u32>(transportIdSize(FROM, 24)).toBe(24);
    iscsi(1, "a", 244);
    expect<u32>(transportIdSize(FROM, 247)).toBe(0);
    expect<u32>(transportIdSize(FROM, 248)).toBe(248);
    iscsi(1, "a", 0xffff);
    expect<u32>(transportIdSize(FROM, 0x10002)).toBe(0);
    expect<u32>(transportIdSize(FROM, 0x10003)).toBe(0x10003);
  });

  it("are in lower case with the least padding of zeros", () => {
    const known = "4500002c69716e2e313939342d30352e636f6d2e7265646861743a6162632c692c307830303032336430303030303200";
    put(known);
    expect<string>(canonical(48)).toBe(known);
    const port = "iqn.1994-05.com.redhat:abc,i,0x00023d00000a";
    expect<string>(textOf(iscsi(1, "IQN.1994-05.COM.Redhat:ABC,I,0X00023D00000A", 44))).toBe(port);
    expect<string>(textOf(iscsi(1, port + "\0garbage behind it", 100))).toBe(port);
    expect<string>(canonical(iscsi(0, "A", 20))).toBe("050000146100000000000000000000000000000000000000");
    expect<string>(textOf(iscsi(0, "iqn.2004-10.org:" + "x".repeat(207), 224))).toBe("iqn.2004-10.org:" + "x".repeat(207));
    expect<string>(textOf(iscsi(1, "x".repeat(223) + ",i,0x0123456789ab", 244))).toBe("x".repeat(223) + ",i,0x0123456789ab");
    expect<string>(textOf(iscsi(1, "x,i,0xaa,i,0xb", 20))).toBe("x,i,0xaa,i,0xb");
  });

  it("are none without a NUL, a name, a session, or with too much of one", () => {
    expect<string>(textOf(iscsi(0, "x".repeat(20), 20))).toBe("", "no NUL");
    expect<string>(textOf(iscsi(0, "", 20))).toBe("", "no name");
    expect<string>(textOf(iscsi(0, "x".repeat(224), 228))).toBe("", "a name of 224");
    expect<string>(textOf(iscsi(1, "x".repeat(224) + ",i,0x0123456789ab", 244))).toBe("", "a name of 224, and a session");
    expect<string>(textOf(iscsi(1, "x".repeat(224) + ",i,0x0", 244))).toBe("", "a name of 224, and a short session");
    expect<string>(textOf(iscsi(1, "iqn.1994-05.com.redhat:abc", 28))).toBe("", "no session");
    expect<string>(textOf(iscsi(1, ",i,0x1", 20))).toBe("", "a session alone");
    expect<string>(textOf(iscsi(1, "x,i,0x", 20))).toBe("", "no digits");
    expect<string>(textOf(iscsi(1, "x,i,0xg", 20))).toBe("", "no digit");
    expect<string>(textOf(iscsi(1, "x,i,0x0123456789abc", 20))).toBe("", "13 digits");
    expect<string>(textOf(iscsi(1, "x,i;0x0123456789ab", 20))).toBe("", "another separator");
    expect<string>(textOf(iscsi(0, "x", 16))).toBe("", "shorter than 24 bytes");
    expect<string>(textOf(iscsi(0, "x", 22))).toBe("", "no multiple of 4");
    expect<string>(textOf(iscsi(0, "x", 23))).toBe("", "no multiple of 4");
  });
});
