/**
 * Bytes -> field nodes. Data that ends early is shown as far as it goes. Nodes are numbered in pre-order over the whole explanation; the node buffer
 * takes a window of them, so that any amount of data is explained in bounded memory.
 */
import { fail } from "../abi/error";
import { bitsAt } from "../bits";
import { be16, u8At } from "../bytes";
import { INPUT, INPUT_SIZE, NodeFlag, RestKind, Status } from "../generated/records";
import { TRAILING } from "../generated/tables";
import { around, enter, isDeepest, leave, NOWHERE, start } from "./depth";
import { addNode, beginNodes, endNode, nodesWritten } from "./nodes";
import { FieldRow, FIXED, RegionRow, StructureRow } from "./rows";
import { chosen, fieldRow, hasStructure, nameOf, regionRow, structureRow } from "./table";
import { explainText } from "./text";

/** Most bytes that a structure is taken to have, so that bits fit 32. */
const MOST: u32 = 1 << 28;

/** True when the structure that was explained last goes on behind the data. */
let isCut: bool = false;

/**
 * Explains `length` bytes of the input buffer as `structure`, from node `first` on. Returns how many nodes it wrote;
 * as many as fit means that there may be more. Errors: unknown_structure, too_long.
 */
export function explain(structure: i32, length: i32, first: i32): i32 {
  if (!hasStructure(structure)) return fail(Status.UNKNOWN_STRUCTURE, 0, 0, structure, 0);
  if (<u32>length > INPUT_SIZE) return fail(Status.TOO_LONG, 0, 0, length, INPUT_SIZE);
  beginNodes(first);
  start();
  const used = explainStructure(structure, 0, length, -1, 0, false);
  trailing(used, length, 0);
  return nodesWritten();
}

/**
 * Explains what begins at byte `at`, of which the data before byte `end` may be part; `short` tells that what is around goes on behind `end`.
 * Returns where it ends within the data.
 */
function explainStructure(named: i32, at: u32, end: u32, parent: i32, index: u32, short: bool): u32 {
  const structure = resolve(named, at, end);
  const row = structureRow(structure);
  if (isDeepest()) return tooDeep(row, at, end, parent, index);
  const open = row.counting < 0 && row.regions > 0;
  const declared = open ? max(end, at + row.size) : declaredEnd(row, at, end);
  const used = min(end, declared);
  const root = group(row.name, at, used, parent, index, end < declared || declared < at + row.least);
  enter(structure, at);
  explainFields(row, at, used, root, index);
  const stop = explainRegions(row, at, used, root, end < declared || (open && short), open);
  leave();
  isCut = end < declared || (open && isCut);
  if (!open) return used;
  endNode(root, stop * 8, cut(isCut));
  return stop;
}

/** The structure itself, or the one that a choice's bytes mean: those that are there, and not behind what any other counts. */
function resolve(structure: i32, at: u32, end: u32): i32 {
  let row = structureRow(structure);
  while (row.cases > 0) {
    const origin = row.inside < 0 ? at : around(row.inside);
    const from = origin + row.byte;
    const other = structureRow(row.otherwise);
    const last = other.counting < 0 ? end : min(end, declaredEnd(other, at, end));
    const known = origin != NOWHERE && from + row.bytes <= last;
    structure = known ? chosen(row, row.bytes == 2 ? be16(INPUT + from) : u8At(INPUT + from)) : row.otherwise;
    row = structureRow(structure);
  }
  return structure;
}

/** Where the structure ends by its own word: behind the bytes that it counts, not before its own count, or at its fixed size. */
export function declaredEnd(row: StructureRow, at: u32, end: u32): u32 {
  if (row.counting < 0) return at + row.size;
  const field = fieldRow(row.first + row.counting);
  if (at * 8 + field.bit + field.bits > end * 8) return at + row.size;
  const counted = counts(field, at, field.countsUnit) + <u64>field.countsFrom;
  return at + max((field.bit + field.bits) >> 3, <u32>min<u64>(counted, MOST));
}

/** Bytes that a field of the structure at `at` counts. */
function counts(field: FieldRow, at: u32, unit: u32): u64 {
  return min<u64>(bitsAt(INPUT + at, field.bit, field.bits), MOST) * <u64>unit;
}

