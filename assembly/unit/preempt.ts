/** PREEMPT (SPC-4 5.13.11.2.4): takes the reservation, or only removes registrations. */
import { Additional } from "../generated/codes";
import { PrOutCdb, PrOutList } from "../generated/fields";
import { conflict, good, illegal } from "./answer";
import { keyOf } from "./nexus";
import { isKeyRegistered, preemptAll, preemptKey, tellRegistrants } from "./registrations";
import { checkScopeAndType, isAllRegistrants, releaseOrphaned, reserveFor } from "./reservation";
import { generation, holder, NONE, reservationType, setGeneration } from "./state";

/** The sender is registered and gave its key. */
export function preempt(sender: i32, cdb: usize, list: usize): i32 {
  const key = PrOutList.serviceActionReservationKey(list);
  const type = reservationType();
  if (type != 0) {
    if (isAllRegistrants(type)) {
      if (key == 0) return take(sender, cdb, 0);
    } else {
      if (key == 0) return illegal(Additional.INVALID_FIELD_IN_PARAMETER_LIST);
      if (key == keyOf(holder())) return take(sender, cdb, key);
    }
  }
  if (!isKeyRegistered(key)) return conflict();
  preemptKey(key, sender, NONE);
  releaseOrphaned(sender);
  setGeneration(generation() + 1);
  return good();
}

/** The reservation becomes the sender's; every other I_T nexus with the key (0: every one) loses its registration. */
function take(sender: i32, cdb: usize, key: u64): i32 {
  const refused = checkScopeAndType(cdb);
  if (refused != 0) return refused;
  const before = reservationType();
  const type = PrOutCdb.type(cdb);
  if (key == 0) preemptAll(sender, sender);
  else preemptKey(key, sender, sender);
  reserveFor(sender, type);
  if (type != before) tellRegistrants(Additional.RESERVATIONS_RELEASED, sender);
  setGeneration(generation() + 1);
  return good();
}
