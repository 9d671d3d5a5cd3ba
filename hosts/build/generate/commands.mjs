/**
 * assembly/generated/commands.ts: operation codes by name, and how each command fares under a reservation. Rows of u32, in order of operation code
 * and service action:
 *   service action (ANY: all of them are alike), where the command conflicts, then another such where a byte under a mask has a value:
 *   conflict, byte, mask (0: nowhere), value
 */
import { renderEnum } from "./codes.mjs";
import { access } from "./fields.mjs";
import { upper } from "./names.mjs";

export function renderCommands(spec) {
  const commands = checkCommands(spec.commands);
  const bits = Object.fromEntries(spec.conflictColumns.map((column, i) => [column, 1 << i]));
  const pattern = (conflict) => spec.conflictClasses[conflict].reduce((sum, column) => sum | bits[column], 0);
  const rows = commands.map(({ serviceAction = -1, conflict, except, name }) => {
    const other = except ? [pattern(except.conflict), except.byte, except.mask, except.value] : [0, 0, 0, 0];
    return `  ${[serviceAction >>> 0, pattern(conflict), ...other].join(", ")}, // ${name}`;
  });
  const firsts = Array.from({ length: 257 }, (_, code) =>
    commands.reduce((count, { operationCode }) => count + (operationCode < code ? 1 : 0), 0),
  );
  const whole = commands.filter(({ serviceAction }) => serviceAction === undefined);
  const names = Object.fromEntries(whole.map(({ operationCode, name }) => [operationCode, name]));
  const columns = Object.entries(bits).map(([column, bit]) => `  ${upper(column)} = ${bit},`);
  return `import { be16, u8At } from "../bytes";
import { bitsAt } from "../bits";

${renderEnum("OperationCode", "OPERATION CODE of commands without service actions", names)}
/** Who conflicts: bits of a row's patterns */
export const enum Conflict {
${columns.join("\n")}
}

export const ANY_SERVICE_ACTION: u32 = 0xffffffff;
/** u16: first row of an operation code; the next one's first row is its end. */
export const COMMAND_FIRST: usize = memory.data<u16>([\n  ${firsts.join(", ")},\n]);
export const COMMAND_ROWS: usize = memory.data<u32>([\n${rows.join("\n")}\n]);
/** u8: bytes of a CDB by its GROUP CODE. */
export const CDB_LENGTHS: usize = memory.data<u8>([${spec.cdbLengths.join(", ")}]);

/** SERVICE ACTION of a CDB that has one. */
export function serviceActionOf(cdb: usize, operationCode: u32): u32 {
  return operationCode == ${spec.variableLengthCdb} ? ${read(spec.variableServiceAction)} : ${read(spec.serviceAction)};
}
`;
}

/** In order; each operation code either whole or by service actions. Exported for the generator's own test. */
export function checkCommands(commands) {
  const sorted = [...commands].sort(
    (a, b) => a.operationCode - b.operationCode || (a.serviceAction ?? -1) - (b.serviceAction ?? -1),
  );
  sorted.forEach((command, i) => {
    const next = sorted[i + 1];
    if (next?.operationCode !== command.operationCode) return;
    if (command.serviceAction === undefined || command.serviceAction === next.serviceAction)
      throw new Error(`spec: the commands ${command.name} and ${next.name} have one code`);
  });
  return sorted;
}

function read(field) {
  const start = field.byte * 8 + 7 - (field.bit ?? 7);
  return access({ ...field, start }, field.byte).read.replaceAll("p", "cdb");
}
