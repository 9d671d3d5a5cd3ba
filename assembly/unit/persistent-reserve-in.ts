/**
 * PERSISTENT RESERVE IN (SPC-4 6.15). The length fields say what the whole data has, also where the allocation length cuts it (SPC-4 4.2.5.6).
 */
import { Additional, ServiceActionIn } from "../generated/codes";
import { FullStatusDescriptor, PrInCdb, ReadFullStatusData, ReadKeysData, ReadKeysKey, ReadReservationData, ReadReservationDescriptor, ReportCapabilitiesData } from "../generated/fields";
import { OUTPUT } from "../generated/records";
import { conflict, goodWith, illegal } from "./answer";
import { DESCRIPTOR } from "./memory";
import { keyOf, nameOf, nameSize, portOf } from "./nexus";
import { registrant, registrations } from "./registrations";
import { isHolder } from "./reservation";
import { canPersist, generation, holder, legacyHolder, NONE, persists, reservationType } from "./state";

/** TEST UNIT READY and RECEIVE COPY RESULTS pass; MODE SENSE and the like pass Write Exclusive: as in spec/commands.ts. */
const ALLOW_COMMANDS: u32 = 4;

export function persistentReserveIn(sender: i32, cdb: usize): i32 {
  const action = PrInCdb.serviceAction(cdb);
  if (action > <u32>ServiceActionIn.READ_FULL_STATUS) return illegal(Additional.INVALID_FIELD_IN_CDB);
  if (legacyHolder() != NONE && legacyHolder() != sender) return conflict();
  const allowed = PrInCdb.allocationLength(cdb);
  switch (action) {
    case ServiceActionIn.READ_KEYS:
      return goodWith(readKeys(), allowed);
    case ServiceActionIn.READ_RESERVATION:
      return goodWith(readReservation(), allowed);
    case ServiceActionIn.REPORT_CAPABILITIES:
      return goodWith(reportCapabilities(), allowed);
    default:
      return goodWith(readFullStatus(allowed), allowed);
  }
}

function readKeys(): u32 {
  let at: u32 = ReadKeysData.SIZE;
  for (let i: u32 = 0; i < registrations(); i++) {
    ReadKeysKey.setReservationKey(OUTPUT + at, keyOf(registrant(i)));
    at += ReadKeysKey.SIZE;
  }
  ReadKeysData.setPrgeneration(OUTPUT, generation());
  ReadKeysData.setAdditionalLength(OUTPUT, at - ReadKeysData.SIZE);
  return at;
}

function readReservation(): u32 {
  const held = reservationType() != 0;
  const length: u32 = held ? ReadReservationDescriptor.SIZE : 0;
  ReadReservationData.setPrgeneration(OUTPUT, generation());
  ReadReservationData.setAdditionalLength(OUTPUT, length);
  if (held) {
    const descriptor = OUTPUT + ReadReservationData.SIZE;
    memory.fill(descriptor, 0, ReadReservationDescriptor.SIZE);
    ReadReservationDescriptor.setReservationKey(descriptor, holder() == NONE ? 0 : keyOf(holder()));
    ReadReservationDescriptor.setType(descriptor, reservationType());
  }
  return ReadReservationData.SIZE + length;
}

function reportCapabilities(): u32 {
  const length: u32 = ReportCapabilitiesData.SIZE;
  memory.fill(OUTPUT, 0, length);
  ReportCapabilitiesData.setLength(OUTPUT, length);
  ReportCapabilitiesData.setRlrC(OUTPUT, 1);
  ReportCapabilitiesData.setCrh(OUTPUT, 1);
  ReportCapabilitiesData.setSipC(OUTPUT, 1);
  ReportCapabilitiesData.setAtpC(OUTPUT, 1);
  ReportCapabilitiesData.setPtplC(OUTPUT, canPersist() ? 1 : 0);
  ReportCapabilitiesData.setTmv(OUTPUT, 1);
  ReportCapabilitiesData.setAllowCommands(OUTPUT, ALLOW_COMMANDS);
  ReportCapabilitiesData.setPtplA(OUTPUT, persists() ? 1 : 0);
  ReportCapabilitiesData.setWrExAr(OUTPUT, 1);
  ReportCapabilitiesData.setExAcRo(OUTPUT, 1);
  ReportCapabilitiesData.setWrExRo(OUTPUT, 1);
  ReportCapabilitiesData.setExAc(OUTPUT, 1);
  ReportCapabilitiesData.setWrEx(OUTPUT, 1);
  ReportCapabilitiesData.setExAcAr(OUTPUT, 1);
  return length;
}

/** Writes the first `allowed` bytes; the whole data may be longer than the output buffer. Returns the length of the whole. */
function readFullStatus(allowed: u32): u32 {
  let at: u32 = ReadFullStatusData.SIZE;
  for (let i: u32 = 0; i < registrations(); i++) {
    const size = FullStatusDescriptor.SIZE + nameSize(registrant(i));
    if (at < allowed) {
      describe(registrant(i));
      memory.copy(OUTPUT + at, DESCRIPTOR, min(size, allowed - at));
    }
    at += size;
  }
  ReadFullStatusData.setPrgeneration(OUTPUT, generation());
  ReadFullStatusData.setAdditionalLength(OUTPUT, at - ReadFullStatusData.SIZE);
  return at;
}

/** One registration, with one target port: ALL_TG_PT is 0. */
function describe(nexus: i32): void {
  memory.fill(DESCRIPTOR, 0, FullStatusDescriptor.SIZE);
  FullStatusDescriptor.setReservationKey(DESCRIPTOR, keyOf(nexus));
  if (reservationType() != 0 && isHolder(nexus)) {
    FullStatusDescriptor.setRHolder(DESCRIPTOR, 1);
    FullStatusDescriptor.setType(DESCRIPTOR, reservationType());
  }
  FullStatusDescriptor.setRelativeTargetPortIdentifier(DESCRIPTOR, portOf(nexus));
  FullStatusDescriptor.setAdditionalDescriptorLength(DESCRIPTOR, nameSize(nexus));
  memory.copy(DESCRIPTOR + FullStatusDescriptor.SIZE, nameOf(nexus), nameSize(nexus));
}
