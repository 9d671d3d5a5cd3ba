/** The unit's whole state as bytes: `unit_state`, the I_T nexuses in the order of the table. */
import { FIXED } from "../codec/rows";
import { fieldRow, structureRow } from "../codec/table";
import { putBits } from "../bits";
import { UnitNexus, UnitState } from "../generated/fields";
import { UNIT_STATE } from "../generated/records";
import { checksum } from "./checksum";
import { STATE } from "./memory";
import { nameSize, nexusAt } from "./nexus";
import { nexuses } from "./nexus-table";
import { registrant, registrations } from "./registrations";

/** Bytes before the first that the checksum covers. */
export const UNCHECKED: u32 = 8;

/** Writes the state into the unit_state buffer. Returns its length in bytes. */
export function save(): i32 {
  numberRegistrations();
  memory.copy(UNIT_STATE, STATE, UnitState.SIZE);
  let at: u32 = UnitState.SIZE;
  for (let i = 0; i < nexuses(); i++) {
    const size = UnitNexus.SIZE + nameSize(i);
    memory.copy(UNIT_STATE + at, nexusAt(i), size);
    at += size;
  }
  writeFixed();
  UnitState.setAdditionalLength(UNIT_STATE, at - UnitState.SIZE);
  UnitState.setChecksum(UNIT_STATE, checksum(UNIT_STATE + UNCHECKED, at - UNCHECKED));
  return at;
}

/** MAGIC and VERSION. */
function writeFixed(): void {
  const row = structureRow(UnitState.ID);
  for (let i: u32 = 0; i < row.count; i++) {
    const field = fieldRow(row.first + i);
    if (field.flags & FIXED) putBits(UNIT_STATE, field.bit, field.bits, <u64>field.value);
  }
}

/** Between two saves the order is that of the list only. */
function numberRegistrations(): void {
  for (let i = 0; i < nexuses(); i++) UnitNexus.setRegistration(nexusAt(i), 0);
  for (let i: u32 = 0; i < registrations(); i++) UnitNexus.setRegistration(nexusAt(registrant(i)), i + 1);
}
