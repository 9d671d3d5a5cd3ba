/**
 * Bytes -> field nodes. Data that ends early is shown as far as it goes. Nodes are numbered in pre-order over the whole explanation; the node buffer
 * takes a window of them, so that any amount of data is explained in bounded memory.
 */
import { fail } from "../abi/error";
import { bitsAt } from "../bits";
import { INPUT, INPUT_SIZE, NODES, NODES_SIZE, NodeFlag, NodeRecord, Status } from "../generated/records";
import { TRAILING } from "../generated/tables";
import { FieldRow, FIXED, fieldRow, hasStructure, nameOf, StructureRow, structureRow, textAt } from "./table";

const NODE: u32 = <u32>offsetof<NodeRecord>();
const CAPACITY: u32 = NODES_SIZE / NODE;

/** The window [first, first + CAPACITY) of nodes, and the number of the next node. */
let windowFirst: u32 = 0;
let next: u32 = 0;
/** End of the data in bits. */
let end: u32 = 0;

/**
 * Explains `length` bytes of the input buffer as `structure`, from node `first` on. Returns how many nodes it wrote;
 * as many as fit means that there may be more. Errors: unknown_structure, too_long.
 */
export function explain(structure: i32, length: i32, first: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  if (<u32>length > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, length, INPUT_SIZE);
  const row = structureRow(structure);
  windowFirst = <u32>first;
  next = 0;
  const declared = declaredEnd(row, length);
  const used = min(<u32>length, declared);
  end = used * 8;
  const root = group(row.name, 0, end, -1, 0, <u32>length < declared);
  explainFields(row.first, row.count, 0, root, 0);
  if (row.stride > 0) explainList(row, used, declared, root);
  if (row.tailName > 0 && used > row.size) {
    addNode(row.tailName, row.size * 8, (used - row.size) * 8, root, NodeFlag.BYTES | cut(used < declared), 0, 0, 0);
  }
  if (<u32>length > used) addNode(TRAILING, end, (<u32>length - used) * 8, root, NodeFlag.BYTES | NodeFlag.TRAILING, 0, 0, 0);
  return written();
}

/** Where the structure ends by its own word: behind the bytes that it counts, or at its fixed size. At most 2^29 bytes, so that bits fit 32. */
function declaredEnd(row: StructureRow, length: u32): u32 {
  if (row.counting < 0) return row.size;
  const field = fieldRow(row.first + row.counting);
  if (field.bit + field.bits > <u32>length * 8) return row.size;
  const counted = bitsAt(INPUT, field.bit, field.bits) + <u64>field.countsFrom;
  return <u32>min<u64>(counted, 1 << 29);
}

function explainFields(first: u32, count: u32, base: u32, parent: i32, index: u32): void {
  const firstNode = next;
  for (let i: u32 = 0; i < count; i++) {
    const field = fieldRow(first + i);
    const start = base + field.bit;
    if (start >= end) return;
    explainField(field, start, field.parent < 0 ? parent : <i32>firstNode + field.parent, index);
  }
}

function explainField(field: FieldRow, start: u32, parent: i32, index: u32): void {
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

/** The elements of a list, the last of them cut where the data ends or the length is no multiple of the stride. */
function explainList(row: StructureRow, used: u32, declared: u32, root: i32): void {
  let at = row.size;
  for (let index: u32 = 0; at < used; index++) {
    const left = used - at;
    const element = group(row.listName, at * 8, min(left, row.stride) * 8, root, index, left < row.stride);
    explainFields(row.listFirst, row.listCount, at * 8, element, index);
    at += row.stride;
  }
}

function group(name: u32, bit: u32, bits: u32, parent: i32, index: u32, truncated: bool): i32 {
  return addNode(name, bit, bits, parent, NodeFlag.GROUP | cut(truncated), 0, 0, index);
}

// @ts-ignore: decorator
@inline function cut(truncated: bool): u32 { return truncated ? NodeFlag.TRUNCATED : 0; }

/** Numbers a node, and writes it when it lies in the window. `meaning` is an address, `name` an offset. */
function addNode(name: u32, bit: u32, bits: u32, parent: i32, flags: u32, value: u64, meaning: u32, index: u32): i32 {
  const number = next++;
  if (number < windowFirst || number - windowFirst >= CAPACITY) return number;
  const node = changetype<NodeRecord>(NODES + <usize>(number - windowFirst) * NODE);
  node.value = value;
  node.bit = bit;
  node.bits = bits;
  node.parent = parent;
  node.name = textAt(name);
  node.meaning = meaning;
  node.flags = <u16>flags;
  node.index = <u16>index;
  return number;
}

function written(): i32 {
  return next <= windowFirst ? 0 : <i32>min(next - windowFirst, CAPACITY);
}
