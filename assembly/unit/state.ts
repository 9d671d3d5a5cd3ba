/** What the unit as a whole knows: the head of its state. Every change goes through here or nexus.ts, so that none is forgotten in `changed`. */
import { UnitState } from "../generated/fields";
import { STATE } from "./memory";

/** An I_T nexus is its place in the table; no I_T nexus is this. */
export const NONE: i32 = -1;

let changed: bool = false;

/** From here on the saved state differs from what it was. */
export function change(): void {
  changed = true;
}

/** Whether something changed since the last call. */
export function takeChanged(): bool {
  const was = changed;
  changed = false;
  return was;
}

/** A unit that was never used, with relative target port identifiers 1 to `ports`. */
export function resetState(ports: u32, persistent: u32): void {
  memory.fill(STATE, 0, UnitState.SIZE);
  UnitState.setTargetPorts(STATE, ports);
  UnitState.setPtplC(STATE, persistent);
}

export function targetPorts(): u32 {
  return UnitState.targetPorts(STATE);
}

/** APTPL is supported. */
export function canPersist(): bool {
  return UnitState.ptplC(STATE) != 0;
}

/** The last APTPL that was accepted. */
export function persists(): bool {
  return UnitState.ptplA(STATE) != 0;
}

export function setPersists(aptpl: u32): void {
  UnitState.setPtplA(STATE, aptpl);
  change();
}

export function isLost(): bool {
  return UnitState.lost(STATE) != 0;
}

export function setLost(lost: bool): void {
  UnitState.setLost(STATE, lost ? 1 : 0);
  change();
}

export function generation(): u32 {
  return UnitState.prgeneration(STATE);
}

export function setGeneration(value: u32): void {
  UnitState.setPrgeneration(STATE, value);
  change();
}

/** TYPE of the reservation, 0 for none. */
export function reservationType(): u32 {
  return UnitState.type(STATE);
}

/** The I_T nexus that holds the reservation; NONE for none, and for the all registrants types. */
export function holder(): i32 {
  return <i32>UnitState.holder(STATE) - 1;
}

export function setReservation(type: u32, nexus: i32): void {
  UnitState.setType(STATE, type);
  UnitState.setHolder(STATE, nexus + 1);
  change();
}

/** The I_T nexus that holds the unit by RESERVE(6) or RESERVE(10). */
export function legacyHolder(): i32 {
  return <i32>UnitState.legacyHolder(STATE) - 1;
}

export function setLegacyHolder(nexus: i32): void {
  UnitState.setLegacyHolder(STATE, nexus + 1);
  change();
}
