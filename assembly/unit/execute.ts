/** Commands to the emulated logical unit. Every check comes before the first change: a command is done, or nothing is. */
import { fail } from "../abi/error";
import { fieldName, structureName } from "../codec/table";
import { u8At } from "../bytes";
import { Additional, SenseKey, ServiceActionIn, ServiceActionOut } from "../generated/codes";
import { OperationCode } from "../generated/commands";
import { DescriptorSense, FixedSense, PrInCdb, PrOutCdb, RequestSenseCdb, TransportId, UnitNexus } from "../generated/fields";
import { INPUT, INPUT_SIZE, NEXUS, NEXUS_SIZE, OUTPUT, Status } from "../generated/records";
import { canonicalTransportId, declaredSize, LEAST_TRANSPORT_ID, transportIdSize } from "../reservation/transport-id";
import { putDescriptorSense } from "../sense/descriptor";
import { putSense } from "../sense/fixed";
import { beginAnswer, checkCondition, conflict, endAnswer, good, goodWith, illegal } from "./answer";
import { takeAttention } from "./attention";
import { cdbLength, classOf, hasCommand, isInConflict } from "./command";
import { legacyRelease, legacyReserve } from "./legacy";
import { NAME } from "./memory";
import { knowNexus, use } from "./nexus-table";
import { persistentReserveIn } from "./persistent-reserve-in";
import { persistentReserveOut } from "./persistent-reserve-out";
import { isLost, takeChanged, targetPorts } from "./state";

/**
 * Executes the CDB of `length` bytes at the start of the input buffer, with `dataLength` bytes of data-out behind it, for the initiator port in the
 * nexus buffer and a target port. Fills the unit_answer buffer, and the output buffer with data. Returns the SCSI status.
 * Errors, all of the host: short, trailing, too_long, invalid_field.
 */
export function execute(length: i32, dataLength: i32, transportIdLength: i32, relativeTargetPort: i32): i32 {
  if (<u32>length > INPUT_SIZE || <u32>dataLength > INPUT_SIZE - length) return fail(Status.TOO_LONG, 0, 0, length + dataLength, INPUT_SIZE);
  return executeAt(INPUT, length, INPUT + length, dataLength, transportIdLength, relativeTargetPort);
}

/** As `execute`, for a CDB and data that are anywhere. */
export function executeAt(cdb: usize, length: u32, data: usize, dataLength: u32, transportIdLength: i32, relativeTargetPort: i32): i32 {
  const needed: u32 = length == 0 ? 1 : cdbLength(u8At(cdb));
  if (length < needed) return fail(Status.SHORT, 0, 0, length, needed);
  const name = readNexus(transportIdLength, relativeTargetPort);
  if (name < 0) return name;
  takeChanged();
  beginAnswer();
  const sender = knowNexus(NAME, name, relativeTargetPort);
  use(sender);
  const status = answer(sender, cdb, data, dataLength);
  return endAnswer(status, takeChanged());
}

/** Reads the initiator port in the nexus buffer and checks the target port. Returns the size of its canonical TransportID, which is at NAME. */
export function readNexus(length: i32, relativeTargetPort: i32): i32 {
  const name = structureName(TransportId.ID);
  if (<u32>length > NEXUS_SIZE) return fail(Status.TOO_LONG, name, 0, length, NEXUS_SIZE);
  const size = transportIdSize(NEXUS, length);
  if (size == 0) return fail(Status.SHORT, name, 0, length, <u32>length < LEAST_TRANSPORT_ID ? LEAST_TRANSPORT_ID : declaredSize(NEXUS));
  if (<u32>length > size) return fail(Status.TRAILING, name, 0, length, size);
  const canonical = canonicalTransportId(NEXUS, size, NAME);
  if (canonical == 0) return fail(Status.INVALID_FIELD, name, 0, 0, 0);
  if (relativeTargetPort < 1 || <u32>relativeTargetPort > targetPorts()) {
    return fail(Status.INVALID_FIELD, fieldName(UnitNexus.ID, UnitNexus.F_RELATIVE_TARGET_PORT_IDENTIFIER), 0, relativeTargetPort, targetPorts());
  }
  return canonical;
}

/** Unit attentions first, then lost information, then what the command itself says. */
function answer(sender: i32, cdb: usize, data: usize, dataLength: u32): i32 {
  const operationCode = u8At(cdb);
  if (!isAlwaysDone(operationCode)) {
    const attention = takeAttention(sender);
    if (attention != 0) return checkCondition(SenseKey.UNIT_ATTENTION, attention);
    if (isLost() && !isDoneWhenLost(operationCode, cdb)) return checkCondition(SenseKey.DATA_PROTECT, Additional.PERSISTENT_RESERVATION_INFORMATION_LOST);
  }
  switch (operationCode) {
    case OperationCode.REQUEST_SENSE:
      return requestSense(sender, cdb);
    case OperationCode.PERSISTENT_RESERVE_IN:
      return persistentReserveIn(sender, cdb);
    case OperationCode.PERSISTENT_RESERVE_OUT:
      return persistentReserveOut(sender, cdb, data, dataLength);
    case OperationCode.RESERVE_6:
    case OperationCode.RESERVE_10:
      return legacyReserve(sender);
    case OperationCode.RELEASE_6:
    case OperationCode.RELEASE_10:
      return legacyRelease(sender);
    default:
      return other(sender, cdb, operationCode);
  }
}

function isAlwaysDone(operationCode: u32): bool {
  return operationCode == OperationCode.INQUIRY || operationCode == OperationCode.REPORT_LUNS || operationCode == OperationCode.REQUEST_SENSE;
}

function isDoneWhenLost(operationCode: u32, cdb: usize): bool {
  if (operationCode == OperationCode.PERSISTENT_RESERVE_IN) return PrInCdb.serviceAction(cdb) == ServiceActionIn.REPORT_CAPABILITIES;
  return operationCode == OperationCode.PERSISTENT_RESERVE_OUT && PrOutCdb.serviceAction(cdb) == ServiceActionOut.REPLACE_LOST_RESERVATION;
}

/** The unit attention that waits, as data (SPC-4 6.39). */
function requestSense(sender: i32, cdb: usize): i32 {
  const attention = takeAttention(sender);
  const key = attention != 0 ? SenseKey.UNIT_ATTENTION : SenseKey.NO_SENSE;
  const allowed = RequestSenseCdb.allocationLength(cdb);
  if (RequestSenseCdb.desc(cdb) != 0) {
    putDescriptorSense(OUTPUT, key, attention);
    return goodWith(DescriptorSense.SIZE, allowed);
  }
  putSense(OUTPUT, key, attention);
  return goodWith(FixedSense.SIZE, allowed);
}

/** A command that only matters by the reservation that it meets: GOOD without data. */
function other(sender: i32, cdb: usize, operationCode: u32): i32 {
  if (!hasCommand(operationCode)) return illegal(Additional.INVALID_COMMAND_OPERATION_CODE);
  const row = classOf(cdb, operationCode);
  if (row === null) return illegal(Additional.INVALID_FIELD_IN_CDB);
  return isInConflict(row, cdb, sender) ? conflict() : good();
}
