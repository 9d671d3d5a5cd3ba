/** REGISTER AND MOVE (SPC-4 5.13.8): the reservation goes to another I_T nexus. */
import { Additional } from "../generated/codes";
import { PrOutMoveList, TransportIdIscsiName } from "../generated/fields";
import { canonicalTransportId, structureOf, transportIdSize } from "../reservation/transport-id";
import { conflict, good, illegal } from "./answer";
import { NAME } from "./memory";
import { findNexus, knowNexus } from "./nexus-table";
import { haveRoom, isRegistered, register, unregister } from "./registrations";
import { isAllRegistrants, isHolder, reserveFor } from "./reservation";
import { generation, NONE, reservationType, setGeneration, setPersists, targetPorts } from "./state";

/** Bytes of the destination's canonical TransportID, which is at NAME. */
let nameSize: u32 = 0;

/** Reads the destination: its TransportID of `size` bytes behind the list, its target port. False when there can be no such I_T nexus. */
export function checkDestination(list: usize, size: u32): bool {
  const name = list + PrOutMoveList.SIZE;
  const port = PrOutMoveList.relativeTargetPortIdentifier(list);
  if (size == 0 || transportIdSize(name, size) != size || structureOf(name) == TransportIdIscsiName.ID) return false;
  nameSize = canonicalTransportId(name, size, NAME);
  return nameSize != 0 && port >= 1 && port <= targetPorts();
}

/** The sender is registered and gave its key; the destination has been read. */
export function registerAndMove(sender: i32, list: usize): i32 {
  const type = reservationType();
  if (type == 0) return illegal(Additional.INVALID_FIELD_IN_CDB);
  if (isAllRegistrants(type) || !isHolder(sender)) return conflict();
  const key = PrOutMoveList.serviceActionReservationKey(list);
  const port = PrOutMoveList.relativeTargetPortIdentifier(list);
  const known = findNexus(NAME, nameSize, port);
  if (key == 0 || known == sender) return illegal(Additional.INVALID_FIELD_IN_PARAMETER_LIST);
  const leaves = PrOutMoveList.unreg(list) != 0;
  const comes = known == NONE || !isRegistered(known);
  if (comes && !leaves && !haveRoom(1)) return illegal(Additional.INSUFFICIENT_REGISTRATION_RESOURCES);

  const destination = knowNexus(NAME, nameSize, port);
  if (leaves) unregister(sender);
  register(destination, key);
  reserveFor(destination, type);
  setPersists(PrOutMoveList.aptpl(list));
  setGeneration(generation() + 1);
  return good();
}
