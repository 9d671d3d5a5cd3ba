/** CDBs of zoned block devices (ZBC-2). */
import type { Structure } from "../types.ts";
import { allocationLength, bit, bits, bytes, cdb, serviceAction } from "./common.ts";

/** REPORTING OPTIONS of REPORT ZONES: which zones. */
const zonesReported = {
  0x00: "all zones",
  0x01: "EMPTY",
  0x02: "IMPLICITLY OPENED",
  0x03: "EXPLICITLY OPENED",
  0x04: "CLOSED",
  0x05: "FULL",
  0x06: "READ ONLY",
  0x07: "OFFLINE",
  0x08: "INACTIVE",
  0x10: "RWP RECOMMENDED",
  0x11: "NON-SEQUENTIAL WRITE RESOURCES ACTIVE",
  0x3e: "all but GAP zones",
  0x3f: "NOT WRITE POINTER",
};

const report = (id: string, name: string, locator: string, doc: string): Structure =>
  cdb(16, id, name, "ZBC-2", doc, [
    serviceAction,
    bytes(locator, 2, 9, "The first logical block to report of."),
    allocationLength(10, 13),
    bits("REPORTING OPTIONS", 14, 5, 0, "Which ones to report; 0 is all."),
  ]);

export const zoned = [
  cdb(16, "close_zone", "CLOSE ZONE", "ZBC-2", "Closes, finishes, opens, resets or makes sequential zones.", [
    serviceAction,
    bytes("ZONE ID", 2, 9, "First logical block of the zone."),
    bytes("ZONE COUNT", 12, 13, "Zones from this one on; 0 and 1 are one."),
    bit("ALL", 14, 0, "All zones that the action applies to."),
  ]),
  cdb(16, "report_zones", "REPORT ZONES", "ZBC-2", "Asks for the zones and their write pointers.", [
    serviceAction,
    bytes("ZONE START LBA", 2, 9, "The first logical block to report of."),
    allocationLength(10, 13),
    bit("PARTIAL", 14, 7, "The length that is returned counts only what is returned."),
    bits("REPORTING OPTIONS", 14, 5, 0, "Which zones to report.", { values: zonesReported }),
  ]),
  report("report_realms", "REPORT REALMS", "REALM LOCATOR", "Asks for the zone realms."),
  report("report_zone_domains", "REPORT ZONE DOMAINS", "ZONE DOMAIN LOCATOR", "Asks for the zone domains."),
  cdb(16, "zone_activate", "ZONE ACTIVATE", "ZBC-2", "Activates zones of a domain, or asks if that is possible.", [
    bit("ALL", 1, 7, "All zones of the domain."),
    serviceAction,
    bytes("ZONE ID", 2, 9, "First logical block of the first zone."),
    bytes("NUMBER OF ZONES", 10, 11, "Zones from this one on."),
    allocationLength(12, 13),
    bytes("OTHER ZONE DOMAIN ID", 14, 14, "The domain that the zones are to belong to."),
  ]),
];
