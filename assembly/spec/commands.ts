/**
 * Commands of SPC-4, SBC-4 and ZBC, and how each fares under a reservation that another I_T nexus holds (SPC-4 table 65, SBC-4 table 13).
 * One row a command, or a service action of it.
 */
import type { Field, Structure } from "./types.ts";

/**
 * Who is refused with RESERVATION CONFLICT: the other I_T nexuses under `write_exclusive` and `exclusive_access`; under the registrants only
 * and all registrants types the `registered` ones, and those that are not registered, by kind of type (`write_unregistered`, `access_unregistered`).
 */
export const conflictColumns = [
  "write_exclusive",
  "exclusive_access",
  "registered",
  "write_unregistered",
  "access_unregistered",
] as const;

/** Conflict classes, and the columns in which they conflict. */
export const conflictClasses = {
  /** Neither reads nor changes what a reservation protects. */
  allowed: [],
  /** Reads it. */
  reads: ["exclusive_access", "access_unregistered"],
  /** Changes it. */
  writes: ["write_exclusive", "exclusive_access", "write_unregistered", "access_unregistered"],
  /** Rules of its own: PERSISTENT RESERVE OUT (SPC-4 table 66), RESERVE and RELEASE (SPC-4 5.13.3). */
  own: [],
} as const satisfies Record<string, readonly (typeof conflictColumns)[number][]>;

export type ConflictClass = keyof typeof conflictClasses;

export interface Command {
  readonly operationCode: number;
  /** Absent: the command has none, or all of them are alike. */
  readonly serviceAction?: number;
  /** The standard's. */
  readonly name: string;
  readonly conflict: ConflictClass;
  /** Another class where these bits of the CDB have this value. */
  readonly except?: {
    readonly byte: number;
    readonly mask: number;
    readonly value: number;
    readonly conflict: ConflictClass;
  };
}

/** Where a CDB has its service action (SPC-4 4.2.5.2), and one of variable length (SPC-4 4.2.3). */
export const serviceAction: Field = { name: "SERVICE ACTION", byte: 1, bit: 4, bits: 5, doc: "" };
export const variableServiceAction: Field = { name: "SERVICE ACTION", byte: 8, bits: 16, doc: "" };
export const variableLengthCdb = 0x7f;

/** Bytes of a CDB by the GROUP CODE, the three highest bits of the operation code (SAM-5 5.2.2): of one of variable length those up to its service action, of a vendor's the least. */
export const cdbLengths = [6, 10, 10, 10, 16, 12, 6, 6] as const;

export const requestSenseCdb: Structure = {
  id: "request_sense_cdb",
  name: "REQUEST SENSE",
  clause: "SPC-4 6.39",
  size: 6,
  doc: "Asks for sense data; a unit attention that waits is reported by it.",
  fields: [
    { name: "OPERATION CODE", byte: 0, bits: 8, fixed: 0x03, values: { 0x03: "REQUEST SENSE" }, doc: "Always 03h." },
    { name: "DESC", byte: 1, bit: 0, bits: 1, doc: "Descriptor format is asked for." },
    { name: "ALLOCATION LENGTH", byte: 4, bits: 8, doc: "Most bytes that the device may return." },
    { name: "CONTROL", byte: 5, bits: 8, doc: "Vendor specific bits and NACA; 0 in practice." },
  ],
};

const rows = (conflict: ConflictClass, list: readonly (readonly [code: string, name: string])[]): Command[] =>
  list.map(([code, name]) => {
    const [operationCode, action] = code.split("/").map((digits) => Number.parseInt(digits, 16));
    return {
      operationCode: operationCode!,
      ...(action === undefined ? {} : { serviceAction: action }),
      name,
      conflict,
    };
  });

