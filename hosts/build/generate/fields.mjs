/** assembly/generated/fields.ts: one namespace a structure, with readers and writers of its fields. The only code that knows where a field is. */
import { camel, pascal, upper } from "./names.mjs";

export function renderFields(spec) {
  const head = `import { be16, be24, be32, be64, put8, put16, put24, put32, put64, u8At } from "../bytes";\nimport { bitsAt, putBits } from "../bits";\n`;
  return [head, ...spec.structures.map(renderSpace)].join("\n");
}

function renderSpace({ id, name, size, fields, cases }, number) {
  const own = cases ? "" : `  /** bytes */\n  export const SIZE: i32 = ${size};\n`;
  const bodies = fields.map((field, i) => (field.reserved ? "" : renderField(field, i))).filter(Boolean);
  return `/** ${name} */\nexport namespace ${pascal(id)} {\n  export const ID: i32 = ${number};\n${own}${bodies.join("\n")}\n}\n`;
}

function renderField(field, index) {
  const constant = `  /** Index of ${field.name} in its structure. */\n  export const F_${upper(field.name)}: i32 = ${index};`;
  const byte = field.start >> 3;
  if (field.kind !== "number")
    return `${constant}\n  /** First byte of ${field.name}. */\n  export const AT_${upper(field.name)}: i32 = ${byte};`;
  const { type, read, write } = access(field, byte);
  const getter = camel(field.name);
  const setter = "set" + getter[0].toUpperCase() + getter.slice(1);
  return `${constant}
  // @ts-ignore: decorator
  @inline export function ${getter}(p: usize): ${type} { return ${read}; }
  // @ts-ignore: decorator
  @inline export function ${setter}(p: usize, value: ${type}): void { ${write}; }`;
}

/** Whole bytes are read at once, the rest bit by bit. */
export function access(field, byte) {
  const at = byte ? `p + ${byte}` : "p";
  const type = field.bits > 32 ? "u64" : "u32";
  if (field.start % 8 === 0 && [8, 16, 24, 32, 64].includes(field.bits)) {
    const reader = field.bits === 8 ? "u8At" : `be${field.bits}`;
    return { type, read: `${reader}(${at})`, write: `put${field.bits}(${at}, value)` };
  }
  const cast = type === "u32" ? "<u32>" : "";
  return {
    type,
    read: `${cast}bitsAt(p, ${field.start}, ${field.bits})`,
    write: `putBits(p, ${field.start}, ${field.bits}, ${type === "u32" ? "<u64>" : ""}value)`,
  };
}
