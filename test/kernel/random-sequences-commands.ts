// The commands of random-sequences.test.ts, byte by byte (SPC-2, SPC-4, SBC-4).

/** Number n is initiator port naa.600140500000001<n + 1> with target port n + 1 (inside/lio.sh). */
export const NEXUSES = [0, 1, 2];
/** A nexus that is never registered: what it does disturbs no other, and no other disturbs it. */
export const OBSERVER = 3;

export interface Command {
  readonly nexus: number;
  readonly cdb: Buffer;
  /** All bytes that go to the logical unit. */
  readonly out?: Buffer;
  /** Bytes that may come back. */
  readonly in?: number;
}

/** Operation codes. */
export const CODE = {
  testUnitReady: 0x00,
  requestSense: 0x03,
  inquiry: 0x12,
  reserve6: 0x16,
  release6: 0x17,
  read10: 0x28,
  write10: 0x2a,
  persistentReserveIn: 0x5e,
  persistentReserveOut: 0x5f,
};

/** Service actions of PERSISTENT RESERVE IN. */
export const IN = { readKeys: 0, readReservation: 1, reportCapabilities: 2, readFullStatus: 3 };

/** Service actions of PERSISTENT RESERVE OUT. */
export const OUT = {
  register: 0,
  reserve: 1,
  release: 2,
  clear: 3,
  preempt: 4,
  preemptAndAbort: 5,
  registerAndIgnore: 6,
  registerAndMove: 7,
  replaceLostReservation: 8,
};

/** Bits of byte 20 of the parameter list; REGISTER AND MOVE has its own in byte 17. */
export const SPEC_I_PT = 8;
export const ALL_TG_PT = 4;
export const APTPL = 1;
export const UNREG = 2;

export const TYPES = [1, 3, 5, 6, 7, 8];
/** Nobody ever registers this one. */
export const STRANGE_KEY = 0x5757575757575757n;
const BLOCK = 512;

/** TransportID of SAS (SPC-4, 7.6.4.6). */
export function transportId(nexus: number): Buffer {
  return Buffer.from(`06000000600140500000001${nexus + 1}`.padEnd(48, "0"), "hex");
}

export function plain(nexus: number, code: number): Command {
  return { nexus, cdb: Buffer.from([code, 0, 0, 0, 0, 0]) };
}

/** READ(10) or WRITE(10) of one block. */
export function block(nexus: number, code: number): Command {
  const cdb = Buffer.from([code, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
  return code === CODE.read10 ? { nexus, cdb, in: BLOCK } : { nexus, cdb, out: Buffer.alloc(BLOCK) };
}

export function reserveIn(nexus: number, action: number, allocation: number): Command {
  const cdb = Buffer.alloc(10);
  cdb[0] = CODE.persistentReserveIn;
  cdb[1] = action;
  cdb.writeUInt16BE(allocation, 7);
  return allocation === 0 ? { nexus, cdb } : { nexus, cdb, in: allocation };
}

export interface Out {
  type?: number;
  scope?: number;
  key?: bigint;
  actionKey?: bigint;
  flags?: number;
  /** What is behind the first 24 bytes. */
  rest?: Buffer;
  /** Another length than that of the list, which is cut or filled with zeros. */
  length?: number;
}

/** PERSISTENT RESERVE OUT. `shape` puts fields of its own into the list. */
export function reserveOut(nexus: number, action: number, out: Out, shape?: (list: Buffer) => void): Command {
  const { type = 0, scope = 0, key = 0n, actionKey = 0n, flags = 0, rest = Buffer.alloc(0) } = out;
  const list = Buffer.concat([Buffer.alloc(24), rest]);
  list.writeBigUInt64BE(key, 0);
  list.writeBigUInt64BE(actionKey, 8);
  list[20] = flags;
  shape?.(list);
  const cdb = Buffer.alloc(10);
  cdb[0] = CODE.persistentReserveOut;
  cdb[1] = action;
  cdb[2] = (scope << 4) | type;
  const length = out.length ?? list.length;
  cdb.writeUInt32BE(length, 5);
  const sent = Buffer.alloc(length);
  list.copy(sent);
  return length === 0 ? { nexus, cdb } : { nexus, cdb, out: sent };
}
