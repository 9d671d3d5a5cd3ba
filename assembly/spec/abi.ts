/** The C-like surface of holdfast.wasm: statuses, buffers and records. Order is the number in the ABI: append, never reorder. */
import type { BufferLayout, Enumeration, RecordLayout } from "./types.ts";

/** Version of the surface: `major << 16 | minor`. Minor: an export, a value, a record field at the end is new. Major: anything else. */
export const abiVersion = { major: 1, minor: 0 };

/** The helper protocol's sizes in bytes (QEMU docs/interop/pr-helper.rst, scsi/pr-helper.h). */
export const helper = {
  /** Features word that each side sends first. */
  greeting: 4,
  /** A CDB on the socket, padded with zeros. */
  cdb: 16,
  /** Most parameter data either way. */
  data: 8192,
  /** result, payload size, sense. */
  reply: 104,
  sense: 96,
  /** Bits of Linux' driver_status that say that the driver gave up (QEMU scsi/utils.h, SG_ERR_DRIVER_TIMEOUT). */
  driverTimeout: 0x06,
};

export const buffers: readonly BufferLayout[] = [
  { id: "input", size: 65544, input: true, doc: "Bytes to decode, explain or judge." },
  { id: "output", size: 65544, input: false, doc: "Bytes that compose made." },
  { id: "record", size: 64, input: false, doc: "The record of the last decode." },
  {
    id: "last_error",
    size: 40,
    input: false,
    doc: "The `error` record of the last call that returned a status below 0.",
  },
  { id: "nodes", size: 32 * 1024, input: false, doc: "`node` records of the last explain, in pre-order." },
  { id: "values", size: 16 * 1024, input: true, doc: "`value` records for compose." },
  {
    id: "request",
    size: helper.cdb + helper.data,
    input: true,
    doc: "A helper request: CDB, then its parameter list.",
  },
  { id: "plan", size: 40, input: false, doc: "The `plan` record for the request." },
  {
    id: "outcome",
    size: 24 + helper.sense,
    input: true,
    doc: "The `outcome` record of SG_IO, then the device's sense data.",
  },
  { id: "reply", size: helper.reply + helper.data, input: false, doc: "The helper's reply to send." },
];

