/** CDBs of 6 bytes of block devices (SBC-4), and those of the removable medium. */
import { bit, bits, bytes, cdb, defectListFormats, immed, withdrawn } from "./common.ts";

const powerConditions = {
  0: "START_VALID",
  1: "ACTIVE",
  2: "IDLE",
  3: "STANDBY",
  5: "obsolete (SLEEP)",
  7: "LU_CONTROL",
  10: "FORCE_IDLE_0",
  11: "FORCE_STANDBY_0",
};

const loej = bit("LOEJ", 4, 1, "The medium is loaded (START 1) or ejected (START 0).");
const start = bit("START", 4, 0, "The unit is to become active, or to stop.");

export const block6 = [
  cdb(6, "format_unit", "FORMAT UNIT", "SBC-4", "Formats the medium.", [
    bits("FMTPINFO", 1, 7, 6, "Protection information that the format gives each block."),
    bit("LONGLIST", 1, 5, "The parameter list has a long header."),
    bit("FMTDATA", 1, 4, "A parameter list is sent."),
    bit("CMPLST", 1, 3, "The defect list that is sent is complete: the grown one is dropped."),
    bits("DEFECT LIST FORMAT", 1, 2, 0, "Format of the address descriptors that are sent.", {
      values: defectListFormats,
    }),
    bytes("Vendor specific", 2, 2, "Defined by the vendor of the logical unit."),
    bytes("Obsolete (interleave)", 3, 3, "The interleave of earlier standards.", withdrawn),
    bits("FFMT", 4, 1, 0, "Fast format: how much of the medium is written."),
  ]),
  cdb(6, "reassign_blocks", "REASSIGN BLOCKS", "SBC-4", "Moves logical blocks away from defects.", [
    bit("LONGLBA", 1, 1, "The addresses in the list have 8 bytes, not 4."),
    bit("LONGLIST", 1, 0, "The length in the list has 4 bytes, not 2."),
  ]),
  cdb(6, "read_6", "READ(6)", "SBC-4", "Reads or writes up to 256 logical blocks.", [
    { name: "LOGICAL BLOCK ADDRESS", byte: 1, bit: 4, bits: 21, doc: "The first logical block." },
    bytes("TRANSFER LENGTH", 4, 4, "Logical blocks to transfer; 0 is 256."),
  ]),
  cdb(
    6,
    "start_stop_unit",
    "START STOP UNIT",
    "SBC-4",
    "Changes the power condition, or loads and ejects the medium.",
    [
      immed(1, 0),
      bits("POWER CONDITION MODIFIER", 3, 3, 0, "Which one of several idle or standby conditions."),
      bits("POWER CONDITION", 4, 7, 4, "The power condition to go to; 0: START and LOEJ tell.", {
        values: powerConditions,
      }),
      bit("NO_FLUSH", 4, 2, "Cached data need not be written first."),
      loej,
      start,
    ],
  ),
  cdb(6, "start_stop_unit_mmc", "START STOP UNIT (MMC)", "MMC-6", "Changes the power condition, or the disc.", [
    immed(1, 0),
    bits("FORMAT-LAYER NUMBER", 3, 1, 0, "The format layer to go to."),
    bits("POWER CONDITIONS", 4, 7, 4, "The power condition to go to; 0: START and LOEJ tell."),
    bit("FL", 4, 2, "FORMAT-LAYER NUMBER is valid."),
    loej,
    start,
  ]),
  cdb(
    6,
    "prevent_allow_medium_removal",
    "PREVENT ALLOW MEDIUM REMOVAL",
    "SBC-4",
    "Locks the medium in, or lets it go.",
    [
      bits("PREVENT", 4, 1, 0, "Whether the medium may be removed.", {
        values: { 0: "removal allowed", 1: "removal prevented", 2: "persistent allow", 3: "persistent prevent" },
      }),
    ],
  ),
];
