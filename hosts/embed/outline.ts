/** Explained data as lines to read: what says something, in words. */
import abi from "./abi.json" with { type: "json" };
import { explain, type FieldNode } from "./codec.ts";
import type { Core, StructureName } from "./core.ts";

export interface Line {
  /** 0 for the fields of the structure itself. */
  readonly depth: number;
  /** The standard's name of a field, or of a structure within. */
  readonly name: string;
  /** "" for a structure within. */
  readonly value: string;
  /** What is wrong with it: "" for nothing. */
  readonly remark: string;
}

const flag = abi.enumerations.node_flag;
const utf8 = new TextDecoder();

/** Lines of `data`, without reserved and obsolete fields that are 0 as they ought to be. Errors: CoreError too_long. */
export function outline(core: Core, structure: StructureName, data: Uint8Array): Line[] {
  const nodes = explain(core, structure, data);
  const depths: number[] = [];
  return nodes.flatMap((node, i) => {
    depths[i] = i === 0 ? -1 : depths[node.parent]! + 1;
    if (i === 0 || silent(node)) return [];
    return [{ depth: depths[i], name: node.name, value: valueOf(node, data), remark: remarkOf(node) }];
  });
}

/** Fields that are as they ought to be, and structures within a field: their fields speak. */
function silent({ flags, value }: FieldNode): boolean {
  return (flags & (flag.reserved | flag.obsolete)) !== 0 && !(flags & flag.reserved_set) && value === 0n;
}

function valueOf({ flags, bit, bits, value, meaning }: FieldNode, data: Uint8Array): string {
  const bytes = data.subarray(bit >> 3, (bit + bits + 7) >> 3);
  if (flags & flag.text) return utf8.decode(bytes);
  if (flags & (flag.bytes | flag.truncated) && !(flags & flag.group)) return hexOf(bytes);
  if (flags & flag.group && !meaning) return "";
  if (meaning) return meaning;
  return bits >= 64 ? value.toString(16).padStart(bits / 4, "0") : String(value);
}

function remarkOf({ flags }: FieldNode): string {
  if (flags & flag.truncated) return "cut short";
  if (flags & flag.reserved_set) return "reserved, and not 0";
  if (flags & flag.unexpected) return "not as the standard has it";
  return flags & flag.trailing ? "behind the end" : "";
}

/** Bytes in hexadecimal, two digits each. */
export function hexOf(bytes: Uint8Array, between = " "): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(between);
}
