/** CDBs of CD, DVD and BD devices (MMC-6). */
import type { Field } from "../types.ts";
import {
  allocationLength,
  bit,
  bits,
  bytes,
  cdb,
  dpo,
  fua,
  immed,
  lba,
  parameterListLength,
  relAdr,
  transferLength,
} from "./common.ts";

const time = bit("TIME", 1, 1, "Addresses as minutes, seconds and frames.");
const streaming = bit("STREAMING", 10, 7, "As a stream: errors may be passed over.");
const tsr = bit("TSR", 1, 2, "Recovery within a time limit.");
const keyFormat: readonly Field[] = [
  bits("AGID", 10, 7, 6, "Which authentication."),
  bits("KEY FORMAT", 10, 5, 0, "Which data of it."),
];
const keyClass = bytes("KEY CLASS", 7, 7, "Which kind of protection.");
const layerNumber = bytes("LAYER NUMBER", 6, 6, "Which layer.");
const mediaType = bits("MEDIA TYPE", 1, 3, 0, "What the format is for.", { values: { 0: "DVD and HD DVD", 1: "BD" } });
const formatCode = bytes("FORMAT CODE", 7, 7, "Which structure.");
const agid = bits("AGID", 10, 7, 6, "Which authentication.");

export const multimedia = [
  cdb(6, "format_unit_mmc", "FORMAT UNIT (MMC)", "MMC-6", "Formats the disc.", [
    bit("FMTDATA", 1, 4, "A parameter list is sent."),
    bit("CMPLIST", 1, 3, "The defect list that is sent is complete."),
    bits("FORMAT CODE", 1, 2, 0, "Format of the parameter list."),
  ]),
  cdb(10, "read_format_capacities", "READ FORMAT CAPACITIES", "MMC-6", "Asks for capacities that formats give.", [
    allocationLength(7, 8),
  ]),
  cdb(10, "read_10_mmc", "READ(10) (MMC)", "MMC-6", "Reads logical blocks.", [
    dpo(1),
    fua(1),
    relAdr(1),
    lba(2, 5),
    transferLength(7, 8),
  ]),
  cdb(10, "write_10_mmc", "WRITE(10) (MMC)", "MMC-6", "Writes logical blocks.", [
    dpo(1),
    fua(1),
    tsr,
    relAdr(1),
    lba(2, 5),
    transferLength(7, 8),
  ]),
  cdb(10, "read_sub_channel", "READ SUB-CHANNEL", "MMC-6", "Asks for data of the Q sub-channel.", [
    time,
    bit("SUBQ", 2, 6, "The data are wanted, not only the header."),
    bytes("SUB-CHANNEL PARAMETER LIST", 3, 3, "Which data."),
    bytes("TRACK NUMBER", 6, 6, "Which track."),
    allocationLength(7, 8),
  ]),
  cdb(10, "read_toc_pma_atip", "READ TOC/PMA/ATIP", "MMC-6", "Asks for the table of contents.", [
    time,
    bits("FORMAT", 2, 3, 0, "Which data.", {
      values: { 0: "Formatted TOC", 1: "Multi-session Information", 2: "Raw TOC", 3: "PMA", 4: "ATIP", 5: "CD-TEXT" },
    }),
    bytes("TRACK/SESSION NUMBER", 6, 6, "The first to report."),
    allocationLength(7, 8),
  ]),
  cdb(10, "get_configuration", "GET CONFIGURATION", "MMC-6", "Asks for features and profiles.", [
    bits("RT", 1, 1, 0, "Which features.", { values: { 0: "all", 1: "current", 2: "one" } }),
    bytes("STARTING FEATURE NUMBER", 2, 3, "The first feature to report."),
    allocationLength(7, 8),
  ]),
  cdb(10, "get_event_status_notification", "GET EVENT STATUS NOTIFICATION", "MMC-6", "Asks what has happened.", [
    bit("POLLED", 1, 0, "Answers at once."),
    bytes("NOTIFICATION CLASS REQUEST", 4, 4, "Which kinds of events."),
    allocationLength(7, 8),
  ]),
  cdb(10, "read_disc_information", "READ DISC INFORMATION", "MMC-6", "Asks what disc it is.", [
    bits("DATA TYPE", 1, 2, 0, "Which data."),
    allocationLength(7, 8),
  ]),
  cdb(10, "read_track_information", "READ TRACK INFORMATION", "MMC-6", "Asks for a track.", [
    bit("OPEN", 1, 2, "The next open track."),
    bits("ADDRESS/NUMBER TYPE", 1, 1, 0, "What the next field is.", {
      values: { 0: "logical block address", 1: "logical track number", 2: "session number" },
    }),
    bytes("LOGICAL BLOCK ADDRESS/TRACK/SESSION NUMBER", 2, 5, "Which track."),
    allocationLength(7, 8),
  ]),
  cdb(10, "close_track_session", "CLOSE TRACK/SESSION", "MMC-6", "Closes a track, a session or the disc.", [
    immed(1, 0),
    bits("CLOSE FUNCTION", 2, 2, 0, "What is closed."),
    bytes("LOGICAL TRACK NUMBER", 4, 5, "Which track."),
  ]),
  cdb(10, "read_buffer_capacity", "READ BUFFER CAPACITY", "MMC-6", "Asks how much of the buffer is free.", [
    bit("BLOCK", 1, 0, "In blocks, not bytes."),
    allocationLength(7, 8),
  ]),
  cdb(12, "blank", "BLANK", "MMC-6", "Blanks a rewritable disc.", [
    immed(1, 4),
    bits("BLANKING TYPE", 1, 2, 0, "How much of it."),
    bytes("START ADDRESS/TRACK NUMBER", 2, 5, "From where."),
  ]),
  cdb(12, "send_key", "SEND KEY", "MMC-6", "Sends data of an authentication.", [
    keyClass,
    parameterListLength(8, 9),
    ...keyFormat,
  ]),
  cdb(12, "report_key", "REPORT KEY", "MMC-6", "Asks for data of an authentication.", [
    lba(2, 5),
    bytes("BLOCK COUNT", 6, 6, "How many blocks."),
    keyClass,
    allocationLength(8, 9),
    ...keyFormat,
  ]),
  cdb(12, "load_unload_medium", "LOAD/UNLOAD MEDIUM", "MMC-6", "Changes the disc.", [
    immed(1, 0),
    bit("LOUNLO", 4, 1, "The disc is moved."),
    bit("START", 4, 0, "Loads; 0 unloads."),
    bytes("SLOT", 8, 8, "Which slot."),
  ]),
  cdb(12, "read_12_mmc", "READ(12) (MMC)", "MMC-6", "Reads logical blocks.", [
    dpo(1),
    fua(1),
    relAdr(1),
    lba(2, 5),
    transferLength(6, 9),
    streaming,
  ]),
  cdb(12, "write_12_mmc", "WRITE(12) (MMC)", "MMC-6", "Writes logical blocks.", [
    dpo(1),
    fua(1),
    tsr,
    relAdr(1),
    lba(2, 5),
    transferLength(6, 9),
    streaming,
  ]),
  cdb(12, "get_performance", "GET PERFORMANCE", "MMC-6", "Asks how fast the disc is.", [
    bits("DATA TYPE", 1, 4, 0, "Which data."),
    bytes("STARTING LBA", 2, 5, "The first logical block."),
    bytes("MAXIMUM NUMBER OF DESCRIPTORS", 8, 9, "How many descriptors at most."),
    bytes("TYPE", 10, 10, "Which list."),
  ]),
  cdb(12, "read_disc_structure", "READ DISC STRUCTURE", "MMC-6", "Asks for a structure of the disc.", [
    mediaType,
    bytes("ADDRESS", 2, 5, "Defined by the format."),
    layerNumber,
    formatCode,
    allocationLength(8, 9),
    agid,
  ]),
  cdb(12, "set_streaming", "SET STREAMING", "MMC-6", "Sets speeds.", [
    bytes("TYPE", 8, 8, "Which list."),
    parameterListLength(9, 10),
  ]),
  cdb(12, "set_cd_speed", "SET CD SPEED", "MMC-6", "Sets speeds of a CD.", [
    bits("ROTATIONAL CONTROL", 1, 1, 0, "How the disc turns.", { values: { 0: "CLV and non-pure CAV", 1: "CAV" } }),
    bytes("LOGICAL UNIT READ SPEED", 2, 3, "In kilobytes a second."),
    bytes("LOGICAL UNIT WRITE SPEED", 4, 5, "In kilobytes a second."),
  ]),
  cdb(12, "mechanism_status", "MECHANISM STATUS", "MMC-6", "Asks what the changer does.", [allocationLength(8, 9)]),
  cdb(12, "read_cd", "READ CD", "MMC-6", "Reads sectors of a CD.", [
    bits("EXPECTED SECTOR TYPE", 1, 4, 2, "Which sectors; others are an error.", {
      values: { 0: "any type", 1: "CD-DA", 2: "Mode 1", 3: "Mode 2 formless", 4: "Mode 2 form 1", 5: "Mode 2 form 2" },
    }),
    bit("DAP", 1, 1, "Errors in audio are concealed."),
    relAdr(1),
    bytes("STARTING LOGICAL BLOCK ADDRESS", 2, 5, "The first sector."),
    bytes("TRANSFER LENGTH", 6, 8, "How many sectors."),
    bit("SYNC", 9, 7, "With the sync bytes."),
    bits("HEADER CODES", 9, 6, 5, "Which headers.", {
      values: { 0: "none", 1: "header", 2: "sub-header", 3: "all headers" },
    }),
    bit("USER DATA", 9, 4, "With the user data."),
    bit("EDC & ECC", 9, 3, "With the error correction bytes."),
    bits("C2 ERROR INFORMATION", 9, 2, 1, "Which error flags."),
    bits("SUB-CHANNEL SELECTION BITS", 10, 2, 0, "Which sub-channel data."),
  ]),
  cdb(12, "send_disc_structure", "SEND DISC STRUCTURE", "MMC-6", "Sends a structure for the disc.", [
    mediaType,
    formatCode,
    parameterListLength(8, 9),
  ]),
];
