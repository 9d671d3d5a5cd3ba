/**
 * Bytes -> field nodes. Data that ends early is shown as far as it goes. Nodes are numbered in pre-order over the whole explanation; the node buffer
 * takes a window of them, so that any amount of data is explained in bounded memory.
 */
import { fail } from "../abi/error";
import { bitsAt } from "../bits";
import { u8At } from "../bytes";
import { INPUT, INPUT_SIZE, NodeFlag, RestKind, Status } from "../generated/records";
import { TRAILING } from "../generated/tables";
import { addNode, beginNodes, nextNode, nodesWritten } from "./nodes";
import { chosen, FieldRow, FIXED, fieldRow, hasStructure, nameOf, StructureRow, structureRow } from "./table";
import { explainText } from "./text";

/** Most bytes that a structure is taken to have, so that bits fit 32. */
const MOST: u32 = 1 << 28;

/**
 * Explains `length` bytes of the input buffer as `structure`, from node `first` on. Returns how many nodes it wrote;
 * as many as fit means that there may be more. Errors: unknown_structure, too_long.
 */
export function explain(structure: i32, length: i32, first: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  if (<u32>length > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, length, INPUT_SIZE);
  beginNodes(first);
  const used = explainStructure(structure, 0, length, -1, 0);
  trailing(used, length, 0);
  return nodesWritten();
}

/** Explains what begins at byte `at`, of which the data before byte `end` may be part. Returns where it ends within the data. */
function explainStructure(structure: i32, at: u32, end: u32, parent: i32, index: u32): u32 {
  const row = resolve(structureRow(structure), at, end);
  const declared = declaredEnd(row, at, end);
  const used = min(end, declared);
  const root = group(row.name, at, used, parent, index, end < declared);
  explainFields(row, at, used, root, index);
  explainRest(row, at + row.size, used, root, used < declared);
  return used;
}

/** The structure itself, or the one that a choice's byte means. */
function resolve(row: StructureRow, at: u32, end: u32): StructureRow {
  if (row.kind != RestKind.CHOICE) return row;
  return structureRow(at + row.byte < end ? chosen(row, u8At(INPUT + at + row.byte)) : row.of);
}

/** Where the structure ends by its own word: behind the bytes that it counts, not before its own count, or at its fixed size. */
export function declaredEnd(row: StructureRow, at: u32, end: u32): u32 {
  if (row.counting < 0) return at + row.size;
  const field = fieldRow(row.first + row.counting);
  if (at * 8 + field.bit + field.bits > end * 8) return at + row.size;
  const counted = bitsAt(INPUT + at, field.bit, field.bits) + <u64>field.countsFrom;
  return at + max((field.bit + field.bits) >> 3, <u32>min<u64>(counted, MOST));
}

function explainFields(row: StructureRow, at: u32, end: u32, parent: i32, index: u32): void {
  const firstNode = nextNode();
  for (let i: u32 = 0; i < row.count; i++) {
    const field = fieldRow(row.first + i);
    if (at * 8 + field.bit >= end * 8) return;
    explainField(field, at * 8 + field.bit, end * 8, field.parent < 0 ? parent : firstNode + field.parent, index);
  }
}

function explainField(field: FieldRow, start: u32, end: u32, parent: i32, index: u32): void {
  const bits = min(field.bits, end - start);
  let flags = (field.flags & ~FIXED) | cut(bits < field.bits);
  let value: u64 = 0;
  let meaning: u32 = 0;
  if (!(flags & NodeFlag.BYTES)) {
    value = bitsAt(INPUT, start, bits);
    if (bits == field.bits) {
      meaning = nameOf(field.names, value);
      if (value != 0 && flags & (NodeFlag.RESERVED | NodeFlag.OBSOLETE)) flags |= NodeFlag.RESERVED_SET;
      if (field.flags & FIXED && value != <u64>field.value) flags |= NodeFlag.UNEXPECTED;
    }
  }
  addNode(field.name, start, bits, parent, flags, value, meaning, index);
}

/** What is behind the fixed part: [at, end). */
function explainRest(row: StructureRow, at: u32, end: u32, parent: i32, truncated: bool): void {
  if (at >= end) return;
  switch (row.kind) {
    case RestKind.BYTES:
      addNode(row.restName, at * 8, (end - at) * 8, parent, NodeFlag.BYTES | cut(truncated), 0, 0, 0);
      break;
    case RestKind.TEXT:
      explainText(row, at, end, parent, truncated);
      break;
    case RestKind.ONE:
      trailing(explainStructure(row.of, at, end, parent, 0), end, parent);
      break;
    case RestKind.LIST:
      for (let index: u32 = 0; at < end; index++) at = explainStructure(row.of, at, end, parent, index);
      break;
    default:
      trailing(at, end, parent);
  }
}

/** Bytes behind the end of a structure. */
function trailing(at: u32, end: u32, parent: i32): void {
  if (at < end) addNode(TRAILING, at * 8, (end - at) * 8, parent, NodeFlag.BYTES | NodeFlag.TRAILING, 0, 0, 0);
}

function group(name: u32, at: u32, end: u32, parent: i32, index: u32, truncated: bool): i32 {
  return addNode(name, at * 8, (end - at) * 8, parent, NodeFlag.GROUP | cut(truncated), 0, 0, index);
}

// @ts-ignore: decorator
@inline function cut(truncated: bool): u32 { return truncated ? NodeFlag.TRUNCATED : 0; }
