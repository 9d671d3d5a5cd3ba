/** CDBs of 16 bytes of block devices (SBC-4). */
import type { Field } from "../types.ts";
import { longBits } from "./block-10.ts";
import * as c from "./common.ts";

const { bit, bits, bytes, cdb, dpo, fua, fuaNv, lba, protection, serviceAction } = c;

const transferred: readonly Field[] = [lba(2, 9), c.transferLength(10, 13)];
const shortTransfer: readonly Field[] = [c.transferLength(12, 13), c.groupNumber(14)];
const limits: readonly Field[] = [c.dld(1, 14, 7), c.dld(0, 14, 6), c.groupNumber(14)];

/** SERVICE ACTION IN(16) and OUT(16). */
const actions = [
  cdb(
    16,
    "read_capacity_16",
    "READ CAPACITY(16)",
    "SBC-4",
    "Asks for the last address, block lengths and provisioning.",
    [serviceAction, { ...lba(2, 9), ...c.withdrawn }, c.allocationLength(10, 13), c.pmi(14)],
  ),
  cdb(16, "read_long_16", "READ LONG(16)", "SBC-3", "Reads a block with its error correction bytes.", [
    serviceAction,
    lba(2, 9),
    c.byteTransferLength(12, 13),
    bit("PBLOCK", 14, 1, "The whole physical block, not the logical one."),
    bit("CORRCT", 14, 0, "Errors are corrected first."),
  ]),
  cdb(16, "get_lba_status_16", "GET LBA STATUS(16)", "SBC-4", "Asks which logical blocks are mapped.", [
    serviceAction,
    bytes("STARTING LOGICAL BLOCK ADDRESS", 2, 9, "The first logical block to report."),
    c.allocationLength(10, 13),
    bytes("REPORT TYPE", 14, 14, "Which logical blocks to report; 0 is all."),
  ]),
  cdb(16, "report_referrals", "REPORT REFERRALS", "SBC-4", "Asks which target port groups serve which addresses.", [
    serviceAction,
    lba(2, 9),
    c.allocationLength(10, 13),
    bit("ONE_SEG", 14, 0, "Only the segment of this address."),
  ]),
  cdb(16, "stream_control", "STREAM CONTROL", "SBC-4", "Opens or closes a stream.", [
    bits("STR_CTL", 1, 6, 5, "What is to be done.", { values: { 1: "open", 2: "close" } }),
    serviceAction,
    bytes("STR_ID", 4, 5, "The stream to close."),
    c.allocationLength(10, 13),
  ]),
  cdb(16, "background_control", "BACKGROUND CONTROL", "SBC-4", "Starts or stops background operations.", [
    serviceAction,
    bits("BO_CTL", 2, 7, 6, "What is to be done.", { values: { 0: "no change", 1: "start", 2: "stop" } }),
    bytes("BO_TIME", 3, 3, "How long at most, in 100 ms; 0 is no limit."),
  ]),
  cdb(16, "get_stream_status", "GET STREAM STATUS", "SBC-4", "Asks which streams are open.", [
    serviceAction,
    bytes("STARTING STREAM IDENTIFIER", 4, 5, "The first stream to report."),
    c.allocationLength(10, 13),
  ]),
  cdb(
    16,
    "get_physical_element_status",
    "GET PHYSICAL ELEMENT STATUS",
    "SBC-4",
    "Asks which elements of the medium are well.",
    [
      serviceAction,
      bytes("STARTING ELEMENT", 6, 9, "The first element to report."),
      c.allocationLength(10, 13),
      bits("FILTER", 14, 7, 6, "Which elements to report; 0 is all."),
      bits("REPORT TYPE", 14, 3, 0, "What kind of elements.", {
        values: { 0: "physical elements", 1: "storage elements" },
      }),
    ],
  ),
  cdb(
    16,
    "remove_element_and_truncate",
    "REMOVE ELEMENT AND TRUNCATE",
    "SBC-4",
    "Takes an element out of use, with less capacity.",
    [
      serviceAction,
      bytes("REQUESTED CAPACITY", 2, 9, "Logical blocks that are to remain; 0: the device decides."),
      bytes("ELEMENT IDENTIFIER", 10, 13, "Which element."),
    ],
  ),
  cdb(
    16,
    "remove_element_and_modify_zones",
    "REMOVE ELEMENT AND MODIFY ZONES",
    "ZBC-2",
    "Takes an element out of use, with its zones offline.",
    [serviceAction, bytes("ELEMENT IDENTIFIER", 10, 13, "Which element.")],
  ),
  cdb(
    16,
    "restore_elements_and_rebuild",
    "RESTORE ELEMENTS AND REBUILD",
    "SBC-4",
    "Puts removed elements to use again.",
    [serviceAction],
  ),
  cdb(16, "write_long_16", "WRITE LONG(16)", "SBC-4", "Marks a block as not readable.", [
    ...longBits,
    serviceAction,
    lba(2, 9),
    { ...c.byteTransferLength(12, 13), ...c.withdrawn },
  ]),
  cdb(16, "write_scattered_16", "WRITE SCATTERED(16)", "SBC-4", "Writes several ranges of logical blocks.", [
    serviceAction,
    protection("WRPROTECT", 2),
    dpo(2),
    fua(2),
    c.dld(2, 2, 0),
    bytes("LOGICAL BLOCK DATA OFFSET", 4, 5, "Where the data begins, in logical blocks of what is sent."),
    bytes("NUMBER OF LBA RANGE DESCRIPTORS", 8, 9, "How many ranges."),
    bytes("BUFFER TRANSFER LENGTH", 10, 13, "Logical blocks that are sent."),
    ...limits,
  ]),
];

