/** CDBs of sequential-access devices (SSC-5). */
import type { Field } from "../types.ts";
import { allocationLength, bit, bits, bytes, cdb, immed, serviceAction, withdrawn } from "./common.ts";

const sili = bit("SILI", 1, 1, "A block of another length is no error.");
const fixed = bit("FIXED", 1, 0, "The length counts blocks, not bytes.");
const bytOrd = bit("BYTORD", 1, 2, "Bytes come in the order in which they were written.");
const transferLength = (first: number, last: number): Field =>
  bytes("TRANSFER LENGTH", first, last, "Blocks or bytes to transfer, as FIXED says.");
const filemarkCount = (first: number, last: number): Field =>
  bytes("FILEMARK COUNT", first, last, "How many filemarks; 0 only writes what is buffered.");
const partition = (byte: number): Field => bytes("PARTITION", byte, byte, "Which partition.");
const explicit: readonly Field[] = [partition(3), bytes("LOGICAL OBJECT IDENTIFIER", 4, 11, "Where in the partition.")];
const fcs = bit("FCS", 1, 3, "The first of a sequence of such commands.");
const lcs = bit("LCS", 1, 2, "The last of a sequence of such commands.");
const verifies: readonly Field[] = [
  bit("VTE", 1, 5, "Verifies up to the end of the data."),
  bit("VLBPM", 1, 4, "Verifies the protection information."),
  bit("VBF", 1, 3, "Verifies by filemarks."),
  immed(1, 2),
  bit("BYTCMP", 1, 1, "Compares with the data that is sent."),
  fixed,
];
const code = bits("CODE", 1, 3, 0, "What is counted.", {
  values: {
    0: "Logical blocks",
    1: "Filemarks",
    2: "Sequential filemarks",
    3: "End-of-data",
    4: "obsolete (setmarks)",
    5: "obsolete (sequential setmarks)",
  },
});
const cp = bit("CP", 1, 1, "PARTITION is valid: the partition changes.");
const long = bit("LONG", 1, 0, "All the rest of the medium, not only a mark.");

