/** CDBs of 32 bytes and of variable length, operation code 7Fh (SPC-4 4.2.3, SBC-4, SAT-4). */
import type { Field, Structure } from "../types.ts";
import * as c from "./common.ts";

const { bit, bits, bytes, dpo, fua, fuaNv, lba, protection, transferLength } = c;

const head = (length: Pick<Field, "fixed" | "countsFrom">): readonly Field[] => [
  bytes("ADDITIONAL CDB LENGTH", 7, 7, "Bytes of the CDB behind this one.", length),
  bytes("SERVICE ACTION", 8, 9, "Which command of this operation code."),
];

/** A CDB of 32 bytes; `early` are fields in front of byte 7. */
export const cdb32 = (
  id: string,
  name: string,
  clause: string,
  doc: string,
  early: readonly Field[],
  fields: readonly Field[],
): Structure => ({
  id: `${id}_cdb`,
  name,
  clause,
  size: 32,
  doc,
  fields: [c.operationCode, c.controlByte(1), ...early, ...head({ fixed: 24 }), ...fields],
});

const group = c.groupNumber(6);
const tags: readonly Field[] = [
  bytes("EXPECTED INITIAL LOGICAL BLOCK REFERENCE TAG", 20, 23, "Reference tag of the first block's protection."),
  bytes("EXPECTED LOGICAL BLOCK APPLICATION TAG", 24, 25, "Application tag of the protection information."),
  bytes("LOGICAL BLOCK APPLICATION TAG MASK", 26, 27, "Which bits of the application tag are checked."),
];
const transferred: readonly Field[] = [lba(12, 19), ...tags, transferLength(28, 31)];
const limits: readonly Field[] = [c.dld(2, 11, 2), c.dld(1, 11, 1), c.dld(0, 11, 0)];
const untagged: readonly Field[] = [lba(12, 19), transferLength(28, 31)];
const xorPInfo = bit("XORPINFO", 10, 0, "Protection information is combined too.");
const disableWrite = bit("DISABLE WRITE", 10, 2, "The data is not written, only the XOR data kept.");

const xor = [
  cdb32("xdread_32", "XDREAD(32)", "SBC-3", "Reads the XOR data that XDWRITE kept.", [group], [xorPInfo, ...untagged]),
  cdb32(
    "xdwrite_32",
    "XDWRITE(32)",
    "SBC-2",
    "Writes, and keeps the XOR of old and new data.",
    [group],
    [protection("WRPROTECT", 10), dpo(10), fua(10), disableWrite, fuaNv(10), ...untagged],
  ),
  cdb32(
    "xpwrite_32",
    "XPWRITE(32)",
    "SBC-3",
    "Writes the XOR of the data and what is there.",
    [group],
    [dpo(10), fua(10), fuaNv(10), xorPInfo, ...untagged],
  ),
  cdb32(
    "xdwriteread_32",
    "XDWRITEREAD(32)",
    "SBC-3",
    "XDWRITE and XDREAD in one.",
    [group],
    [protection("WRPROTECT", 10), dpo(10), fua(10), disableWrite, fuaNv(10), xorPInfo, ...untagged],
  ),
];

const receiveCredential: Structure = {
  id: "receive_credential_cdb",
  name: "RECEIVE CREDENTIAL",
  clause: "SPC-4",
  size: 16,
  doc: "Asks for a credential of capability-based command security.",
  fields: [
    c.operationCode,
    c.controlByte(1),
    ...head({ countsFrom: 8 }),
    c.allocationLength(10, 11),
    bytes("AC_SAI", 12, 15, "The security association that encrypts the request."),
  ],
  rest: { kind: "bytes", name: "ENCRYPTED REQUEST DESCRIPTOR", doc: "What the credential is wanted for, encrypted." },
};

