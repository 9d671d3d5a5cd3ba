/** What the bytes say, in one line: the command and what it does, the sense, who is registered. */
import { abi, type FieldNode } from "../../embed/index.ts";
import { keyText } from "../notation.ts";
import { ignoringAction, plural, valueWords } from "./words.ts";

const flag = abi.enumerations.node_flag;

/** Fields whose value is the answer by itself, where they stand in the structure itself. */
const byName = ["SERVICE ACTION", "TYPE", "SENSE KEY", "ADDITIONAL SENSE", "RESULT", "ISCSI NAME"];
/** Fields that are told with their name. */
const withName = ["LOGICAL BLOCK ADDRESS", "TRANSFER LENGTH", "N_PORT_NAME", "SAS ADDRESS"];

/** What lists say that are empty. */
const empty: Readonly<Record<string, string>> = {
  "READ KEYS parameter data": "nobody is registered",
  "READ RESERVATION parameter data": "nobody holds a reservation",
  "READ FULL STATUS parameter data": "nobody is registered",
};

/** Data whose flags are the answer. */
const capabilities = "REPORT CAPABILITIES parameter data";

/** Keys that are told of many. */
const mostKeys = 4;

/** "PERSISTENT RESERVE OUT: PREEMPT, Write Exclusive - Registrants Only". */
export function headline(nodes: readonly FieldNode[], data: Uint8Array): string {
  const name = nodes[0]?.name ?? "";
  const told = nodes.filter(({ parent, flags }) => parent === 0 && !(flags & flag.truncated));
  const parts = told.flatMap((node) => {
    if (withName.includes(node.name)) return node.value > 0n ? [`${node.name} ${valueWords(node, data)}`] : [];
    if (!byName.includes(node.name) || ignoringAction(nodes, node) !== "") return [];
    if (node.flags & flag.text) return [valueWords(node, data)];
    // TYPE 0 is what commands have that do not use it.
    return node.meaning && node.meaning !== name && (node.name !== "TYPE" || node.value > 0n) ? [node.meaning] : [];
  });
  const other = told.find(({ name: field, value }) => field === "SERVICE ACTION RESERVATION KEY" && value > 0n);
  const isEmpty = told.some(({ name: field, value }) => field === "ADDITIONAL LENGTH" && value === 0n);
  const said = [
    ...parts,
    ...pointerWords(nodes),
    ...(name === capabilities ? setFlags(told) : []),
    ...keyWords(nodes),
    ...(other ? [`${other.name} ${keyText(other.value)}`] : []),
    ...(isEmpty && empty[name] ? [empty[name]] : []),
  ].join(", ");
  return said ? `${name}: ${said}` : name;
}

/** What sense data points to: "field pointer to byte 2, bit 7, of the CDB". */
function pointerWords(nodes: readonly FieldNode[]): string[] {
  const pointer = nodes.find(({ name, flags }) => name === "FIELD POINTER" && !(flags & flag.truncated));
  if (pointer === undefined) return [];
  const beside = (wanted: string) => nodes.find(({ parent, name }) => parent === pointer.parent && name === wanted);
  const bit = beside("BPV")?.value === 1n ? `, bit ${beside("BIT POINTER")?.value},` : "";
  return [`field pointer to byte ${pointer.value}${bit} of the ${beside("C/D")?.meaning}`];
}

const setFlags = (nodes: readonly FieldNode[]): string[] =>
  nodes
    .filter(({ bits, value, flags }) => bits === 1 && value === 1n && !(flags & flag.reserved))
    .map(({ name }) => name);

function keyWords(nodes: readonly FieldNode[]): string[] {
  const keys = nodes.filter(({ name, flags }) => name === "RESERVATION KEY" && !(flags & flag.truncated));
  const words = keys.slice(0, mostKeys).map((key) => {
    const beside = (wanted: string) => nodes.find(({ parent, name }) => parent === key.parent && name === wanted);
    const [holder, type] = [beside("R_HOLDER"), beside("TYPE")?.meaning ?? ""];
    // READ RESERVATION data has nobody but the holder in it, and no key where all registrants are that.
    if (holder === undefined && type !== "" && key.value === 0n) return `every registrant holds ${type}`;
    return `key ${keyText(key.value)}${type !== "" && holder?.value !== 0n ? ` (holds ${type})` : ""}`;
  });
  return keys.length > mostKeys ? [...words, `and ${plural(keys.length - mostKeys, "key")} more`] : words;
}
