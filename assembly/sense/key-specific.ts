/** SENSE KEY SPECIFIC, which is the same three bytes wherever sense data has it (SPC-4 4.5.2.4). */
import { fieldBit } from "../codec/table";
import { SenseKeySpecificOther } from "../generated/fields";
import { SenseRecord } from "../generated/records";

/** Takes SKSV and the 23 bits behind it out of `field` of the `structure` at `p`. */
export function takeKeySpecific(record: SenseRecord, p: usize, structure: i32, field: i32): void {
  const at = p + (fieldBit(structure, field) >> 3);
  record.sksv = <u8>SenseKeySpecificOther.sksv(at);
  record.sense_key_specific = SenseKeySpecificOther.senseKeySpecific(at);
}
