/** CDBs with service actions of SPC-4 and SPC-5: maintenance (A3h, A4h), third-party copy (83h, 84h). */
import type { Field } from "../types.ts";
import { allocationLength, bit, bits, bytes, cdb, groupNumber, parameterListLength, serviceAction } from "./common.ts";

const identifyingInformationType = bits("IDENTIFYING INFORMATION TYPE", 10, 7, 1, "Which information.", {
  values: {
    0x00: "Peripheral device identifying information",
    0x02: "Peripheral device text identifying information",
    0x7f: "Identifying information supported",
  },
});
const restricted = bytes("Restricted", 4, 5, "Of SCC-2.");

const managementProtocol: readonly Field[] = [
  serviceAction,
  bytes("MANAGEMENT PROTOCOL", 2, 2, "Which protocol."),
  bytes("MANAGEMENT PROTOCOL SPECIFIC1", 3, 5, "Defined by the protocol."),
];
const managementProtocolEnd = bytes("MANAGEMENT PROTOCOL SPECIFIC2", 10, 10, "Defined by the protocol.");

const listIdentifier = (first: number, last: number): Field =>
  bytes("LIST IDENTIFIER", first, last, "Which copy operation.");

const maintenance = [
  cdb(12, "report_identifying_information", "REPORT IDENTIFYING INFORMATION", "SPC-4", "Asks for the owner's label.", [
    serviceAction,
    restricted,
    allocationLength(6, 9),
    identifyingInformationType,
  ]),
  cdb(12, "report_target_port_groups", "REPORT TARGET PORT GROUPS", "SPC-4", "Asks for the access states.", [
    bits("PARAMETER DATA FORMAT", 1, 7, 5, "Which header is wanted.", {
      values: { 0: "Length only header", 1: "Extended header" },
    }),
    serviceAction,
    allocationLength(6, 9),
  ]),
  cdb(12, "report_aliases", "REPORT ALIASES", "SPC-4", "Asks for what the service action names.", [
    serviceAction,
    allocationLength(6, 9),
  ]),
  cdb(
    12,
    "report_supported_operation_codes",
    "REPORT SUPPORTED OPERATION CODES",
    "SPC-4",
    "Asks which commands there are.",
    [
      serviceAction,
      bit("RCTD", 2, 7, "With timeouts."),
      bits("REPORTING OPTIONS", 2, 2, 0, "Which commands.", {
        values: {
          0: "all commands",
          1: "one operation code without service actions",
          2: "one operation code and service action",
          3: "one command, either way",
        },
      }),
      bytes("REQUESTED OPERATION CODE", 3, 3, "Which operation code."),
      bytes("REQUESTED SERVICE ACTION", 4, 5, "Which service action."),
      allocationLength(6, 9),
    ],
  ),
  cdb(
    12,
    "report_supported_task_management_functions",
    "REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS",
    "SPC-4",
    "Asks which task management functions there are.",
    [serviceAction, bit("REPD", 2, 7, "With timeouts."), allocationLength(6, 9)],
  ),
  cdb(12, "report_priority", "REPORT PRIORITY", "SPC-4", "Asks for priorities of I_T_L nexuses.", [
    serviceAction,
    bits("PRIORITY REPORTED", 2, 7, 6, "Of which I_T_L nexuses."),
    allocationLength(6, 9),
  ]),
  cdb(12, "management_protocol_in", "MANAGEMENT PROTOCOL IN", "SPC-4", "Asks for data of a management protocol.", [
    ...managementProtocol,
    allocationLength(6, 9),
    managementProtocolEnd,
  ]),
  cdb(12, "set_identifying_information", "SET IDENTIFYING INFORMATION", "SPC-4", "Sets the owner's label.", [
    serviceAction,
    restricted,
    parameterListLength(6, 9),
    identifyingInformationType,
  ]),
  cdb(12, "set_target_port_groups", "SET TARGET PORT GROUPS", "SPC-4", "Sends what the service action names.", [
    serviceAction,
    parameterListLength(6, 9),
  ]),
  cdb(12, "set_priority", "SET PRIORITY", "SPC-4", "Sets priorities of I_T_L nexuses.", [
    serviceAction,
    bits("I_T_L NEXUS TO SET", 2, 7, 6, "Of which I_T_L nexuses."),
    parameterListLength(6, 9),
  ]),
  cdb(12, "management_protocol_out", "MANAGEMENT PROTOCOL OUT", "SPC-4", "Sends data of a management protocol.", [
    ...managementProtocol,
    parameterListLength(6, 9),
    managementProtocolEnd,
  ]),
];

const copies = [
  cdb(16, "extended_copy", "EXTENDED COPY(LID1)", "SPC-4", "Copies between logical units.", [
    serviceAction,
    parameterListLength(10, 13),
  ]),
  cdb(16, "populate_token", "POPULATE TOKEN", "SBC-4", "Makes a token for blocks, or writes what a token stands for.", [
    serviceAction,
    listIdentifier(6, 9),
    parameterListLength(10, 13),
    groupNumber(14),
  ]),
  cdb(16, "copy_operation_abort", "COPY OPERATION ABORT", "SPC-4", "Ends a copy operation.", [
    serviceAction,
    listIdentifier(2, 5),
  ]),
  cdb(16, "receive_copy_status_lid1", "RECEIVE COPY STATUS(LID1)", "SPC-4", "Asks what became of a copy operation.", [
    serviceAction,
    listIdentifier(2, 2),
    allocationLength(10, 13),
  ]),
  cdb(
    16,
    "receive_copy_operating_parameters",
    "RECEIVE COPY OPERATING PARAMETERS",
    "SPC-4",
    "Asks what the service action names.",
    [serviceAction, allocationLength(10, 13)],
  ),
  cdb(16, "receive_copy_status_lid4", "RECEIVE COPY STATUS(LID4)", "SPC-4", "Asks what became of a copy operation.", [
    serviceAction,
    listIdentifier(2, 5),
    allocationLength(10, 13),
  ]),
];

export const serviceActions = [...maintenance, ...copies];
