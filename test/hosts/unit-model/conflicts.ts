/** Which command conflicts with which reservation: SPC-4 table 65 and SBC-4 table 13, row by row, and SPC-4 table 66. */
import { action, hex } from "./bytes.ts";
import { coverage, Table } from "./table.ts";

/** The nexus that sends, as the tables' columns have it. */
export type Column = "no reservation" | "holder" | "W" | "E" | "R" | "w" | "e";
export type Verdict = "allowed" | "conflict";

/**
 * A, allowed; C, RESERVATION CONFLICT; in the order of the columns W (not the holder, type 1), E (not the holder, type 3),
 * R (registered, types 5 to 8), w (unregistered, types 5 and 7), e (unregistered, types 6 and 8).
 */
export const patterns = ["AAAAA", "ACAAC", "CCACC"] as const;
export type Pattern = (typeof patterns)[number];

const columns: readonly Column[] = ["W", "E", "R", "w", "e"];
const cell = (pattern: Pattern, column: Column) => `4.14 ${pattern}: ${column}`;
for (const pattern of patterns)
  for (const column of ["no reservation", "holder", ...columns] as const) coverage.declare(cell(pattern, column));

/** May this command of the tables be done for a nexus of this column? */
export function verdict({ name, pattern }: Command, column: Column): Verdict {
  coverage.hit(`4.14 command: ${name}`);
  coverage.hit(cell(pattern, column));
  return pattern[columns.indexOf(column)] === "C" ? "conflict" : "allowed";
}

const cdb32 = (serviceAction: string) => `7f00000000000018${serviceAction}${"00".repeat(22)}`;

