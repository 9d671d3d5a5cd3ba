/** What the bytes say, in one line: the command and what it does, the sense, who is registered. */
import { abi, type FieldNode } from "../../embed/index.ts";
import { keyText } from "../notation.ts";
import { plural, valueWords } from "./words.ts";

const flag = abi.enumerations.node_flag;

/** Fields whose value is the answer by itself, where they stand in the structure itself. */
const byName = ["SERVICE ACTION", "TYPE", "SENSE KEY", "ADDITIONAL SENSE", "RESULT", "ISCSI NAME"];
/** Fields that are told with their name. */
const withName = [
  "SERVICE ACTION RESERVATION KEY",
  "LOGICAL BLOCK ADDRESS",
  "TRANSFER LENGTH",
  "N_PORT_NAME",
  "SAS ADDRESS",
];

/** Keys that are told of many. */
const mostKeys = 4;

/** "PERSISTENT RESERVE OUT: PREEMPT, Write Exclusive - Registrants Only". */
export function headline(nodes: readonly FieldNode[], data: Uint8Array): string {
  const name = nodes[0]?.name ?? "";
  const told = nodes.filter(({ parent, flags }) => parent === 0 && !(flags & flag.truncated));
  const parts = told.flatMap((node) => {
    if (withName.includes(node.name)) return node.value > 0n ? [`${node.name} ${valueWords(node, data)}`] : [];
    if (!byName.includes(node.name)) return [];
    if (node.flags & flag.text) return [valueWords(node, data)];
    // TYPE 0 is what commands have that do not use it.
    return node.meaning && node.meaning !== name && (node.name !== "TYPE" || node.value > 0n) ? [node.meaning] : [];
  });
  const said = [...parts, ...keyWords(nodes)].join(", ");
  return said ? `${name}: ${said}` : name;
}

function keyWords(nodes: readonly FieldNode[]): string[] {
  const keys = nodes.filter(({ name, flags }) => name === "RESERVATION KEY" && !(flags & flag.truncated));
  const words = keys.slice(0, mostKeys).map((key) => {
    const beside = (wanted: string) => nodes.find(({ parent, name }) => parent === key.parent && name === wanted);
    const holds = beside("R_HOLDER")?.value === 1n;
    return `key ${keyText(key.value)}${holds ? ` (holds ${beside("TYPE")?.meaning})` : ""}`;
  });
  return keys.length > mostKeys ? [...words, `and ${plural(keys.length - mostKeys, "key")} more`] : words;
}
