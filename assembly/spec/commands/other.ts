/** Commands of printers, processors, scanners and communications devices (SCSI-2, SPC-2), optical card readers (OCRW) and object storage (OSD, OSD-2). */
import { type Command, rows } from "./types.ts";

const objects = [
  ["01", "FORMAT OSD"],
  ["02", "CREATE"],
  ["03", "LIST"],
  ["05", "READ"],
  ["06", "WRITE"],
  ["07", "APPEND"],
  ["08", "FLUSH"],
  ["0a", "REMOVE"],
  ["0b", "CREATE PARTITION"],
  ["0c", "REMOVE PARTITION"],
  ["0e", "GET ATTRIBUTES"],
  ["0f", "SET ATTRIBUTES"],
  ["12", "CREATE AND WRITE"],
  ["15", "CREATE COLLECTION"],
  ["16", "REMOVE COLLECTION"],
  ["17", "LIST COLLECTION"],
  ["18", "SET KEY"],
  ["19", "SET MASTER KEY"],
  ["1a", "FLUSH COLLECTION"],
  ["1b", "FLUSH PARTITION"],
  ["1c", "FLUSH OSD"],
] as const;

/** OSD-2 has OSD's service actions 80h further. */
const inOsd2 = (digits: string) => (Number.parseInt(digits, 16) + 0x80).toString(16);

export const otherCommands: readonly Command[] = [
  ...rows("L", undefined, [
    ["04", "FORMAT"],
    ["0a", "PRINT"],
    ["0b", "SLEW AND PRINT"],
    ["10", "SYNCHRONIZE BUFFER"],
    ["1b", "STOP PRINT"],
  ]),
  ...rows("P", undefined, [
    ["08", "RECEIVE"],
    ["0a", "SEND(6)"],
  ]),
  ...rows("S", undefined, [
    ["1b", "SCAN"],
    ["24", "SET WINDOW"],
    ["25", "GET WINDOW"],
    ["2a", "SEND(10)"],
    ["31", "OBJECT POSITION"],
    ["34", "GET DATA BUFFER STATUS"],
  ]),
  ...rows("C", undefined, [
    ["08", "GET MESSAGE(6)"],
    ["0a", "SEND MESSAGE(6)"],
    ["28", "GET MESSAGE(10)"],
    ["2a", "SEND MESSAGE(10)"],
    ["a8", "GET MESSAGE(12)"],
    ["aa", "SEND MESSAGE(12)"],
  ]),
  ...rows("K", undefined, [["25", "READ CARD CAPACITY"]]),
  ...rows("F", undefined, [
    ...objects.map(([action, name]) => [`7f/88${action}`, name] as const),
    ...objects.map(([action, name]) => [`7f/88${inOsd2(action)}`, name] as const),
    ["7f/8880", "OBJECT STRUCTURE CHECK"],
    ["7f/8884", "PUNCH"],
    ["7f/8889", "CLEAR"],
    ["7f/88a0", "QUERY"],
    ["7f/88a1", "REMOVE MEMBER OBJECTS"],
    ["7f/88a2", "GET MEMBER ATTRIBUTES"],
    ["7f/88a3", "SET MEMBER ATTRIBUTES"],
    ["7f/88b1", "READ MAP"],
    ["7f/8f7c", "PERFORM SCSI COMMAND"],
    ["7f/8f7d", "PERFORM TASK MANAGEMENT FUNCTION"],
    ["7f/8f7e", "PERFORM SCSI COMMAND"],
    ["7f/8f7f", "PERFORM TASK MANAGEMENT FUNCTION"],
  ]),
];