/** CDBs by pattern. Service actions are in byte 1, those of 7Fh in bytes 8 and 9. */
const rows: Readonly<Record<Pattern, Readonly<Record<string, string>>>> = {
  AAAAA: {
    "TEST UNIT READY": "000000000000",
    "LOG SENSE": "4d004000000000004000",
    "ACCESS CONTROL IN": "86000000000000000000000000400000",
    "ACCESS CONTROL OUT": "87000000000000000000000000000000",
    "READ MEDIA SERIAL NUMBER": "ab0100000000000000400000",
    "RECEIVE COPY STATUS (LID1)": "84000000000000000000000000400000",
    "RECEIVE COPY DATA (LID1)": "84010000000000000000000000400000",
    "RECEIVE COPY OPERATING PARAMETERS": "84030000000000000000000001000000",
    "RECEIVE COPY FAILURE DETAILS": "84040000000000000000000000400000",
    "RECEIVE COPY STATUS (LID4)": "84050000000000000000000000400000",
    "RECEIVE COPY DATA (LID4)": "84060000000000000000000000400000",
    "RECEIVE ROD TOKEN INFORMATION": "84070000000000000000000000400000",
    "REPORT ALL ROD TOKENS": "84080000000000000000000000400000",
    "REPORT IDENTIFYING INFORMATION": "a30500000000000000400000",
    "REPORT TARGET PORT GROUPS": "a30a00000000000000400000",
    "REPORT ALIASES": "a30b00000000000000400000",
    "REPORT PRIORITY": "a30e00000000000000400000",
    "REPORT TIMESTAMP": "a30f00000000000000400000",
    "REPORT PROVISIONING INITIALIZATION PATTERN": "a31d00000000000000400000",
    "PREVENT ALLOW MEDIUM REMOVAL, PREVENT 0": "1e0000000000",
    "READ CAPACITY(10)": "25000000000000000000",
    "READ CAPACITY(16)": "9e100000000000000000000000200000",
    "REPORT REFERRALS": "9e130000000000000000000000200000",
    "START STOP UNIT, START 1": "1b0000000100",
  },
  ACAAC: {
    "MODE SENSE(6)": "1a003f00ff00",
    "MODE SENSE(10)": "5a003f00000000010000",
    "READ ATTRIBUTE": "8c000000000000000000000000400000",
    "READ BUFFER(10)": "3c020000000000000400",
    "RECEIVE DIAGNOSTIC RESULTS": "1c0100004000",
    "REPORT SUPPORTED OPERATION CODES": "a30c00000000000010000000",
    "REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS": "a30d00000000000000100000",
    "MANAGEMENT PROTOCOL IN": "a31000000000000000400000",
    "SECURITY PROTOCOL IN": "a20000000000000000400000",
    "GET LBA STATUS": "9e120000000000000000000000400000",
    "GET STREAM STATUS": "9e160000000000000000000000400000",
    "GET PHYSICAL ELEMENT STATUS": "9e170000000000000000000000400000",
    "POPULATE TOKEN": "83100000000000000000000000000000",
    "PRE-FETCH(10)": "34000000000000000100",
    "PRE-FETCH(16)": "90000000000000000000000000010000",
    "READ(6)": "080000000100",
    "READ(10)": "28000000000000000100",
    "READ(12)": "a80000000000000000010000",
    "READ(16)": "88000000000000000000000000010000",
    "READ(32)": cdb32("0009"),
    "READ DEFECT DATA(10)": "37000800000000000400",
    "READ DEFECT DATA(12)": "b70800000000000000040000",
    "VERIFY(10)": "2f000000000000000100",
    "VERIFY(12)": "af0000000000000000010000",
    "VERIFY(16)": "8f000000000000000000000000010000",
    "VERIFY(32)": cdb32("000a"),
  },
  CCACC: {
    "CHANGE ALIASES": "a40b00000000000000000000",
    "SET IDENTIFYING INFORMATION": "a40600000000000000000000",
    "SET TARGET PORT GROUPS": "a40a00000000000000000000",
    "REMOVE I_T NEXUS": "a40c00000000000000000000",
    "SET PRIORITY": "a40e00000000000000000000",
    "SET TIMESTAMP": "a40f00000000000000000000",
    "MANAGEMENT PROTOCOL OUT": "a41000000000000000000000",
    "EXTENDED COPY(LID1)": "83000000000000000000000000000000",
    "EXTENDED COPY(LID4)": "83010000000000000000000000000000",
    "WRITE USING TOKEN": "83110000000000000000000000000000",
    "COPY OPERATION ABORT": "831c0000000000000000000000000000",
    "LOG SELECT": "4c000000000000000000",
    "MODE SELECT(6)": "150000000000",
    "MODE SELECT(10)": "55000000000000000000",
    "RECEIVE CREDENTIAL": cdb32("1800"),
    "SECURITY PROTOCOL OUT": "b50000000000000000000000",
    "SEND DIAGNOSTIC": "1d0000000000",
    "WRITE ATTRIBUTE": "8d000000000000000000000000000000",
    "WRITE BUFFER": "3b020000000000000000",
    "COMPARE AND WRITE": "89000000000000000000000000010000",
    "FORMAT UNIT": "040000000000",
    "ORWRITE(16)": "8b000000000000000000000000010000",
    "PREVENT ALLOW MEDIUM REMOVAL, PREVENT 1": "1e0000000100",
    "REASSIGN BLOCKS": "070000000000",
    "REMOVE ELEMENT AND TRUNCATE": "9e180000000000000000000000000000",
    "RESTORE ELEMENTS AND REBUILD": "9e190000000000000000000000000000",
    "BACKGROUND CONTROL": "9e150000000000000000000000000000",
    "STREAM CONTROL": "9e140000000000000000000000000000",
    SANITIZE: "48030000000000000000",
    "START STOP UNIT, START 0": "1b0000000000",
    "START STOP UNIT, START 1 with a POWER CONDITION": "1b0000001100",
    "SYNCHRONIZE CACHE(10)": "35000000000000000100",
    "SYNCHRONIZE CACHE(16)": "91000000000000000000000000010000",
    UNMAP: "42000000000000000000",
    "WRITE(6)": "0a0000000100",
    "WRITE(10)": "2a000000000000000100",
    "WRITE(12)": "aa0000000000000000010000",
    "WRITE(16)": "8a000000000000000000000000010000",
    "WRITE(32)": cdb32("000b"),
    "WRITE AND VERIFY(10)": "2e000000000000000100",
    "WRITE AND VERIFY(12)": "ae0000000000000000010000",
    "WRITE AND VERIFY(16)": "8e000000000000000000000000010000",
    "WRITE ATOMIC(16)": "9c000000000000000000000000010000",
    "WRITE LONG(10)": "3f000000000000000000",
    "WRITE SAME(10)": "41000000000000000100",
    "WRITE SAME(16)": "93000000000000000000000000010000",
    "READ LONG(10)": "3e000000000000000000",
  },
};

