/** RESERVE and RELEASE of SPC-2, with the exceptions for persistent reservations that CRH announces (SPC-4 5.13.3). */
import { conflict, good } from "./answer";
import { isRegistered, registrations } from "./registrations";
import { isForRegistrants, isHolder } from "./reservation";
import { legacyHolder, NONE, reservationType, setLegacyHolder } from "./state";

export function legacyReserve(sender: i32): i32 {
  if (registrations() != 0) return besidePersistent(sender);
  if (legacyHolder() == NONE) setLegacyHolder(sender);
  return legacyHolder() == sender ? good() : conflict();
}

export function legacyRelease(sender: i32): i32 {
  if (registrations() != 0) return besidePersistent(sender);
  endLegacy(sender);
  return good();
}

/** Ends the legacy reservation, if it is this I_T nexus that has it. */
export function endLegacy(nexus: i32): void {
  if (legacyHolder() == nexus && nexus != NONE) setLegacyHolder(NONE);
}

/** GOOD, and nothing done, for whom the persistent reservation lets do all that the legacy one would. */
function besidePersistent(sender: i32): i32 {
  const type = reservationType();
  return type != 0 && (isHolder(sender) || (isForRegistrants(type) && isRegistered(sender))) ? good() : conflict();
}
