/** READ FULL STATUS parameter data (SPC-4 6.15.5): the header, then one descriptor at a time, whose sizes differ. */
import { fail } from "../abi/error";
import { structureName } from "../codec/table";
import { FullStatusDescriptor, ReadFullStatusData } from "../generated/fields";
import { FullStatusRecord, INPUT, INPUT_SIZE, ReadFullStatusRecord, RECORD, Status } from "../generated/records";

/** Decodes the header of `length` bytes in the input buffer into the `read_full_status` record. Errors: short, too_long. */
export function decodeReadFullStatus(length: i32): i32 {
  if (<u32>length > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, length, INPUT_SIZE);
  const size = ReadFullStatusData.SIZE;
  if (length < size) return fail(Status.SHORT, structureName(ReadFullStatusData.ID), 0, length, size);
  const record = changetype<ReadFullStatusRecord>(RECORD);
  record.generation = ReadFullStatusData.prgeneration(INPUT);
  record.additional_length = ReadFullStatusData.additionalLength(INPUT);
  record.first = size;
  record.end = size + min(record.additional_length, <u32>(length - size));
  return Status.OK;
}

/**
 * Decodes the descriptor at byte `at` of the input buffer, which has to end at byte `end`, into the `full_status` record.
 * Errors: short (the descriptor, or the TransportID that it announces, is not all there), too_long.
 */
export function decodeFullStatus(at: i32, end: i32): i32 {
  if (<u32>end > INPUT_SIZE || <u32>at > <u32>end) return fail(Status.TOO_LONG, 0, 0, max(at, end), INPUT_SIZE);
  const p = INPUT + <usize>at;
  const left = <u32>(end - at);
  const size = <u32>FullStatusDescriptor.SIZE;
  const name = structureName(FullStatusDescriptor.ID);
  if (left < size) return fail(Status.SHORT, name, at * 8, left, size);
  const additional = FullStatusDescriptor.additionalDescriptorLength(p);
  // Against what is left: a sum of 32-bit lengths could wrap.
  if (additional > left - size) return fail(Status.SHORT, name, at * 8, left - size, additional);
  const record = changetype<FullStatusRecord>(RECORD);
  record.key = FullStatusDescriptor.reservationKey(p);
  record.next = <u32>at + size + additional;
  record.transport_id = <u32>at + size;
  record.transport_id_length = additional;
  record.relative_target_port = <u16>FullStatusDescriptor.relativeTargetPortIdentifier(p);
  record.all_tg_pt = <u8>FullStatusDescriptor.allTgPt(p);
  record.holder = <u8>FullStatusDescriptor.rHolder(p);
  // SCOPE and TYPE say nothing where R_HOLDER is 0.
  record.scope = record.holder ? <u8>FullStatusDescriptor.scope(p) : 0;
  record.type = record.holder ? <u8>FullStatusDescriptor.type(p) : 0;
  return Status.OK;
}
