/** A CDB as field nodes, with the names of its command. */
import { u8At } from "../bytes";
import { explain } from "../codec/explain";
import { ACTION_LAYOUTS, OPERATION_CODE_NAME, PLAIN_LAYOUTS, SERVICE_ACTION_NAME } from "../generated/commands";
import { INPUT, NODES, NodeRecord } from "../generated/records";
import { actionOf, checkArguments, commandAt, nameOfCommand, operationName } from "./find";
import { COMMAND_NAMES, COMMAND_STRUCTURES, familyOf, hasOperationCode, NONE, word } from "./table";

/**
 * Explains the first `length` bytes of the input buffer as a CDB for a PERIPHERAL DEVICE TYPE, from node `first` on, as `explain` does: the root has the
 * command's name, OPERATION CODE and SERVICE ACTION mean theirs. What the table does not know, and a CDB that ends early, is shown as far as it goes.
 * Errors, all of the host: too_long, invalid_field (no device type).
 */
export function explainCdb(length: i32, deviceType: i32, first: i32): i32 {
  const status = checkArguments(length, deviceType);
  if (status < 0) return status;
  const operationCode: u32 = length == 0 ? 0 : u8At(INPUT);
  const command = length == 0 ? NONE : commandAt(length, deviceType);
  const count = explain(layoutOf(command, operationCode), length, first);
  if (length > 0) nameNodes(count, command, operationCode, deviceType);
  return count;
}

/** Structure of a command's CDB, or one by the operation code alone. */
function layoutOf(command: i32, operationCode: u32): i32 {
  if (command != NONE) return word(COMMAND_STRUCTURES, command);
  return word(familyOf(operationCode) == NONE ? PLAIN_LAYOUTS : ACTION_LAYOUTS, operationCode >> 5);
}

/** Puts the command's names into those of the nodes that are in the node buffer. */
function nameNodes(count: i32, command: i32, operationCode: u32, deviceType: u32): void {
  const operation = hasOperationCode(operationCode) ? operationOf(command, operationCode, deviceType) : 0;
  const name = command == NONE ? operation : nameOfCommand(command);
  const action = command == NONE || actionOf(command) < 0 ? 0 : word(COMMAND_NAMES, command);
  for (let i = 0; i < count; i++) {
    const node = changetype<NodeRecord>(NODES + <usize>i * offsetof<NodeRecord>());
    if (node.parent < 0 && name != 0) node.name = name;
    if (node.parent != 0) continue;
    if (node.name == OPERATION_CODE_NAME && operation != 0) node.meaning = operation;
    if (node.name == SERVICE_ACTION_NAME && action != 0) node.meaning = action;
  }
}

/** Name of OPERATION CODE: where it has no service actions, the command's. */
function operationOf(command: i32, operationCode: u32, deviceType: u32): u32 {
  return command != NONE && actionOf(command) < 0 ? word(COMMAND_NAMES, command) : operationName(operationCode, deviceType);
}
