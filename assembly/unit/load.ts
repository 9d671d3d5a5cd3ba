/** A saved state back into the unit: checked as a whole first, because a state that no unit can have would make every later answer wrong. */
import { fail } from "../abi/error";
import { bitsAt } from "../bits";
import { be16 } from "../bytes";
import { FIXED } from "../codec/rows";
import { fieldBit, fieldName, fieldRow, structureRow, valueName } from "../codec/table";
import { UnitNexus, UnitState } from "../generated/fields";
import { NodeFlag, Status, UNIT_ATTENTIONS, UNIT_NEXUSES, UNIT_REGISTRATIONS, UNIT_STATE, UNIT_STATE_SIZE, UNIT_TARGET_PORTS } from "../generated/records";
import { canonicalTransportId, transportIdSize } from "../reservation/transport-id";
import { checksum } from "./checksum";
import { LOADED, LOADED_HASHES, LOADED_PLACES, NAME, STATE } from "./memory";
import { nexusAt } from "./nexus";
import { admit, forgetNexuses, hashOf, restoreNexus } from "./nexus-table";
import { append, forgetRegistrations } from "./registrations";
import { isAllRegistrants, isSupportedType } from "./reservation";
import { UNCHECKED } from "./save";

/** I_T nexuses and registrations in the state. */
let count: u32 = 0;
let registered: u32 = 0;

/** Loads the `length` bytes in the unit_state buffer. Errors: too_long, invalid_state; then the unit is as it was before. */
export function restore(length: i32): i32 {
  if (<u32>length > UNIT_STATE_SIZE) return fail(Status.TOO_LONG, 0, 0, length, UNIT_STATE_SIZE);
  const status = checkHead(length) || checkNexuses(length) || checkTogether();
  if (status < 0) return status;
  take();
  return Status.OK;
}

function invalid(structure: i32, field: i32, at: u32, have: u32): i32 {
  return fail(Status.INVALID_STATE, fieldName(structure, field), at * 8 + fieldBit(structure, field), have, 0);
}

function checkHead(length: u32): i32 {
  if (length < <u32>UnitState.SIZE) return fail(Status.INVALID_STATE, 0, 0, length, UnitState.SIZE);
  const status = checkConstants(UnitState.ID, 0);
  if (status < 0) return status;
  const behind = UnitState.additionalLength(UNIT_STATE);
  if (behind != length - UnitState.SIZE) return invalid(UnitState.ID, UnitState.F_ADDITIONAL_LENGTH, 0, behind);
  const sum = UnitState.checksum(UNIT_STATE);
  if (sum != checksum(UNIT_STATE + UNCHECKED, length - UNCHECKED)) return invalid(UnitState.ID, UnitState.F_CHECKSUM, 0, sum);
  const ports = UnitState.targetPorts(UNIT_STATE);
  return ports >= 1 && ports <= UNIT_TARGET_PORTS ? 0 : invalid(UnitState.ID, UnitState.F_TARGET_PORTS, 0, ports);
}

/** Fields with one value have it, reserved ones are 0. */
function checkConstants(structure: i32, at: u32): i32 {
  const row = structureRow(structure);
  for (let i: u32 = 0; i < row.count; i++) {
    const field = fieldRow(row.first + i);
    if (!(field.flags & (FIXED | NodeFlag.RESERVED))) continue;
    const value = bitsAt(UNIT_STATE + at, field.bit, field.bits);
    if (value != <u64>field.value) return invalid(structure, i, at, <u32>value);
  }
  return 0;
}

function checkNexuses(length: u32): i32 {
  memory.fill(LOADED_PLACES, 0, UNIT_REGISTRATIONS * 2);
  count = 0;
  registered = 0;
  let last: u32 = 0;
  let at: u32 = UnitState.SIZE;
  while (at < length) {
    if (count == UNIT_NEXUSES || length - at < <u32>UnitNexus.SIZE) return invalid(UnitState.ID, UnitState.F_ADDITIONAL_LENGTH, 0, length);
    const size = UnitNexus.transportidLength(UNIT_STATE + at);
    if (size > length - at - UnitNexus.SIZE) return invalid(UnitNexus.ID, UnitNexus.F_TRANSPORTID_LENGTH, at, size);
    const status = checkName(at, size) || checkAttentions(at) || checkRegistration(at);
    if (status < 0) return status;
    last = max(last, UnitNexus.registration(UNIT_STATE + at));
    store<u32>(LOADED + <usize>count * 4, at);
    count++;
    at += UnitNexus.SIZE + size;
  }
  return last == registered ? 0 : invalid(UnitNexus.ID, UnitNexus.F_REGISTRATION, UnitState.SIZE, last);
}

