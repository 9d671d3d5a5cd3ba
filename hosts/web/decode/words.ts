/** Fields in words: where they are, what they say, what is wrong with them. */
import { abi, type FieldNode, hexOf } from "../../embed/index.ts";
import { standardHex } from "../notation.ts";
import { withoutType } from "../standard.ts";

const flag = abi.enumerations.node_flag;
const utf8 = new TextDecoder();

/** "byte 2, bits 4 to 0"; "bytes 8 to 15"; bits of the standard's numbering, 7 the most significant. */
export function rangeWords(bit: number, bits: number): string {
  if (bits === 0) return `nothing at byte ${bit >> 3}`;
  const last = bit + bits - 1;
  const [first, end] = [bit >> 3, last >> 3];
  const [high, low] = [7 - (bit & 7), 7 - (last & 7)];
  if (high === 7 && low === 0) return first === end ? `byte ${first}` : `bytes ${first} to ${end}`;
  if (first === end) return high === low ? `byte ${first}, bit ${high}` : `byte ${first}, bits ${high} to ${low}`;
  return `byte ${first}, bit ${high}, to byte ${end}, bit ${low}`;
}

/** The bytes that hold a field, bits of neighbours included. */
export const bytesOf = ({ bit, bits }: FieldNode, data: Uint8Array): Uint8Array =>
  data.subarray(bit >> 3, (bit + bits + 7) >> 3);

/** A group is a structure, or a number that has parts: one with a name stands for both. */
export const isStructure = ({ flags, meaning }: FieldNode): boolean => (flags & flag.group) !== 0 && meaning === "";

export const isBytes = ({ flags }: FieldNode): boolean => (flags & (flag.bytes | flag.truncated)) !== 0;

/** Bytes that a row shows of a longer field. */
const mostBytes = 24;

/** The value in short: name with the number, number in both notations, bytes, text; "" for a structure. */
export function valueWords(node: FieldNode, data: Uint8Array): string {
  const { flags, bits, value, meaning } = node;
  if (isStructure(node)) return "";
  const bytes = bytesOf(node, data);
  if (flags & flag.text) return `“${printable(utf8.decode(bytes))}”`;
  if (isBytes(node)) {
    const more = bytes.length > mostBytes ? ` … ${bytes.length} bytes` : "";
    return hexOf(bytes.subarray(0, mostBytes)) + more;
  }
  if (meaning) return `${meaning} (${standardHex(value)})`;
  if (bits > 32) return `0x${value.toString(16).padStart(Math.ceil(bits / 4), "0")}`;
  return value < 10n ? String(value) : `${value} (${standardHex(value)})`;
}

/** The number in all notations, with its name. */
export function allNotations({ value, bits }: FieldNode): string {
  const hex = `0x${value.toString(16).padStart(Math.ceil(bits / 4), "0")}`;
  const binary = bits > 1 && bits <= 8 ? `, ${value.toString(2).padStart(bits, "0")} in binary` : "";
  return `${hex}, ${value} in decimal${binary}`;
}

/** Control characters as pictures of them: they would hide, or turn the text around. */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (mark) => {
    const code = mark.codePointAt(0)!;
    return code < 32 ? String.fromCodePoint(0x2400 + code) : "\ufffd";
  });

export interface Remark {
  readonly words: string;
  readonly tone: "bad" | "warn";
}

/** What is not as it ought to be. */
export function remarkOf({ flags }: FieldNode): Remark | undefined {
  if (flags & flag.trailing) return { words: "behind the end", tone: "warn" };
  if (flags & flag.truncated) return { words: "cut short", tone: "bad" };
  if (flags & flag.unexpected) return { words: "not what the standard has here", tone: "bad" };
  if (flags & flag.reserved_set)
    return { words: flags & flag.obsolete ? "obsolete, and not 0" : "reserved, and not 0", tone: "warn" };
  return undefined;
}

/** What a remark means, in a sentence. */
export function remarkSentence({ flags }: FieldNode): string {
  if (flags & flag.trailing)
    return "These bytes are behind the end that the data itself gives: they belong to nothing.";
  if (flags & flag.truncated)
    return flags & flag.group
      ? "Not all of it is there: the data ends before, or a count in it is too small."
      : "The data ends within this field: what is there is shown as bytes.";
  if (flags & flag.unexpected) return "The standard has one value here, and this is another.";
  if (flags & flag.reserved_set)
    return flags & flag.obsolete
      ? "The standard has withdrawn this field, and it is not 0."
      : "The standard keeps these bits for later and asks for 0: a strict target refuses the command, others ignore them.";
  return "";
}

/** Why a field is shown without weight: it says nothing. */
export const isQuiet = ({ flags, value }: FieldNode): boolean =>
  (flags & (flag.reserved | flag.obsolete)) !== 0 && !(flags & flag.reserved_set) && value === 0n;

/** The service action that does not look at this field of its CDB; "" where none does so. */
export function ignoringAction(nodes: readonly FieldNode[], { name, parent }: FieldNode): string {
  if (parent !== 0 || (name !== "SCOPE" && name !== "TYPE")) return "";
  const action = nodes.find((node) => node.parent === 0 && node.name === "SERVICE ACTION")?.meaning;
  return withoutType.find((one) => one === action) ?? "";
}

/** Digits in groups of three. The browser's own formats take milliseconds of the first decode. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

export const plural = (count: number, word: string): string => `${grouped(count)} ${word}${count === 1 ? "" : "s"}`;
