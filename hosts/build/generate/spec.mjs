/** Loads assembly/spec/ (TypeScript, which Node 20 does not run) and checks it: gaps become reserved fields, an overlap is an error. */
import { build } from "esbuild";
import { join } from "node:path";
import { root } from "../step.mjs";
import { RESERVED } from "./text.mjs";

export async function loadSpec() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "assembly/spec/index.ts")],
    bundle: true,
    format: "esm",
    platform: "neutral",
    write: false,
    logLevel: "silent",
  });
  const spec = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  return { ...spec, structures: checkStructures(spec.structures) };
}

/** Exported for the generator's own test. */
export function checkStructures(structures) {
  const ids = structures.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) throw new Error(`spec: the identifier ${twice} is used twice`);
  const check = (from, to) => {
    if (!ids.includes(to)) throw new Error(`spec: ${from} names ${to}, which is no structure`);
  };
  return structures.map((structure) => {
    const { id, cases, inside, rest = [] } = structure;
    if (cases) {
      for (const to of [...Object.values(cases), structure.otherwise, ...(inside ? [inside] : [])]) check(id, to);
      return { ...structure, size: 0, fields: [], regions: [] };
    }
    const fields = flatten(id, structure.fields, structure.size * 8);
    const regions = Array.isArray(rest) ? rest : [rest];
    for (const { of } of [...fields, ...regions]) if (of) check(id, of);
    for (const { countedBy } of regions) {
      if (countedBy && !fields.some(({ name }) => name === countedBy))
        throw new Error(`spec: ${id} has no field ${countedBy} that counts a region`);
    }
    const counting = fields.filter((field) => field.countsFrom !== undefined);
    if (counting.length > 1) throw new Error(`spec: ${id} has two fields that count its bytes`);
    return { ...structure, fields, regions };
  });
}

/** Fields in order of their bits, with absolute `start` and the index of the `parent` field (-1: none), gaps filled. */
function flatten(id, fields, end) {
  const flat = [];
  place(id, fields, 0, end, -1, flat);
  const names = flat.filter((field) => !field.reserved).map((field) => field.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`spec: ${id} has two fields named ${twice}`);
  return flat;
}

function place(id, fields, from, to, parent, flat) {
  let at = from;
  for (const field of fields) {
    const start = field.byte * 8 + 7 - (field.bit ?? 7);
    const kind = field.kind ?? "number";
    if (start < at) throw new Error(`spec: ${id}: ${field.name} overlaps the field before it`);
    if (start + field.bits > to) throw new Error(`spec: ${id}: ${field.name} ends behind bit ${to}`);
    if (kind === "number" && (field.bits < 1 || field.bits > 64))
      throw new Error(`spec: ${id}: ${field.name} is not 1 to 64 bits wide`);
    if ((kind !== "number" || field.of) && (field.bits % 8 || start % 8))
      throw new Error(`spec: ${id}: ${field.name} is not whole bytes`);
    flat.push(...reserved(at, start, parent));
    const index = flat.push({ ...field, kind, start, parent, reserved: false }) - 1;
    if (field.parts && parent >= 0) throw new Error(`spec: ${id}: ${field.name} is a part, and cannot have parts`);
    if (field.parts) place(id, field.parts, start, start + field.bits, index, flat);
    at = start + field.bits;
  }
  flat.push(...reserved(at, to, parent));
}

/** What is reserved between two bits: nothing, a number, or bytes with the bits before and behind the whole ones. */
function reserved(from, to, parent) {
  if (from === to) return [];
  const row = { name: RESERVED, parent, reserved: true, doc: "Reserved by the standard: 0." };
  if (to - from <= 64) return [{ ...row, start: from, bits: to - from, kind: "number" }];
  const [first, last] = [Math.ceil(from / 8) * 8, Math.floor(to / 8) * 8];
  const whole = { ...row, start: first, bits: last - first, kind: "bytes" };
  return [...reserved(from, first, parent), whole, ...reserved(last, to, parent)];
}
