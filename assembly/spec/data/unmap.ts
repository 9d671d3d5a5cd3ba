/** UNMAP parameter list (SBC-3 5.28.2). */
import type { Structure } from "../types.ts";
import { whole } from "./fields.ts";

export const unmapStructures: readonly Structure[] = [
  {
    id: "unmap_list",
    name: "UNMAP parameter list",
    clause: "SBC-3 5.28.2",
    size: 8,
    doc: "The blocks to unmap.",
    fields: [
      whole("UNMAP DATA LENGTH", 0, 2, "Bytes that follow.", { countsFrom: 2 }),
      whole("UNMAP BLOCK DESCRIPTOR DATA LENGTH", 2, 2, "Bytes of the descriptors, 16 each."),
    ],
    rest: [
      {
        kind: "list",
        of: "unmap_descriptor",
        countedBy: "UNMAP BLOCK DESCRIPTOR DATA LENGTH",
        doc: "The ranges of blocks.",
      },
    ],
  },
  {
    id: "unmap_descriptor",
    name: "UNMAP block descriptor",
    clause: "SBC-3 5.28.2",
    size: 16,
    doc: "A range of blocks.",
    fields: [
      whole("UNMAP LOGICAL BLOCK ADDRESS", 0, 8, "The first one."),
      whole("NUMBER OF LOGICAL BLOCKS", 8, 4, "How many."),
    ],
  },
];