export const variableLength = [
  ...xor,
  cdb32(
    "read_32",
    "READ(32)",
    "SBC-4",
    "Reads logical blocks, with expected tags.",
    [group],
    [protection("RDPROTECT", 10), dpo(10), fua(10), c.rarc(10), fuaNv(10), ...limits, ...transferred],
  ),
  cdb32(
    "verify_32",
    "VERIFY(32)",
    "SBC-4",
    "Verifies logical blocks, with expected tags.",
    [group],
    [protection("VRPROTECT", 10), dpo(10), c.bytchk(10), lba(12, 19), ...tags, c.verificationLength(28, 31)],
  ),
  cdb32(
    "write_32",
    "WRITE(32)",
    "SBC-4",
    "Writes logical blocks, with expected tags.",
    [group],
    [protection("WRPROTECT", 10), dpo(10), fua(10), fuaNv(10), ...limits, ...transferred],
  ),
  cdb32(
    "write_and_verify_32",
    "WRITE AND VERIFY(32)",
    "SBC-4",
    "Writes and verifies, with expected tags.",
    [group],
    [protection("WRPROTECT", 10), dpo(10), c.bytchk(10), ...transferred],
  ),
  cdb32(
    "write_same_32",
    "WRITE SAME(32)",
    "SBC-4",
    "Writes one logical block many times, or unmaps.",
    [group],
    [
      protection("WRPROTECT", 10),
      c.anchor(10, 4),
      c.unmapBit(10),
      bit("PBDATA", 10, 2, "Each block's physical address is written into it.", c.withdrawn),
      bit("LBDATA", 10, 1, "Each block's logical address is written into it.", c.withdrawn),
      bit("NDOB", 10, 0, "No data is sent: zeros are written."),
      lba(12, 19),
      ...tags,
      c.numberOfBlocks(28, 31),
    ],
  ),
  cdb32(
    "orwrite_32",
    "ORWRITE(32)",
    "SBC-4",
    "Changes a bitmap, in step with its generation.",
    [
      bits("BMOP", 2, 2, 0, "What is done to the bitmap."),
      bits("PREVIOUS GENERATION PROCESSING", 3, 3, 0, "What becomes of requests of the generation before."),
      group,
    ],
    [
      protection("ORPROTECT", 10),
      dpo(10),
      fua(10),
      lba(12, 19),
      bytes("EXPECTED ORWGENERATION", 20, 23, "The generation that the bitmap must have."),
      bytes("NEW ORWGENERATION", 24, 27, "The generation that it gets."),
      transferLength(28, 31),
    ],
  ),
  cdb32(
    "write_atomic_32",
    "WRITE ATOMIC(32)",
    "SBC-4",
    "Writes all of the logical blocks or none.",
    [bytes("ATOMIC BOUNDARY", 4, 5, "Logical blocks that each write is atomic in; 0 is the whole."), group],
    [protection("WRPROTECT", 10), dpo(10), fua(10), ...transferred],
  ),
  cdb32(
    "write_stream_32",
    "WRITE STREAM(32)",
    "SBC-4",
    "Writes logical blocks of a stream.",
    [bytes("STR_ID", 4, 5, "The stream."), group],
    [protection("WRPROTECT", 10), dpo(10), fua(10), ...transferred],
  ),
  cdb32(
    "write_scattered_32",
    "WRITE SCATTERED(32)",
    "SBC-4",
    "Writes several ranges of logical blocks.",
    [group],
    [
      protection("WRPROTECT", 10),
      dpo(10),
      fua(10),
      bytes("LOGICAL BLOCK DATA OFFSET", 12, 13, "Where the data begins, in logical blocks of what is sent."),
      bytes("NUMBER OF LBA RANGE DESCRIPTORS", 16, 17, "How many ranges."),
      bytes("BUFFER TRANSFER LENGTH", 28, 31, "Logical blocks that are sent."),
    ],
  ),
  cdb32(
    "get_lba_status_32",
    "GET LBA STATUS(32)",
    "SBC-4",
    "Asks which logical blocks are mapped.",
    [],
    [
      bytes("REPORT TYPE", 10, 10, "Which logical blocks to report; 0 is all."),
      bytes("STARTING LOGICAL BLOCK ADDRESS", 12, 19, "The first logical block to report."),
      bytes("SCAN LENGTH", 20, 23, "Logical blocks to look at; 0 is no limit."),
      bytes("ELEMENT IDENTIFIER", 24, 27, "The element to report on; 0 is all."),
      c.allocationLength(28, 31),
    ],
  ),
  receiveCredential,
];
