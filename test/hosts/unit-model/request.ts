/** A PERSISTENT RESERVE OUT command as a device reads it, before it looks at any state. */
import { action, flag, fromBe, idLength, moveFlag, portOf, u16, u32 } from "./bytes.ts";

export interface Request {
  readonly action: number;
  readonly scope: number;
  readonly type: number;
  /** PARAMETER LIST LENGTH. */
  readonly length: number;
  /** Bytes of the list that came, no more than that. */
  readonly came: number;
  readonly rk: bigint;
  readonly sark: bigint;
  readonly specIPt: boolean;
  readonly allTgPt: boolean;
  readonly aptpl: boolean;
  /** REGISTER AND MOVE. */
  readonly unreg: boolean;
  readonly relativePort: number;
  /** TRANSPORTID LENGTH, or TRANSPORTID PARAMETER DATA LENGTH. */
  readonly idsLength: number;
  /** The initiator ports that the list names, in its order. */
  readonly ports: readonly string[];
  /** What is wrong with the TransportIDs. */
  readonly ids: "well formed" | "cut short" | "malformed";
}

export function decodeOut(cdb: Uint8Array, dataOut: Uint8Array): Request {
  const length = u32(cdb, 5);
  const list = dataOut.subarray(0, length);
  const move = (cdb[1]! & 0x1f) === action.registerAndMove;
  const flags = length < 24 ? 0 : list[move ? 17 : 20]!;
  const specIPt = !move && (flags & flag.specIPt) !== 0;
  return {
    action: cdb[1]! & 0x1f,
    scope: cdb[2]! >> 4,
    type: cdb[2]! & 0x0f,
    length,
    came: list.length,
    rk: fromBe(list, 0, 8),
    sark: fromBe(list, 8, 8),
    specIPt,
    allTgPt: !move && (flags & flag.allTgPt) !== 0,
    aptpl: (flags & (move ? moveFlag.aptpl : flag.aptpl)) !== 0,
    unreg: move && (flags & moveFlag.unreg) !== 0,
    relativePort: move ? u16(list, 18) : 0,
    idsLength: u32(list, move ? 20 : 24),
    ...(move
      ? transportIds(list.subarray(24))
      : specIPt
        ? transportIds(list.subarray(28))
        : transportIds(list.subarray(list.length))),
  };
}

function transportIds(list: Uint8Array): Pick<Request, "ports" | "ids"> {
  const ports: string[] = [];
  for (let at = 0; at < list.length;) {
    const length = list.length - at < 24 ? Infinity : idLength(list, at);
    if (length > list.length - at) return { ports, ids: "cut short" };
    const port = length < 24 || length % 4 !== 0 ? undefined : portOf(list.subarray(at, at + length));
    if (port === undefined) return { ports, ids: "malformed" };
    ports.push(port);
    at += length;
  }
  return { ports, ids: "well formed" };
}
