/** READ CAPACITY parameter data (SBC-3 5.15 and 5.16). */
import type { Structure } from "../types.ts";
import { flag, part, whole } from "./fields.ts";

const blockLength = (byte: number) => whole("LOGICAL BLOCK LENGTH IN BYTES", byte, 4, "Bytes of a logical block.");

export const capacityStructures: readonly Structure[] = [
  {
    id: "read_capacity_10_data",
    name: "READ CAPACITY(10) parameter data",
    clause: "SBC-3 5.15.2",
    size: 8,
    doc: "How large the logical unit is.",
    fields: [
      whole(
        "RETURNED LOGICAL BLOCK ADDRESS",
        0,
        4,
        "The last logical block, not the number of them; FFFFFFFFh: too large to tell, READ CAPACITY(16) does.",
      ),
      blockLength(4),
    ],
  },
  {
    id: "read_capacity_16_data",
    name: "READ CAPACITY(16) parameter data",
    clause: "SBC-3 5.16.2",
    size: 32,
    doc: "How large the logical unit is, and how its blocks are protected and provisioned.",
    fields: [
      whole("RETURNED LOGICAL BLOCK ADDRESS", 0, 8, "The last logical block, not the number of them."),
      blockLength(8),
      part("RC BASIS", 12, 5, 2, "Of a zoned device: which block is told; 0: the last one of the conventional zones.", {
        values: { 1: "the last logical block" },
      }),
      part("P_TYPE", 12, 3, 3, "Type of protection, where PROT_EN is set; 0: type 1.", {
        values: { 1: "type 2", 2: "type 3" },
      }),
      flag("PROT_EN", 12, 0, "Protection information is on."),
      part("P_I_EXPONENT", 13, 7, 4, "2 to its power intervals of protection information are in a block."),
      part(
        "LOGICAL BLOCKS PER PHYSICAL BLOCK EXPONENT",
        13,
        3,
        4,
        "2 to its power logical blocks are in a physical one.",
      ),
      flag("LBPME", 14, 7, "Logical block provisioning management is on (thin or resource provisioned)."),
      flag("LBPRZ", 14, 6, "Unmapped blocks read as zeros."),
      part("LOWEST ALIGNED LOGICAL BLOCK ADDRESS", 14, 5, 14, "First logical block at the start of a physical one."),
    ],
  },
];
