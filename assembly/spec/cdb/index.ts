/** Layouts of the CDBs: where which command has which field. */
import type { Structure } from "../types.ts";
import { ata } from "./ata.ts";
import { block10 } from "./block-10.ts";
import { block12 } from "./block-12.ts";
import { block16 } from "./block-16.ts";
import { block6 } from "./block-6.ts";
import { changer } from "./changer.ts";
import { serviceActions } from "./maintenance.ts";
import { multimedia } from "./multimedia.ts";
import { primary } from "./primary.ts";
import { tape } from "./tape.ts";
import { variableLength } from "./variable.ts";
import { zoned } from "./zone.ts";

export { layouts } from "./layouts.ts";

export const cdbStructures: readonly Structure[] = [
  ...primary,
  ...serviceActions,
  ...block6,
  ...block10,
  ...block12,
  ...block16,
  ...variableLength,
  ...zoned,
  ...ata,
  ...tape,
  ...changer,
  ...multimedia,
];
