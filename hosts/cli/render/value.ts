/** The value of a line as words. */
import { hexOf, type Line } from "../../embed/index.ts";
import { printable } from "../words.ts";

/**
 * A name with its number, in both notations for a wide one that may be a measure (rotations a minute); a number without a name in both where they differ,
 * one of more than 32 bits (a key, an address) in hexadecimal.
 */
export function valueWords({ kind, number, meaning, bits, bytes, value, flags }: Line): string {
  if (kind === "structure") return meaning;
  if (kind === "bytes") return hexOf(bytes);
  if (number === undefined) return printable(value);
  const measure = bits > 8 && number >= 10n && !flags.includes("group");
  if (meaning) return `${meaning} (${measure ? `${number}, ` : ""}${hexNumber(number)})`;
  if (bits > 32) return hexNumber(number, bits);
  return number < 10n ? String(number) : `${number} (${hexNumber(number)})`;
}

/** 0x, with as many digits as `bits` have. */
export function hexNumber(number: bigint, bits = 0): string {
  return `0x${number.toString(16).padStart(Math.ceil(bits / 4), "0")}`;
}

/** What is wrong, marked so that it needs no colour. */
export function remarkWords({ remark }: Line): string {
  return remark ? `  ! ${remark}` : "";
}
