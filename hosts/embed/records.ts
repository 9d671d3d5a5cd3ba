/** Decoders: bytes in, objects out. Keys are `bigint`. Errors: CoreError. */
import abi from "./abi.json" with { type: "json" };
import { checkBytes, type Core, offsets } from "./core.ts";
import { CoreError, type Status, statusOf } from "./errors.ts";

/** A PERSISTENT RESERVE IN or OUT command. SCOPE and TYPE are 0 in an IN command. */
export interface Cdb {
  readonly operationCode: number;
  readonly serviceAction: number;
  readonly scope: number;
  readonly type: number;
  /** ALLOCATION LENGTH or PARAMETER LIST LENGTH in bytes. */
  readonly length: number;
  readonly control: number;
  /** Name of the command, and of its service action. */
  readonly command: string;
  readonly action: string;
}

/** One CDB of many: decoded, or why not. */
export type CdbRow = { readonly status: "ok"; readonly cdb: Cdb } | { readonly status: Status };

/** A basic PERSISTENT RESERVE OUT parameter list. */
export interface ParameterList {
  readonly reservationKey: bigint;
  readonly serviceActionReservationKey: bigint;
  readonly specIPt: boolean;
  readonly allTgPt: boolean;
  readonly aptpl: boolean;
}

/** READ KEYS data. */
export interface ReadKeys {
  /** PRGENERATION. */
  readonly generation: number;
  /** ADDITIONAL LENGTH in bytes, of the whole list. */
  readonly additionalLength: number;
  readonly keys: bigint[];
  /** Bytes of the list that are no whole key here. */
  readonly remainder: number;
}

/** READ RESERVATION data. */
export interface ReadReservation {
  /** PRGENERATION. */
  readonly generation: number;
  /** ADDITIONAL LENGTH in bytes: 0 without a reservation. */
  readonly additionalLength: number;
  /** Undefined: nobody holds one. The key is 0 where all registrants do. */
  readonly reservation: { readonly key: bigint; readonly scope: number; readonly type: number } | undefined;
}

const cdb = offsets("cdb");
const cdbRow = offsets("cdb_row");
const parameterList = offsets("parameter_list");
const readKeys = offsets("read_keys");
const readReservation = offsets("read_reservation");

/**
 * A PERSISTENT RESERVE IN or OUT CDB of at least 10 bytes (SPC-4 6.15.1, 6.16.1).
 * Errors: CoreError short, unknown_operation_code (5/20/00), unknown_service_action (5/24/00), too_long.
 */
export function decodeCdb(core: Core, data: Uint8Array): Cdb {
  core.check(core.exports.hf_cdb_decode(core.write("input", data)));
  return readCdb(core, core.address("record"));
}

/**
 * CDBs of `stride` bytes each, one behind the other, as many as there are: one call into the core for a few thousand of them. A CDB that
 * decodeCdb refuses has its status and nothing more. Errors: RangeError for a stride that is none, CoreError trailing (the last is not whole),
 * too_long (one does not fit the core).
 */
export function decodeCdbs(core: Core, data: Uint8Array, stride: number): CdbRow[] {
  checkBytes(data);
  if (!Number.isInteger(stride) || stride < 1)
    throw new RangeError(`a stride of ${stride}: give the bytes from one CDB to the next`);
  const count = Math.floor(data.length / stride);
  if (count * stride < data.length) throw new CoreError("trailing", noField(data.length, count * stride));
  const most = Math.floor(
    Math.min(abi.buffers.input.size / stride, abi.buffers.output.size / abi.records.cdb_row.size),
  );
  if (most < 1) throw new CoreError("too_long", noField(stride, abi.buffers.input.size));
  const rows: CdbRow[] = [];
  for (let first = 0; first < count; first += most) {
    const many = Math.min(most, count - first);
    core.write("input", data.subarray(first * stride, (first + many) * stride));
    core.check(core.exports.hf_cdb_decode_batch(many, stride));
    for (let i = 0; i < many; i++) rows.push(readRow(core, core.address("output") + i * abi.records.cdb_row.size));
  }
  return rows;
}

function readRow(core: Core, at: number): CdbRow {
  const status = core.view.getInt32(at + cdbRow.status, true);
  return status < 0 ? { status: statusOf(status) } : { status: "ok", cdb: readCdb(core, at) };
}

function readCdb(core: Core, at: number): Cdb {
  const { view } = core;
  return {
    operationCode: view.getUint8(at + cdb.operation_code),
    serviceAction: view.getUint8(at + cdb.service_action),
    scope: view.getUint8(at + cdb.scope),
    type: view.getUint8(at + cdb.type),
    length: view.getUint32(at + cdb.length, true),
    control: view.getUint8(at + cdb.control),
    command: core.text(view.getUint32(at + cdb.command, true)),
    action: core.text(view.getUint32(at + cdb.action, true)),
  };
}

const noField = (have: number, need: number) => ({ field: "", bit: 0, have, need, sense: undefined });

/**
 * A basic PERSISTENT RESERVE OUT parameter list of 24 bytes (SPC-4 6.16.3); with SPEC_I_PT more may follow, and is not looked at.
 * Errors: CoreError short, trailing (both 5/1A/00), too_long.
 */
export function decodeParameterList(core: Core, data: Uint8Array): ParameterList {
  core.check(core.exports.hf_parameter_list_decode(core.write("input", data)));
  const { view } = core;
  const at = core.address("record");
  return {
    reservationKey: view.getBigUint64(at + parameterList.reservation_key, true),
    serviceActionReservationKey: view.getBigUint64(at + parameterList.service_action_reservation_key, true),
    specIPt: view.getUint8(at + parameterList.spec_i_pt) === 1,
    allTgPt: view.getUint8(at + parameterList.all_tg_pt) === 1,
    aptpl: view.getUint8(at + parameterList.aptpl) === 1,
  };
}

/** READ KEYS data of 8 bytes and more (SPC-4 6.15.2); data that the allocation length cut gives its whole keys. Errors: CoreError short, too_long. */
export function decodeReadKeys(core: Core, data: Uint8Array): ReadKeys {
  core.check(core.exports.hf_read_keys_decode(core.write("input", data)));
  const { view } = core;
  const at = core.address("record");
  const count = view.getUint32(at + readKeys.count, true);
  const first = core.address("input") + view.getUint32(at + readKeys.keys, true);
  return {
    generation: view.getUint32(at + readKeys.generation, true),
    additionalLength: view.getUint32(at + readKeys.additional_length, true),
    keys: Array.from({ length: count }, (_, i) => view.getBigUint64(first + i * 8, false)),
    remainder: view.getUint32(at + readKeys.remainder, true),
  };
}

/** READ RESERVATION data of 8 or 24 bytes (SPC-4 6.15.3). Errors: CoreError short, too_long. */
export function decodeReadReservation(core: Core, data: Uint8Array): ReadReservation {
  core.check(core.exports.hf_read_reservation_decode(core.write("input", data)));
  const { view } = core;
  const at = core.address("record");
  const held = view.getUint8(at + readReservation.held) === 1;
  return {
    generation: view.getUint32(at + readReservation.generation, true),
    additionalLength: view.getUint32(at + readReservation.additional_length, true),
    reservation: held
      ? {
          key: view.getBigUint64(at + readReservation.key, true),
          scope: view.getUint8(at + readReservation.scope),
          type: view.getUint8(at + readReservation.type),
        }
      : undefined,
  };
}
