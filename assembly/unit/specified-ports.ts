/** The initiator ports that REGISTER with SPEC_I_PT names (SPC-4 6.16.3): read and checked as a whole before one of them is registered. */
import { TransportIdIscsiName } from "../generated/fields";
import { UNIT_REGISTRATIONS, UNIT_TRANSPORT_ID } from "../generated/records";
import { canonicalTransportId, structureOf, transportIdSize } from "../reservation/transport-id";
import { NAME, NAMES, NAME_SIZES } from "./memory";
import { nameOf, nameSize } from "./nexus";
import { findNexus, knowNexus } from "./nexus-table";
import { isRegistered, register } from "./registrations";

/** Different ones besides the sender; one more than the unit has room for stands for all more. */
let count: u32 = 0;

export function specifiedPorts(): u32 {
  return count;
}

/**
 * Reads the TransportIDs in the `length` bytes at `at`. False when one is cut, is none, or names no single initiator port. The sender's own,
 * and one that comes again, count once.
 */
export function readInitiatorPorts(at: usize, length: u32, sender: i32): bool {
  count = 0;
  let left = length;
  while (left > 0) {
    const size = transportIdSize(at, left);
    if (size == 0 || structureOf(at) == TransportIdIscsiName.ID) return false;
    const canonical = canonicalTransportId(at, size, NAME);
    if (canonical == 0) return false;
    if (!isSender(canonical, sender) && !isRead(canonical)) add(canonical);
    at += size;
    left -= size;
  }
  return true;
}

/** Whether one of them is registered with one of the target ports from `first` to `last`. */
export function areRegistered(first: u32, last: u32): bool {
  const kept = min(count, UNIT_REGISTRATIONS);
  for (let i: u32 = 0; i < kept; i++) {
    for (let port = first; port <= last; port++) {
      const nexus = findNexus(nameAt(i), sizeAt(i), port);
      if (nexus >= 0 && isRegistered(nexus)) return true;
    }
  }
  return false;
}

/** Registers them with the target ports from `first` to `last`. There must be room. */
export function registerSpecified(first: u32, last: u32, key: u64): void {
  for (let i: u32 = 0; i < count; i++) {
    for (let port = first; port <= last; port++) register(knowNexus(nameAt(i), sizeAt(i), port), key);
  }
}

// @ts-ignore: decorator
@inline function nameAt(i: u32): usize { return NAMES + <usize>i * UNIT_TRANSPORT_ID; }

// @ts-ignore: decorator
@inline function sizeAt(i: u32): u32 { return load<u32>(NAME_SIZES + <usize>i * 4); }

function add(size: u32): void {
  if (count < UNIT_REGISTRATIONS) {
    memory.copy(nameAt(count), NAME, size);
    store<u32>(NAME_SIZES + <usize>count * 4, size);
  }
  count = min(count + 1, UNIT_REGISTRATIONS + 1);
}

function isSender(size: u32, sender: i32): bool {
  return nameSize(sender) == size && memory.compare(nameOf(sender), NAME, size) == 0;
}

function isRead(size: u32): bool {
  const kept = min(count, UNIT_REGISTRATIONS);
  for (let i: u32 = 0; i < kept; i++) if (sizeAt(i) == size && memory.compare(nameAt(i), NAME, size) == 0) return true;
  return false;
}
