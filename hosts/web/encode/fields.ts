/** What can be typed into the fields of a structure, and what it means. */
import { abi, compose, type Core, describe, explain, nameOfValue, type StructureName } from "../../embed/index.ts";
import { type Docs, fieldDoc } from "../docs.ts";

export interface FormField {
  /** The standard's. */
  readonly name: string;
  readonly structure: StructureName;
  readonly kind: "flag" | "choice" | "number" | "hex" | "bytes" | "text";
  readonly bits: number;
  readonly doc: string;
  /** What the structure has there where nothing is given. */
  readonly initial: bigint;
  /** Values of a choice with their names, "" for one without. */
  readonly choices: readonly (readonly [number, string])[];
}

/** What was typed is no value: a sentence says what one is. */
export class FieldProblem extends Error {
  override readonly name = "FieldProblem";
}

const flag = abi.enumerations.node_flag;
const utf8 = new TextEncoder();
const widestChoice = 5;

/** The fields of a structure that can be set: not what is reserved or obsolete, and of fields within a field the outer one. Errors: CoreError unknown_structure, for a choice. */
export function fieldsOf(core: Core, docs: Docs, structure: StructureName): FormField[] {
  const { fields } = describe(core, structure);
  const nodes = explain(core, structure, compose(core, structure, {}));
  const outer = fields.filter(({ flags, bit, name }, at) => {
    const before = fields.slice(0, at);
    const within = before.some((one) => bit >= one.bit && bit < one.bit + one.bits && one.bits > 0);
    return !(flags & (flag.reserved | flag.obsolete)) && !within && !before.some((one) => one.name === name);
  });
  return outer.map(({ name, bits, bit, flags, of }) => {
    const choices = bits > 1 && bits <= widestChoice ? valueNames(core, structure, name, bits) : [];
    const node = nodes.find((one) => one.bit === bit && one.name === name);
    return {
      ...{ name, structure, bits, choices },
      kind: kindOf(flags, bits, of !== undefined, choices.length > 0),
      doc: fieldDoc(core, docs, structure, name),
      initial: node?.value ?? 0n,
    };
  });
}

function kindOf(flags: number, bits: number, isStructure: boolean, isNamed: boolean): FormField["kind"] {
  if (flags & flag.text) return "text";
  if (flags & flag.bytes) return "bytes";
  if (isNamed) return "choice";
  if (bits === 1) return "flag";
  return bits === 64 || isStructure ? "hex" : "number";
}

/** All values of a field where one has a name, none where none has. */
function valueNames(core: Core, structure: StructureName, field: string, bits: number): (readonly [number, string])[] {
  const all = Array.from(
    { length: 1 << bits },
    (_, value) => [value, nameOfValue(core, structure, field, value)] as const,
  );
  return all.some(([, name]) => name) ? all : [];
}

/** What may be typed, in words. */
export function hintOf({ kind, bits }: FormField): string {
  if (kind === "hex") return `Hexadecimal, ${bits} bits.`;
  if (kind === "number") return `Decimal or 0x…, ${bits} bits.`;
  if (bits === 0) return "";
  if (kind === "bytes") return `Hexadecimal, ${bits / 8} bytes.`;
  return kind === "text" ? `Text, ${bits / 8} bytes.` : "";
}

/** A value as it would be typed; of bytes and text nothing is said. */
export function textOf({ kind }: FormField, value: bigint | undefined): string {
  if (value === undefined || kind === "bytes" || kind === "text") return "";
  return kind === "hex" ? value.toString(16) : String(value);
}

/** The value of what was typed. Errors: FieldProblem. */
export function readValue({ kind, bits }: FormField, text: string): bigint | Uint8Array {
  if (kind === "bytes") return readBytes(text);
  if (kind === "text") return readText(text, bits / 8);
  if (kind === "hex") return readHex(text, bits);
  const typed = text.trim();
  if (!/^(\d+|0x[0-9a-f]+)$/i.test(typed))
    throw new FieldProblem("This is no number: write digits, or 0x and hexadecimal digits.");
  return BigInt(typed);
}

function readHex(text: string, bits: number): bigint {
  const digits = /^\s*(?:0x)?([0-9a-f]+)\s*$/i.exec(text)?.[1];
  const most = Math.ceil(bits / 4);
  if (digits === undefined) throw new FieldProblem(`This is not hexadecimal: write 1 to ${most} of 0-9 and a-f.`);
  if (digits.replace(/^0+/, "").length > most)
    throw new FieldProblem(`This is too wide: ${most} hexadecimal digits fit.`);
  return BigInt(`0x${digits}`);
}

/** Bytes in hexadecimal, with anything between them that is no digit. Errors: FieldProblem. */
export function readBytes(text: string): Uint8Array {
  const digits = text.replace(/0x/gi, "").replace(/[\s,:;-]/g, "");
  if (/[^0-9a-f]/i.test(digits)) throw new FieldProblem("These are no bytes: write two hexadecimal digits for each.");
  if (digits.length % 2 > 0) throw new FieldProblem("Half a byte is missing: write two hexadecimal digits for each.");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function readText(text: string, size: number): Uint8Array {
  const bytes = utf8.encode(text.padEnd(size, " "));
  if (bytes.length > size) throw new FieldProblem(`This is too long: ${size} bytes fit.`);
  return bytes;
}
