/** The registrations: which I_T nexuses have a key, in order of registration. */
import { Additional } from "../generated/codes";
import { UNIT_REGISTRATIONS } from "../generated/records";
import { attend } from "./attention";
import { REGISTERED } from "./memory";
import { keyOf, setKey } from "./nexus";
import { NONE } from "./state";

let count: u32 = 0;

/** How many there are. */
export function registrations(): u32 {
  return count;
}

/** The I_T nexus of a registration, by its place from 0. */
// @ts-ignore: decorator
@inline export function registrant(place: u32): i32 { return <i32>load<u16>(REGISTERED + <usize>place * 2); }

export function isRegistered(nexus: i32): bool {
  return keyOf(nexus) != 0;
}

export function isKeyRegistered(key: u64): bool {
  for (let i: u32 = 0; i < count; i++) if (keyOf(registrant(i)) == key) return true;
  return false;
}

/** Whether so many more fit. */
export function haveRoom(more: u32): bool {
  return more <= UNIT_REGISTRATIONS - count;
}

/** Registers an I_T nexus, or gives it another key. There must be room. */
export function register(nexus: i32, key: u64): void {
  if (!isRegistered(nexus)) append(nexus);
  setKey(nexus, key);
}

/** Puts an I_T nexus, which has its key already, at the end of the order. */
export function append(nexus: i32): void {
  store<u16>(REGISTERED + <usize>count * 2, <u16>nexus);
  count++;
}

/** Removes the registration of an I_T nexus that has one. */
export function unregister(nexus: i32): void {
  let kept: u32 = 0;
  for (let i: u32 = 0; i < count; i++) if (registrant(i) != nexus) keep(registrant(i), kept++);
  count = kept;
  setKey(nexus, 0);
}

/** Removes the registrations with a key, `spared` not among them; the I_T nexuses but the sender are told that they were preempted. */
export function preemptKey(key: u64, sender: i32, spared: i32): void {
  removeWhere(key, false, spared, sender, Additional.REGISTRATIONS_PREEMPTED);
}

/** As `preemptKey`, whatever the key. */
export function preemptAll(sender: i32, spared: i32): void {
  removeWhere(0, true, spared, sender, Additional.REGISTRATIONS_PREEMPTED);
}

/** Removes all registrations; the I_T nexuses but the sender are told that their reservations were preempted. */
export function clearRegistrations(sender: i32): void {
  removeWhere(0, true, NONE, sender, Additional.RESERVATIONS_PREEMPTED);
}

/** Removes all registrations, and tells nobody. */
export function forgetRegistrations(): void {
  for (let i: u32 = 0; i < count; i++) setKey(registrant(i), 0);
  count = 0;
}

/** Queues a unit attention for every registered I_T nexus but one. */
export function tellRegistrants(additional: Additional, but: i32): void {
  for (let i: u32 = 0; i < count; i++) if (registrant(i) != but) attend(registrant(i), additional);
}

function removeWhere(key: u64, any: bool, spared: i32, sender: i32, additional: Additional): void {
  let kept: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const nexus = registrant(i);
    if (nexus == spared || !(any || keyOf(nexus) == key)) {
      keep(nexus, kept++);
    } else {
      setKey(nexus, 0);
      if (nexus != sender) attend(nexus, additional);
    }
  }
  count = kept;
}

// @ts-ignore: decorator
@inline function keep(nexus: i32, place: u32): void { store<u16>(REGISTERED + <usize>place * 2, <u16>nexus); }
