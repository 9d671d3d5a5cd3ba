/** Explained data as lines to read: what says something, in words. The one model that the screens, the command line and the page draw. */
import abi from "./abi.json" with { type: "json" };
import { explain, type FieldNode } from "./codec.ts";
import { checkBytes, type Core, type StructureName } from "./core.ts";

/** What a line is: a structure, whose lines follow, or a field by what its bytes are. */
export type LineKind = "structure" | "number" | "bytes" | "text";
/** `node_flag` of the ABI. */
export type NodeFlag = keyof typeof abi.enumerations.node_flag;

/** One field, or a structure within. */
export interface Line {
  /** 0 for the fields of the structure itself. */
  readonly depth: number;
  /** The standard's name of a field, or of a structure within. */
  readonly name: string;
  /** A name where the value has one, else the number (of 64 bits in hexadecimal), bytes or text; of a structure that a field holds its name; "" for any other. */
  readonly value: string;
  /** What is wrong with it: "" for nothing. */
  readonly remark: string;
  /** "structure": its lines follow, one deeper. */
  readonly kind: LineKind;
  /** First bit from the start of the data; bit 0 is bit 7 of byte 0. */
  readonly bit: number;
  readonly bits: number;
  /** The bytes that hold it, bits of neighbours included. */
  readonly bytes: Uint8Array;
  /** Of a number. */
  readonly number: bigint | undefined;
  /** Name of the value, or of the structure that a field holds; "" for one without. */
  readonly meaning: string;
  readonly flags: readonly NodeFlag[];
  /** Which element of a list. */
  readonly index: number;
}

/** What has a line. */
export interface OutlineOptions {
  /** Reserved and obsolete fields, too, that are 0 as they ought to be. */
  readonly all?: boolean;
}

const flag = abi.enumerations.node_flag;
const flagNames = Object.keys(flag) as NodeFlag[];
const utf8 = new TextDecoder();

/** Lines of `data`. Errors: as `explain`. */
export function outline(core: Core, structure: StructureName, data: Uint8Array, options?: OutlineOptions): Line[] {
  return outlineNodes(explain(core, structure, data), data, options);
}

/** The same of what was explained before. The first node, the structure itself, has no line. Errors: TypeError for anything but bytes. */
export function outlineNodes(
  nodes: readonly FieldNode[],
  data: Uint8Array,
  { all = false }: OutlineOptions = {},
): Line[] {
  checkBytes(data);
  const depths: number[] = [];
  return nodes.flatMap((node, i) => {
    const held = isHeld(nodes, i);
    depths[i] = i === 0 ? -1 : depths[node.parent]! + (held ? 0 : 1);
    if (i === 0 || held || (silent(node) && !all)) return [];
    const holds = i + 1 < nodes.length && isHeld(nodes, i + 1) ? nodes[i + 1] : undefined;
    return [lineOf(node, holds, depths[i], data)];
  });
}

/** A structure that a field holds (SENSE KEY SPECIFIC: Field pointer) has no line of its own. No structure begins with a field that has parts. */
function isHeld(nodes: readonly FieldNode[], i: number): boolean {
  const { parent, bit, flags } = nodes[i]!;
  return parent > 0 && parent === i - 1 && nodes[parent]!.bit === bit && (flags & flag.group) !== 0;
}

/** Fields that are as they ought to be. */
function silent({ flags, value }: FieldNode): boolean {
  return (flags & (flag.reserved | flag.obsolete)) !== 0 && !(flags & flag.reserved_set) && value === 0n;
}

function lineOf(node: FieldNode, holds: FieldNode | undefined, depth: number, data: Uint8Array): Line {
  const { name, bit, bits, index } = node;
  const kind = holds ? "structure" : kindOf(node);
  const meaning = holds ? holds.name : node.meaning;
  const bytes = data.subarray(bit >> 3, (bit + bits + 7) >> 3);
  const number = kind === "number" ? node.value : undefined;
  const flags = flagNames.filter((known) => node.flags & flag[known]);
  const value = kind === "structure" ? meaning : valueOf(node, kind, bytes);
  return { depth, name, value, remark: remarkOf(node), kind, bit, bits, bytes, number, meaning, flags, index };
}

/** A group is a structure, whose value is 0, or a number that has parts (ADDITIONAL SENSE CODE). */
function kindOf({ flags, value, meaning }: FieldNode): LineKind {
  if (flags & flag.group) return value !== 0n || meaning ? "number" : "structure";
  if (flags & flag.text) return "text";
  return flags & (flag.bytes | flag.truncated) ? "bytes" : "number";
}

function valueOf({ bits, value, meaning }: FieldNode, kind: LineKind, bytes: Uint8Array): string {
  if (kind === "text") return utf8.decode(bytes);
  if (kind === "bytes") return hexOf(bytes);
  if (meaning) return meaning;
  return bits >= 64 ? value.toString(16).padStart(bits / 4, "0") : String(value);
}

function remarkOf({ flags }: FieldNode): string {
  if (flags & flag.truncated) return "cut short";
  if (flags & flag.reserved_set) return flags & flag.obsolete ? "obsolete, and not 0" : "reserved, and not 0";
  if (flags & flag.unexpected) return "not as the standard has it";
  return flags & flag.trailing ? "behind the end" : "";
}

/** Bytes in hexadecimal, two digits each. Errors: TypeError for anything but bytes. */
export function hexOf(bytes: Uint8Array, between = " "): string {
  checkBytes(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(between);
}
