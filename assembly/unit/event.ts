/** What happens to the unit without a command (SPC-4 5.13.5, SAM-5 5.14). */
import { fail } from "../abi/error";
import { fieldName } from "../codec/table";
import { Additional } from "../generated/codes";
import { UnitState } from "../generated/fields";
import { Status, UnitEvent, UNIT_TARGET_PORTS } from "../generated/records";
import { attend, clearAttentions } from "./attention";
import { readNexus } from "./execute";
import { endLegacy } from "./legacy";
import { NAME } from "./memory";
import { forgetNexuses, knowNexus, nexuses } from "./nexus-table";
import { forgetRegistrations, isRegistered } from "./registrations";
import { legacyHolder, NONE, persists, resetState, setGeneration, setLost, setPersists, setReservation } from "./state";

/** Options of a new unit. */
const PERSIST: i32 = 1;

/**
 * A new unit, powered on, with nothing registered. Bit 0 of `options`: APTPL is supported. Relative target port identifiers go from 1 to `ports`.
 * Errors: invalid_field.
 */
export function start(options: i32, ports: i32): i32 {
  if ((options & ~PERSIST) != 0) return fail(Status.INVALID_FIELD, 0, 0, options, PERSIST);
  if (ports < 1 || <u32>ports > UNIT_TARGET_PORTS) return fail(Status.INVALID_FIELD, fieldName(UnitState.ID, UnitState.F_TARGET_PORTS), 0, ports, UNIT_TARGET_PORTS);
  forgetRegistrations();
  forgetNexuses();
  resetState(ports, options & PERSIST);
  return Status.OK;
}

/** An event; the initiator port in the nexus buffer and the target port count for nexus_loss only. Errors: as `execute`. */
export function happen(event: UnitEvent, transportIdLength: i32, relativeTargetPort: i32): i32 {
  switch (event) {
    case UnitEvent.POWER_ON:
      return powerOn();
    case UnitEvent.LOGICAL_UNIT_RESET:
      return reset();
    case UnitEvent.NEXUS_LOSS:
      return loseNexus(transportIdLength, relativeTargetPort);
    case UnitEvent.INFORMATION_LOST:
      return loseInformation();
    default:
      return fail(Status.INVALID_FIELD, 0, 0, event, UnitEvent.INFORMATION_LOST);
  }
}

/** What was told to nobody yet is forgotten; who had a registration is told of the power on, and has it still when it persists. */
function powerOn(): i32 {
  endLegacy(legacyHolder());
  for (let i = 0; i < nexuses(); i++) {
    clearAttentions(i);
    if (isRegistered(i)) attend(i, Additional.POWER_ON_OCCURRED);
  }
  if (!persists()) {
    setReservation(0, NONE);
    forgetRegistrations();
  }
  setGeneration(0);
  return Status.OK;
}

function reset(): i32 {
  endLegacy(legacyHolder());
  for (let i = 0; i < nexuses(); i++) attend(i, Additional.BUS_DEVICE_RESET_FUNCTION_OCCURRED);
  return Status.OK;
}

function loseNexus(transportIdLength: i32, relativeTargetPort: i32): i32 {
  const name = readNexus(transportIdLength, relativeTargetPort);
  if (name < 0) return name;
  const nexus = knowNexus(NAME, name, relativeTargetPort);
  endLegacy(nexus);
  attend(nexus, Additional.I_T_NEXUS_LOSS_OCCURRED);
  return Status.OK;
}

/** Nothing is left but the I_T nexuses, until REPLACE LOST RESERVATION. */
function loseInformation(): i32 {
  endLegacy(legacyHolder());
  for (let i = 0; i < nexuses(); i++) clearAttentions(i);
  setReservation(0, NONE);
  forgetRegistrations();
  setPersists(0);
  setGeneration(0);
  setLost(true);
  return Status.OK;
}
