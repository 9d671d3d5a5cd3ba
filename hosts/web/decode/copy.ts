/** Decoded bytes in the notations of other programs. */
import { abi, type FieldNode, hexOf } from "../../embed/index.ts";
import type { Model } from "./model.ts";
import { bytesOf, isBytes } from "./words.ts";

const flag = abi.enumerations.node_flag;
type Flag = keyof typeof flag;

/** Fields that give the bytes of data, and sg_raw's option for them. */
const lengths = { "ALLOCATION LENGTH": "-r", "PARAMETER LIST LENGTH": "-s" } as const;

/** The command line of sg_raw that sends a CDB; DEVICE is the user's to fill in. What is sent comes from standard input. */
export function sgRaw(cdb: Uint8Array, nodes: readonly FieldNode[]): string {
  const options = nodes.flatMap(({ name, value, flags }) => {
    const option = Object.hasOwn(lengths, name) ? lengths[name as keyof typeof lengths] : undefined;
    return option && value > 0n && !(flags & flag.truncated) ? [`${option} ${value}`] : [];
  });
  return ["sg_raw", ...options.slice(0, 1), "DEVICE", hexOf(cdb)].join(" ");
}

interface JsonField {
  readonly name: string;
  readonly bit: number;
  readonly bits: number;
  /** Hexadecimal: a number, or bytes. */
  readonly value?: string;
  readonly meaning?: string;
  readonly flags?: readonly Flag[];
  readonly fields?: readonly JsonField[];
}

/** Fields in fields; bits are counted from the start of the data. */
export function jsonOf(model: Model): string {
  return `${JSON.stringify(fieldOf(model, 0), undefined, 2)}\n`;
}

function fieldOf(model: Model, at: number): JsonField {
  const node = model.nodes[at]!;
  const fields: JsonField[] = [];
  for (let inner = at + 1; inner < model.end[at]!; inner = model.end[inner]!) fields.push(fieldOf(model, inner));
  const told = (Object.keys(flag) as Flag[]).filter((name) => node.flags & flag[name] && !forms.includes(name));
  const value = valueOf(node, model.data);
  return {
    name: node.name,
    bit: node.bit,
    bits: node.bits,
    ...(value !== undefined && { value }),
    ...(node.meaning && { meaning: node.meaning }),
    ...(told.length > 0 && { flags: told }),
    ...(fields.length > 0 && { fields }),
  };
}

/** Flags that say how a value is written, which JSON shows itself. */
const forms: readonly Flag[] = ["group", "bytes", "text", "reserved", "obsolete"];

function valueOf(node: FieldNode, data: Uint8Array): string | undefined {
  if (node.flags & flag.group && !node.meaning) return undefined;
  return isBytes(node) ? hexOf(bytesOf(node, data), "") : `0x${node.value.toString(16)}`;
}
