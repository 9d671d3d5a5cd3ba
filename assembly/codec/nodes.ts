/** The window of field nodes that explain fills: [first, first + CAPACITY) of all. */
import { NODES, NODES_SIZE, NodeRecord } from "../generated/records";
import { textAt } from "./table";

const NODE: u32 = <u32>offsetof<NodeRecord>();
const CAPACITY: u32 = NODES_SIZE / NODE;

let windowFirst: u32 = 0;
/** Number of the next node. */
let next: u32 = 0;

export function beginNodes(first: u32): void {
  windowFirst = first;
  next = 0;
}

export function nextNode(): i32 {
  return next;
}

/** Numbers a node, and writes it when it lies in the window. `meaning` is an address, `name` an offset. Returns its number. */
export function addNode(name: u32, bit: u32, bits: u32, parent: i32, flags: u32, value: u64, meaning: u32, index: u32): i32 {
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

/** How many nodes are in the window. */
export function nodesWritten(): i32 {
  return next <= windowFirst ? 0 : <i32>min(next - windowFirst, CAPACITY);
}
