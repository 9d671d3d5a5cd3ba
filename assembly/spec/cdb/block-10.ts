/** CDBs of 10 bytes of block devices (SBC-4; the XOR commands: SBC-3, the long ones: SBC-3). */
import type { Field } from "../types.ts";
import * as c from "./common.ts";

const { bit, bits, bytes, cdb, dpo, fua, fuaNv, lba, protection, relAdr, withdrawn } = c;

const addressed = [lba(2, 5), c.groupNumber(6)];
const transferred: readonly Field[] = [...addressed, c.transferLength(7, 8)];
const xorPInfo = bit("XORPINFO", 1, 0, "Protection information is combined too.");
const disableWrite = bit("DISABLE WRITE", 1, 2, "The data is not written, only the XOR data kept.");
const wholeBlock = "The whole physical block, not the logical one.";

export const defectBits = (byte: number): readonly Field[] => [
  bit("REQ_PLIST", byte, 4, "Asks for the primary defect list."),
  bit("REQ_GLIST", byte, 3, "Asks for the grown defect list."),
  bits("DEFECT LIST FORMAT", byte, 2, 0, "Format that the list is wanted in.", { values: c.defectListFormats }),
];

/** COR_DIS, WR_UNCOR and PBLOCK of WRITE LONG, of which SBC-4 has left WR_UNCOR. */
export const longBits: readonly Field[] = [
  bit("COR_DIS", 1, 7, "The block is to be read without correction: a pseudo uncorrectable error.", withdrawn),
  bit("WR_UNCOR", 1, 6, "The block becomes unreadable."),
  bit("PBLOCK", 1, 5, wholeBlock, withdrawn),
];

export const block10 = [
  cdb(10, "read_capacity_10", "READ CAPACITY(10)", "SBC-4", "Asks for the last address and the block length.", [
    relAdr(1),
    { ...lba(2, 5), ...withdrawn },
    c.pmi(8),
  ]),
  cdb(10, "read_10", "READ(10)", "SBC-4", "Reads logical blocks.", [
    protection("RDPROTECT", 1),
    dpo(1),
    fua(1),
    c.rarc(1),
    fuaNv(1),
    relAdr(1),
    ...transferred,
  ]),
  cdb(10, "write_10", "WRITE(10)", "SBC-4", "Writes logical blocks.", [
    protection("WRPROTECT", 1),
    dpo(1),
    fua(1),
    fuaNv(1),
    relAdr(1),
    ...transferred,
  ]),
  cdb(10, "write_and_verify_10", "WRITE AND VERIFY(10)", "SBC-4", "Writes logical blocks and verifies them.", [
    protection("WRPROTECT", 1),
    dpo(1),
    c.bytchk(1),
    relAdr(1),
    ...transferred,
  ]),
  cdb(10, "verify_10", "VERIFY(10)", "SBC-4", "Verifies logical blocks, or compares them.", [
    protection("VRPROTECT", 1),
    dpo(1),
    c.bytchk(1),
    relAdr(1),
    ...addressed,
    c.verificationLength(7, 8),
  ]),
  cdb(10, "pre_fetch_10", "PRE-FETCH(10)", "SBC-4", "Reads logical blocks into the cache.", [
    c.immed(1, 1),
    relAdr(1),
    ...addressed,
    c.prefetchLength(7, 8),
  ]),
  cdb(10, "synchronize_cache_10", "SYNCHRONIZE CACHE(10)", "SBC-4", "Writes what is cached to the medium.", [
    bit("SYNC_NV", 1, 2, "Non-volatile cache is enough.", withdrawn),
    c.immed(1, 1),
    relAdr(1),
    ...addressed,
    c.numberOfBlocks(7, 8),
  ]),
  cdb(10, "read_defect_data_10", "READ DEFECT DATA(10)", "SBC-4", "Asks for the lists of defects.", [
    ...defectBits(2),
    c.allocationLength(7, 8),
  ]),
  cdb(10, "format_with_preset", "FORMAT WITH PRESET", "SBC-4", "Formats the medium as a preset says.", [
    c.immed(1, 7),
    bit("FMTMAXLBA", 1, 6, "To the largest capacity that the preset allows."),
    bytes("PRESET IDENTIFIER", 2, 5, "Which preset."),
  ]),
  cdb(10, "read_long_10", "READ LONG(10)", "SBC-3", "Reads a block with its error correction bytes.", [
    bit("PBLOCK", 1, 2, wholeBlock),
    bit("CORRCT", 1, 1, "Errors are corrected first."),
    relAdr(1),
    lba(2, 5),
    c.byteTransferLength(7, 8),
  ]),
  cdb(10, "write_long_10", "WRITE LONG(10)", "SBC-4", "Marks a block as not readable.", [
    ...longBits,
    relAdr(1),
    lba(2, 5),
    { ...c.byteTransferLength(7, 8), ...withdrawn },
  ]),
  cdb(10, "write_same_10", "WRITE SAME(10)", "SBC-4", "Writes one logical block many times, or unmaps.", [
    protection("WRPROTECT", 1),
    c.anchor(1, 4),
    c.unmapBit(1),
    bit("PBDATA", 1, 2, "Each block's physical address is written into it.", withdrawn),
    bit("LBDATA", 1, 1, "Each block's logical address is written into it.", withdrawn),
    relAdr(1),
    ...addressed,
    c.numberOfBlocks(7, 8),
  ]),
  cdb(10, "unmap", "UNMAP", "SBC-4", "Unmaps the logical blocks of a list.", [
    c.anchor(1, 0),
    c.groupNumber(6),
    c.parameterListLength(7, 8),
  ]),
  cdb(10, "sanitize", "SANITIZE", "SBC-4", "Removes all user data.", [
    c.immed(1, 7),
    bit("ZNR", 1, 6, "Zones keep their write pointers."),
    bit("AUSE", 1, 5, "The unit may leave a failed sanitize by EXIT FAILURE MODE."),
    c.serviceAction,
    c.parameterListLength(7, 8),
  ]),
  cdb(10, "xdwrite_10", "XDWRITE(10)", "SBC-2", "Writes, and keeps the XOR of old and new data.", [
    protection("WRPROTECT", 1),
    dpo(1),
    fua(1),
    disableWrite,
    fuaNv(1),
    ...transferred,
  ]),
  cdb(10, "xpwrite_10", "XPWRITE(10)", "SBC-3", "Writes the XOR of the data and what is there.", [
    dpo(1),
    fua(1),
    fuaNv(1),
    xorPInfo,
    ...transferred,
  ]),
  cdb(10, "xdread_10", "XDREAD(10)", "SBC-3", "Reads the XOR data that XDWRITE kept.", [xorPInfo, ...transferred]),
  cdb(10, "xdwriteread_10", "XDWRITEREAD(10)", "SBC-3", "XDWRITE and XDREAD in one.", [
    protection("WRPROTECT", 1),
    dpo(1),
    fua(1),
    disableWrite,
    fuaNv(1),
    xorPInfo,
    ...transferred,
  ]),
];
