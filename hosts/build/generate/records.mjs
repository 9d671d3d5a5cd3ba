/** assembly/generated/records.ts: enumerations, records as C structs with asserted offsets, layout queries, buffers. */
import { pascal, upper } from "./names.mjs";
import { roundUp } from "./layout.mjs";

/** Bytes behind each buffer that nobody writes: a store past its end is seen there (test/hosts/fuzz.test.ts). */
const GUARD = 8;

export function renderRecords(spec, records) {
  return [
    `export const ABI_VERSION: i32 = ${(spec.abiVersion.major << 16) | spec.abiVersion.minor};\n`,
    `/** A CDB on the helper socket is padded to this size in bytes. */\nexport const HELPER_CDB_SIZE: u32 = ${spec.helper.cdb};\n`,
    renderUnit(spec.unit),
    ...spec.enumerations.map(renderEnumeration),
    ...records.map(renderRecord),
    renderLayout(records),
    renderBuffers(spec.buffers),
  ].join("\n");
}

/** Sizes of an emulated logical unit: `UNIT_NEXUSES`. */
function renderUnit(unit) {
  const lines = Object.entries(unit).map(([name, size]) => `export const UNIT_${snake(name)}: u32 = ${size};`);
  return `${lines.join("\n")}\n`;
}

const snake = (name) => upper(name.replaceAll(/[A-Z]/g, " $&"));

function renderEnumeration({ id, doc, members }) {
  const lines = members.map((member) => `  /** ${member.doc} */\n  ${upper(member.name)} = ${member.value},`);
  return `/** ${doc} */\nexport const enum ${pascal(id)} {\n${lines.join("\n")}\n}\n`;
}

function renderRecord({ id, doc, fields, size }) {
  const name = pascal(id) + "Record";
  const members = fields.map((field) => `  /** ${field.doc} */\n  ${field.name}: ${field.type};`);
  const checks = fields.map(
    (field) => `if (offsetof<${name}>("${field.name}") != ${field.offset}) ERROR("layout of ${id}.${field.name}");`,
  );
  checks.push(`if (${paddedSize(name, fields)} != ${size}) ERROR("size of ${id}");`);
  return `/** ${doc} */\n@unmanaged\nexport class ${name} {\n${members.join("\n")}\n}\n${checks.join("\n")}\n`;
}

/** AssemblyScript's offsetof<T>() is the end of the last field; C's sizeof is a multiple of the widest. */
function paddedSize(name, fields) {
  const widest = Math.max(...fields.map((field) => field.size));
  return `((offsetof<${name}>() + ${widest - 1}) & ~${widest - 1})`;
}

function renderLayout(records) {
  const cases = records.map(({ id, fields }, i) => {
    const name = pascal(id) + "Record";
    const inner = fields.map(
      (field, j) =>
        `        case ${j}: return (<i32>offsetof<${name}>("${field.name}") << 16) | <i32>sizeof<${field.type}>();`,
    );
    inner.push(`        case ${fields.length}: return <i32>${paddedSize(name, fields)};`);
    return `    case ${i}:\n      switch (field) {\n${inner.join("\n")}\n      }\n      break;`;
  });
  return `/** offset << 16 | size of a record's field; one past the last field: the size of the record. */
export function layoutOf(record: i32, field: i32): i32 {
  switch (record) {
${cases.join("\n")}
  }
  return Status.UNKNOWN_FIELD;
}
`;
}

function renderBuffers(buffers) {
  const blocks = buffers.map(({ id, size, doc }) => {
    const name = upper(id);
    return `/** ${doc} */\nexport const ${name}: usize = memory.data(${roundUp(size, 8) + GUARD}, 8);\nexport const ${name}_SIZE: u32 = ${size};`;
  });
  const at = buffers.map(({ id }, i) => `    case ${i}: return <i32>${upper(id)};`);
  const sizes = buffers.map(({ id }, i) => `    case ${i}: return ${upper(id)}_SIZE;`);
  return `${blocks.join("\n")}

/** Address of a static buffer. */
export function bufferAt(buffer: i32): i32 {
  switch (buffer) {
${at.join("\n")}
  }
  return Status.UNKNOWN_FIELD;
}

/** Size of a static buffer in bytes. */
export function bufferSize(buffer: i32): i32 {
  switch (buffer) {
${sizes.join("\n")}
  }
  return Status.UNKNOWN_FIELD;
}
`;
}