export const enumerations: readonly Enumeration[] = [
  {
    id: "status",
    doc: "What a call returns below 0.",
    members: [
      { name: "ok", value: 0, doc: "done" },
      { name: "short", value: -1, doc: "the data ends inside a field that must be whole" },
      { name: "trailing", value: -2, doc: "bytes follow where the structure has ended" },
      { name: "unknown_operation_code", value: -3, doc: "no command with this operation code is known" },
      { name: "unknown_service_action", value: -4, doc: "the command has no such service action" },
      { name: "invalid_field", value: -5, doc: "a field has a value that the standard does not allow here" },
      { name: "unknown_structure", value: -6, doc: "the host named a structure that this module does not have" },
      { name: "unknown_field", value: -7, doc: "the host named a field that the structure does not have" },
      { name: "too_wide", value: -8, doc: "a value needs more bits than its field has" },
      { name: "too_long", value: -9, doc: "the bytes do not fit the buffer" },
      { name: "unknown_response_code", value: -10, doc: "the sense data is neither fixed nor descriptor format" },
    ],
  },
  {
    id: "plan_action",
    doc: "What the host does next with a helper request.",
    members: [
      { name: "need_more", value: 0, doc: "read `more` bytes behind what is there, then ask again" },
      { name: "forward", value: 1, doc: "put the command to the device" },
      { name: "answer", value: 2, doc: "send the `reply_length` bytes in the reply buffer; the socket stays" },
      { name: "close", value: 3, doc: "close the socket without an answer: the stream has lost its frame" },
    ],
  },
  {
    id: "plan_reason",
    doc: "Why a plan is ANSWER or CLOSE.",
    members: [
      { name: "none", value: 0, doc: "no reason needed" },
      { name: "no_descriptor", value: 1, doc: "the request came without a file descriptor" },
      { name: "many_descriptors", value: 2, doc: "the request came with more than one file descriptor" },
      {
        name: "not_persistent_reserve",
        value: 3,
        doc: "the operation code is neither PERSISTENT RESERVE IN nor PERSISTENT RESERVE OUT",
      },
      { name: "too_long", value: 4, doc: "the CDB asks for more than 8192 bytes of data" },
      {
        name: "read_only",
        value: 5,
        doc: "PERSISTENT RESERVE OUT came with a descriptor that is open for reading only",
      },
      {
        name: "multipath",
        value: 6,
        doc: "PERSISTENT RESERVE OUT came with the descriptor of a dm-multipath map, and would go down one path",
      },
    ],
  },
  {
    id: "direction",
    doc: "Which way the data of a command goes.",
    members: [
      { name: "none", value: 0, doc: "no data" },
      { name: "to_device", value: 1, doc: "parameter list" },
      { name: "from_device", value: 2, doc: "parameter data" },
    ],
  },
  {
    id: "completion",
    doc: "Who writes the reply to a forwarded command.",
    members: [
      { name: "native", value: 0, doc: "the host, from the replies composed at start" },
      { name: "core", value: 1, doc: "the core, out of the `outcome` record" },
    ],
  },
  {
    id: "failure",
    doc: "How a command failed before or beside its SCSI status.",
    members: [
      { name: "errno", value: 0, doc: "the ioctl failed; the code is errno" },
      { name: "host_status", value: 1, doc: "the host adapter failed; the code is Linux' host_status" },
      { name: "driver_status", value: 2, doc: "the driver gave up; the code is Linux' driver_status" },
      { name: "busy", value: 3, doc: "the helper has too much to do; no code" },
      { name: "fault", value: 4, doc: "the helper itself failed; no code" },
    ],
  },
  {
    id: "access",
    doc: "How a descriptor is open: Linux' O_ACCMODE bits.",
    members: [
      { name: "read_only", value: 0, doc: "O_RDONLY" },
      { name: "write_only", value: 1, doc: "O_WRONLY" },
      { name: "read_write", value: 2, doc: "O_RDWR" },
    ],
  },
  {
    id: "device_kind",
    doc: "What a descriptor is, as far as it matters for a command.",
    members: [
      { name: "other", value: 0, doc: "one path to a logical unit, or no SCSI device at all" },
      { name: "multipath", value: 1, doc: "a dm-multipath map: several paths to one logical unit" },
    ],
  },
  {
    id: "node_flag",
    doc: "What is to be said of a field node.",
    members: [
      { name: "truncated", value: 1, doc: "the data ends before the field does" },
      { name: "reserved", value: 2, doc: "the standard reserves these bits" },
      { name: "reserved_set", value: 4, doc: "reserved or obsolete, and not zero" },
      { name: "obsolete", value: 8, doc: "withdrawn by the standard" },
      { name: "unexpected", value: 16, doc: "another value than the one that this structure has here" },
      { name: "bytes", value: 32, doc: "bytes, not one number: `value` is 0" },
      { name: "group", value: 64, doc: "has children: a structure, a list or an element" },
      { name: "trailing", value: 128, doc: "bytes behind the end of the structure" },
    ],
  },
];

