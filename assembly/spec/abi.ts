/** The C-like surface of holdfast.wasm: version, buffers, named numbers. Order is the number in the ABI: append, never reorder. */
import type { BufferLayout, Enumeration } from "./types.ts";
import { unit, unitNexus, unitState } from "./unit-state.ts";

/** Version of the surface: `major << 16 | minor`. Minor: an export, a value, a record field at the end is new. Major: anything else. */
export const abiVersion = { major: 4, minor: 1 };

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
  {
    id: "input",
    size: 65544,
    input: true,
    doc: "Bytes to decode or explain; for compose what goes behind the fixed part.",
  },
  { id: "output", size: 65544, input: false, doc: "Bytes that compose made; `cdb_row` records of a batch." },
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
  { id: "nexus", size: 256, input: true, doc: "TransportID of the initiator port that a command comes from." },
  {
    id: "unit_answer",
    size: 16 + 252,
    input: false,
    doc: "The `unit_answer` record, then the emulated logical unit's sense data.",
  },
  {
    id: "unit_state",
    size: unitState.size + unit.nexuses * (unitNexus.size + unit.transportId),
    input: true,
    output: true,
    doc: "The saved state of the emulated logical unit.",
  },
  { id: "unit", size: 224 * 1024, input: false, doc: "The emulated logical unit's own memory: nothing for a host." },
  { id: "frames", size: 96, input: false, doc: "The structures around the one that is explained: nothing for a host." },
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
      { name: "unknown_response_code", value: -10, doc: "the sense data is neither in fixed nor in descriptor format" },
      { name: "invalid_state", value: -11, doc: "the bytes are no saved state of an emulated logical unit" },
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
      { name: "emulated_device", value: 5, doc: "the helper emulates logical units, and this is a device; no code" },
      { name: "emulated_limit", value: 6, doc: "the helper emulates no further logical unit; no code" },
      {
        name: "emulated_nexus",
        value: 7,
        doc: "the helper cannot tell which I_T nexus of an emulated logical unit it is; no code",
      },
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
      { name: "truncated", value: 1, doc: "not all of the field or structure is there" },
      { name: "reserved", value: 2, doc: "the standard reserves these bits" },
      { name: "reserved_set", value: 4, doc: "reserved or obsolete, and not zero" },
      { name: "obsolete", value: 8, doc: "withdrawn by the standard" },
      { name: "unexpected", value: 16, doc: "another value than the one that this structure has here" },
      { name: "bytes", value: 32, doc: "bytes, not one number: `value` is 0" },
      { name: "group", value: 64, doc: "has children: a structure, a list or an element" },
      { name: "trailing", value: 128, doc: "bytes behind the end of the structure" },
      { name: "text", value: 256, doc: "the bytes are UTF-8" },
    ],
  },
  {
    id: "rest_kind",
    doc: "What is behind the fixed part of a structure.",
    members: [
      { name: "none", value: 0, doc: "nothing" },
      { name: "bytes", value: 1, doc: "bytes, of which no more is known" },
      { name: "text", value: 2, doc: "UTF-8 that ends with a NUL, padded" },
      { name: "one", value: 3, doc: "one structure" },
      { name: "list", value: 4, doc: "structures, to the end" },
      { name: "characters", value: 5, doc: "ASCII, without a NUL" },
    ],
  },
  {
    id: "unit_event",
    doc: "What happens to an emulated logical unit, or to an I_T nexus of it.",
    members: [
      { name: "power_on", value: 0, doc: "power was off, and is on again" },
      { name: "logical_unit_reset", value: 1, doc: "the logical unit was reset" },
      { name: "nexus_loss", value: 2, doc: "one I_T nexus was lost" },
      { name: "information_lost", value: 3, doc: "the persistent reservation information is lost" },
    ],
  },
];
