/** What explain says is wrong with bytes. */
import abi from "../abi.json" with { type: "json" };
import type { FieldNode } from "../codec.ts";

const flag = abi.enumerations.node_flag;
const wrong = flag.truncated | flag.unexpected | flag.reserved_set | flag.trailing;

/** Fields of which something is wrong; undefined where the first byte is another structure's, or less than half of the bytes are of it. */
export function flawsIn(nodes: readonly FieldNode[], length: number): number | undefined {
  const bad = nodes.filter(({ flags }) => flags & wrong);
  if (bad.some(({ bit, flags }) => bit < 8 && flags & flag.unexpected)) return undefined;
  const behind = nodes.find(({ flags }) => flags & flag.trailing);
  return behind && behind.bits > length * 4 ? undefined : bad.length;
}
