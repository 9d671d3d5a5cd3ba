/**
 * SENSE KEY SPECIFIC (SPC-4 4.5.2.4): three bytes whose meaning depends on SENSE KEY, which stands at another place in each format of sense data.
 */
import type { Choice, Field, Structure } from "../types.ts";

const valid: Field = { name: "SKSV", byte: 0, bit: 7, bits: 1, initial: 1, doc: "What follows is valid." };
const bitPointerValid: Field = { name: "BPV", byte: 0, bit: 3, bits: 1, doc: "BIT POINTER is valid." };
const bitPointer: Field = {
  name: "BIT POINTER",
  byte: 0,
  bit: 2,
  bits: 3,
  doc: "The field's most significant bit.",
};

export const fieldPointer: Structure = {
  id: "field_pointer",
  name: "Field pointer",
  clause: "SPC-4 4.5.2.4.2",
  size: 3,
  doc: "SENSE KEY SPECIFIC of ILLEGAL REQUEST: where the field in error is.",
  fields: [
    valid,
    {
      name: "C/D",
      byte: 0,
      bit: 6,
      bits: 1,
      values: { 0: "parameter data", 1: "CDB" },
      doc: "Where the field in error is.",
    },
    bitPointerValid,
    bitPointer,
    { name: "FIELD POINTER", byte: 1, bits: 16, doc: "The field's first byte." },
  ],
};

const actualRetryCount: Structure = {
  id: "actual_retry_count",
  name: "Actual retry count",
  clause: "SPC-4 4.5.2.4.3",
  size: 3,
  doc: "SENSE KEY SPECIFIC of RECOVERED ERROR, MEDIUM ERROR and HARDWARE ERROR: what recovery took.",
  fields: [valid, { name: "ACTUAL RETRY COUNT", byte: 1, bits: 16, doc: "Retries of the recovery algorithm." }],
};

const progressIndication: Structure = {
  id: "progress_indication",
  name: "Progress indication",
  clause: "SPC-4 4.5.2.4.4",
  size: 3,
  doc: "SENSE KEY SPECIFIC of NO SENSE and NOT READY: how far the work is.",
  fields: [valid, { name: "PROGRESS INDICATION", byte: 1, bits: 16, doc: "Parts of 65536 that are done." }],
};

const segmentPointer: Structure = {
  id: "segment_pointer",
  name: "Segment pointer",
  clause: "SPC-4 4.5.2.4.5",
  size: 3,
  doc: "SENSE KEY SPECIFIC of COPY ABORTED: where the field in error is.",
  fields: [
    valid,
    {
      name: "SD",
      byte: 0,
      bit: 5,
      bits: 1,
      values: { 0: "from the start of the parameter list", 1: "from the start of a segment descriptor" },
      doc: "Where FIELD POINTER counts from.",
    },
    bitPointerValid,
    bitPointer,
    { name: "FIELD POINTER", byte: 1, bits: 16, doc: "The field's first byte." },
  ],
};

const unitAttentionQueueOverflow: Structure = {
  id: "unit_attention_queue_overflow",
  name: "Unit attention condition queue overflow",
  clause: "SPC-4 4.5.2.4.6",
  size: 3,
  doc: "SENSE KEY SPECIFIC of UNIT ATTENTION: whether unit attention conditions were lost.",
  fields: [valid, { name: "OVERFLOW", byte: 0, bit: 0, bits: 1, doc: "The queue of conditions was full." }],
};

/** SKSV alone in front of 23 bits without a meaning. */
const withoutMeaning = (id: string, name: string, doc: string, sksv: Partial<Field>): Structure => ({
  id,
  name,
  clause: "SPC-4 4.5.2.4.1",
  size: 3,
  doc,
  fields: [
    { ...valid, ...sksv },
    { name: "SENSE KEY SPECIFIC", byte: 0, bit: 6, bits: 23, doc: "Bits that the sense key gives no meaning." },
  ],
});

const notValid = withoutMeaning("sense_key_specific_not_valid", "Not valid", "SKSV is 0: the bits mean nothing.", {
  fixed: 0,
});
const otherKey = withoutMeaning(
  "sense_key_specific_other",
  "Sense key specific data",
  "SENSE KEY SPECIFIC of a sense key that defines none.",
  { initial: 0 },
);

const bySenseKey = {
  0x0: "progress_indication",
  0x1: "actual_retry_count",
  0x2: "progress_indication",
  0x3: "actual_retry_count",
  0x4: "actual_retry_count",
  0x5: "field_pointer",
  0x6: "unit_attention_queue_overflow",
  0xa: "segment_pointer",
};

/** By SKSV, then by the SENSE KEY at `byte` of the sense data `inside`. */
const choices = (id: string, inside: string, byte: number): Choice[] => [
  {
    id,
    name: "Sense key specific data",
    clause: "SPC-4 4.5.2.4.1",
    doc: "Where the error is, or how far the work is.",
    byte: 0,
    mask: 0x80,
    cases: { 0x00: "sense_key_specific_not_valid" },
    otherwise: `${id}_by_key`,
  },
  {
    id: `${id}_by_key`,
    name: "Valid sense key specific data",
    clause: "SPC-4 4.5.2.4.1",
    doc: "What SENSE KEY makes of the three bytes.",
    inside,
    byte,
    mask: 0x0f,
    cases: bySenseKey,
    otherwise: "sense_key_specific_other",
  },
];

export const keySpecificStructures: readonly (Structure | Choice)[] = [
  actualRetryCount,
  progressIndication,
  segmentPointer,
  unitAttentionQueueOverflow,
  notValid,
  otherKey,
  ...choices("sense_key_specific_data", "fixed_sense", 2),
  ...choices("descriptor_sense_key_specific_data", "descriptor_sense", 1),
];