function explainFields(row: StructureRow, at: u32, end: u32, parent: i32, index: u32): void {
  let whole = parent;
  for (let i: u32 = 0; i < row.count; i++) {
    const field = fieldRow(row.first + i);
    if (at * 8 + field.bit >= end * 8) return;
    const node = explainField(field, at * 8 + field.bit, end * 8, field.parent < 0 ? parent : whole, index);
    if (field.parent < 0) whole = node;
  }
}

/** Returns the field's node. */
function explainField(field: FieldRow, first: u32, end: u32, parent: i32, index: u32): i32 {
  const bits = min(field.bits, end - first);
  let flags = (field.flags & ~FIXED) | cut(bits < field.bits);
  let value: u64 = 0;
  let meaning: u32 = 0;
  if (!(flags & NodeFlag.BYTES)) {
    value = bitsAt(INPUT, first, bits);
    if (bits == field.bits) {
      meaning = nameOf(field.names, value);
      if (value != 0 && flags & (NodeFlag.RESERVED | NodeFlag.OBSOLETE)) flags |= NodeFlag.RESERVED_SET;
      if (field.flags & FIXED && value != <u64>field.value) flags |= NodeFlag.UNEXPECTED;
    }
  }
  const node = addNode(field.name, first, bits, parent, flags, value, meaning, index);
  if (field.of >= 0) within(field.of, first >> 3, (first + bits) >> 3, node, bits < field.bits);
  return node;
}

/** What is behind the fixed part, up to `end`; an `open` structure ends where its last region does. Returns where that is. */
function explainRegions(row: StructureRow, at: u32, end: u32, parent: i32, truncated: bool, open: bool): u32 {
  let from = at + row.size;
  let anyCut = false;
  for (let i: u32 = 0; i < row.regions; i++) {
    const region = regionRow(row.firstRegion + i);
    let stop = end;
    let short = truncated;
    if (region.countedBy >= 0 && from <= end) {
      const wanted = <u64>from + counts(fieldRow(row.first + region.countedBy), at, region.unit);
      short = wanted > <u64>end;
      if (!short) stop = <u32>wanted;
    }
    isCut = false;
    from = explainRegion(region, from, stop, parent, short, open && region.countedBy < 0);
    anyCut = anyCut || isCut || (short && !(open && region.kind == RestKind.ONE && region.countedBy < 0)); // it says its own end
  }
  isCut = anyCut;
  if (!open) trailing(from, end, parent);
  return min(from, end);
}

/** One region at [at, end); an `open` one may end earlier. Returns where it ends. */
function explainRegion(region: RegionRow, at: u32, end: u32, parent: i32, truncated: bool, open: bool): u32 {
  if (at >= end) {
    isCut = open && region.kind == RestKind.ONE;
    return at;
  }
  switch (region.kind) {
    case RestKind.TEXT:
      explainText(region, at, end, parent, truncated);
      return end;
    case RestKind.ONE:
      if (open) return explainStructure(region.of, at, end, parent, 0, truncated);
      within(region.of, at, end, parent, truncated);
      return end;
    case RestKind.LIST:
      for (let index: u32 = 0; at < end; index++) at = explainStructure(region.of, at, end, parent, index, truncated);
      return end;
    default:
      const flags = NodeFlag.BYTES | (region.kind == RestKind.CHARACTERS ? <u32>NodeFlag.TEXT : 0) | cut(truncated);
      addNode(region.name, at * 8, (end - at) * 8, parent, flags, 0, 0, 0);
      return end;
  }
}

/** One structure that has the bytes [at, end) to itself. */
function within(structure: i32, at: u32, end: u32, parent: i32, short: bool): void {
  trailing(explainStructure(structure, at, end, parent, 0, short), end, parent);
}

/** Data that nests deeper than any that means something. */
function tooDeep(row: StructureRow, at: u32, end: u32, parent: i32, index: u32): u32 {
  addNode(row.name, at * 8, (end - at) * 8, parent, NodeFlag.BYTES | NodeFlag.UNEXPECTED, 0, 0, index);
  isCut = false;
  return end;
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
