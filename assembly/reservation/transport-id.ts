/** TransportIDs (SPC-4 7.6.4): how long one is, whether it is one, and the form in which two of one initiator port are equal byte by byte. */
import { put8, u8At } from "../bytes";
import { chosen, regionRow, structureRow, separatorSize } from "../codec/table";
import {
  TransportId, TransportIdFcp, TransportIdIscsiName, TransportIdIscsiPort, TransportIdSas, TransportIdSbp, TransportIdSop, TransportIdSpi, TransportIdSrp,
} from "../generated/fields";

/** Bytes of every TransportID but iSCSI's, and the least that one has. */
export const LEAST_TRANSPORT_ID: u32 = 24;
/** Characters of an iSCSI name (RFC 7143 4.2.7.1), digits of an ISID. */
const ISCSI_NAME: u32 = 223;
const ISID_DIGITS: u32 = 12;

/** The structure that byte 0 names. */
export function structureOf(p: usize): i32 {
  return chosen(structureRow(TransportId.ID), u8At(p));
}

/** Bytes that the TransportID of which at least LEAST_TRANSPORT_ID are at `p` has by its own word. */
export function declaredSize(p: usize): u32 {
  const structure = structureOf(p);
  const iscsi = structure == TransportIdIscsiName.ID || structure == TransportIdIscsiPort.ID;
  return iscsi ? TransportIdIscsiPort.SIZE + TransportIdIscsiPort.additionalLength(p) : LEAST_TRANSPORT_ID;
}

/** Bytes of the TransportID at `p`, 0 when the `left` bytes from there on do not hold it. */
export function transportIdSize(p: usize, left: u32): u32 {
  if (left < LEAST_TRANSPORT_ID) return 0;
  const size = declaredSize(p);
  return size <= left ? size : 0;
}

/**
 * Writes the TransportID of `size` bytes at `from` to `to` (at most UNIT_TRANSPORT_ID bytes) with its reserved bytes 0, text in lower case (iSCSI
 * names and ISIDs are compared without regard to case) and the least padding. Returns its size, 0 when it is no TransportID of an initiator port.
 */
export function canonicalTransportId(from: usize, size: u32, to: usize): u32 {
  const structure = structureOf(from);
  if (structure == TransportIdIscsiName.ID || structure == TransportIdIscsiPort.ID) return canonicalIscsi(from, size, to, structure);
  memory.fill(to, 0, LEAST_TRANSPORT_ID);
  switch (structure) {
    case TransportIdFcp.ID:
      TransportIdFcp.setNPortName(to, TransportIdFcp.nPortName(from));
      break;
    case TransportIdSpi.ID:
      TransportIdSpi.setScsiAddress(to, TransportIdSpi.scsiAddress(from));
      TransportIdSpi.setRelativeTargetPortIdentifier(to, TransportIdSpi.relativeTargetPortIdentifier(from));
      break;
    case TransportIdSbp.ID:
      TransportIdSbp.setEui64Name(to, TransportIdSbp.eui64Name(from));
      break;
    case TransportIdSrp.ID:
      memory.copy(to + TransportIdSrp.AT_INITIATOR_PORT_IDENTIFIER, from + TransportIdSrp.AT_INITIATOR_PORT_IDENTIFIER, 16);
      break;
    case TransportIdSas.ID:
      TransportIdSas.setSasAddress(to, TransportIdSas.sasAddress(from));
      break;
    case TransportIdSop.ID:
      TransportIdSop.setRoutingId(to, TransportIdSop.routingId(from));
      break;
    default:
      return 0;
  }
  put8(to, u8At(from) & structureRow(TransportId.ID).mask);
  return LEAST_TRANSPORT_ID;
}

/** SPC-4 7.6.4.6: text behind 4 bytes, with a NUL, and bytes behind that. */
function canonicalIscsi(from: usize, size: u32, to: usize, structure: i32): u32 {
  const head = <u32>TransportIdIscsiPort.SIZE;
  if (size < LEAST_TRANSPORT_ID || (size & 3) != 0) return 0;
  const port = structure == TransportIdIscsiPort.ID;
  const most = port ? ISCSI_NAME + separatorLength() + ISID_DIGITS : ISCSI_NAME;
  const length = lowerText(from + head, min(size - head, most + 1), to + head);
  if (length == 0 || (port && !hasSession(to + head, length))) return 0;
  const text = regionRow(structureRow(structure).firstRegion);
  const padded = max(text.least, (length + text.multiple) / text.multiple * text.multiple);
  memory.fill(to + head + length, 0, padded - length);
  memory.fill(to, 0, head);
  put8(to, u8At(from) & structureRow(TransportId.ID).mask);
  TransportIdIscsiPort.setAdditionalLength(to, padded);
  return head + padded;
}

/** Copies text in lower case up to its NUL, which has to be in the `size` bytes. Returns its length, 0 without a NUL. */
function lowerText(from: usize, size: u32, to: usize): u32 {
  for (let i: u32 = 0; i < size; i++) {
    const byte = u8At(from + i);
    if (byte == 0) return i;
    put8(to + i, byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
  }
  return 0;
}

/** True when lower case text is a name, the separator, and an ISID in hexadecimal digits. */
function hasSession(text: usize, length: u32): bool {
  let digits: u32 = 0;
  while (digits < length && isDigit(u8At(text + length - 1 - digits))) digits++;
  const separator = separatorLength();
  if (digits == 0 || digits > ISID_DIGITS || length <= digits + separator) return false;
  const name = length - digits - separator;
  return name <= ISCSI_NAME && memory.compare(text + name, <usize>separatorText() + 2, separator) == 0;
}

// @ts-ignore: decorator
@inline function isDigit(byte: u32): bool { return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66); }

// @ts-ignore: decorator
@inline function separatorText(): u32 { return regionRow(structureRow(TransportIdIscsiPort.ID).firstRegion).separator; }

// @ts-ignore: decorator
@inline function separatorLength(): u32 { return separatorSize(separatorText()); }
