/** build/abi.h: the ABI for embedders in C and C++. Records are little-endian. */
import { upper } from "./names.mjs";

const types = { u8: "uint8_t", u16: "uint16_t", u32: "uint32_t", i32: "int32_t", u64: "uint64_t" };

export function renderHeader(spec, records) {
  const reply = spec.structures.find(({ id }) => id === "helper_reply");
  const offset = (name) => reply.fields.find((field) => field.name === name).start / 8;
  const outcomeSense = spec.buffers.find(({ id }) => id === "outcome").size - spec.helper.sense;
  if (records.find(({ id }) => id === "outcome").size !== outcomeSense)
    throw new Error("spec: the outcome buffer is not the outcome record and the sense data behind it");
  const constants = {
    ABI_VERSION: (spec.abiVersion.major << 16) | spec.abiVersion.minor,
    GREETING_SIZE: spec.helper.greeting,
    CDB_SIZE: spec.helper.cdb,
    DATA_SIZE: spec.helper.data,
    REPLY_SIZE: spec.helper.reply,
    SENSE_SIZE: spec.helper.sense,
    REPLY_RESULT: offset("RESULT"),
    REPLY_PAYLOAD_SIZE: offset("PAYLOAD SIZE"),
    REPLY_SENSE: offset("SENSE"),
    OUTCOME_SENSE: outcomeSense,
  };
  return `#ifndef HOLDFAST_ABI_H
#define HOLDFAST_ABI_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
#define HF_ASSERT(claim, text) static_assert(claim, text)
#else
#define HF_ASSERT(claim, text) _Static_assert(claim, text)
#endif

/* Sizes and offsets in bytes. */
${Object.entries(constants)
  .map(([name, value]) => `#define HF_${name} ${value}`)
  .join("\n")}

${spec.enumerations.map(renderEnumeration).join("\n")}
enum {
${spec.buffers.map(({ id, doc }, i) => `  HF_BUFFER_${upper(id)} = ${i}, /* ${doc} */`).join("\n")}
};

enum {
${spec.structures.map(({ id, name }, i) => `  HF_STRUCTURE_${upper(id)} = ${i}, /* ${name} */`).join("\n")}
};

${records.map(renderRecord).join("\n")}
#endif
`;
}

function renderEnumeration({ id, doc, members }) {
  const lines = members.map(
    (member) => `  HF_${upper(id)}_${upper(member.name)} = ${member.value}, /* ${member.doc} */`,
  );
  return `/* ${doc} */\nenum {\n${lines.join("\n")}\n};\n`;
}

function renderRecord({ id, doc, fields, size }) {
  const members = fields.map((field) => `  ${types[field.type]} ${field.name}; /* ${field.doc} */`);
  const checks = fields.map(
    (field) => `HF_ASSERT(offsetof(struct hf_${id}, ${field.name}) == ${field.offset}, "hf_${id}.${field.name}");`,
  );
  checks.push(`HF_ASSERT(sizeof(struct hf_${id}) == ${size}, "hf_${id}");`);
  return `/* ${doc} */\nstruct hf_${id} {\n${members.join("\n")}\n};\n${checks.join("\n")}\n`;
}
