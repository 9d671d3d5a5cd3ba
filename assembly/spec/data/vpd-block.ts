/** VPD pages of block devices (SBC-3 6.6; fields of SBC-4 where they are new). */
import type { Choice, Structure } from "../types.ts";
import { blockDevices, flag, part, whole } from "./fields.ts";
import { page } from "./vpd-page.ts";

const blockLimits = page("block_limits", 0xb0, 64, "How much a command may ask for. In logical blocks; 0: not told.", [
  flag("WSNZ", 4, 0, "WRITE SAME needs a length that is not 0."),
  whole("MAXIMUM COMPARE AND WRITE LENGTH", 5, 1, "0: COMPARE AND WRITE is not supported."),
  whole("OPTIMAL TRANSFER LENGTH GRANULARITY", 6, 2, "Transfers of a multiple are fast."),
  whole("MAXIMUM TRANSFER LENGTH", 8, 4, "Longest transfer."),
  whole("OPTIMAL TRANSFER LENGTH", 12, 4, "Longer transfers are slower."),
  whole("MAXIMUM PREFETCH LENGTH", 16, 4, "Longest PRE-FETCH."),
  whole("MAXIMUM UNMAP LBA COUNT", 20, 4, "Blocks of one UNMAP; 0: UNMAP is not supported."),
  whole("MAXIMUM UNMAP BLOCK DESCRIPTOR COUNT", 24, 4, "Descriptors of one UNMAP."),
  whole("OPTIMAL UNMAP GRANULARITY", 28, 4, "UNMAP of a multiple has an effect."),
  flag("UGAVALID", 32, 7, "UNMAP GRANULARITY ALIGNMENT is valid."),
  part("UNMAP GRANULARITY ALIGNMENT", 32, 6, 31, "First block of a granule."),
  whole("MAXIMUM WRITE SAME LENGTH", 36, 8, "Longest WRITE SAME."),
  whole("MAXIMUM ATOMIC TRANSFER LENGTH", 44, 4, "Longest atomic write."),
  whole("ATOMIC ALIGNMENT", 48, 4, "Atomic writes begin at a multiple."),
  whole("ATOMIC TRANSFER LENGTH GRANULARITY", 52, 4, "Atomic writes have a multiple as length."),
  whole("MAXIMUM ATOMIC TRANSFER LENGTH WITH ATOMIC BOUNDARY", 56, 4, "Longest one where a boundary is given."),
  whole("MAXIMUM ATOMIC BOUNDARY SIZE", 60, 4, "Largest boundary."),
]);

const blockCharacteristics = page("block_characteristics", 0xb1, 64, "What the medium is.", [
  whole("MEDIUM ROTATION RATE", 4, 2, "Revolutions a minute.", {
    values: { 0x0000: "not reported", 0x0001: "non-rotating medium (solid state)" },
    ranges: [{ first: 0x0401, last: 0xfffe, name: "rotations a minute" }],
  }),
  whole("PRODUCT TYPE", 6, 1, "The kind of card.", {
    values: {
      1: "CFast",
      2: "CompactFlash",
      3: "Memory Stick",
      4: "MultiMediaCard",
      5: "Secure Digital Card",
      6: "XQD",
      7: "Universal Flash Storage",
    },
  }),
  part("WABEREQ", 7, 7, 2, "What a read of a block finds after SANITIZE block erase."),
  part("WACEREQ", 7, 5, 2, "What a read of a block finds after SANITIZE cryptographic erase."),
  part("NOMINAL FORM FACTOR", 7, 3, 4, "Width of the device.", {
    values: { 1: "5.25 inch", 2: "3.5 inch", 3: "2.5 inch", 4: "1.8 inch", 5: "less than 1.8 inch" },
  }),
  part("ZONED", 8, 5, 2, "Zones.", { values: { 1: "host aware", 2: "device managed" } }),
  flag("RBWZ", 8, 3, "REASSIGN BLOCKS writes zeros where it cannot recover a block."),
  flag("BOCS", 8, 2, "BACKGROUND CONTROL is supported."),
  flag("FUAB", 8, 1, "FUA and SYNCHRONIZE CACHE behave as SBC-4 says."),
  flag("VBULS", 8, 0, "VERIFY of unmapped blocks succeeds."),
  whole("DEPOPULATION TIME", 12, 4, "Seconds that a depopulation takes."),
]);

const provisioning = page(
  "logical_block_provisioning",
  0xb2,
  8,
  "Whether and how blocks are provisioned as they are needed.",
  [
    whole("THRESHOLD EXPONENT", 4, 1, "2 to its power blocks are a threshold set; 0: no thresholds."),
    flag("LBPU", 5, 7, "UNMAP is supported."),
    flag("LBPWS", 5, 6, "WRITE SAME(16) with UNMAP is supported."),
    flag("LBPWS10", 5, 5, "WRITE SAME(10) with UNMAP is supported."),
    part("LBPRZ", 5, 4, 3, "What an unmapped block reads as.", {
      values: { 1: "zeros", 2: "the provisioning initialization pattern", 3: "zeros", 5: "zeros", 7: "zeros" }, // xx1b
    }),
    flag("ANC_SUP", 5, 1, "Anchored blocks are supported."),
    flag("DP", 5, 0, "A provisioning group descriptor is there."),
    part("MINIMUM PERCENTAGE", 6, 7, 5, "Of the blocks that are always provisioned."),
    part("PROVISIONING TYPE", 6, 2, 3, "How blocks are provisioned.", {
      values: { 0: "fully provisioned, or not told", 1: "resource provisioned", 2: "thin provisioned" },
    }),
    whole("THRESHOLD PERCENTAGE", 7, 1, "Where the threshold is."),
  ],
  { kind: "one", of: "designation_descriptor", doc: "The provisioning group, where DP is set." },
);

const blockPages = [blockLimits, blockCharacteristics, provisioning] as const;

/** Pages B0h to BFh mean something else for each device type. */
const ofBlockDevice = (structure: Structure): Choice => ({
  id: `${structure.id}_page`,
  name: structure.name,
  clause: structure.clause,
  doc: "By PERIPHERAL DEVICE TYPE.",
  byte: 0,
  mask: 0x1f,
  cases: Object.fromEntries(blockDevices.map((type) => [type, structure.id])),
  otherwise: "vpd_page_other",
});

/** In order: Block Limits, Block Device Characteristics, Logical Block Provisioning. */
export const vpdBlockChoices = blockPages.map(ofBlockDevice);

export const vpdBlockStructures = [...vpdBlockChoices, ...blockPages] as const;
