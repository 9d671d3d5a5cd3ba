/** The basic PERSISTENT RESERVE OUT parameter list (SPC-4 6.16.3). */
import { failIllegal } from "../abi/error";
import { structureName } from "../codec/table";
import { Additional } from "../generated/codes";
import { PrOutList } from "../generated/fields";
import { INPUT, ParameterListRecord, RECORD, Status } from "../generated/records";

/**
 * Decodes the `length` bytes of a basic parameter list in the input buffer into the `parameter_list` record.
 * Errors: short and trailing (5/1A/00: without SPEC_I_PT the length is 24, SPC-4 6.16.2).
 */
export function decodeParameterList(length: i32): i32 {
  const size = PrOutList.SIZE;
  if (length < size) return wrongLength(Status.SHORT, length);
  const record = changetype<ParameterListRecord>(RECORD);
  record.reservation_key = PrOutList.reservationKey(INPUT);
  record.service_action_reservation_key = PrOutList.serviceActionReservationKey(INPUT);
  record.spec_i_pt = <u8>PrOutList.specIPt(INPUT);
  record.all_tg_pt = <u8>PrOutList.allTgPt(INPUT);
  record.aptpl = <u8>PrOutList.aptpl(INPUT);
  return length > size && record.spec_i_pt == 0 ? wrongLength(Status.TRAILING, length) : Status.OK;
}

function wrongLength(status: Status, length: i32): i32 {
  const name = structureName(PrOutList.ID);
  return failIllegal(status, Additional.PARAMETER_LIST_LENGTH_ERROR, name, 0, length, PrOutList.SIZE);
}
