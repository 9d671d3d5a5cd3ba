/**
 * The table of I_T nexuses: each initiator port that sent a command to a target port, or was registered by another one. When it is full, the
 * I_T nexus that sent nothing for the longest time makes room; never one that is registered or holds the unit.
 */
import { UNIT_NEXUSES } from "../generated/records";
import { hasAttention } from "./attention";
import { HASHES, LAST_USED } from "./memory";
import { isNamed, keyOf, nameOf, nameSize, portOf, writeNexus } from "./nexus";
import { legacyHolder, NONE } from "./state";

let used: i32 = 0;
let clock: u64 = 0;

/** How many I_T nexuses are known. */
export function nexuses(): i32 {
  return used;
}

/** Forgets all of them. */
export function forgetNexuses(): void {
  used = 0;
}

/** The I_T nexus of an initiator port, by its canonical TransportID, with a target port; NONE when it is not known. */
export function findNexus(name: usize, size: u32, port: u32): i32 {
  const hash = hashOf(name, size, port);
  for (let i = 0; i < used; i++) {
    if (load<u32>(HASHES + <usize>i * 4) == hash && isNamed(i, name, size, port)) return i;
  }
  return NONE;
}

/** As `findNexus`; one that is not known is made known. */
export function knowNexus(name: usize, size: u32, port: u32): i32 {
  const known = findNexus(name, size, port);
  if (known != NONE) return known;
  const nexus = used < <i32>UNIT_NEXUSES ? used++ : leastUsed();
  writeNexus(nexus, name, size, port);
  admit(nexus);
  return nexus;
}

/** Takes the next place in the table for an I_T nexus that was saved, and returns it. */
export function restoreNexus(): i32 {
  return used++;
}

/** Makes an I_T nexus that is in its place known by its name. It was used now. */
export function admit(nexus: i32): void {
  store<u32>(HASHES + <usize>nexus * 4, hashOf(nameOf(nexus), nameSize(nexus), portOf(nexus)));
  use(nexus);
}

/** It sends a command now. */
export function use(nexus: i32): void {
  store<u64>(LAST_USED + <usize>nexus * 8, ++clock);
}

/** Names are a multiple of 4 bytes. */
export function hashOf(name: usize, size: u32, port: u32): u32 {
  let hash = port;
  for (let i: u32 = 0; i < size; i += 4) hash = rotl<u32>((hash ^ load<u32>(name + i)) * 0x9e3779b1, 15);
  return hash;
}

/** Of those that may be forgotten, first those to which nothing is to be reported. There are some: not half of the table can be registered. */
function leastUsed(): i32 {
  let found = NONE;
  let least: u64 = u64.MAX_VALUE;
  for (let i = 0; i < used; i++) {
    if (keyOf(i) != 0 || i == legacyHolder()) continue;
    const rank = load<u64>(LAST_USED + <usize>i * 8) | (hasAttention(i) ? 1 << 63 : 0);
    if (rank < least) {
      least = rank;
      found = i;
    }
  }
  return found;
}
