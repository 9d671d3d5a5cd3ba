/**
 * PERSISTENT RESERVE IN parameter data (SPC-4 6.15.2, 6.15.3). ADDITIONAL LENGTH is that of the whole data, also where the allocation length
 * cut it, so no more is read than what is there.
 */
import { fail } from "../abi/error";
import { structureName } from "../codec/table";
import { ReadKeysData, ReadKeysKey, ReadReservationData, ReadReservationDescriptor } from "../generated/fields";
import { INPUT, INPUT_SIZE, ReadKeysRecord, ReadReservationRecord, RECORD, Status } from "../generated/records";

/** Decodes READ KEYS data of `length` bytes in the input buffer into the `read_keys` record. Errors: short (below the 8-byte header), too_long. */
export function decodeReadKeys(length: i32): i32 {
  const status = checkHeader(length, ReadKeysData.ID, ReadKeysData.SIZE);
  if (status < 0) return status;
  const record = changetype<ReadKeysRecord>(RECORD);
  record.generation = ReadKeysData.prgeneration(INPUT);
  record.additional_length = ReadKeysData.additionalLength(INPUT);
  const there = min(record.additional_length, <u32>(length - ReadKeysData.SIZE));
  record.count = there / ReadKeysKey.SIZE;
  record.keys = ReadKeysData.SIZE;
  record.remainder = record.additional_length - record.count * ReadKeysKey.SIZE;
  return Status.OK;
}

/**
 * Decodes READ RESERVATION data of `length` bytes in the input buffer into the `read_reservation` record.
 * Errors: short (the header, or the reservation that it announces, is not all there), too_long.
 */
export function decodeReadReservation(length: i32): i32 {
  const status = checkHeader(length, ReadReservationData.ID, ReadReservationData.SIZE);
  if (status < 0) return status;
  const record = changetype<ReadReservationRecord>(RECORD);
  memory.fill(RECORD, 0, offsetof<ReadReservationRecord>());
  record.generation = ReadReservationData.prgeneration(INPUT);
  record.additional_length = ReadReservationData.additionalLength(INPUT);
  if (record.additional_length == 0) return Status.OK;
  const need = ReadReservationData.SIZE + ReadReservationDescriptor.SIZE;
  const name = structureName(ReadReservationDescriptor.ID);
  if (length < need) return fail(Status.SHORT, name, ReadReservationData.SIZE * 8, length, need);
  if (record.additional_length < <u32>ReadReservationDescriptor.SIZE) {
    return fail(Status.SHORT, name, ReadReservationData.SIZE * 8, record.additional_length, ReadReservationDescriptor.SIZE);
  }
  const descriptor = INPUT + ReadReservationData.SIZE;
  record.held = 1;
  record.key = ReadReservationDescriptor.reservationKey(descriptor);
  record.scope = <u8>ReadReservationDescriptor.scope(descriptor);
  record.type = <u8>ReadReservationDescriptor.type(descriptor);
  return Status.OK;
}

function checkHeader(length: i32, structure: i32, size: i32): i32 {
  if (<u32>length > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, length, INPUT_SIZE);
  return length < size ? fail(Status.SHORT, structureName(structure), 0, length, size) : Status.OK;
}
