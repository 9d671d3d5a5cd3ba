/** Short ways to write the fields of data. */
import type { Field } from "../types.ts";

type More = Partial<Omit<Field, "name" | "byte" | "bits" | "doc">>;

/** Whole bytes. */
export const whole = (name: string, byte: number, bytes: number, doc: string, more: More = {}): Field => ({
  name,
  byte,
  bits: bytes * 8,
  ...more,
  doc,
});

/** Part of a byte, or what begins within one; `bit` is the most significant one. */
export const part = (name: string, byte: number, bit: number, bits: number, doc: string, more: More = {}): Field => ({
  name,
  byte,
  bit,
  bits,
  ...more,
  doc,
});

export const flag = (name: string, byte: number, bit: number, doc: string): Field => part(name, byte, bit, 1, doc);

/** ASCII, padded with blanks. */
export const text = (name: string, byte: number, bytes: number, doc: string): Field =>
  whole(name, byte, bytes, doc, { kind: "text" });

export const bytes = (name: string, byte: number, count: number, doc: string): Field =>
  whole(name, byte, count, doc, { kind: "bytes" });

/** Withdrawn bits; `name` says what they were, where there are several such fields. */
export const obsolete = (name: string, byte: number, bit: number, bits: number): Field =>
  part(name, byte, bit, bits, "Withdrawn.", { obsolete: true });

/** Types of devices whose commands are the block commands of SBC and ZBC. */
export const blockDevices = [0x00, 0x04, 0x07, 0x0e, 0x14] as const;