export const tape = [
  cdb(6, "rewind", "REWIND", "SSC-5", "Goes to the beginning.", [immed(1, 0)]),
  cdb(6, "format_medium", "FORMAT MEDIUM", "SSC-5", "Formats the medium, with partitions.", [
    bit("VERIFY", 1, 1, "The format is verified."),
    immed(1, 0),
    bits("FORMAT", 2, 3, 0, "Which partitions are made."),
    bytes("TRANSFER LENGTH", 3, 4, "Bytes of vendor specific data that are sent."),
  ]),
  cdb(6, "read_block_limits", "READ BLOCK LIMITS", "SSC-5", "Asks for the block lengths that are possible.", [
    bit("MLOI", 1, 0, "Asks for the largest logical object identifier instead."),
  ]),
  cdb(6, "read_6_tape", "READ(6) (SSC)", "SSC-5", "Reads blocks.", [sili, fixed, transferLength(2, 4)]),
  cdb(6, "write_6_tape", "WRITE(6) (SSC)", "SSC-5", "Writes blocks.", [fixed, transferLength(2, 4)]),
  cdb(6, "set_capacity", "SET CAPACITY", "SSC-5", "Makes less of the medium usable.", [
    immed(1, 0),
    bytes("CAPACITY PROPORTION VALUE", 3, 4, "How much, in 65535ths."),
  ]),
  cdb(6, "read_reverse_6", "READ REVERSE(6)", "SSC-5", "Reads blocks backwards.", [
    bytOrd,
    sili,
    fixed,
    transferLength(2, 4),
  ]),
  cdb(6, "write_filemarks_6", "WRITE FILEMARKS(6)", "SSC-5", "Writes filemarks, and what is buffered.", [
    bit("WSMK", 1, 1, "Setmarks, not filemarks.", withdrawn),
    immed(1, 0),
    filemarkCount(2, 4),
  ]),
  cdb(6, "space_6", "SPACE(6)", "SSC-5", "Moves over blocks or marks.", [
    code,
    bytes("COUNT", 2, 4, "How many; two's complement, negative is backwards."),
  ]),
  cdb(6, "verify_6", "VERIFY(6)", "SSC-5", "Verifies blocks, or compares them.", [
    ...verifies,
    bytes("VERIFICATION LENGTH", 2, 4, "Blocks or bytes to verify, as FIXED says."),
  ]),
  cdb(6, "erase_6", "ERASE(6)", "SSC-5", "Erases from here on.", [immed(1, 1), long]),
  cdb(6, "load_unload", "LOAD UNLOAD", "SSC-5", "Loads or unloads the medium.", [
    immed(1, 0),
    bit("HOLD", 4, 3, "The medium is taken in, or left there, but not threaded."),
    bit("EOT", 4, 2, "Unloads at the end of the medium."),
    bit("RETEN", 4, 1, "The medium is wound through first."),
    bit("LOAD", 4, 0, "Loads; 0 unloads."),
  ]),
  cdb(10, "locate_10", "LOCATE(10)", "SSC-5", "Goes to a logical object.", [
    bit("BT", 1, 2, "The identifier is vendor specific."),
    cp,
    immed(1, 0),
    bytes("LOGICAL OBJECT IDENTIFIER", 3, 6, "Where in the partition."),
    partition(8),
  ]),
  cdb(10, "read_position", "READ POSITION", "SSC-5", "Asks where the medium stands.", [
    serviceAction,
    allocationLength(7, 8),
  ]),
  cdb(10, "report_density_support", "REPORT DENSITY SUPPORT", "SSC-5", "Asks which densities are possible.", [
    bit("MEDIUM TYPE", 1, 1, "Asks for medium types, not densities."),
    bit("MEDIA", 1, 0, "Only what this medium can do."),
    allocationLength(7, 8),
  ]),
  cdb(16, "write_filemarks_16", "WRITE FILEMARKS(16)", "SSC-5", "Writes filemarks, at a place.", [
    fcs,
    lcs,
    immed(1, 0),
    ...explicit,
    filemarkCount(12, 14),
  ]),
  cdb(16, "read_reverse_16", "READ REVERSE(16)", "SSC-5", "Reads blocks backwards, from a place.", [
    bytOrd,
    sili,
    fixed,
    ...explicit,
    transferLength(12, 14),
  ]),
  cdb(16, "allow_overwrite", "ALLOW OVERWRITE", "SSC-5", "Allows one write over what is there.", [
    bits("ALLOW OVERWRITE", 2, 3, 0, "What is allowed.", {
      values: { 0: "not allowed", 1: "at the current position", 2: "format" },
    }),
    ...explicit,
  ]),
  cdb(16, "read_16_tape", "READ(16) (SSC)", "SSC-5", "Reads blocks, from a place.", [
    sili,
    fixed,
    ...explicit,
    transferLength(12, 14),
  ]),
  cdb(16, "write_16_tape", "WRITE(16) (SSC)", "SSC-5", "Writes blocks, at a place.", [
    fcs,
    lcs,
    fixed,
    ...explicit,
    transferLength(12, 14),
  ]),
  cdb(16, "verify_16_tape", "VERIFY(16) (SSC)", "SSC-5", "Verifies blocks, from a place.", [
    ...verifies,
    ...explicit,
    bytes("VERIFICATION LENGTH", 12, 14, "Blocks or bytes to verify, as FIXED says."),
  ]),
  cdb(16, "space_16", "SPACE(16)", "SSC-5", "Moves over blocks or marks.", [
    code,
    bytes("COUNT", 4, 11, "How many; two's complement, negative is backwards."),
    bytes("PARAMETER LENGTH", 12, 13, "Bytes of parameter data; 0 or 16."),
  ]),
  cdb(16, "locate_16", "LOCATE(16)", "SSC-5", "Goes to a logical object or file.", [
    bits("DEST_TYPE", 1, 4, 3, "What the identifier is.", {
      values: { 0: "Logical object identifier", 1: "Logical file identifier", 2: "obsolete", 3: "End-of-data" },
    }),
    cp,
    immed(1, 0),
    bit("BAM", 2, 0, "In explicit address mode."),
    partition(3),
    bytes("LOGICAL IDENTIFIER", 4, 11, "Where in the partition, as DEST_TYPE says."),
  ]),
  cdb(16, "erase_16", "ERASE(16)", "SSC-5", "Erases from a place on.", [fcs, lcs, immed(1, 1), long, ...explicit]),
];