const spc: readonly Command[] = [
  ...rows("allowed", [
    ["00", "TEST UNIT READY"],
    ["03", "REQUEST SENSE"],
    ["12", "INQUIRY"],
    ["4d", "LOG SENSE"],
    ["5e", "PERSISTENT RESERVE IN"],
    ["84/00", "RECEIVE COPY STATUS(LID1)"],
    ["84/01", "RECEIVE COPY DATA(LID1)"],
    ["84/03", "RECEIVE COPY OPERATING PARAMETERS"],
    ["84/04", "RECEIVE COPY FAILURE DETAILS(LID1)"],
    ["84/05", "RECEIVE COPY STATUS(LID4)"],
    ["84/06", "RECEIVE COPY DATA(LID4)"],
    ["84/07", "RECEIVE ROD TOKEN INFORMATION"],
    ["84/08", "REPORT ALL ROD TOKENS"],
    ["86", "ACCESS CONTROL IN"],
    ["87", "ACCESS CONTROL OUT"],
    ["a0", "REPORT LUNS"],
    ["a3/05", "REPORT IDENTIFYING INFORMATION"],
    ["a3/0a", "REPORT TARGET PORT GROUPS"],
    ["a3/0b", "REPORT ALIASES"],
    ["a3/0e", "REPORT PRIORITY"],
    ["a3/0f", "REPORT TIMESTAMP"],
    ["ab/01", "READ MEDIA SERIAL NUMBER"],
  ]),
  ...rows("reads", [
    ["1a", "MODE SENSE(6)"],
    ["1c", "RECEIVE DIAGNOSTIC RESULTS"],
    ["3c", "READ BUFFER(10)"],
    ["5a", "MODE SENSE(10)"],
    ["8c", "READ ATTRIBUTE"],
    ["9b", "READ BUFFER(16)"],
    ["a2", "SECURITY PROTOCOL IN"],
    ["a3/0c", "REPORT SUPPORTED OPERATION CODES"],
    ["a3/0d", "REPORT SUPPORTED TASK MANAGEMENT FUNCTIONS"],
    ["a3/10", "MANAGEMENT PROTOCOL IN"],
  ]),
  ...rows("writes", [
    ["15", "MODE SELECT(6)"],
    ["1d", "SEND DIAGNOSTIC"],
    ["3b", "WRITE BUFFER"],
    ["4c", "LOG SELECT"],
    ["55", "MODE SELECT(10)"],
    ["7f/1800", "RECEIVE CREDENTIAL"],
    ["83/00", "EXTENDED COPY(LID1)"],
    ["83/01", "EXTENDED COPY(LID4)"],
    ["83/1c", "COPY OPERATION ABORT"],
    ["8d", "WRITE ATTRIBUTE"],
    ["a4/06", "SET IDENTIFYING INFORMATION"],
    ["a4/0a", "SET TARGET PORT GROUPS"],
    ["a4/0b", "CHANGE ALIASES"],
    ["a4/0c", "REMOVE I_T NEXUS"],
    ["a4/0e", "SET PRIORITY"],
    ["a4/0f", "SET TIMESTAMP"],
    ["a4/10", "MANAGEMENT PROTOCOL OUT"],
    ["b5", "SECURITY PROTOCOL OUT"],
  ]),
  ...rows("own", [
    ["16", "RESERVE(6)"],
    ["17", "RELEASE(6)"],
    ["56", "RESERVE(10)"],
    ["57", "RELEASE(10)"],
    ["5f", "PERSISTENT RESERVE OUT"],
  ]),
];