export const block16 = [
  cdb(16, "read_16", "READ(16)", "SBC-4", "Reads logical blocks.", [
    protection("RDPROTECT", 1),
    dpo(1),
    fua(1),
    c.rarc(1),
    fuaNv(1),
    c.dld(2, 1, 0),
    ...transferred,
    ...limits,
  ]),
  cdb(16, "write_16", "WRITE(16)", "SBC-4", "Writes logical blocks.", [
    protection("WRPROTECT", 1),
    dpo(1),
    fua(1),
    fuaNv(1),
    c.dld(2, 1, 0),
    ...transferred,
    ...limits,
  ]),
  cdb(16, "compare_and_write", "COMPARE AND WRITE", "SBC-4", "Writes if what is there equals what is sent first.", [
    protection("WRPROTECT", 1),
    dpo(1),
    fua(1),
    fuaNv(1),
    lba(2, 9),
    bytes("NUMBER OF LOGICAL BLOCKS", 13, 13, "Logical blocks to compare, and to write; 0 is none."),
    c.groupNumber(14),
  ]),
  cdb(16, "orwrite_16", "ORWRITE(16)", "SBC-4", "Writes the OR of the data and what is there.", [
    protection("ORPROTECT", 1),
    dpo(1),
    fua(1),
    fuaNv(1),
    ...transferred,
    c.groupNumber(14),
  ]),
  cdb(16, "write_and_verify_16", "WRITE AND VERIFY(16)", "SBC-4", "Writes logical blocks and verifies them.", [
    protection("WRPROTECT", 1),
    dpo(1),
    c.bytchk(1),
    ...transferred,
    c.groupNumber(14),
  ]),
  cdb(16, "verify_16", "VERIFY(16)", "SBC-4", "Verifies logical blocks, or compares them.", [
    protection("VRPROTECT", 1),
    dpo(1),
    c.bytchk(1),
    lba(2, 9),
    c.verificationLength(10, 13),
    c.groupNumber(14),
  ]),
  cdb(16, "pre_fetch_16", "PRE-FETCH(16)", "SBC-4", "Reads logical blocks into the cache.", [
    c.immed(1, 1),
    lba(2, 9),
    c.prefetchLength(10, 13),
    c.groupNumber(14),
  ]),
  cdb(16, "synchronize_cache_16", "SYNCHRONIZE CACHE(16)", "SBC-4", "Writes what is cached to the medium.", [
    bit("SYNC_NV", 1, 2, "Non-volatile cache is enough.", c.withdrawn),
    c.immed(1, 1),
    lba(2, 9),
    c.numberOfBlocks(10, 13),
    c.groupNumber(14),
  ]),
  cdb(16, "write_same_16", "WRITE SAME(16)", "SBC-4", "Writes one logical block many times, or unmaps.", [
    protection("WRPROTECT", 1),
    c.anchor(1, 4),
    c.unmapBit(1),
    bit("PBDATA", 1, 2, "Each block's physical address is written into it.", c.withdrawn),
    bit("LBDATA", 1, 1, "Each block's logical address is written into it.", c.withdrawn),
    bit("NDOB", 1, 0, "No data is sent: zeros are written."),
    lba(2, 9),
    c.numberOfBlocks(10, 13),
    c.groupNumber(14),
  ]),
  cdb(16, "write_stream_16", "WRITE STREAM(16)", "SBC-4", "Writes logical blocks of a stream.", [
    protection("WRPROTECT", 1),
    dpo(1),
    fua(1),
    lba(2, 9),
    bytes("STR_ID", 10, 11, "The stream."),
    ...shortTransfer,
  ]),
  cdb(16, "write_atomic_16", "WRITE ATOMIC(16)", "SBC-4", "Writes all of the logical blocks or none.", [
    protection("WRPROTECT", 1),
    dpo(1),
    fua(1),
    lba(2, 9),
    bytes("ATOMIC BOUNDARY", 10, 11, "Logical blocks that each write is atomic in; 0 is the whole."),
    ...shortTransfer,
  ]),
  ...actions,
];
