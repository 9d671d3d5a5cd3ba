/** One I_T nexus: `unit_nexus` in the table. */
import { UnitNexus } from "../generated/fields";
import { NEXUS_STRIDE, NEXUSES } from "./memory";
import { change } from "./state";

/** Where an I_T nexus is: `unit_nexus`. */
// @ts-ignore: decorator
@inline export function nexusAt(nexus: i32): usize { return NEXUSES + <usize>nexus * NEXUS_STRIDE; }

/** Its canonical TransportID. */
// @ts-ignore: decorator
@inline export function nameOf(nexus: i32): usize { return nexusAt(nexus) + UnitNexus.SIZE; }

export function nameSize(nexus: i32): u32 {
  return UnitNexus.transportidLength(nexusAt(nexus));
}

/** Its relative target port identifier. */
export function portOf(nexus: i32): u32 {
  return UnitNexus.relativeTargetPortIdentifier(nexusAt(nexus));
}

/** The key that it has registered, 0 for none. */
export function keyOf(nexus: i32): u64 {
  return UnitNexus.reservationKey(nexusAt(nexus));
}

export function setKey(nexus: i32, key: u64): void {
  UnitNexus.setReservationKey(nexusAt(nexus), key);
  change();
}

/** Writes an I_T nexus without key or unit attention: `name` is the initiator port's canonical TransportID of `size` bytes. */
export function writeNexus(nexus: i32, name: usize, size: u32, port: u32): void {
  const at = nexusAt(nexus);
  memory.fill(at, 0, UnitNexus.SIZE);
  UnitNexus.setRelativeTargetPortIdentifier(at, port);
  UnitNexus.setTransportidLength(at, size);
  memory.copy(nameOf(nexus), name, size);
  change();
}

export function isNamed(nexus: i32, name: usize, size: u32, port: u32): bool {
  return portOf(nexus) == port && nameSize(nexus) == size && memory.compare(nameOf(nexus), name, size) == 0;
}
