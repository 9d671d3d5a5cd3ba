/** Which structure the data of a command has. */
import { fail } from "../abi/error";
import { u8At } from "../bytes";
import { DATA_BYTES, DATA_COMMANDS, DATA_DIRECTIONS, DATA_MASKS, DATA_ROWS, DATA_STRUCTURES, DATA_VALUES } from "../generated/commands";
import { CommandDataRecord, Direction, INPUT, INPUT_SIZE, RECORD, Status } from "../generated/records";
import { PERSISTENT_RESERVE_IN, PERSISTENT_RESERVE_OUT } from "../reservation/cdb";
import { listStructure, parameterDataStructure } from "../reservation/structures";
import { actionOf, findCommand } from "./find";
import { byte, COMMAND_CODES, NONE, word } from "./table";

/**
 * Fills the record buffer with the `command_data` record for the CDB that is the first `length` bytes of the input buffer and a PERIPHERAL DEVICE TYPE.
 * Behind the CDB are `dataLength` bytes of its data, which matter where the data says itself what it is; without them it is the simplest.
 * Errors: as findCommand, too_long also for the data.
 */
export function findData(length: i32, deviceType: i32, dataLength: i32): i32 {
  const command = findCommand(length, deviceType);
  if (command < 0) return command;
  if (<u32>dataLength > INPUT_SIZE - length) return fail(Status.TOO_LONG, 0, 0, length + dataLength, INPUT_SIZE);
  switch (byte(COMMAND_CODES, command)) {
    case PERSISTENT_RESERVE_IN:
      return found(parameterDataStructure(actionOf(command)), Direction.FROM_DEVICE);
    case PERSISTENT_RESERVE_OUT:
      return found(listStructure(actionOf(command), INPUT + length, dataLength), Direction.TO_DEVICE);
    default:
      return findRow(command);
  }
}

function findRow(command: i32): i32 {
  for (let row = 0; row < DATA_ROWS; row++) {
    if (word(DATA_COMMANDS, row) != command) continue;
    if ((u8At(INPUT + byte(DATA_BYTES, row)) & byte(DATA_MASKS, row)) != byte(DATA_VALUES, row)) continue;
    return found(word(DATA_STRUCTURES, row), byte(DATA_DIRECTIONS, row));
  }
  return found(NONE, Direction.NONE);
}

function found(structure: i32, direction: u32): i32 {
  const record = changetype<CommandDataRecord>(RECORD);
  record.structure = structure;
  record.direction = direction;
  return Status.OK;
}
