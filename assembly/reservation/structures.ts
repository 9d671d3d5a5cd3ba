/** Which structure the data of a PERSISTENT RESERVE command has (SPC-4 6.15.1, 6.16.3). */
import { fail } from "../abi/error";
import { PrOutList, PrOutMoveList, PrOutSpecIPtList, ReadFullStatusData, ReadKeysData, ReadReservationData, ReportCapabilitiesData } from "../generated/fields";
import { INPUT, INPUT_SIZE, Status } from "../generated/records";
import { ServiceActionIn, ServiceActionOut } from "../generated/codes";

/** Structure of the parameter data that a PERSISTENT RESERVE IN service action returns. Errors: unknown_service_action. */
export function parameterDataStructure(serviceAction: i32): i32 {
  switch (serviceAction) {
    case ServiceActionIn.READ_KEYS:
      return ReadKeysData.ID;
    case ServiceActionIn.READ_RESERVATION:
      return ReadReservationData.ID;
    case ServiceActionIn.REPORT_CAPABILITIES:
      return ReportCapabilitiesData.ID;
    case ServiceActionIn.READ_FULL_STATUS:
      return ReadFullStatusData.ID;
    default:
      return fail(Status.UNKNOWN_SERVICE_ACTION, 0, 0, serviceAction, 0);
  }
}

/** Structure of the parameter list of a PERSISTENT RESERVE OUT service action, the `length` bytes of which are in the input buffer. Errors: too_long. */
export function parameterListStructure(serviceAction: i32, length: i32): i32 {
  if (<u32>length > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, length, INPUT_SIZE);
  return listStructure(serviceAction, INPUT, length);
}

/** As `parameterListStructure`, of a list that is at `list`. */
export function listStructure(serviceAction: i32, list: usize, length: i32): i32 {
  if (serviceAction == ServiceActionOut.REGISTER_AND_MOVE) return PrOutMoveList.ID;
  return length >= PrOutList.SIZE && PrOutList.specIPt(list) ? PrOutSpecIPtList.ID : PrOutList.ID;
}
