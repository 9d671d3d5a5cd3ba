/** What happened: SENSE KEY, ADDITIONAL SENSE CODE and its QUALIFIER. */
import type { ValueNames, NamedRange } from "../types.ts";
import assigned from "./additional-sense.json" with { type: "json" };

/** SPC-4 4.5.6; Ch is EQUAL of SCSI-2. */
export const senseKeys: ValueNames = {
  0x0: "NO SENSE",
  0x1: "RECOVERED ERROR",
  0x2: "NOT READY",
  0x3: "MEDIUM ERROR",
  0x4: "HARDWARE ERROR",
  0x5: "ILLEGAL REQUEST",
  0x6: "UNIT ATTENTION",
  0x7: "DATA PROTECT",
  0x8: "BLANK CHECK",
  0x9: "VENDOR SPECIFIC",
  0xa: "COPY ABORTED",
  0xb: "ABORTED COMMAND",
  0xc: "obsolete (EQUAL)",
  0xd: "VOLUME OVERFLOW",
  0xe: "MISCOMPARE",
  0xf: "COMPLETED",
};

const code = (text: string) => Number.parseInt(text.replace("/", ""), 16);

/** ADDITIONAL SENSE CODE << 8 | QUALIFIER (T10's list of assignments; SPC-4 annex F has it as of 2012). */
export const additionalSense: ValueNames = Object.fromEntries(
  Object.entries(assigned).map(([key, name]) => [code(key), name]),
);

/** Codes whose qualifier is a number, not a name. */
const numbered: readonly NamedRange[] = [
  { first: 0x4000, last: 0x407f, name: "RAM FAILURE (SHOULD USE 40 NN)" },
  { first: 0x4080, last: 0x40ff, name: "DIAGNOSTIC FAILURE ON COMPONENT NN" },
  { first: 0x4100, last: 0x41ff, name: "DATA PATH FAILURE (SHOULD USE 40 NN)" },
  { first: 0x4200, last: 0x42ff, name: "POWER-ON OR SELF-TEST FAILURE (SHOULD USE 40 NN)" },
  { first: 0x4d00, last: 0x4dff, name: "TAGGED OVERLAPPED COMMANDS (NN = TASK TAG)" },
  { first: 0x7000, last: 0x70ff, name: "DECOMPRESSION EXCEPTION SHORT ALGORITHM ID OF NN" },
];

/** The vendor's are codes from 80h on, and under any other code the qualifiers from 80h on that the list does not assign. */
const vendorSpecific = (first: number, last: number): NamedRange => ({ first, last, name: "VENDOR SPECIFIC" });

function vendorRanges(asc: number): NamedRange[] {
  const first = (asc << 8) | 0x80;
  const last = (asc << 8) | 0xff;
  if (numbered.some((range) => range.first <= first && last <= range.last)) return [];
  if (additionalSense[last] === undefined) return [vendorSpecific(first, last)];
  return [vendorSpecific(first, last - 1)];
}

export const additionalSenseRanges: readonly NamedRange[] = [
  ...numbered,
  ...Array.from({ length: 0x80 }, (_, asc) => vendorRanges(asc)).flat(),
  vendorSpecific(0x8000, 0xffff),
].sort((one, other) => one.first - other.first);
