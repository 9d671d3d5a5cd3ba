/**
 * Data of commands around reservations. It begins with numbers and not with a code of its own: it is guessed only where lengths fit and what it says is
 * likely of a device.
 */
import type { FieldNode } from "../codec.ts";

export interface DataCandidate {
  readonly structure: string;
  readonly what: string;
  /** Fewest bytes. */
  readonly least: number;
  readonly likely?: Likely;
  /** Only bytes with which nothing is wrong. Not for INQUIRY: kernels ask for the first 36 bytes, and these tell enough. */
  readonly strict?: boolean;
}

/** Whether what is in the fields is what a device would say. */
type Likely = (nodes: readonly FieldNode[], bytes: Uint8Array) => boolean;

/** Whether there are fields of this name, and all of them are so. */
const each = (nodes: readonly FieldNode[], field: string, is: (node: FieldNode) => boolean): boolean => {
  const found = nodes.filter(({ name }) => name === field);
  return found.length > 0 && found.every(is);
};
const named = ({ meaning }: FieldNode): boolean => meaning !== "";

/** Logical blocks of 512 to 4,096 bytes, with up to 128 bytes of protection information and metadata. */
const likelyBlock: Likely = (nodes) =>
  each(nodes, "LOGICAL BLOCK LENGTH IN BYTES", ({ value }) =>
    [512n, 1024n, 2048n, 4096n].some((block) => value >= block && value <= block + 128n && value % 4n === 0n),
  );

/** T10 VENDOR IDENTIFICATION is of letters (SPC-4 6.4.2). */
const likelyInquiry: Likely = (nodes, bytes) =>
  each(nodes, "RESPONSE DATA FORMAT", ({ value }) => value === 2n) &&
  each(nodes, "VERSION", named) &&
  each(nodes, "PERIPHERAL DEVICE TYPE", named) &&
  bytes.subarray(8, 36).every((byte) => byte >= 0x20 && byte <= 0x7e);

/** Of page 00h, which begins with zeros as much does, the list is in order (SPC-4 7.8.10). */
const likelyPage: Likely = (nodes, bytes) =>
  each(nodes, "PAGE CODE", named) &&
  (bytes[1]! >= 0x80 || (bytes[1] === 0 && bytes.subarray(4).every((code, i, pages) => code > (pages[i - 1] ?? -1))));

const likelyGroups: Likely = (nodes) =>
  each(nodes, "ASYMMETRIC ACCESS STATE", named) &&
  each(nodes, "RELATIVE TARGET PORT IDENTIFIER", ({ value }) => value > 0n);

/** All pages that a device has are in order, but for page 00h, which is the last (SPC-4 6.11). */
const likelyPages: Likely = (nodes) => {
  const codes = nodes.filter(({ name }) => name === "PAGE CODE");
  const order = codes.map(({ value }) => (value === 0n ? 0x40n : value));
  return each(nodes, "PAGE CODE", named) && order.every((code, i) => i === 0 || code >= order[i - 1]!);
};

/** The subsection's name is in it. */
export const likelyState: Likely = (nodes, bytes) =>
  each(nodes, "NAME", ({ bit, bits }) => {
    const name = bytes.subarray(bit / 8, (bit + bits) / 8);
    return String.fromCharCode(...name) === "scsi-disk/pr";
  });

export const dataCandidates: readonly DataCandidate[] = [
  { structure: "inquiry_data", what: "standard INQUIRY data", least: 36, likely: likelyInquiry, strict: false },
  { structure: "vpd_page", what: "a VPD page", least: 5, likely: likelyPage },
  { structure: "read_capacity_16_data", what: "READ CAPACITY(16) data", least: 32, likely: likelyBlock },
  { structure: "read_capacity_10_data", what: "READ CAPACITY(10) data", least: 8, likely: likelyBlock },
  { structure: "report_luns_data", what: "REPORT LUNS data", least: 16 },
  { structure: "target_port_groups_data", what: "REPORT TARGET PORT GROUPS data", least: 16, likely: likelyGroups },
  {
    structure: "target_port_groups_extended_data",
    what: "REPORT TARGET PORT GROUPS data with the extended header",
    least: 20,
    likely: likelyGroups,
  },
  { structure: "mode_sense_6_data", what: "MODE SENSE(6) data", least: 8, likely: likelyPages },
  { structure: "mode_sense_10_data", what: "MODE SENSE(10) data", least: 10, likely: likelyPages },
  { structure: "unmap_list", what: "an UNMAP parameter list", least: 8 },
];
