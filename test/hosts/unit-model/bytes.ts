/** CDBs, parameter lists and TransportIDs, written from SPC-4's tables and not from the core. */

export const operation = { in: 0x5e, out: 0x5f } as const;

/** SERVICE ACTIONs of PERSISTENT RESERVE OUT. */
export const action = {
  register: 0,
  reserve: 1,
  release: 2,
  clear: 3,
  preempt: 4,
  preemptAndAbort: 5,
  registerAndIgnore: 6,
  registerAndMove: 7,
  replaceLost: 8,
} as const;

/** SERVICE ACTIONs of PERSISTENT RESERVE IN. */
export const read = { keys: 0, reservation: 1, capabilities: 2, fullStatus: 3 } as const;

/** Big-endian. */
export function be(value: number | bigint, size: number): number[] {
  const bytes = new Array<number>(size);
  let rest = BigInt(value);
  for (let i = size - 1; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}

export function fromBe(bytes: Uint8Array, at: number, size: number): bigint {
  let value = 0n;
  for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  return value;
}
export const u32 = (bytes: Uint8Array, at: number): number => Number(fromBe(bytes, at, 4));
export const u16 = (bytes: Uint8Array, at: number): number => Number(fromBe(bytes, at, 2));

export const inCdb = (serviceAction: number, allocation: number): Uint8Array =>
  Uint8Array.from([operation.in, serviceAction, 0, 0, 0, 0, 0, ...be(allocation, 2), 0]);

export const outCdb = (serviceAction: number, scopeAndType: number, length: number): Uint8Array =>
  Uint8Array.from([operation.out, serviceAction, scopeAndType, 0, 0, ...be(length, 4), 0]);

/** Flags of byte 20. */
export const flag = { specIPt: 8, allTgPt: 4, aptpl: 1 } as const;

/** 24 bytes; `obsolete` fills bytes 16-19, 22 and 23, which a device does not look at. */
export const basicList = (rk: bigint, sark: bigint, flags: number, obsolete = 0): number[] => [
  ...be(rk, 8),
  ...be(sark, 8),
  ...Array<number>(4).fill(obsolete),
  flags,
  0,
  obsolete,
  obsolete,
];

/** 28 bytes and the TransportIDs. */
export const specIPtList = (basic: number[], transportIds: Uint8Array[], length?: number): number[] => {
  const ids = transportIds.flatMap((id) => [...id]);
  return [...basic, ...be(length ?? ids.length, 4), ...ids];
};

export const moveFlag = { unreg: 2, aptpl: 1 } as const;

/** 24 bytes and one TransportID. */
export const moveList = (rk: bigint, sark: bigint, flags: number, port: number, id: Uint8Array): number[] => [
  ...be(rk, 8),
  ...be(sark, 8),
  0,
  flags,
  ...be(port, 2),
  ...be(id.length, 4),
  ...id,
];

const fixedId = (protocol: number, at: number, value: bigint, size: number): Uint8Array => {
  const bytes = new Uint8Array(24);
  bytes[0] = protocol;
  bytes.set(be(value, size), at);
  return bytes;
};
export const fcpId = (portName: bigint): Uint8Array => fixedId(0, 8, portName, 8);
export const srpId = (portIdentifier: bigint): Uint8Array => fixedId(4, 8, portIdentifier, 16);
export const sasId = (address: bigint): Uint8Array => fixedId(6, 4, address, 8);

/** iSCSI: the text, NUL, NULs to a multiple of 4 and at least 20. `first` 45h: name and ISID; 05h: the name alone. */
export function iscsiId(text: string, first = 0x45): Uint8Array {
  const characters = Buffer.from(text, "latin1");
  const length = Math.max(20, (characters.length + 4) & ~3);
  const bytes = new Uint8Array(4 + length);
  bytes.set([first, 0, ...be(length, 2), ...characters]);
  return bytes;
}

/** Bytes that a TransportID says it has. */
export const idLength = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! & 0x0f) === 5 ? 4 + u16(bytes, at + 2) : 24;

/** The initiator port that a whole TransportID names: the same text for the same port. Undefined: none, or one that is refused. */
export function portOf(id: Uint8Array): string | undefined {
  const format = id[0]! >> 6;
  const protocol = id[0]! & 0x0f;
  if (protocol !== 5) {
    const known: Partial<Record<number, string>> = { 0: "fcp", 4: "srp", 6: "sas" };
    return format === 0 && known[protocol]
      ? `${known[protocol]} ${Buffer.from(id.subarray(4)).toString("hex")}`
      : undefined;
  }
  const text = Buffer.from(id.subarray(4)).toString("latin1");
  const end = text.indexOf("\0");
  const whole = format === 1 && id.length >= 24 && id.length % 4 === 0 && end > 0;
  return whole && text.slice(0, end).includes(",i,0x") ? `iscsi ${text.slice(0, end).toLowerCase()}` : undefined;
}

export const hex = (bytes: Uint8Array | readonly number[]): string => Buffer.from(bytes).toString("hex");
