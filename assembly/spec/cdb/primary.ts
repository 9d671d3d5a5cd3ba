/** CDBs that every kind of device may have (SPC-4, SPC-5; RESERVE and RELEASE: SPC-2). */
import type { Field } from "../types.ts";
import * as c from "./common.ts";
import * as pages from "./page-names.ts";

const { allocationLength, bit, bits, bytes, cdb, parameterListLength, withdrawn } = c;

const pf = bit("PF", 1, 4, "What is sent is in pages as the standard has them.");
const selects: readonly Field[] = [
  pf,
  bit("RTD", 1, 1, "All pages go back to their default values."),
  bit("SP", 1, 0, "The values are saved too."),
];
const dbd = bit("DBD", 1, 3, "No block descriptors are wanted.");
const modePage: readonly Field[] = [
  bits("PC", 2, 7, 6, "Which values are wanted.", { values: pages.modePageControl }),
  bits("PAGE CODE", 2, 5, 0, "Which mode page.", { values: pages.modePages }),
  bytes("SUBPAGE CODE", 3, 3, "Which subpage; FFh is all of them."),
];
const logPage: readonly Field[] = [
  bits("PC", 2, 7, 6, "Which values are meant.", { values: pages.logPageControl }),
  bits("PAGE CODE", 2, 5, 0, "Which log page.", { values: pages.logPages }),
  bytes("SUBPAGE CODE", 3, 3, "Which subpage; FFh is all of them."),
];
const saveParameters = bit("SP", 1, 0, "The values are saved too.");

const thirdParty6: readonly Field[] = [
  bit("3RDPTY", 1, 4, "For another initiator.", withdrawn),
  bits("THIRD PARTY DEVICE ID", 1, 3, 1, "Which initiator that is.", withdrawn),
  bit("EXTENT", 1, 0, "Only extents, or elements, of the unit.", withdrawn),
  bytes("RESERVATION IDENTIFICATION", 2, 2, "Which of the extent reservations.", withdrawn),
];

const modeSpecific = bits("MODE SPECIFIC", 1, 7, 5, "Defined by the mode.");
const readMode = bits("MODE", 1, 4, 0, "What is to be read.", { values: pages.readBufferModes });
const bufferId = (byte: number): Field => bytes("BUFFER ID", byte, byte, "Which buffer.");
const bufferOffset = (first: number, last: number): Field =>
  bytes("BUFFER OFFSET", first, last, "Where in the buffer to begin.");

const managementKey = bytes("MANAGEMENT IDENTIFIER KEY", 2, 9, "The key of who manages access controls.");

const attributeOf: readonly Field[] = [
  bytes("Restricted", 2, 4, "The element address of a medium changer (SMC-3)."),
  bytes("LOGICAL VOLUME NUMBER", 5, 5, "Which volume."),
  bytes("PARTITION NUMBER", 7, 7, "Which partition."),
];

const securityProtocol: readonly Field[] = [
  bytes("SECURITY PROTOCOL", 1, 1, "Which protocol.", { values: pages.securityProtocols }),
  bytes("SECURITY PROTOCOL SPECIFIC", 2, 3, "Defined by the protocol."),
  bit("INC_512", 4, 7, "The length counts 512 bytes, not one."),
];

