/** PERSISTENT RESERVE IN and OUT commands (SPC-4 6.15.1, 6.16.1): what each field of the CDB says, and what a device server checks first. */
import { fail, failIllegal } from "../abi/error";
import { fieldBit, fieldName, structureName, valueName } from "../codec/table";
import { Additional } from "../generated/codes";
import { PrInCdb, PrOutCdb } from "../generated/fields";
import { CdbRecord, INPUT, RECORD, Status } from "../generated/records";

// @ts-ignore: decorator
@inline export const PERSISTENT_RESERVE_IN: u32 = 0x5e;
// @ts-ignore: decorator
@inline export const PERSISTENT_RESERVE_OUT: u32 = 0x5f;

/**
 * Decodes the `length` bytes of a CDB in the input buffer into the `cdb` record.
 * Errors: short, unknown_operation_code (5/20/00), unknown_service_action (5/24/00, SPC-4 6.15.1 and 6.16.2).
 */
export function decodeCdb(length: i32): i32 {
  if (length < 1) return fail(Status.SHORT, fieldName(PrInCdb.ID, PrInCdb.F_OPERATION_CODE), 0, length, 1);
  const operationCode = PrInCdb.operationCode(INPUT);
  if (operationCode == PERSISTENT_RESERVE_IN) return decodeIn(length);
  if (operationCode == PERSISTENT_RESERVE_OUT) return decodeOut(length);
  const name = fieldName(PrInCdb.ID, PrInCdb.F_OPERATION_CODE);
  return failIllegal(Status.UNKNOWN_OPERATION_CODE, Additional.INVALID_COMMAND_OPERATION_CODE, name, 0, operationCode, 0);
}

function decodeIn(length: i32): i32 {
  if (length < PrInCdb.SIZE) return fail(Status.SHORT, structureName(PrInCdb.ID), 0, length, PrInCdb.SIZE);
  const record = changetype<CdbRecord>(RECORD);
  record.operation_code = <u8>PERSISTENT_RESERVE_IN;
  record.service_action = <u8>PrInCdb.serviceAction(INPUT);
  record.scope = 0;
  record.type = 0;
  record.length = PrInCdb.allocationLength(INPUT);
  record.control = <u8>PrInCdb.control(INPUT);
  return nameCdb(record, PrInCdb.ID, PrInCdb.F_SERVICE_ACTION);
}

function decodeOut(length: i32): i32 {
  if (length < PrOutCdb.SIZE) return fail(Status.SHORT, structureName(PrOutCdb.ID), 0, length, PrOutCdb.SIZE);
  const record = changetype<CdbRecord>(RECORD);
  record.operation_code = <u8>PERSISTENT_RESERVE_OUT;
  record.service_action = <u8>PrOutCdb.serviceAction(INPUT);
  record.scope = <u8>PrOutCdb.scope(INPUT);
  record.type = <u8>PrOutCdb.type(INPUT);
  record.length = PrOutCdb.parameterListLength(INPUT);
  record.control = <u8>PrOutCdb.control(INPUT);
  return nameCdb(record, PrOutCdb.ID, PrOutCdb.F_SERVICE_ACTION);
}

/** The names of command and service action; a service action without a name is none. */
function nameCdb(record: CdbRecord, structure: i32, serviceAction: i32): i32 {
  record.command = structureName(structure);
  record.action = valueName(structure, serviceAction, record.service_action);
  if (record.action != 0) return Status.OK;
  const bit = fieldBit(structure, serviceAction);
  return failIllegal(Status.UNKNOWN_SERVICE_ACTION, Additional.INVALID_FIELD_IN_CDB, fieldName(structure, serviceAction), bit, record.service_action, 0);
}
