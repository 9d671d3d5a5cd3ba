/** REPORT CAPABILITIES parameter data (SPC-4 6.15.4). */
import { fail } from "../abi/error";
import { structureName } from "../codec/table";
import { ReportCapabilitiesData } from "../generated/fields";
import { INPUT, INPUT_SIZE, RECORD, ReportCapabilitiesRecord, Status } from "../generated/records";

/** Decodes the `length` bytes in the input buffer into the `report_capabilities` record. Errors: short (below 8 bytes), too_long. */
export function decodeReportCapabilities(length: i32): i32 {
  if (<u32>length > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, length, INPUT_SIZE);
  const size = ReportCapabilitiesData.SIZE;
  if (length < size) return fail(Status.SHORT, structureName(ReportCapabilitiesData.ID), 0, length, size);
  const record = changetype<ReportCapabilitiesRecord>(RECORD);
  record.rlr_c = <u8>ReportCapabilitiesData.rlrC(INPUT);
  record.crh = <u8>ReportCapabilitiesData.crh(INPUT);
  record.sip_c = <u8>ReportCapabilitiesData.sipC(INPUT);
  record.atp_c = <u8>ReportCapabilitiesData.atpC(INPUT);
  record.ptpl_c = <u8>ReportCapabilitiesData.ptplC(INPUT);
  record.ptpl_a = <u8>ReportCapabilitiesData.ptplA(INPUT);
  record.tmv = <u8>ReportCapabilitiesData.tmv(INPUT);
  record.allow_commands = <u8>ReportCapabilitiesData.allowCommands(INPUT);
  record.types = record.tmv == 0 ? 0 : <u16>typeMask();
  return Status.OK;
}

/** Bit n for TYPE n. */
function typeMask(): u32 {
  return (
    (ReportCapabilitiesData.wrEx(INPUT) << 1) |
    (ReportCapabilitiesData.exAc(INPUT) << 3) |
    (ReportCapabilitiesData.wrExRo(INPUT) << 5) |
    (ReportCapabilitiesData.exAcRo(INPUT) << 6) |
    (ReportCapabilitiesData.wrExAr(INPUT) << 7) |
    (ReportCapabilitiesData.exAcAr(INPUT) << 8)
  );
}