export const primary = [
  cdb(6, "test_unit_ready", "TEST UNIT READY", "SPC-4", "Asks whether the logical unit is ready.", []),
  cdb(6, "inquiry", "INQUIRY", "SPC-4", "Asks what the logical unit is.", [
    bit("CMDDT", 1, 1, "Asks for what is known of a command.", withdrawn),
    bit("EVPD", 1, 0, "Asks for a page of vital product data."),
    bytes("PAGE CODE", 2, 2, "Which page, where EVPD is 1.", { values: pages.vpdPages }),
    allocationLength(3, 4),
  ]),
  cdb(6, "mode_select_6", "MODE SELECT(6)", "SPC-4", "Changes mode pages.", [...selects, parameterListLength(4, 4)]),
  cdb(10, "mode_select_10", "MODE SELECT(10)", "SPC-4", "Changes mode pages.", [...selects, parameterListLength(7, 8)]),
  cdb(6, "mode_sense_6", "MODE SENSE(6)", "SPC-4", "Asks for mode pages.", [dbd, ...modePage, allocationLength(4, 4)]),
  cdb(10, "mode_sense_10", "MODE SENSE(10)", "SPC-4", "Asks for mode pages.", [
    bit("LLBAA", 1, 4, "Block descriptors may be long ones."),
    dbd,
    ...modePage,
    allocationLength(7, 8),
  ]),
  cdb(10, "log_select", "LOG SELECT", "SPC-4", "Sets or resets log parameters.", [
    bit("PCR", 1, 1, "The parameters are reset."),
    saveParameters,
    ...logPage,
    parameterListLength(7, 8),
  ]),
  cdb(10, "log_sense", "LOG SENSE", "SPC-4", "Asks for log pages.", [
    bit("PPC", 1, 1, "Only parameters that have changed.", withdrawn),
    saveParameters,
    ...logPage,
    bytes("PARAMETER POINTER", 5, 6, "The first parameter to return."),
    allocationLength(7, 8),
  ]),
  cdb(6, "receive_diagnostic_results", "RECEIVE DIAGNOSTIC RESULTS", "SPC-4", "Asks for a diagnostic page.", [
    bit("PCV", 1, 0, "PAGE CODE is valid."),
    bytes("PAGE CODE", 2, 2, "Which page."),
    allocationLength(3, 4),
  ]),
  cdb(6, "send_diagnostic", "SEND DIAGNOSTIC", "SPC-4", "Starts a self-test, or sends a diagnostic page.", [
    bits("SELF-TEST CODE", 1, 7, 5, "Which self-test.", {
      values: {
        1: "Background short self-test",
        2: "Background extended self-test",
        4: "Abort background self-test",
        5: "Foreground short self-test",
        6: "Foreground extended self-test",
      },
    }),
    pf,
    bit("SELFTEST", 1, 2, "The default self-test."),
    bit("DEVOFFL", 1, 1, "The test may affect other logical units."),
    bit("UNITOFFL", 1, 0, "The test may affect the logical unit."),
    parameterListLength(3, 4),
  ]),
  cdb(6, "reserve_6", "RESERVE(6)", "SPC-2", "Reserves the logical unit, by the old method.", [
    ...thirdParty6,
    { ...parameterListLength(3, 4), ...withdrawn },
  ]),
  cdb(6, "release_6", "RELEASE(6)", "SPC-2", "Ends a reservation of the old method.", thirdParty6),
  cdb(10, "reserve_10", "RESERVE(10)", "SPC-2", "Makes or ends a reservation, by the old method.", [
    bit("3RDPTY", 1, 4, "For another initiator."),
    bit("LONGID", 1, 1, "The other initiator's identifier is in the parameter list."),
    bit("EXTENT", 1, 0, "Only extents, or elements, of the unit.", withdrawn),
    bytes("RESERVATION IDENTIFICATION", 2, 2, "Which of the extent reservations.", withdrawn),
    bytes("THIRD-PARTY DEVICE ID", 3, 3, "Which initiator it is for."),
    parameterListLength(7, 8),
  ]),
  cdb(10, "write_buffer", "WRITE BUFFER", "SPC-4", "Writes to a buffer, or new microcode.", [
    modeSpecific,
    bits("MODE", 1, 4, 0, "What is written.", { values: pages.writeBufferModes }),
    bufferId(2),
    bufferOffset(3, 5),
    parameterListLength(6, 8),
  ]),
  cdb(10, "read_buffer_10", "READ BUFFER(10)", "SPC-4", "Reads a buffer.", [
    modeSpecific,
    readMode,
    bufferId(2),
    bufferOffset(3, 5),
    allocationLength(6, 8),
  ]),
  cdb(16, "read_buffer_16", "READ BUFFER(16)", "SPC-5", "Reads a buffer.", [
    modeSpecific,
    readMode,
    bufferOffset(2, 9),
    allocationLength(10, 13),
    bufferId(14),
  ]),
  cdb(16, "read_attribute", "READ ATTRIBUTE", "SPC-4", "Reads what the medium's memory holds.", [
    c.serviceAction,
    ...attributeOf,
    bytes("FIRST ATTRIBUTE IDENTIFIER", 8, 9, "The first attribute to return."),
    allocationLength(10, 13),
    bit("CACHE", 14, 0, "What is cached may be returned."),
  ]),
  cdb(16, "write_attribute", "WRITE ATTRIBUTE", "SPC-4", "Writes to the medium's memory.", [
    bit("WTC", 1, 0, "To the memory itself, not the cache."),
    ...attributeOf,
    parameterListLength(10, 13),
  ]),
  cdb(16, "report_acl", "ACCESS CONTROL IN, REPORT ACL", "SPC-4 8.3.2.2", "Asks for access controls.", [
    c.serviceAction,
    managementKey,
    allocationLength(10, 13),
  ]),
  cdb(
    16,
    "report_access_controls_log",
    "ACCESS CONTROL IN, REPORT ACCESS CONTROLS LOG",
    "SPC-4 8.3.2.4",
    "Asks what was logged of access controls.",
    [
      c.serviceAction,
      managementKey,
      bits("LOG PORTION", 10, 1, 0, "Which part of the log.", {
        values: { 0: "Key Overrides portion", 1: "Invalid Keys portion", 2: "ACL LUN Conflicts portion" },
      }),
      allocationLength(12, 13),
    ],
  ),
  cdb(16, "request_proxy_token", "ACCESS CONTROL IN, REQUEST PROXY TOKEN", "SPC-4 8.3.2.6", "Asks for a proxy token.", [
    c.serviceAction,
    bytes("LUN VALUE", 2, 9, "The logical unit that the token is for."),
    allocationLength(10, 13),
  ]),
  cdb(12, "report_luns", "REPORT LUNS", "SPC-4", "Asks which logical units there are.", [
    bytes("SELECT REPORT", 2, 2, "Which logical units.", {
      values: {
        0x00: "all but well known",
        0x01: "well known",
        0x02: "all",
        0x10: "administrative",
        0x11: "administrative, not in conglomerates",
        0x12: "of the conglomerate",
      },
    }),
    allocationLength(6, 9),
  ]),
  cdb(12, "security_protocol_in", "SECURITY PROTOCOL IN", "SPC-4", "Asks for data of a security protocol.", [
    ...securityProtocol,
    allocationLength(6, 9),
  ]),
  cdb(12, "security_protocol_out", "SECURITY PROTOCOL OUT", "SPC-4", "Sends data of a security protocol.", [
    ...securityProtocol,
    bytes("TRANSFER LENGTH", 6, 9, "Bytes that are sent, or 512 of them each."),
  ]),
];
