/** Text behind the fixed part of a structure: UTF-8, a NUL, padding; a separator may cut it in two (iSCSI's TransportIDs, SPC-4 7.6.4.6). */
import { u8At } from "../bytes";
import { INPUT, NodeFlag } from "../generated/records";
import { PADDING, SEPARATOR } from "../generated/tables";
import { addNode } from "./nodes";
import { RegionRow } from "./rows";
import { separatorSize } from "./table";

const TEXT: u32 = NodeFlag.BYTES | NodeFlag.TEXT;

/** Nodes for the text in bytes [at, end) of the input buffer. Whole text without its NUL, or without the separator, is not as expected. */
export function explainText(row: RegionRow, at: u32, end: u32, parent: i32, truncated: bool): void {
  const stop = endOfText(at, end);
  const cut = stop < end ? 0 : truncated ? <u32>NodeFlag.TRUNCATED : <u32>NodeFlag.UNEXPECTED;
  const length = row.separator == 0 ? 0 : separatorSize(row.separator);
  const separator = length == 0 ? stop : findSeparator(row.separator, at, stop);
  if (separator < stop) {
    textNode(row.name, at, separator, parent, 0);
    textNode(SEPARATOR, separator, separator + length, parent, <u32>NodeFlag.RESERVED | (separator + length < stop ? 0 : cut));
    textNode(row.separatorName, separator + length, stop, parent, cut);
  } else {
    textNode(row.name, at, stop, parent, length == 0 || cut != 0 ? cut : <u32>NodeFlag.UNEXPECTED);
  }
  if (stop < end) padding(stop, end, parent);
}

function textNode(name: u32, at: u32, end: u32, parent: i32, flags: u32): void {
  if (at < end) addNode(name, at * 8, (end - at) * 8, parent, TEXT | flags, 0, 0, 0);
}

function padding(at: u32, end: u32, parent: i32): void {
  let set: u32 = 0;
  for (let i = at; i < end; i++) if (u8At(INPUT + i) != 0) set = NodeFlag.RESERVED_SET;
  addNode(PADDING, at * 8, (end - at) * 8, parent, NodeFlag.BYTES | NodeFlag.RESERVED | set, 0, 0, 0);
}

/** The first NUL, or the end. */
function endOfText(at: u32, end: u32): u32 {
  for (let i = at; i < end; i++) if (u8At(INPUT + i) == 0) return i;
  return end;
}

/** Where the last separator begins, `end` when there is none. */
function findSeparator(text: u32, at: u32, end: u32): u32 {
  const length = separatorSize(text);
  if (end - at < length) return end;
  for (let i = end - length + 1; i > at; i--) {
    if (memory.compare(INPUT + i - 1, <usize>text + 2, length) == 0) return i - 1;
  }
  return end;
}
