/** assembly/generated/packed.ts: what is packed, and what it takes to unpack it. */
import { model } from "./model.mjs";
import { renderMembers } from "./names.mjs";
import { kind, pack, packedField } from "./pack.mjs";
import { repetition } from "./text-encoder.mjs";
import { textMark } from "./text.mjs";

export function renderPacked(text, packer) {
  return `/** How bits are predicted: hosts/build/generate/model.mjs. */
${constants(model)}
/** What comes again in texts: hosts/build/generate/text-encoder.mjs. */
${constants(repetition)}
/** Kinds of numbers, and bits of some: hosts/build/generate/pack.mjs. */
${enumeration("Kind", kind)}
${enumeration("Pack", pack)}
${enumeration("PackedField", packedField)}
${enumeration("TextMark", textMark)}
export const TEXTS: u32 = ${text.count};
/** Bytes of all texts in memory, and of all as they are packed. */
export const TEXT_SIZE: i32 = ${text.room};
export const SPELLING_SIZE: i32 = ${text.size};
${bytes("PACKED_NUMBERS", packer.finish())}
${bytes("PACKED_TEXTS", text.finish())}
`;
}

const constants = (values) =>
  Object.entries(values)
    .map(([name, value]) => `export const ${name}: ${Number.isInteger(value) ? "u32" : "f64"} = ${value};`)
    .join("\n");
const enumeration = (name, members) => `export const enum ${name} {\n${renderMembers(members)}\n}`;
const bytes = (name, values) =>
  `export const ${name}: usize = memory.data<u8>([\n${values.join(",").replace(/((?:\d+,){40})/g, "$1\n")}\n]);`;
