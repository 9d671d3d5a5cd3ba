/** Commands that the emulated logical unit knows, and how each fares under a reservation (SPC-4 table 65, SBC-4 table 13). The rows are spec/commands.ts. */
import { u8At } from "../bytes";
import { byte, COMMAND_ACTIONS, COMMAND_CLASSES, COMMAND_CODES, familyOf, firstCommand, leastLength, NONE, word } from "../command/table";
import {
  CLASS_ROWS, COMMANDS, Conflict, FAMILY_CLASSES, NO_SERVICE_ACTION, serviceActionOf,
} from "../generated/commands";
import { ReservationType } from "../generated/codes";
import { isRegistered } from "./registrations";
import { isForRegistrants, isHolder } from "./reservation";
import { legacyHolder, NONE as NO_NEXUS, reservationType } from "./state";

/** How a command fares: a row of CLASS_ROWS. */
@unmanaged
class CommandClass {
  conflict: u8;
  /** What holds instead where the byte of the CDB under the mask has the value. */
  byte: u8;
  mask: u8;
  value: u8;
  other: u8;
}

/** Bytes that the CDB of a command has at least; of one that is not known nothing but the operation code matters. */
export function cdbLength(operationCode: u32): u32 {
  return hasCommand(operationCode) ? leastLength(operationCode) : 1;
}

/** Whether the unit knows a command with this operation code. */
export function hasCommand(operationCode: u32): bool {
  if (familyClass(operationCode) != 0) return true;
  for (let row = firstCommand(operationCode); isOf(row, operationCode); row++) if (byte(COMMAND_CLASSES, row) != 0) return true;
  return false;
}

/** The class of a command that `hasCommand`, null where its service action is not known. */
export function classOf(cdb: usize, operationCode: u32): CommandClass | null {
  const family = familyClass(operationCode);
  if (family != 0) return classAt(family);
  for (let row = firstCommand(operationCode); isOf(row, operationCode); row++) {
    const found = byte(COMMAND_CLASSES, row);
    if (found == 0) continue;
    const action = word(COMMAND_ACTIONS, row);
    if (action == NO_SERVICE_ACTION || action == serviceActionOf(cdb, operationCode)) return classAt(found);
  }
  return null;
}

/** Whether the command conflicts with the reservation of another I_T nexus. A legacy one is exclusive. */
export function isInConflict(row: CommandClass, cdb: usize, sender: i32): bool {
  const special = row.mask != 0 && (u8At(cdb + row.byte) & row.mask) == row.value;
  const conflicts: u32 = special ? row.other : row.conflict;
  if (legacyHolder() != NO_NEXUS && legacyHolder() != sender && (conflicts & Conflict.EXCLUSIVE_ACCESS) != 0) return true;
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

/** Class of all service actions of an operation code, 0 for none. */
function familyClass(operationCode: u32): u32 {
  const family = familyOf(operationCode);
  return family == NONE ? 0 : byte(FAMILY_CLASSES, family);
}

function classAt(row: u32): CommandClass {
  return changetype<CommandClass>(CLASS_ROWS + <usize>row * offsetof<CommandClass>());
}

// @ts-ignore: decorator
@inline function isOf(row: i32, operationCode: u32): bool { return row < COMMANDS && byte(COMMAND_CODES, row) == operationCode; }
