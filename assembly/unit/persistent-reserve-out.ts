/**
 * PERSISTENT RESERVE OUT (SPC-4 6.16): the checks in their order - service action, length, fields, legacy reservation, registration, key - and
 * the service actions that need no more than the registration of their sender.
 */
import { Additional, ServiceActionOut } from "../generated/codes";
import { PrOutCdb, PrOutList, PrOutMoveList, PrOutSpecIPtList } from "../generated/fields";
import { conflict, good, illegal, illegalInList } from "./answer";
import { checkDestination, registerAndMove } from "./move";
import { keyOf } from "./nexus";
import { preempt } from "./preempt";
import { registerSender } from "./register";
import { clearRegistrations, forgetRegistrations, isRegistered, register } from "./registrations";
import { checkScopeAndType, isHolder, release, reserveFor } from "./reservation";
import { readInitiatorPorts } from "./specified-ports";
import { canPersist, generation, isLost, legacyHolder, NONE, reservationType, setGeneration, setLost, setPersists, setReservation } from "./state";

/** `available` bytes of parameter list are there. */
export function persistentReserveOut(sender: i32, cdb: usize, list: usize, available: u32): i32 {
  const action = PrOutCdb.serviceAction(cdb);
  if (action > <u32>ServiceActionOut.REPLACE_LOST_RESERVATION) return illegal(Additional.INVALID_FIELD_IN_CDB);
  const length = PrOutCdb.parameterListLength(cdb);
  if (length > available || length < <u32>PrOutList.SIZE) return illegal(Additional.PARAMETER_LIST_LENGTH_ERROR);
  const refused = action == ServiceActionOut.REGISTER_AND_MOVE ? checkMoveList(list, length) : checkList(action, cdb, list, length, sender);
  if (refused != 0) return refused;
  if (legacyHolder() != NONE && legacyHolder() != sender) return conflict();
  switch (action) {
    case ServiceActionOut.REGISTER:
      return registerSender(sender, list, false);
    case ServiceActionOut.REGISTER_AND_IGNORE_EXISTING_KEY:
      return registerSender(sender, list, true);
    case ServiceActionOut.REPLACE_LOST_RESERVATION:
      return replaceLost(sender, cdb, list);
    default:
      return isRegistered(sender) && keyIn(action, list) == keyOf(sender) ? act(action, sender, cdb, list) : conflict();
  }
}

function act(action: u32, sender: i32, cdb: usize, list: usize): i32 {
  switch (action) {
    case ServiceActionOut.RESERVE:
      return reserve(sender, cdb);
    case ServiceActionOut.RELEASE:
      return releaseBy(sender, cdb);
    case ServiceActionOut.CLEAR:
      return clear(sender);
    case ServiceActionOut.REGISTER_AND_MOVE:
      return registerAndMove(sender, list);
    default:
      return preempt(sender, cdb, list); // AND ABORT too: no command of another I_T nexus is ever in progress
  }
}

/** SPC-4 5.13.9. */
function reserve(sender: i32, cdb: usize): i32 {
  const type = PrOutCdb.type(cdb);
  if (reservationType() == 0) reserveFor(sender, type);
  else if (!isHolder(sender) || reservationType() != type) return conflict();
  return good();
}

/** SPC-4 5.13.11.2.2. */
function releaseBy(sender: i32, cdb: usize): i32 {
  if (reservationType() == 0 || !isHolder(sender)) return good();
  if (PrOutCdb.type(cdb) != reservationType()) return illegal(Additional.INVALID_RELEASE_OF_PERSISTENT_RESERVATION);
  release(sender);
  return good();
}

/** SPC-4 5.13.11.2.6. */
function clear(sender: i32): i32 {
  setReservation(0, NONE);
  clearRegistrations(sender);
  setGeneration(generation() + 1);
  return good();
}

/** SPC-4 5.13.11.3. */
function replaceLost(sender: i32, cdb: usize, list: usize): i32 {
  if (!isLost()) return illegal(Additional.INVALID_RELEASE_OF_PERSISTENT_RESERVATION);
  const key = PrOutList.serviceActionReservationKey(list);
  if (PrOutList.reservationKey(list) != 0 || PrOutList.allTgPt(list) != 0 || key == 0) return illegal(Additional.INVALID_FIELD_IN_PARAMETER_LIST);
  forgetRegistrations();
  register(sender, key);
  reserveFor(sender, PrOutCdb.type(cdb));
  setPersists(PrOutList.aptpl(list));
  setGeneration(0);
  setLost(false);
  return good();
}

function keyIn(action: u32, list: usize): u64 {
  return action == ServiceActionOut.REGISTER_AND_MOVE ? PrOutMoveList.reservationKey(list) : PrOutList.reservationKey(list);
}

/** Length and fields of the basic parameter list (SPC-4 6.16.3). Returns 0, or the status of the refusal. */
function checkList(action: u32, cdb: usize, list: usize, length: u32, sender: i32): i32 {
  if (PrOutList.specIPt(list) == 0) {
    if (length != <u32>PrOutList.SIZE) return illegal(Additional.PARAMETER_LIST_LENGTH_ERROR);
  } else {
    if (action != ServiceActionOut.REGISTER) return illegal(Additional.INVALID_FIELD_IN_PARAMETER_LIST);
    const refused = checkSpecifiedPorts(list, length, sender);
    if (refused != 0) return refused;
  }
  if (usesAptpl(action) && PrOutList.aptpl(list) != 0 && !canPersist()) return illegalInList(PrOutList.ID, PrOutList.F_APTPL);
  return usesType(action) ? checkScopeAndType(cdb) : 0;
}

function checkSpecifiedPorts(list: usize, length: u32, sender: i32): i32 {
  const head = <u32>PrOutSpecIPtList.SIZE;
  if (length < head || PrOutSpecIPtList.transportidParameterDataLength(list) != length - head) return illegal(Additional.PARAMETER_LIST_LENGTH_ERROR);
  return readInitiatorPorts(list + head, length - head, sender) ? 0 : illegal(Additional.INVALID_FIELD_IN_PARAMETER_LIST);
}

/** Length and fields of the list of REGISTER AND MOVE (SPC-4 6.16.4). Returns 0, or the status of the refusal. */
function checkMoveList(list: usize, length: u32): i32 {
  const size = length - PrOutMoveList.SIZE;
  if (PrOutMoveList.transportidLength(list) != size) return illegal(Additional.PARAMETER_LIST_LENGTH_ERROR);
  if (PrOutMoveList.aptpl(list) != 0 && !canPersist()) return illegalInList(PrOutMoveList.ID, PrOutMoveList.F_APTPL);
  return checkDestination(list, size) ? 0 : illegal(Additional.INVALID_FIELD_IN_PARAMETER_LIST);
}

/** PREEMPT uses SCOPE and TYPE too, but only when it takes the reservation. */
function usesType(action: u32): bool {
  return action == ServiceActionOut.RESERVE || action == ServiceActionOut.RELEASE || action == ServiceActionOut.REPLACE_LOST_RESERVATION;
}

function usesAptpl(action: u32): bool {
  return (
    action == ServiceActionOut.REGISTER ||
    action == ServiceActionOut.REGISTER_AND_IGNORE_EXISTING_KEY ||
    action == ServiceActionOut.REPLACE_LOST_RESERVATION
  );
}
