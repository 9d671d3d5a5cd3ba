/** Explained data as rows of a tree: which are shown, and which field a byte belongs to. */
import { abi, type FieldNode } from "../../embed/index.ts";

const flag = abi.enumerations.node_flag;

/** With more nodes than that, elements of lists are closed at first. */
const mostOpen = 120;

export class Model {
  /** Levels below the root, node by node. */
  readonly depth: Uint8Array;
  /** Node behind the last one within. */
  readonly end: Int32Array;
  /** Children, and which child of its parent a node is. */
  readonly children: Int32Array;
  readonly place: Int32Array;
  /** First element of the list that a node is an element of, and the elements of it; -1 and 0 for no list. */
  readonly #list: Int32Array;
  readonly #size: Int32Array;
  readonly #open: Uint8Array;
  /** Nodes without others within, in the order of their bits. */
  readonly #leaves: Int32Array;
  /** Nodes that are shown, in order. */
  visible: Int32Array = new Int32Array();

  constructor(
    readonly nodes: readonly FieldNode[],
    readonly data: Uint8Array,
  ) {
    const count = nodes.length;
    this.depth = new Uint8Array(count);
    this.end = new Int32Array(count);
    this.children = new Int32Array(count);
    this.place = new Int32Array(count);
    this.#list = new Int32Array(count).fill(-1);
    this.#size = new Int32Array(count);
    this.#open = new Uint8Array(count);
    const lists = new Int32Array(count).fill(-1);
    nodes.forEach(({ parent, flags }, i) => {
      this.end[i] = i + 1;
      if (parent < 0) return;
      this.depth[i] = this.depth[parent]! + 1;
      this.place[i] = this.children[parent]!++;
      if (flags & flag.group) this.#enlist(i, lists);
    });
    for (let i = count - 1; i > 0; i--) {
      const { parent } = nodes[i]!;
      if (parent >= 0) this.end[parent] = Math.max(this.end[parent]!, this.end[i]!);
    }
    this.#leaves = Int32Array.from(nodes.keys()).filter((i) => this.children[i] === 0);
    nodes.forEach((_, i) => {
      if (this.children[i]! > 0) this.#open[i] = count <= mostOpen || this.listSize(i) === 0 ? 1 : 0;
    });
    this.#show();
  }

  /** Elements of a list count from 0; `lists` has the list that is being read, by the parent. */
  #enlist(i: number, lists: Int32Array): void {
    const { parent, index } = this.nodes[i]!;
    const list = lists[parent]!;
    const first = index > 0 && list >= 0 && this.#size[list] === index ? list : index === 0 ? i : -1;
    lists[parent] = this.#list[i] = first;
    if (first >= 0) this.#size[first]!++;
  }

  /** Elements of the list that a node is one of; 0 where it is the only one, or none. */
  listSize(i: number): number {
    const list = this.#list[i]!;
    const size = list < 0 ? 0 : this.#size[list]!;
    return size > 1 ? size : 0;
  }

  isOpen(i: number): boolean {
    return this.#open[i] === 1;
  }

  toggle(i: number, open = !this.isOpen(i)): void {
    if (this.children[i] === 0 || this.isOpen(i) === open) return;
    this.#open[i] = open ? 1 : 0;
    this.#show();
  }

  /** All structures open or closed, but the outermost. */
  toggleAll(open: boolean): void {
    for (let i = 1; i < this.nodes.length; i++) if (this.children[i]! > 0) this.#open[i] = open ? 1 : 0;
    this.#show();
  }

  /** Opens all that is around a node. */
  reveal(i: number): void {
    let changed = false;
    for (let at = this.nodes[i]!.parent; at >= 0; at = this.nodes[at]!.parent) {
      if (this.isOpen(at)) continue;
      this.#open[at] = 1;
      changed = true;
    }
    if (changed) this.#show();
  }

  /** Row of a node, -1 for one that is not shown. */
  rowOf(i: number): number {
    const { visible } = this;
    let [low, high] = [0, visible.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (visible[middle] === i) return middle;
      if (visible[middle]! < i) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The nearest node that is shown: the node itself, or what is closed around it. */
  shown(i: number): number {
    let found = i;
    for (let at = this.nodes[i]!.parent; at >= 0; at = this.nodes[at]!.parent) if (!this.isOpen(at)) found = at;
    return found;
  }

  /** The innermost fields that have bits in a byte, most significant first. */
  fieldsAt(byte: number): number[] {
    const { nodes } = this;
    const found: number[] = [];
    for (let at = this.#firstLeaf(byte * 8); at < this.#leaves.length; at++) {
      const leaf = this.#leaves[at]!;
      if (nodes[leaf]!.bit >= byte * 8 + 8) break;
      if (nodes[leaf]!.bits > 0) found.push(leaf);
    }
    return found;
  }

  /** Of the leaves, the first that ends behind a bit. */
  #firstLeaf(bit: number): number {
    let [low, high] = [0, this.#leaves.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const leaf = this.nodes[this.#leaves[middle]!]!;
      if (leaf.bit + leaf.bits > bit) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #show(): void {
    const shown = new Int32Array(this.nodes.length);
    let count = 0;
    for (let i = 0; i < this.nodes.length;) {
      shown[count++] = i;
      i = this.isOpen(i) ? i + 1 : this.end[i]!;
    }
    this.visible = shown.slice(0, count);
  }
}
