/** The window of field nodes that explain fills: [first, first + CAPACITY) of all. */
import { NODES, NODES_SIZE, NodeRecord } from "../generated/records";

const NODE: u32 = <u32>offsetof<NodeRecord>();
const CAPACITY: u32 = NODES_SIZE / NODE;

let windowFirst: u32 = 0;
/** Number of the next node. */
let next: u32 = 0;

export function beginNodes(first: u32): void {
  windowFirst = first;
  next = 0;
}

/** Numbers a node, and writes it when it lies in the window. `name` and `meaning` are texts. Returns its number. */
export function addNode(name: u32, bit: u32, bits: u32, parent: i32, flags: u32, value: u64, meaning: u32, index: u32): i32 {
  const number = next++;
  if (number < windowFirst || number - windowFirst >= CAPACITY) return number;
  const node = changetype<NodeRecord>(NODES + <usize>(number - windowFirst) * NODE);
  node.value = value;
  node.bit = bit;
  node.bits = bits;
  node.parent = parent;
  node.name = name;
  node.meaning = meaning;
  node.flags = <u16>flags;
  node.index = <u16>index;
  return number;
}

/** A structure whose end was not known before: sets the end of a node, and adds flags. */
export function endNode(number: i32, end: u32, flags: u32): void {
  if (<u32>number < windowFirst || <u32>number - windowFirst >= CAPACITY) return;
  const node = changetype<NodeRecord>(NODES + <usize>(<u32>number - windowFirst) * NODE);
  node.bits = end - node.bit;
  node.flags |= <u16>flags;
}

/** How many nodes are in the window. */
export function nodesWritten(): i32 {
  return next <= windowFirst ? 0 : <i32>min(next - windowFirst, CAPACITY);
}
