/**
 * The command table: names of the commands of all device types by operation code and service action, and how those that the emulated logical unit
 * knows fare under a reservation that another I_T nexus holds (SPC-4 table 65, SBC-4 table 13). One row a command, or a service action of it.
 * Where several device types have one code, a command that is asked for under another type is the one of the first row.
 */
import { mmcCommands } from "./commands/mmc.ts";
import { otherCommands } from "./commands/other.ts";
import { sbcCommands, sbcFamilies } from "./commands/sbc.ts";
import { smcCommands } from "./commands/smc.ts";
import { sccCommands, spcCommands, spcFamilies } from "./commands/spc.ts";
import { sscCommands, sscFamilies } from "./commands/ssc.ts";
import type { Command, Family } from "./commands/types.ts";
import { zbcCommands, zbcFamilies } from "./commands/zbc.ts";

export { commandData } from "./commands/data.ts";
export {
  cdbLengths,
  commandLayouts,
  extendedCdb,
  genericLayouts,
  genericStructures,
  requestSenseCdb,
  serviceAction,
  variableLengthCdb,
  variableServiceAction,
} from "./commands/layouts.ts";
export { conflictClasses, conflictColumns, deviceTypes } from "./commands/types.ts";

export const commandFamilies: readonly Family[] = [...spcFamilies, ...sbcFamilies, ...zbcFamilies, ...sscFamilies];

export const commands: readonly Command[] = [
  ...spcCommands,
  ...sbcCommands,
  ...zbcCommands,
  ...sccCommands,
  ...sscCommands,
  ...smcCommands,
  ...mmcCommands,
  ...otherCommands,
];
