/** REGISTER and REGISTER AND IGNORE EXISTING KEY (SPC-4 5.13.7): on one target port, or on all of them, as if each had received the request. */
import { Additional } from "../generated/codes";
import { PrOutList } from "../generated/fields";
import { conflict, good, illegal } from "./answer";
import { keyOf, nameOf, nameSize, portOf } from "./nexus";
import { findNexus, knowNexus } from "./nexus-table";
import { haveRoom, isRegistered, register, unregister } from "./registrations";
import { releaseOrphaned } from "./reservation";
import { areRegistered, registerSpecified, specifiedPorts } from "./specified-ports";
import { generation, NONE, setGeneration, setPersists, targetPorts } from "./state";

/** `list` has been checked; with SPEC_I_PT its initiator ports have been read. */
export function registerSender(sender: i32, list: usize, ignoreExistingKey: bool): i32 {
  const key = PrOutList.serviceActionReservationKey(list);
  const specified = PrOutList.specIPt(list) != 0;
  const first: u32 = PrOutList.allTgPt(list) != 0 ? 1 : portOf(sender);
  const last: u32 = PrOutList.allTgPt(list) != 0 ? targetPorts() : portOf(sender);

  let missing: u32 = 0;
  for (let port = first; port <= last; port++) {
    const registered = keyWith(sender, port);
    if (!ignoreExistingKey && registered != PrOutList.reservationKey(list)) return conflict();
    if (registered == 0) missing++;
  }
  const ports = last - first + 1;
  if (specified && isRegistered(sender)) return illegal(Additional.INVALID_FIELD_IN_PARAMETER_LIST);
  if (key == 0) {
    if (missing == ports) return good();
    unregisterPorts(sender, first, last);
  } else {
    if (specified) {
      if (areRegistered(first, last)) return illegal(Additional.INVALID_FIELD_IN_PARAMETER_LIST);
      missing += specifiedPorts() * ports;
    }
    if (!haveRoom(missing)) return illegal(Additional.INSUFFICIENT_REGISTRATION_RESOURCES);
    register(sender, key); // first: what is registered keeps its place in the table
    for (let port = first; port <= last; port++) register(knowNexus(nameOf(sender), nameSize(sender), port), key);
    if (specified) registerSpecified(first, last, key);
  }
  setPersists(PrOutList.aptpl(list));
  setGeneration(generation() + 1);
  return good();
}

/** The sender's initiator port with another target port: its I_T nexus there, if it is known. */
function nexusWith(sender: i32, port: u32): i32 {
  return port == portOf(sender) ? sender : findNexus(nameOf(sender), nameSize(sender), port);
}

function keyWith(sender: i32, port: u32): u64 {
  const nexus = nexusWith(sender, port);
  return nexus == NONE ? 0 : keyOf(nexus);
}

function unregisterPorts(sender: i32, first: u32, last: u32): void {
  for (let port = first; port <= last; port++) {
    const nexus = nexusWith(sender, port);
    if (nexus != NONE && isRegistered(nexus)) unregister(nexus);
  }
  releaseOrphaned(sender);
}