const withServiceAction = new Set([0x83, 0x84, 0x9e, 0xa3, 0xa4, 0xab]);

/** What a command is, whatever its other fields say. */
function identity(cdb: Uint8Array): string {
  const code = cdb[0]!;
  if (code === 0x7f) return `7f ${cdb[8]} ${cdb[9]}`;
  if (code === 0x1e) return `1e ${(cdb[4]! & 3) !== 0}`;
  if (code === 0x1b) return `1b ${(cdb[4]! & 0xf1) === 1}`;
  return withServiceAction.has(code) ? `${code} ${cdb[1]! & 0x1f}` : `${code}`;
}

export interface Command {
  readonly name: string;
  readonly pattern: Pattern;
  readonly cdb: Uint8Array;
}

export const commands: readonly Command[] = patterns.flatMap((pattern) =>
  Object.entries(rows[pattern]).map(([name, text]) => ({
    name,
    pattern,
    cdb: new Uint8Array(Buffer.from(text, "hex")),
  })),
);
for (const { name } of commands) coverage.declare(`4.14 command: ${name}`);

const known = new Map(
  commands.flatMap((command) => [identity(command.cdb), hex(command.cdb)].map((key) => [key, command] as const)),
);

/** The row of a command, if the tables have it. */
export function commandOf(cdb: Uint8Array): Command | undefined {
  return known.get(hex(cdb)) ?? known.get(identity(cdb));
}

/** SPC-4 table 66. */
export const outWhileHeld = new Table<{ action: number; sender: "registered" | "unregistered" }, Verdict>(
  "4.14 PERSISTENT RESERVE OUT while another nexus holds",
  [
    [{ action: [action.clear], sender: ["registered"] }, "allowed"],
    [{ action: [action.clear], sender: ["unregistered"] }, "conflict"],
    [{ action: [action.preempt], sender: ["registered"] }, "allowed"],
    [{ action: [action.preempt], sender: ["unregistered"] }, "conflict"],
    [{ action: [action.preemptAndAbort], sender: ["registered"] }, "allowed"],
    [{ action: [action.preemptAndAbort], sender: ["unregistered"] }, "conflict"],
    [{ action: [action.register], sender: ["registered"] }, "allowed"],
    [{ action: [action.register], sender: ["unregistered"] }, "allowed"],
    [{ action: [action.registerAndIgnore], sender: ["registered"] }, "allowed"],
    [{ action: [action.registerAndIgnore], sender: ["unregistered"] }, "allowed"],
    [{ action: [action.registerAndMove], sender: ["registered"] }, "conflict"],
    [{ action: [action.registerAndMove], sender: ["unregistered"] }, "conflict"],
    [{ action: [action.reserve], sender: ["registered"] }, "conflict"],
    [{ action: [action.reserve], sender: ["unregistered"] }, "conflict"],
    [{ action: [action.release], sender: ["registered"] }, "allowed"],
    [{ action: [action.release], sender: ["unregistered"] }, "conflict"],
  ],
);
