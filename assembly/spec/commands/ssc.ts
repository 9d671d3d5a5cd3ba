/** Commands of sequential access devices (SSC-5) and of automation/drive interface devices (ADC-4). */
import { actions, type Command, type Family, rows } from "./types.ts";

export const sscFamilies: readonly Family[] = [
  { operationCode: 0x34, name: "READ POSITION", types: "T", has: "actions" },
];

export const sscCommands: readonly Command[] = [
  ...rows("T", undefined, [
    ["01", "REWIND"],
    ["04", "FORMAT MEDIUM"],
    ["05", "READ BLOCK LIMITS"],
    ["08", "READ(6)"],
    ["0a", "WRITE(6)"],
    ["0b", "SET CAPACITY"],
    ["0f", "READ REVERSE(6)"],
    ["10", "WRITE FILEMARKS(6)"],
    ["11", "SPACE(6)"],
    ["13", "VERIFY(6)"],
    ["14", "RECOVER BUFFERED DATA", "TL"],
    ["19", "ERASE(6)"],
    ["1b", "LOAD UNLOAD", "TV"],
    ["2b", "LOCATE(10)"],
    ["44", "REPORT DENSITY SUPPORT", "TV"],
    ["80", "WRITE FILEMARKS(16)"],
    ["81", "READ REVERSE(16)"],
    ["82", "ALLOW OVERWRITE"],
    ["83/16", "SET TAPE STREAM MIRRORING"],
    ["84/16", "REPORT TAPE STREAM MIRRORING"],
    ["88", "READ(16)"],
    ["8a", "WRITE(16)"],
    ["8f", "VERIFY(16)"],
    ["91", "SPACE(16)"],
    ["92", "LOCATE(16)"],
    ["93", "ERASE(16)"],
    ["a3/1d", "RECEIVE RECOMMENDED ACCESS ORDER"],
    ["a3/1e", "READ DYNAMIC RUNTIME ATTRIBUTE"],
    ["a4/1d", "GENERATE RECOMMENDED ACCESS ORDER"],
    ["a4/1e", "WRITE DYNAMIC RUNTIME ATTRIBUTE"],
  ]),
  ...actions("T", 0x34, {
    0x00: "SHORT FORM - BLOCK ID",
    0x01: "SHORT FORM - VENDOR SPECIFIC",
    0x06: "LONG FORM",
    0x08: "EXTENDED FORM",
  }),
  ...rows("V", undefined, [
    ["9f/1f", "NOTIFY DATA TRANSFER DEVICE(16)"],
    ["a3/00", "REPORT AUTOMATION DEVICE ATTRIBUTES"],
    ["a3/1e", "REPORT AUTOMATION DEVICE ATTRIBUTES"],
    ["a4/00", "SET AUTOMATION DEVICE ATTRIBUTES"],
    ["a4/1e", "SET AUTOMATION DEVICE ATTRIBUTES"],
    ["a9/1f", "SET MEDIUM ATTRIBUTE"],
  ]),
];
