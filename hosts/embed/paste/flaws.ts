/** What explain says is wrong with bytes. */
import abi from "../abi.json" with { type: "json" };
import type { FieldNode } from "../codec.ts";

const flag = abi.enumerations.node_flag;
const wrong = flag.truncated | flag.unexpected | flag.reserved_set | flag.trailing;

/** Fields of which something is wrong; undefined where the first byte is another structure's, or less than half of the bytes are of it: zeros behind it are the rest of a buffer. */
export function flawsIn(nodes: readonly FieldNode[], bytes: Uint8Array): number | undefined {
  const bad = nodes.filter(({ flags }) => flags & wrong);
  if (bad.some(({ bit, flags }) => bit < 8 && flags & flag.unexpected)) return undefined;
  const behind = nodes.find(({ flags }) => flags & flag.trailing);
  return behind && behind.bits > bytes.length * 4 && !isPadding(behind, bytes) ? undefined : bad.length;
}

/** Whether all is there and in its place: what is wrong is in reserved fields, or padding behind. */
export const isWhole = (nodes: readonly FieldNode[], bytes: Uint8Array): boolean =>
  nodes.every(
    (node) => !(node.flags & wrong & ~flag.reserved_set) || (node.flags & flag.trailing && isPadding(node, bytes)),
  );

const isPadding = ({ bit }: FieldNode, bytes: Uint8Array): boolean =>
  bytes.subarray(bit / 8).every((byte) => byte === 0);
