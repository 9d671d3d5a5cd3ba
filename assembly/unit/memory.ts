/** Where the emulated logical unit keeps itself: parts of its own buffer. */
import { UnitNexus, UnitState } from "../generated/fields";
import { UNIT, UNIT_NEXUSES, UNIT_REGISTRATIONS, UNIT_SIZE, UNIT_TRANSPORT_ID } from "../generated/records";

/** Bytes from one I_T nexus to the next: `unit_nexus` with the longest TransportID. */
export const NEXUS_STRIDE: u32 = UnitNexus.SIZE + UNIT_TRANSPORT_ID;

/** `unit_state` without its list. */
export const STATE: usize = UNIT;
/** The I_T nexuses, and beside them: hashes of their names (u32), when each sent its last command (u64). */
export const NEXUSES: usize = STATE + 32;
export const HASHES: usize = NEXUSES + UNIT_NEXUSES * NEXUS_STRIDE;
export const LAST_USED: usize = HASHES + UNIT_NEXUSES * 4;
/** The registered I_T nexuses in order of registration (u16). */
export const REGISTERED: usize = LAST_USED + UNIT_NEXUSES * 8;
/** A canonical TransportID on its way into the table. */
export const NAME: usize = REGISTERED + UNIT_REGISTRATIONS * 2;
/** Canonical TransportIDs of a parameter list, and their sizes (u32). */
export const NAMES: usize = NAME + UNIT_TRANSPORT_ID;
export const NAME_SIZES: usize = NAMES + UNIT_REGISTRATIONS * UNIT_TRANSPORT_ID;
/** One full status descriptor. */
export const DESCRIPTOR: usize = NAME_SIZES + UNIT_REGISTRATIONS * 4;
/** Where each I_T nexus of a state to be loaded begins (u32), and the hash of its name (u32). */
export const LOADED: usize = DESCRIPTOR + 24 + UNIT_TRANSPORT_ID;
export const LOADED_HASHES: usize = LOADED + UNIT_NEXUSES * 4;
/** The I_T nexus, from 1, at each place in the order of registration (u16). */
export const LOADED_PLACES: usize = LOADED_HASHES + UNIT_NEXUSES * 4;

const HEAD: u32 = 32;
const SIZE: u32 = HEAD + UNIT_NEXUSES * (NEXUS_STRIDE + 20) + UNIT_REGISTRATIONS * (UNIT_TRANSPORT_ID + 8) + UNIT_TRANSPORT_ID * 2 + 24;
if (UnitState.SIZE > <i32>HEAD || SIZE > UNIT_SIZE) ERROR("the unit does not fit its buffer");