const sbc: readonly Command[] = [
  {
    operationCode: 0x1e,
    name: "PREVENT ALLOW MEDIUM REMOVAL",
    conflict: "writes",
    except: { byte: 4, mask: 0x03, value: 0, conflict: "allowed" }, // PREVENT 0
  },
  {
    operationCode: 0x1b,
    name: "START STOP UNIT",
    conflict: "writes",
    except: { byte: 4, mask: 0xf1, value: 0x01, conflict: "allowed" }, // POWER CONDITION 0, START 1
  },
  ...rows("allowed", [
    ["25", "READ CAPACITY(10)"],
    ["9e/10", "READ CAPACITY(16)"],
    ["9e/13", "REPORT REFERRALS"],
    ["a3/1d", "REPORT PROVISIONING INITIALIZATION PATTERN"],
  ]),
  ...rows("reads", [
    ["08", "READ(6)"],
    ["28", "READ(10)"],
    ["2f", "VERIFY(10)"],
    ["34", "PRE-FETCH(10)"],
    ["37", "READ DEFECT DATA(10)"],
    ["52", "XDREAD(10)"],
    ["7f/0003", "XDREAD(32)"],
    ["7f/0009", "READ(32)"],
    ["7f/000a", "VERIFY(32)"],
    ["7f/0012", "GET LBA STATUS(32)"],
    ["83/10", "POPULATE TOKEN"],
    ["88", "READ(16)"],
    ["8f", "VERIFY(16)"],
    ["90", "PRE-FETCH(16)"],
    ["9e/12", "GET LBA STATUS(16)"],
    ["9e/16", "GET STREAM STATUS"],
    ["9e/17", "GET PHYSICAL ELEMENT STATUS"],
    ["a8", "READ(12)"],
    ["af", "VERIFY(12)"],
    ["b7", "READ DEFECT DATA(12)"],
  ]),
  ...rows("writes", [
    ["04", "FORMAT UNIT"],
    ["07", "REASSIGN BLOCKS"],
    ["0a", "WRITE(6)"],
    ["2a", "WRITE(10)"],
    ["2e", "WRITE AND VERIFY(10)"],
    ["35", "SYNCHRONIZE CACHE(10)"],
    ["38", "FORMAT WITH PRESET"],
    ["3e", "READ LONG(10)"],
    ["3f", "WRITE LONG(10)"],
    ["41", "WRITE SAME(10)"],
    ["42", "UNMAP"],
    ["48", "SANITIZE"],
    ["50", "XDWRITE(10)"],
    ["51", "XPWRITE(10)"],
    ["53", "XDWRITEREAD(10)"],
    ["7f/0004", "XDWRITE(32)"],
    ["7f/0006", "XPWRITE(32)"],
    ["7f/0007", "XDWRITEREAD(32)"],
    ["7f/000b", "WRITE(32)"],
    ["7f/000c", "WRITE AND VERIFY(32)"],
    ["7f/000d", "WRITE SAME(32)"],
    ["7f/000e", "ORWRITE(32)"],
    ["7f/000f", "WRITE ATOMIC(32)"],
    ["7f/0010", "WRITE STREAM(32)"],
    ["7f/0011", "WRITE SCATTERED(32)"],
    ["83/11", "WRITE USING TOKEN"],
    ["89", "COMPARE AND WRITE"],
    ["8a", "WRITE(16)"],
    ["8b", "ORWRITE(16)"],
    ["8e", "WRITE AND VERIFY(16)"],
    ["91", "SYNCHRONIZE CACHE(16)"],
    ["93", "WRITE SAME(16)"],
    ["9a", "WRITE STREAM(16)"],
    ["9c", "WRITE ATOMIC(16)"],
    ["9e/11", "READ LONG(16)"],
    ["9e/14", "STREAM CONTROL"],
    ["9e/15", "BACKGROUND CONTROL"],
    ["9e/18", "REMOVE ELEMENT AND TRUNCATE"],
    ["9e/19", "RESTORE ELEMENTS AND REBUILD"],
    ["9f/11", "WRITE LONG(16)"],
    ["9f/12", "WRITE SCATTERED(16)"],
    ["aa", "WRITE(12)"],
    ["ae", "WRITE AND VERIFY(12)"],
  ]),
];

const zbc: readonly Command[] = [
  ...rows("reads", [
    ["95/00", "REPORT ZONES"],
    ["95/06", "REPORT REALMS"],
    ["95/07", "REPORT ZONE DOMAINS"],
    ["95/09", "ZONE QUERY"],
  ]),
  ...rows("writes", [
    ["94/01", "CLOSE ZONE"],
    ["94/02", "FINISH ZONE"],
    ["94/03", "OPEN ZONE"],
    ["94/04", "RESET WRITE POINTER"],
    ["94/10", "SEQUENTIALIZE ZONE"],
    ["95/08", "ZONE ACTIVATE"],
  ]),
];

export const commands: readonly Command[] = [...spc, ...sbc, ...zbc];
