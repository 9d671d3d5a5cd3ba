/** REPORT SUPPORTED OPERATION CODES parameter data (SPC-4 6.35; MLU, CDLP and RWCDLP of SPC-5 and SPC-6). */
import type { Choice, Field, Structure, ValueNames } from "../types.ts";
import { flag, part, whole } from "./fields.ts";

const clause = "SPC-4 6.35";

/** SUPPORT. */
const support: ValueNames = {
  0: "not known now",
  1: "not supported",
  3: "supported as the standard says",
  5: "supported in a vendor's way",
};

/** MLU. */
const affected: ValueNames = {
  1: "affects this logical unit only",
  2: "affects several logical units",
  3: "affects all logical units",
};

const rwcdlp = (byte: number, bit: number): Field =>
  flag("RWCDLP", byte, bit, "CDLP is about the mode pages T2A and T2B, not A and B.");
const mlu = (byte: number, bit: number): Field =>
  part("MLU", byte, bit, 2, "Which logical units the command affects.", { values: affected });
const cdlp = (byte: number, bit: number): Field =>
  part("CDLP", byte, bit, 2, "Mode page of the command's duration limits: 1 (T2)A, 2 (T2)B.");

const commandSize = 8;
const commandFields = (timeouts: number): readonly Field[] => [
  whole("OPERATION CODE", 0, 1, "The command."),
  whole("SERVICE ACTION", 2, 2, "The command's service action, where SERVACTV is set."),
  rwcdlp(5, 6),
  mlu(5, 5),
  cdlp(5, 3),
  part("CTDP", 5, 1, 1, "A command timeouts descriptor follows.", { fixed: timeouts }),
  flag("SERVACTV", 5, 0, "SERVICE ACTION is valid."),
  whole("CDB LENGTH", 6, 2, "Bytes of the CDB."),
];

const oneSize = 4;
const oneFields = (timeouts: number): readonly Field[] => [
  rwcdlp(0, 0),
  part("CTDP", 1, 7, 1, "A command timeouts descriptor follows.", { fixed: timeouts }),
  mlu(1, 6),
  cdlp(1, 4),
  part("SUPPORT", 1, 2, 3, "Whether the device has the command.", { values: support }),
  whole("CDB SIZE", 2, 2, "Bytes of CDB USAGE DATA."),
];

const usage = {
  kind: "bytes",
  name: "CDB USAGE DATA",
  countedBy: "CDB SIZE",
  doc: "A CDB with the operation code and service action in place, and every bit set that the device looks at.",
} as const;
const timeoutsRest = { kind: "one", of: "command_timeouts", doc: "How long the command takes." } as const;

const choice = (id: string, name: string, byte: number, mask: number, doc: string): Choice => ({
  id,
  name,
  clause,
  doc,
  byte,
  mask,
  cases: { [mask]: `${id}_with_timeouts` },
  otherwise: `${id}_without_timeouts`,
});

const allCommandsData: Structure = {
  id: "all_commands_data",
  name: "REPORT SUPPORTED OPERATION CODES parameter data (all commands)",
  clause,
  size: 4,
  doc: "The commands that the device has.",
  fields: [whole("COMMAND DATA LENGTH", 0, 4, "Bytes that follow.", { countsFrom: 4 })],
  rest: { kind: "list", of: "supported_command", doc: "The commands." },
};

const command = {
  name: "Command descriptor",
  clause,
  size: commandSize,
  doc: "A command that the device has.",
} as const;
const one = {
  name: "REPORT SUPPORTED OPERATION CODES parameter data (one command)",
  clause,
  size: oneSize,
  doc: "Whether the device has a command, and the bits of its CDB that it looks at.",
} as const;

const commandTimeouts: Structure = {
  id: "command_timeouts",
  name: "Command timeouts descriptor",
  clause,
  size: 12,
  doc: "How long the command takes.",
  fields: [
    whole("DESCRIPTOR LENGTH", 0, 2, "Bytes that follow.", { countsFrom: 2 }),
    whole("COMMAND SPECIFIC", 3, 1, "Depends on the command."),
    whole("NOMINAL COMMAND PROCESSING TIMEOUT", 4, 4, "Seconds, as a rule; 0: not told."),
    whole("RECOMMENDED COMMAND TIMEOUT", 8, 4, "Seconds to wait before the command is taken for lost; 0: not told."),
  ],
};

export const operationCodeStructures = [
  allCommandsData,
  choice("supported_command", command.name, 5, 0x02, "A command that the device has, by CTDP."),
  { ...command, id: "supported_command_without_timeouts", fields: commandFields(0) },
  {
    ...command,
    id: "supported_command_with_timeouts",
    name: `${command.name} with timeouts`,
    fields: commandFields(1),
    rest: [timeoutsRest],
  },
  choice("one_command_data", one.name, 1, 0x80, "About one command, by CTDP."),
  { ...one, id: "one_command_data_without_timeouts", fields: oneFields(0), rest: [usage] },
  {
    ...one,
    id: "one_command_data_with_timeouts",
    name: "REPORT SUPPORTED OPERATION CODES parameter data (one command, with timeouts)",
    fields: oneFields(1),
    rest: [usage, timeoutsRest],
  },
  commandTimeouts,
] as const satisfies readonly (Structure | Choice)[];
