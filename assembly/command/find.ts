/** Which command a CDB is, and what the table says of it. */
import { fail, failIllegal } from "../abi/error";
import { u8At } from "../bytes";
import { structureRow } from "../codec/table";
import { Additional } from "../generated/codes";
import {
  COMMANDS, DEVICE_TYPE_NAME, FAMILY_HAS_ACTIONS, FAMILY_NAMES, NO_SERVICE_ACTION,
  OPERATION_CODE_NAME, SERVICE_ACTION_NAME, serviceActionBit, serviceActionEnd, serviceActionOf,
} from "../generated/commands";
import { CommandRecord, INPUT, INPUT_SIZE, RECORD, Status } from "../generated/records";
import { byte, cdbLength, COMMAND_ACTIONS, COMMAND_CODES, COMMAND_NAMES, COMMAND_STRUCTURES, COMMAND_TYPES, commandOf, DEVICE_TYPES, deviceTypes, familyOf, leastLength, hasOperationCode, NONE, word } from "./table";

/** How many commands there are. */
export function countCommands(): i32 {
  return COMMANDS;
}

/**
 * Finds the command of the CDB that is the first `length` bytes of the input buffer, for a PERIPHERAL DEVICE TYPE. Fills the record buffer with the
 * `command` record and returns the command's number. Errors: unknown_operation_code (5/20/00), short, unknown_service_action (5/24/00); of the host:
 * too_long, invalid_field (no device type).
 */
export function findCommand(length: i32, deviceType: i32): i32 {
  const status = checkArguments(length, deviceType);
  if (status < 0) return status;
  if (length == 0) return fail(Status.SHORT, OPERATION_CODE_NAME, 0, 0, 1);
  const operationCode = u8At(INPUT);
  if (!hasOperationCode(operationCode)) {
    return failIllegal(Status.UNKNOWN_OPERATION_CODE, Additional.INVALID_COMMAND_OPERATION_CODE, OPERATION_CODE_NAME, 0, operationCode, 0);
  }
  const needed = cdbLength(length);
  if (<u32>length < needed) return fail(Status.SHORT, operationName(operationCode, deviceType), 0, length, needed);
  const command = commandAt(length, deviceType);
  if (command == NONE) return unknownServiceAction(operationCode);
  describeCommand(command);
  changetype<CommandRecord>(RECORD).length = needed;
  return command;
}

function unknownServiceAction(operationCode: u32): i32 {
  const name = SERVICE_ACTION_NAME;
  return failIllegal(Status.UNKNOWN_SERVICE_ACTION, Additional.INVALID_FIELD_IN_CDB, name, serviceActionBit(operationCode), serviceActionOf(INPUT, operationCode), 0);
}

/** Errors: too_long, invalid_field. */
export function checkArguments(length: i32, deviceType: i32): i32 {
  if (<u32>length > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, length, INPUT_SIZE);
  if (<u32>deviceType >= DEVICE_TYPES) return fail(Status.INVALID_FIELD, DEVICE_TYPE_NAME, 0, deviceType, DEVICE_TYPES - 1);
  return Status.OK;
}

/** The command of the `length` bytes, not 0, that are there, NONE for none. */
export function commandAt(length: u32, deviceType: u32): i32 {
  const operationCode = u8At(INPUT);
  const action: i32 = length < serviceActionEnd(operationCode) ? -1 : serviceActionOf(INPUT, operationCode);
  return commandOf(operationCode, action, deviceType);
}

/** Fills the record buffer with the `command` record of a command by its number. Errors: unknown_field (there is no such command). */
export function describeCommand(command: i32): i32 {
  if (<u32>command >= <u32>COMMANDS) return fail(Status.UNKNOWN_FIELD, 0, 0, command, COMMANDS);
  const operationCode = byte(COMMAND_CODES, command);
  const action = actionOf(command);
  const record = changetype<CommandRecord>(RECORD);
  record.name = nameOfCommand(command);
  record.operation = action < 0 ? word(COMMAND_NAMES, command) : familyName(command);
  record.action = action < 0 ? 0 : word(COMMAND_NAMES, command);
  record.operation_code = operationCode;
  record.service_action = action;
  record.device_types = deviceTypes(COMMAND_TYPES, command);
  record.structure = word(COMMAND_STRUCTURES, command);
  record.length = max(leastLength(operationCode), structureRow(record.structure).size);
  return Status.OK;
}

/** SERVICE ACTION of a command, -1 where it has none. */
export function actionOf(command: i32): i32 {
  const action = word(COMMAND_ACTIONS, command);
  return action == NO_SERVICE_ACTION ? -1 : action;
}

/** A command's name: of service actions that are no commands of their own that of the operation code. */
export function nameOfCommand(command: i32): u32 {
  const isAction = actionOf(command) >= 0 && byte(FAMILY_HAS_ACTIONS, familyOfCommand(command)) != 0;
  return isAction ? familyName(command) : word(COMMAND_NAMES, command);
}

/** What a device type calls an operation code that `hasOperationCode`. */
export function operationName(operationCode: u32, deviceType: u32): u32 {
  const command = commandOf(operationCode, -1, deviceType);
  return command == NONE ? word(FAMILY_NAMES, familyOf(operationCode)) : word(COMMAND_NAMES, command);
}

function familyName(command: i32): u32 {
  return word(FAMILY_NAMES, familyOfCommand(command));
}

/** The operation code's row of a command that has a service action. */
function familyOfCommand(command: i32): i32 {
  return familyOf(byte(COMMAND_CODES, command));
}
