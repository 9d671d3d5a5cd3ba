/** Random calls of the emulated unit's exports that mostly mean something: whole commands with small keys, from few or from many initiator ports. */
import { crc32 } from "node:zlib";
import { abi, type Core } from "../../hosts/embed/index.ts";
import { unhex, vectors } from "./core.ts";

/** A call: what goes into the input buffers before it, and its arguments. */
export interface Call {
  readonly buffers: Readonly<Record<string, Uint8Array>>;
  readonly args: readonly number[];
}
type Next = () => number;

const commands = vectors<{ cdb: string }>("conflict").map(({ cdb }) => unhex(cdb));
const events = abi.enumerations.unit_event;

/** SAS, or iSCSI with a name that may be long. */
const transportIds = Array.from({ length: 1024 }, (_, number) => {
  if (number % 3) return Buffer.from(`06000000${number.toString(16).padStart(16, "0")}${"00".repeat(12)}`, "hex");
  const text = `iqn.2026-11.example:${"x".repeat(number % 7 ? 3 : 200)}${number % 100},i,0x${number.toString(16)}`;
  const length = Math.max(20, (text.length + 4) & ~3);
  const id = Buffer.alloc(4 + length);
  id.writeUInt32BE(0x45000000 | length);
  id.write(number % 2 ? text : text.toUpperCase(), 4);
  return id;
});

/** One of the first `few` three times in four, so that they meet; or one of up to `many`. */
export interface Ports {
  readonly few: number;
  readonly many: number;
}
export const transportId = (next: Next, { few, many }: Ports): Buffer =>
  transportIds[next() % (next() % 4 ? few : many)]!;
const ports = { few: 64, many: transportIds.length };

/** A CDB and its data-out. */
export function command(next: Next, from: Ports): readonly [Uint8Array, Uint8Array] {
  const kind = next() % 8;
  if (kind === 0) return [commands[next() % commands.length]!, new Uint8Array()];
  if (kind === 1)
    return [Uint8Array.of([0x16, 0x17, 0x56, 0x57][next() % 4]!, 0, 0, 0, 0, 0, 0, 0, 0, 0), new Uint8Array()];
  if (kind === 2) return [Uint8Array.of(0x5e, next() % 5, 0, 0, 0, 0, 0, next(), next(), 0), new Uint8Array()];
  const action = next() % 9;
  const list = parameterList(action, next, from);
  const type = next() % 8 ? [1, 3, 5, 6, 7, 8][next() % 6]! : next() % 32;
  const cdb = Buffer.from([0x5f, action, type, 0, 0, 0, 0, 0, 0, 0]);
  cdb.writeUInt32BE(next() % 32 ? list.length : next() % 64, 5);
  return [cdb, list];
}

function parameterList(action: number, next: Next, from: Ports): Buffer {
  const list = Buffer.alloc(24);
  list[7] = next() % 3;
  list[15] = next() % 3;
  if (action === 7) {
    const id = transportId(next, from);
    list[17] = next() % 4;
    list[19] = 1 + (next() % 2);
    list.writeUInt32BE(id.length, 20);
    return Buffer.concat([list, id]);
  }
  list[20] = (next() % 8 ? 0 : 4) | (next() % 2);
  if (action !== 0 || next() % 4) return list;
  const ids = Buffer.concat(Array.from({ length: next() % (next() % 16 ? 4 : 300) }, () => transportId(next, from)));
  list[20] |= 8;
  const head = Buffer.alloc(4);
  head.writeUInt32BE(ids.length);
  return Buffer.concat([list, head, ids]);
}

/** Flips a bit in one of sixteen. */
function spoilt(bytes: Uint8Array, next: Next): Uint8Array {
  if (next() % 16 || bytes.length === 0) return bytes;
  const copy = Uint8Array.from(bytes);
  copy[next() % copy.length]! ^= 1 << (next() % 8);
  return copy;
}

/** The unit's own state with a few bytes changed, and a checksum that is right. */
function changedState(core: Core, next: Next): Call {
  const length = core.exports.hf_unit_save();
  const state = Buffer.from(core.read("unit_state", length));
  for (let changes = next() % 3; changes > 0; changes--) {
    const at = 8 + (next() % 4 ? next() % Math.min(80, length - 8) : next() % (length - 8));
    state[at] = next() % 2 ? next() % 8 : next();
  }
  state.writeUInt32BE(crc32(state.subarray(8)), 4);
  return { buffers: { unit_state: state }, args: [length] };
}

/** A call of one of the unit's exports. */
export function unitCall(core: Core, name: string, next: Next): Call | undefined {
  const id = spoilt(transportId(next, ports), next);
  const port = 1 + (next() % 2);
  switch (name) {
    case "hf_unit_execute": {
      const [cdb, data] = command(next, ports).map((bytes) => spoilt(bytes, next)) as [Uint8Array, Uint8Array];
      return {
        buffers: { input: Buffer.concat([cdb, data]), nexus: id },
        args: [cdb.length, data.length, id.length, port],
      };
    }
    case "hf_helper_emulate": {
      const [cdb, data] = command(next, ports);
      const request = spoilt(
        Buffer.concat([cdb.subarray(0, 16), new Uint8Array(Math.max(0, 16 - cdb.length)), data]),
        next,
      );
      const fits = request.subarray(0, abi.buffers.request.size);
      return { buffers: { request: fits, nexus: id }, args: [fits.length, id.length, port] };
    }
    case "hf_unit_event": {
      const rare = [events.power_on, events.information_lost, events.logical_unit_reset][next() % 64];
      const event = next() % 8 ? events.nexus_loss : (rare ?? events.nexus_loss);
      return { buffers: { nexus: id }, args: [event, id.length, port] };
    }
    case "hf_unit_start":
      return { buffers: {}, args: [next() % 2, next() % 1024 ? 0 : 2] };
    case "hf_unit_load":
      return changedState(core, next);
    default:
      return undefined;
  }
}
