/** Commands by their CDB, and how each fares under a reservation (SPC-4 table 65, SBC-4 table 13). The rows are spec/commands.ts. */
import { u8At } from "../bytes";
import { ReservationType } from "../generated/codes";
import { ANY_SERVICE_ACTION, CDB_LENGTHS, COMMAND_FIRST, COMMAND_ROWS, Conflict, serviceActionOf } from "../generated/commands";
import { isRegistered } from "./registrations";
import { isForRegistrants, isHolder } from "./reservation";
import { legacyHolder, NONE, reservationType } from "./state";

@unmanaged
export class CommandRow {
  serviceAction: u32;
  conflict: u32;
  /** What holds instead where the byte of the CDB under the mask has the value. */
  other: u32;
  byte: u32;
  mask: u32;
  value: u32;
}

/** Bytes that the CDB of a command has at least; of one that is not known nothing but the operation code matters. */
export function cdbLength(operationCode: u32): u32 {
  return hasCommand(operationCode) ? u8At(CDB_LENGTHS + (operationCode >> 5)) : 1;
}

export function hasCommand(operationCode: u32): bool {
  return firstRow(operationCode) < firstRow(operationCode + 1);
}

/** The row of a command that `hasCommand`, null where its service action is not known. */
export function commandOf(cdb: usize, operationCode: u32): CommandRow | null {
  const end = firstRow(operationCode + 1);
  for (let i = firstRow(operationCode); i < end; i++) {
    const row = changetype<CommandRow>(COMMAND_ROWS + <usize>i * offsetof<CommandRow>());
    if (row.serviceAction == ANY_SERVICE_ACTION || row.serviceAction == serviceActionOf(cdb, operationCode)) return row;
  }
  return null;
}

/** Whether the command conflicts with the reservation of another I_T nexus. A legacy one is exclusive. */
export function isInConflict(row: CommandRow, cdb: usize, sender: i32): bool {
  const special = row.mask != 0 && (u8At(cdb + row.byte) & row.mask) == row.value;
  const conflicts = special ? row.other : row.conflict;
  if (legacyHolder() != NONE && legacyHolder() != sender && (conflicts & Conflict.EXCLUSIVE_ACCESS) != 0) return true;
  const type = reservationType();
  return type != 0 && !isHolder(sender) && (conflicts & columnOf(type, sender)) != 0;
}

/** Which column of the tables is about an I_T nexus that is no holder. */
function columnOf(type: u32, nexus: i32): u32 {
  if (type == ReservationType.WRITE_EXCLUSIVE) return Conflict.WRITE_EXCLUSIVE;
  if (!isForRegistrants(type)) return Conflict.EXCLUSIVE_ACCESS;
  if (isRegistered(nexus)) return Conflict.REGISTERED;
  const writeExclusive = type == ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY || type == ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS;
  return writeExclusive ? Conflict.WRITE_UNREGISTERED : Conflict.ACCESS_UNREGISTERED;
}

// @ts-ignore: decorator
@inline function firstRow(operationCode: u32): u32 { return <u32>load<u16>(COMMAND_FIRST + <usize>operationCode * 2); }
