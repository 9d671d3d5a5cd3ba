/** Commands of ZBC-2: host aware and host managed zoned block devices. */
import { type Command, type Family, rows } from "./types.ts";

export const zbcFamilies: readonly Family[] = [
  { operationCode: 0x94, name: "ZBC OUT", types: "DZ", has: "commands" },
  { operationCode: 0x95, name: "ZBC IN", types: "DZ", has: "commands" },
];

export const zbcCommands: readonly Command[] = [
  ...rows("DZ", "reads", [
    ["95/00", "REPORT ZONES"],
    ["95/06", "REPORT REALMS"],
    ["95/07", "REPORT ZONE DOMAINS"],
    ["95/09", "ZONE QUERY"],
  ]),
  ...rows("DZ", "writes", [
    ["94/01", "CLOSE ZONE"],
    ["94/02", "FINISH ZONE"],
    ["94/03", "OPEN ZONE"],
    ["94/04", "RESET WRITE POINTER"],
    ["94/10", "SEQUENTIALIZE ZONE"],
    ["95/08", "ZONE ACTIVATE"],
  ]),
  ...rows("DZ", undefined, [
    ["9e/1a", "REMOVE ELEMENT AND MODIFY ZONES"],
    ["9f/14", "RESET WRITE POINTER"], // in the first drafts of ZBC
  ]),
];