/** A canonical TransportID with a target port that there is, and that no I_T nexus before it has. */
function checkName(at: u32, size: u32): i32 {
  const nexus = UNIT_STATE + at;
  const name = nexus + UnitNexus.SIZE;
  if (transportIdSize(name, size) != size || canonicalTransportId(name, size, NAME) != size || memory.compare(name, NAME, size) != 0) {
    return invalid(UnitNexus.ID, UnitNexus.F_TRANSPORTID_LENGTH, at, size);
  }
  const port = UnitNexus.relativeTargetPortIdentifier(nexus);
  if (port < 1 || port > UnitState.targetPorts(UNIT_STATE)) return invalid(UnitNexus.ID, UnitNexus.F_RELATIVE_TARGET_PORT_IDENTIFIER, at, port);
  const hash = hashOf(name, size, port);
  for (let i: u32 = 0; i < count; i++) {
    if (load<u32>(LOADED_HASHES + <usize>i * 4) != hash) continue;
    const other = loadedAt(i);
    const same = UnitNexus.relativeTargetPortIdentifier(other) == port && UnitNexus.transportidLength(other) == size;
    if (same && memory.compare(other + UnitNexus.SIZE, name, size) == 0) return invalid(UnitNexus.ID, UnitNexus.F_TRANSPORTID_LENGTH, at, size);
  }
  store<u32>(LOADED_HASHES + <usize>count * 4, hash);
  return 0;
}

/** Unit attentions that the unit knows, each once, with no gap. */
function checkAttentions(at: u32): i32 {
  const queue = UNIT_STATE + at + UnitNexus.AT_UNIT_ATTENTIONS;
  for (let i: u32 = 0; i < UNIT_ATTENTIONS; i++) {
    const code = be16(queue + i * 2);
    let right = valueName(UnitNexus.ID, UnitNexus.F_UNIT_ATTENTION_1, code) != 0; // 0 has one: "none"
    for (let j: u32 = 0; j < i; j++) {
      const before = be16(queue + j * 2);
      if (code != 0 && (before == 0 || before == code)) right = false;
    }
    if (!right) return invalid(UnitNexus.ID, UnitNexus.F_UNIT_ATTENTIONS, at, code);
  }
  return 0;
}

/** A key and a place of its own in the order of registration, or neither. */
function checkRegistration(at: u32): i32 {
  const place = UnitNexus.registration(UNIT_STATE + at);
  const key = UnitNexus.reservationKey(UNIT_STATE + at);
  if (place == 0 && key == 0) return 0;
  if (place == 0 || key == 0 || place > UNIT_REGISTRATIONS || load<u16>(placeAt(place)) != 0) {
    return invalid(UnitNexus.ID, UnitNexus.F_REGISTRATION, at, place);
  }
  store<u16>(placeAt(place), <u16>(count + 1));
  registered++;
  return 0;
}

/** The head says nothing that the list contradicts. */
function checkTogether(): i32 {
  const type = UnitState.type(UNIT_STATE);
  const holder = UnitState.holder(UNIT_STATE);
  const legacy = UnitState.legacyHolder(UNIT_STATE);
  const persists = UnitState.ptplA(UNIT_STATE);
  const lost = UnitState.lost(UNIT_STATE) != 0;
  if (type != 0 && !isSupportedType(type)) return invalid(UnitState.ID, UnitState.F_TYPE, 0, type);
  const right = type == 0 || isAllRegistrants(type) ? holder == 0 : isRegisteredThere(holder);
  if (!right) return invalid(UnitState.ID, UnitState.F_HOLDER, 0, holder);
  if (isAllRegistrants(type) && registered == 0) return invalid(UnitState.ID, UnitState.F_TYPE, 0, type);
  if (legacy > count) return invalid(UnitState.ID, UnitState.F_LEGACY_HOLDER, 0, legacy);
  if (persists > UnitState.ptplC(UNIT_STATE)) return invalid(UnitState.ID, UnitState.F_PTPL_A, 0, persists);
  return lost && (registered | legacy | persists) != 0 ? invalid(UnitState.ID, UnitState.F_LOST, 0, 1) : 0;
}

function isRegisteredThere(place: u32): bool {
  return place >= 1 && place <= count && UnitNexus.reservationKey(loadedAt(place - 1)) != 0;
}

/** What the checks have found becomes the unit. */
function take(): void {
  forgetRegistrations();
  forgetNexuses();
  memory.copy(STATE, UNIT_STATE, UnitState.SIZE);
  for (let i: u32 = 0; i < count; i++) {
    const nexus = restoreNexus();
    memory.copy(nexusAt(nexus), loadedAt(i), UnitNexus.SIZE + UnitNexus.transportidLength(loadedAt(i)));
    admit(nexus);
  }
  for (let place: u32 = 1; place <= registered; place++) append(<i32>load<u16>(placeAt(place)) - 1);
}

// @ts-ignore: decorator
@inline function loadedAt(i: u32): usize { return UNIT_STATE + load<u32>(LOADED + <usize>i * 4); }

// @ts-ignore: decorator
@inline function placeAt(place: u32): usize { return LOADED_PLACES + <usize>(place - 1) * 2; }