export const records: readonly RecordLayout[] = [
  {
    id: "error",
    doc: "Why a call failed, and what a target would return for it.",
    fields: [
      { name: "status", type: "i32", doc: "the call's status" },
      { name: "field", type: "u32", doc: "name of the field (text), 0 for none" },
      { name: "bit", type: "u32", doc: "first bit of the field, from the start of the data" },
      { name: "have", type: "u32", doc: "bytes (short, trailing, too_long) or the value that is there" },
      { name: "need", type: "u32", doc: "bytes or the value that is needed" },
      { name: "sense_key", type: "u8", doc: "SENSE KEY, 0 for none" },
      { name: "asc", type: "u8", doc: "ADDITIONAL SENSE CODE" },
      { name: "ascq", type: "u8", doc: "ADDITIONAL SENSE CODE QUALIFIER" },
      { name: "scsi_status", type: "u8", doc: "SCSI status" },
    ],
  },
  {
    id: "node",
    doc: "One field of an explained structure. Fields share bytes, so ranges are in bits.",
    fields: [
      { name: "value", type: "u64", doc: "the number in the field" },
      { name: "bit", type: "u32", doc: "first bit, from the start of the data; bit 0 is bit 7 of byte 0" },
      { name: "bits", type: "u32", doc: "width in bits as far as the data goes" },
      { name: "parent", type: "i32", doc: "index of the parent node, -1 for the root" },
      { name: "name", type: "u32", doc: "name (text)" },
      { name: "meaning", type: "u32", doc: "name of the value (text), 0 for none" },
      { name: "flags", type: "u16", doc: "`node_flag` bits" },
      { name: "index", type: "u16", doc: "which element of a list, modulo 65536" },
    ],
  },
  {
    id: "structure",
    doc: "A structure as the standard defines it.",
    fields: [
      { name: "name", type: "u32", doc: "name (text)" },
      { name: "doc", type: "u32", doc: "what it is for (text)" },
      { name: "clause", type: "u32", doc: "where it is defined (text)" },
      { name: "size", type: "u32", doc: "bytes of the fixed part" },
      { name: "fields", type: "u32", doc: "fields of the fixed part, then of the list's element" },
      { name: "stride", type: "u32", doc: "bytes of one element of the list, 0 without a list" },
    ],
  },
  {
    id: "field",
    doc: "One field of a structure as the standard defines it.",
    fields: [
      { name: "name", type: "u32", doc: "name (text)" },
      { name: "doc", type: "u32", doc: "what it says (text)" },
      { name: "bit", type: "u32", doc: "first bit, from the start of the structure or list element" },
      { name: "bits", type: "u32", doc: "width in bits" },
      { name: "flags", type: "u32", doc: "`node_flag` bits" },
      { name: "list", type: "u32", doc: "1 when it belongs to each element of the list" },
    ],
  },
  {
    id: "value",
    doc: "One value for compose.",
    fields: [
      { name: "value", type: "u64", doc: "the number" },
      { name: "field", type: "u32", doc: "index of the field in its structure" },
      { name: "index", type: "u32", doc: "which element of the list, 0 outside of one" },
    ],
  },
  {
    id: "cdb",
    doc: "A decoded PERSISTENT RESERVE IN or OUT command.",
    fields: [
      { name: "operation_code", type: "u8", doc: "OPERATION CODE" },
      { name: "service_action", type: "u8", doc: "SERVICE ACTION" },
      { name: "scope", type: "u8", doc: "SCOPE; 0 for PERSISTENT RESERVE IN" },
      { name: "type", type: "u8", doc: "TYPE; 0 for PERSISTENT RESERVE IN" },
      { name: "length", type: "u32", doc: "ALLOCATION LENGTH or PARAMETER LIST LENGTH in bytes" },
      { name: "control", type: "u8", doc: "CONTROL" },
      { name: "command", type: "u32", doc: "name of the command (text)" },
      { name: "action", type: "u32", doc: "name of the service action (text)" },
    ],
  },
  {
    id: "parameter_list",
    doc: "A decoded basic PERSISTENT RESERVE OUT parameter list.",
    fields: [
      { name: "reservation_key", type: "u64", doc: "RESERVATION KEY" },
      { name: "service_action_reservation_key", type: "u64", doc: "SERVICE ACTION RESERVATION KEY" },
      { name: "spec_i_pt", type: "u8", doc: "SPEC_I_PT" },
      { name: "all_tg_pt", type: "u8", doc: "ALL_TG_PT" },
      { name: "aptpl", type: "u8", doc: "APTPL" },
    ],
  },
  {
    id: "read_keys",
    doc: "Decoded READ KEYS parameter data; the keys stay in the input buffer, 8 bytes each, big-endian.",
    fields: [
      { name: "generation", type: "u32", doc: "PRGENERATION" },
      {
        name: "additional_length",
        type: "u32",
        doc: "ADDITIONAL LENGTH in bytes: of the whole list, also where the data was cut",
      },
      { name: "count", type: "u32", doc: "whole keys that are in the data" },
      { name: "keys", type: "u32", doc: "offset of the first key from the start of the data, in bytes" },
      {
        name: "remainder",
        type: "u32",
        doc: "bytes of the list that are no whole key: a cut key, or a length that is no multiple of 8",
      },
    ],
  },
  {
    id: "read_reservation",
    doc: "Decoded READ RESERVATION parameter data.",
    fields: [
      { name: "key", type: "u64", doc: "RESERVATION KEY of the holder, 0 for the all-registrants types" },
      { name: "generation", type: "u32", doc: "PRGENERATION" },
      { name: "additional_length", type: "u32", doc: "ADDITIONAL LENGTH in bytes" },
      { name: "held", type: "u8", doc: "1 when there is a reservation" },
      { name: "scope", type: "u8", doc: "SCOPE" },
      { name: "type", type: "u8", doc: "TYPE" },
    ],
  },
  {
    id: "sense",
    doc: "Decoded fixed format sense data.",
    fields: [
      { name: "response_code", type: "u8", doc: "70h current, 71h deferred" },
      { name: "sense_key", type: "u8", doc: "SENSE KEY" },
      { name: "asc", type: "u8", doc: "ADDITIONAL SENSE CODE, 0 where the data ends before it" },
      { name: "ascq", type: "u8", doc: "ADDITIONAL SENSE CODE QUALIFIER, 0 where the data ends before it" },
      { name: "information", type: "u32", doc: "INFORMATION" },
      { name: "valid", type: "u8", doc: "VALID: INFORMATION is defined by a standard" },
      { name: "sksv", type: "u8", doc: "SKSV: SENSE KEY SPECIFIC is valid" },
      { name: "complete", type: "u8", doc: "1 when all the bytes that ADDITIONAL SENSE LENGTH names are there" },
      { name: "command_specific", type: "u32", doc: "COMMAND-SPECIFIC INFORMATION" },
      { name: "sense_key_specific", type: "u32", doc: "SENSE KEY SPECIFIC, 23 bits behind SKSV" },
      { name: "name", type: "u32", doc: "name of the additional sense code (text), 0 for one without" },
    ],
  },
  {
    id: "plan",
    doc: "What to do with a helper request.",
    fields: [
      { name: "action", type: "u32", doc: "`plan_action`" },
      { name: "reason", type: "u32", doc: "`plan_reason`" },
      { name: "more", type: "u32", doc: "bytes to read (need_more)" },
      { name: "direction", type: "u32", doc: "`direction` (forward)" },
      { name: "length", type: "u32", doc: "bytes of data to transfer (forward)" },
      { name: "command_length", type: "u32", doc: "bytes of the CDB that go to the device (forward)" },
      { name: "reply_limit", type: "u32", doc: "most payload bytes that the reply may have (forward)" },
      { name: "completion", type: "u32", doc: "`completion` (forward)" },
      { name: "reply_length", type: "u32", doc: "bytes in the reply buffer (answer)" },
    ],
  },
  {
    id: "reply",
    doc: "A decoded reply of the helper protocol.",
    fields: [
      { name: "result", type: "u32", doc: "SCSI status" },
      { name: "payload_size", type: "u32", doc: "bytes of parameter data that follow" },
      { name: "sense", type: "u32", doc: "offset of the sense data from the start of the reply, in bytes" },
    ],
  },
  {
    id: "outcome",
    doc: "What SG_IO said (Linux sg_io_hdr, version 3).",
    fields: [
      { name: "error", type: "u32", doc: "errno of the ioctl, 0 when it returned" },
      { name: "status", type: "u32", doc: "SCSI status" },
      { name: "host_status", type: "u32", doc: "host_status" },
      { name: "driver_status", type: "u32", doc: "driver_status" },
      { name: "transferred", type: "u32", doc: "bytes of data that moved" },
      { name: "sense_length", type: "u32", doc: "bytes of sense data that were written" },
    ],
  },
];
