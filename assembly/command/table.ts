/** The rows of the command table, and which of them a code of a device type means. Columns: hosts/build/generate/commands.mjs. */
import { u8At } from "../bytes";
import { declaredEnd } from "../codec/explain";
import { structureRow } from "../codec/table";
import { nextName } from "../codec/unpack";
import { next } from "../codec/numbers";
import {
  ALL_TYPES, CDB_LENGTHS, COMMANDS, EXTENDED_CDB, FAMILIES, FAMILY_CODES, FAMILY_TYPES, NO_SERVICE_ACTION, TYPE_MASKS, VARIABLE_LENGTH_CDB,
} from "../generated/commands";
import { CdbExtended, CdbVariable } from "../generated/fields";
import { Kind } from "../generated/packed";
import { INPUT } from "../generated/records";

/** In place of a row: there is none. */
export const NONE: i32 = -1;

export const DEVICE_TYPES: u32 = 32;

/** Columns of the commands: u8 operation code, type mask and class; u16 service action, name and structure. */
export const COMMAND_CODES: usize = memory.data(COMMANDS, 4);
export const COMMAND_ACTIONS: usize = memory.data(COMMANDS * 2, 4);
export const COMMAND_NAMES: usize = memory.data(COMMANDS * 2, 4);
export const COMMAND_TYPES: usize = memory.data(COMMANDS, 4);
export const COMMAND_STRUCTURES: usize = memory.data(COMMANDS * 2, 4);
export const COMMAND_CLASSES: usize = memory.data(COMMANDS, 4);

for (let row = 0, code: u32 = 0, action: u32 = 0; row < COMMANDS; row++) {
  const step = next(Kind.CODE);
  if (step != 0) action = 0;
  code += step;
  const actionStep = next(Kind.ACTION);
  if (actionStep != 0) action += actionStep - 1;
  store<u8>(COMMAND_CODES + row, <u8>code);
  store<u16>(COMMAND_ACTIONS + (<usize>row << 1), <u16>(actionStep == 0 ? NO_SERVICE_ACTION : action));
  store<u16>(COMMAND_NAMES + (<usize>row << 1), <u16>nextName());
  store<u8>(COMMAND_TYPES + row, <u8>next(Kind.TYPES));
  store<u16>(COMMAND_STRUCTURES + (<usize>row << 1), <u16>next(Kind.STRUCTURE));
  store<u8>(COMMAND_CLASSES + row, <u8>next(Kind.CLASS));
}

// @ts-ignore: decorator
@inline export function word(column: usize, row: i32): u32 { return <u32>load<u16>(column + <usize>row * 2); }

// @ts-ignore: decorator
@inline export function byte(column: usize, row: i32): u32 { return u8At(column + <usize>row); }

/** First row with an operation code of `operationCode` or more. */
export function firstCommand(operationCode: u32): i32 {
  let low = 0;
  let high = COMMANDS;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byte(COMMAND_CODES, middle) < operationCode) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Mask of the device types of a row, out of its column. */
export function deviceTypes(column: usize, row: i32): u32 {
  return load<u32>(TYPE_MASKS + (<usize>byte(column, row) << 2));
}

/** How well a row is for a device type: its own command, that of all types, that of block devices, another's. */
function rank(column: usize, row: i32, deviceType: u32): u32 {
  const types = deviceTypes(column, row);
  if (types == ALL_TYPES) return 3;
  if ((types >> deviceType) & 1) return 4;
  return types & 1 ? 2 : 1;
}

/** The row of an operation code that has service actions, else NONE. */
export function familyOf(operationCode: u32): i32 {
  for (let row = 0; row < FAMILIES; row++) if (byte(FAMILY_CODES, row) == operationCode) return row;
  return NONE;
}

/**
 * The command that a code means, else NONE: the one of the device type, else the one of all types, else that of block devices, else any. One without
 * service actions does not stand before a better row's service actions. `serviceAction` is -1 where the CDB ends before it.
 */
export function commandOf(operationCode: u32, serviceAction: i32, deviceType: u32): i32 {
  const family = familyOf(operationCode);
  const least: u32 = family == NONE ? 0 : rank(FAMILY_TYPES, family, deviceType);
  let best: i32 = NONE;
  let bestRank: u32 = 0;
  for (let row = firstCommand(operationCode); row < COMMANDS && byte(COMMAND_CODES, row) == operationCode; row++) {
    const action = word(COMMAND_ACTIONS, row);
    if (action != NO_SERVICE_ACTION && action != serviceAction) continue;
    const here = rank(COMMAND_TYPES, row, deviceType);
    if (here <= bestRank || (action == NO_SERVICE_ACTION && here < least)) continue;
    best = row;
    bestRank = here;
  }
  return best;
}

/** Whether any device type has the operation code. */
export function hasOperationCode(operationCode: u32): bool {
  const row = firstCommand(operationCode);
  return (row < COMMANDS && byte(COMMAND_CODES, row) == operationCode) || familyOf(operationCode) != NONE;
}

/** Bytes of the CDBs of an operation code by its GROUP CODE; of those that say it themselves what they have at least. */
export function leastLength(operationCode: u32): u32 {
  return operationCode == EXTENDED_CDB ? CdbExtended.SIZE : u8At(CDB_LENGTHS + (operationCode >> 5));
}

/** Bytes of the CDB that is the first `length` bytes of the input buffer. */
export function cdbLength(length: u32): u32 {
  const operationCode = u8At(INPUT);
  const least = leastLength(operationCode);
  if (operationCode == VARIABLE_LENGTH_CDB) return max(least, declaredEnd(structureRow(CdbVariable.ID), 0, length));
  return operationCode == EXTENDED_CDB ? declaredEnd(structureRow(CdbExtended.ID), 0, length) : least;
}
