/** The reservation: who holds it, and when it ends by itself (SPC-4 5.13.10, 5.13.11). */
import { Additional, ReservationType } from "../generated/codes";
import { PrOutCdb } from "../generated/fields";
import { illegalInCdb } from "./answer";
import { isRegistered, registrations, tellRegistrants } from "./registrations";
import { holder, NONE, reservationType, setReservation } from "./state";

/** LU_SCOPE, the only one. */
const LU_SCOPE: u32 = 0;

export function isSupportedType(type: u32): bool {
  switch (type) {
    case ReservationType.WRITE_EXCLUSIVE:
    case ReservationType.EXCLUSIVE_ACCESS:
    case ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY:
    case ReservationType.EXCLUSIVE_ACCESS_REGISTRANTS_ONLY:
    case ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS:
    case ReservationType.EXCLUSIVE_ACCESS_ALL_REGISTRANTS:
      return true;
    default:
      return false;
  }
}

export function isAllRegistrants(type: u32): bool {
  return type == ReservationType.WRITE_EXCLUSIVE_ALL_REGISTRANTS || type == ReservationType.EXCLUSIVE_ACCESS_ALL_REGISTRANTS;
}

/** Registrants only, or all registrants: every registered I_T nexus may write. */
export function isForRegistrants(type: u32): bool {
  return type >= <u32>ReservationType.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
}

/** Under the all registrants types every registered I_T nexus is a holder. */
export function isHolder(nexus: i32): bool {
  return isAllRegistrants(reservationType()) ? isRegistered(nexus) : nexus == holder();
}

/** Makes `nexus`, which is registered, hold a reservation of `type`, in place of the one before. */
export function reserveFor(nexus: i32, type: u32): void {
  setReservation(type, isAllRegistrants(type) ? NONE : nexus);
}

/** Ends the reservation. Where others than the holder could write, they are told; the sender is not (SPC-4 5.13.11.2). */
export function release(sender: i32): void {
  const type = reservationType();
  setReservation(0, NONE);
  if (isForRegistrants(type)) tellRegistrants(Additional.RESERVATIONS_RELEASED, sender);
}

/** Ends the reservation when registrations were removed and no holder of it is left (SPC-4 5.13.11.2.3). */
export function releaseOrphaned(sender: i32): void {
  const type = reservationType();
  if (type == 0) return;
  if (isAllRegistrants(type) ? registrations() == 0 : !isRegistered(holder())) release(sender);
}

/** SPC-4 6.16.2: SCOPE and TYPE have to be ones that are supported. Returns 0, or the status of the refusal. */
export function checkScopeAndType(cdb: usize): i32 {
  if (PrOutCdb.scope(cdb) != LU_SCOPE) return illegalInCdb(PrOutCdb.ID, PrOutCdb.F_SCOPE);
  return isSupportedType(PrOutCdb.type(cdb)) ? 0 : illegalInCdb(PrOutCdb.ID, PrOutCdb.F_TYPE);
}
