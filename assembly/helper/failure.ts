/** What a command that failed outside of the device means to a guest. The rows are spec/linux.ts; unknown is never GOOD. */
import { Additional, ScsiStatus, SenseKey } from "../generated/codes";
import { DRIVER_TIMEOUT, ERRNO, ERRNO_ROWS, HOST_STATUS, HOST_STATUS_ROWS, UNKNOWN_FAILURE } from "../generated/failures";
import { Failure } from "../generated/records";

const FAULT: u32 = (ScsiStatus.CHECK_CONDITION << 24) | (SenseKey.HARDWARE_ERROR << 16) | Additional.INTERNAL_TARGET_FAILURE;
const ILLEGAL: u32 = (ScsiStatus.CHECK_CONDITION << 24) | (SenseKey.ILLEGAL_REQUEST << 16);

/** SCSI status << 24 | SENSE KEY << 16 | ADDITIONAL SENSE CODE << 8 | QUALIFIER for a failure and its code. */
export function replyOf(failure: Failure, code: u32): u32 {
  switch (failure) {
    case Failure.ERRNO:
      return find(ERRNO, ERRNO_ROWS, code);
    case Failure.HOST_STATUS:
      return find(HOST_STATUS, HOST_STATUS_ROWS, code);
    case Failure.DRIVER_STATUS:
      return driverGaveUp(code) ? ScsiStatus.BUSY << 24 : UNKNOWN_FAILURE;
    case Failure.BUSY:
      return ScsiStatus.BUSY << 24;
    case Failure.FAULT:
      return FAULT;
    case Failure.EMULATED_DEVICE:
      return ILLEGAL | Additional.INVALID_COMMAND_OPERATION_CODE;
    case Failure.EMULATED_LIMIT:
    case Failure.EMULATED_NEXUS:
      return ILLEGAL | Additional.LOGICAL_UNIT_NOT_SUPPORTED;
    default:
      return UNKNOWN_FAILURE;
  }
}

/** Linux before 6.0 reports a timeout of the driver in driver_status too. */
export function driverGaveUp(driverStatus: u32): bool {
  return (driverStatus & DRIVER_TIMEOUT) != 0;
}

function find(table: usize, rows: i32, code: u32): u32 {
  for (let i = 0; i < rows; i++) {
    const row = table + <usize>i * 8;
    if (load<u32>(row) == code) return load<u32>(row, 4);
  }
  return UNKNOWN_FAILURE;
}
