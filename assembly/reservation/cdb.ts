/** PERSISTENT RESERVE IN and OUT commands (SPC-4 6.15.1, 6.16.1): what each field of the CDB says, and what a device server checks first. */
import { fail, failIllegal } from "../abi/error";
import { fieldBit, fieldName, structureName, valueName } from "../codec/table";
import { Additional } from "../generated/codes";
import { PrInCdb, PrOutCdb } from "../generated/fields";
import { CdbRecord, CdbRowRecord, INPUT, INPUT_SIZE, OUTPUT, OUTPUT_SIZE, RECORD, Status } from "../generated/records";

if (offsetof<CdbRowRecord>("status") != offsetof<CdbRecord>()) ERROR("a cdb_row begins with a cdb");

// @ts-ignore: decorator
@inline export const PERSISTENT_RESERVE_IN: u32 = 0x5e;
// @ts-ignore: decorator
@inline export const PERSISTENT_RESERVE_OUT: u32 = 0x5f;

/**
 * Decodes the `length` bytes of a CDB in the input buffer into the `cdb` record.
 * Errors: short, unknown_operation_code (5/20/00), unknown_service_action (5/24/00, SPC-4 6.15.1 and 6.16.2).
 */
export function decodeCdb(length: i32): i32 {
  return decodeTo(changetype<CdbRecord>(RECORD), INPUT, length);
}

/**
 * Decodes `count` CDBs of `stride` bytes each, one behind the other in the input buffer, into as many `cdb_row` records in the output buffer.
 * A CDB that `decodeCdb` refuses is a row with that status and does not stop the others; the error record says more of the last one.
 * Returns how many were decoded. Errors: too_long where either buffer is too small for them.
 */
export function decodeCdbs(count: i32, stride: i32): i32 {
  const size = <u64>(<u32>count) * <u32>stride;
  if (size > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, <u32>min<u64>(size, u32.MAX_VALUE), INPUT_SIZE);
  const made = <u64>(<u32>count) * offsetof<CdbRowRecord>();
  if (made > OUTPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, <u32>min<u64>(made, u32.MAX_VALUE), OUTPUT_SIZE);
  let decoded = 0;
  for (let i = 0; i < count; i++) {
    const row = changetype<CdbRowRecord>(OUTPUT + <usize>i * offsetof<CdbRowRecord>());
    const status = decodeTo(changetype<CdbRecord>(row), INPUT + <usize>(i * stride), stride);
    if (status < 0) memory.fill(changetype<usize>(row), 0, offsetof<CdbRowRecord>());
    else decoded++;
    row.status = status;
  }
  return decoded;
}

/** Decodes the `length` bytes of a CDB at `cdb`. */
// @ts-ignore: decorator
@inline function decodeTo(record: CdbRecord, cdb: usize, length: i32): i32 {
  if (length < 1) return fail(Status.SHORT, fieldName(PrInCdb.ID, PrInCdb.F_OPERATION_CODE), 0, length, 1);
  const operationCode = PrInCdb.operationCode(cdb);
  if (operationCode == PERSISTENT_RESERVE_IN) return decodeIn(record, cdb, length);
  if (operationCode == PERSISTENT_RESERVE_OUT) return decodeOut(record, cdb, length);
  const name = fieldName(PrInCdb.ID, PrInCdb.F_OPERATION_CODE);
  return failIllegal(Status.UNKNOWN_OPERATION_CODE, Additional.INVALID_COMMAND_OPERATION_CODE, name, 0, operationCode, 0);
}

// @ts-ignore: decorator
@inline function decodeIn(record: CdbRecord, cdb: usize, length: i32): i32 {
  if (length < PrInCdb.SIZE) return fail(Status.SHORT, structureName(PrInCdb.ID), 0, length, PrInCdb.SIZE);
  record.operation_code = <u8>PERSISTENT_RESERVE_IN;
  record.service_action = <u8>PrInCdb.serviceAction(cdb);
  record.scope = 0;
  record.type = 0;
  record.length = PrInCdb.allocationLength(cdb);
  record.control = <u8>PrInCdb.control(cdb);
  return nameCdb(record, PrInCdb.ID, PrInCdb.F_SERVICE_ACTION);
}

// @ts-ignore: decorator
@inline function decodeOut(record: CdbRecord, cdb: usize, length: i32): i32 {
  if (length < PrOutCdb.SIZE) return fail(Status.SHORT, structureName(PrOutCdb.ID), 0, length, PrOutCdb.SIZE);
  record.operation_code = <u8>PERSISTENT_RESERVE_OUT;
  record.service_action = <u8>PrOutCdb.serviceAction(cdb);
  record.scope = <u8>PrOutCdb.scope(cdb);
  record.type = <u8>PrOutCdb.type(cdb);
  record.length = PrOutCdb.parameterListLength(cdb);
  record.control = <u8>PrOutCdb.control(cdb);
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
