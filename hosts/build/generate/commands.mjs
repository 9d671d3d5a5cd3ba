/**
 * assembly/generated/commands.ts: the command table, by columns (they compress better than rows), in order of operation code, service action and
 * place in spec/commands.ts:
 *   command   packed with the structures (pack.mjs; assembly/command/table.ts reads it): CODE, the step of the operation code from the row before; ACTION, 0
 *             for none, else 1 and the step of the service action from the operation code's row before, from 0 in its first; NAME, TYPES, STRUCTURE of the CDB, CLASS
 *   family    operation code, device types, name, whether its service actions are its own actions, class: an operation code that has service actions
 *   types     mask of PERIPHERAL DEVICE TYPEs (0xffffffff: all)
 *   class     how a command fares under a reservation: where it conflicts, then another such where a byte under a mask has a value: byte, mask
 *             (0: nowhere), value, where; class 0: the emulated logical unit does not know the command
 *   data      command, byte, mask, value, structure of the data, direction: the first row of a command that fits is the one
 */
import { renderEnum } from "./codes.mjs";
import { access } from "./fields.mjs";
import { upper } from "./names.mjs";
import { kind } from "./pack.mjs";

const NO_SERVICE_ACTION = 0xffff;
const ALL_TYPES = 0xffffffff;

export function renderCommands(spec, text, packer) {
  const commands = checkCommands(spec.commands, spec.commandFamilies, spec.deviceTypes);
  const families = spec.commandFamilies;
  const masks = new List((types) => maskOf(types, spec.deviceTypes));
  const classes = new List((row) => classOf(spec, row));
  classes.add({});
  const structures = checkLayouts(spec, commands).map((id) => numberOf(spec, id));
  packCommands(commands, structures, masks, classes, packer);
  const data = dataRows(spec, commands);
  const known = [...commands, ...families].filter((row) => row.conflict && row.serviceAction === undefined);
  const columns = {
    FAMILY_CODES: ["u8", families.map(({ operationCode }) => operationCode)],
    FAMILY_TYPES: ["u8", families.map(({ types }) => masks.add(types))],
    FAMILY_NAMES: ["u16", families.map(({ name }) => text.add(name))],
    FAMILY_HAS_ACTIONS: ["u8", families.map(({ has }) => (has === "actions" ? 1 : 0))],
    FAMILY_CLASSES: ["u8", families.map((row) => classes.add(row))],
    DATA_COMMANDS: ["u16", data.map(({ command }) => command)],
    DATA_BYTES: ["u8", data.map(({ when }) => when?.byte ?? 0)],
    DATA_MASKS: ["u8", data.map(({ when }) => when?.mask ?? 0)],
    DATA_VALUES: ["u8", data.map(({ when }) => when?.value ?? 0)],
    DATA_STRUCTURES: ["u16", data.map(({ to }) => numberOf(spec, to))],
    DATA_DIRECTIONS: ["u8", data.map(({ direction }) => memberOf(spec, "direction", direction))],
    CDB_LENGTHS: ["u8", spec.cdbLengths],
    PLAIN_LAYOUTS: ["u16", spec.genericLayouts.plain.map((id) => numberOf(spec, id))],
    ACTION_LAYOUTS: ["u16", spec.genericLayouts.action.map((id) => numberOf(spec, id))],
    TYPE_MASKS: ["u32", masks.values],
    CLASS_ROWS: ["u8", classes.values.flat()],
  };
  return `import { be16, u8At } from "../bytes";
import { bitsAt } from "../bits";

${renderEnum("OperationCode", "OPERATION CODE of commands that the emulated logical unit knows", namesOf(known))}
/** Who conflicts: bits of a class's patterns */
export const enum Conflict {
${Object.entries(columnBits(spec))
  .map(([column, bit]) => `  ${upper(column)} = ${bit},`)
  .join("\n")}
}

export const COMMANDS: i32 = ${commands.length};
export const FAMILIES: i32 = ${families.length};
export const DATA_ROWS: i32 = ${data.length};
export const NO_SERVICE_ACTION: i32 = ${NO_SERVICE_ACTION};
export const ALL_TYPES: u32 = ${ALL_TYPES};
export const EXTENDED_CDB: u32 = ${spec.extendedCdb};
export const VARIABLE_LENGTH_CDB: u32 = ${spec.variableLengthCdb};
${Object.entries(fieldTexts(text)).map(constant).join("\n")}
${Object.entries(columns).map(column).join("\n")}

/** SERVICE ACTION of a CDB that has one. */
export function serviceActionOf(cdb: usize, operationCode: u32): u32 {
  return operationCode == VARIABLE_LENGTH_CDB ? ${read(spec.variableServiceAction)} : ${read(spec.serviceAction)};
}

/** First bit of SERVICE ACTION in the CDBs of an operation code. */
export function serviceActionBit(operationCode: u32): u32 {
  return operationCode == VARIABLE_LENGTH_CDB ? ${startOf(spec.variableServiceAction)} : ${startOf(spec.serviceAction)};
}

/** Bytes of a CDB up to and with its SERVICE ACTION. */
export function serviceActionEnd(operationCode: u32): u32 {
  return operationCode == VARIABLE_LENGTH_CDB ? ${endOf(spec.variableServiceAction)} : ${endOf(spec.serviceAction)};
}
`;
}

function packCommands(commands, structures, masks, classes, packer) {
  let before = { operationCode: 0 };
  commands.forEach((command, i) => {
    const { operationCode, serviceAction } = command;
    const actionBefore = operationCode === before.operationCode ? (before.serviceAction ?? 0) : 0;
    packer.put(kind.CODE, operationCode - before.operationCode);
    packer.put(kind.ACTION, serviceAction === undefined ? 0 : serviceAction - actionBefore + 1);
    packer.name(command.name);
    packer.put(kind.TYPES, masks.add(command.types));
    packer.put(kind.STRUCTURE, structures[i]);
    packer.put(kind.CLASS, classes.add(command));
    before = command;
  });
}

/** In order, with checked codes: what a CDB of a device type means must be one command. Exported for the generator's own test. */
export function checkCommands(commands, families, deviceTypes) {
  const all = [...commands, ...families.map((family) => ({ ...family, isFamily: true }))];
  all.forEach((one, i) => {
    const other = all.slice(i + 1).find((row) => isAmbiguous(one, row, deviceTypes));
    if (other) throw new Error(`spec: the commands ${one.name} and ${other.name} have one code`);
    if (one.serviceAction !== undefined && !families.some((row) => row.operationCode === one.operationCode))
      throw new Error(`spec: the operation code of ${one.name} has no name`);
  });
  return [...commands].sort(
    (a, b) => a.operationCode - b.operationCode || (a.serviceAction ?? -1) - (b.serviceAction ?? -1),
  );
}

/** Both for the same bytes of the same device type; for a family of any. A family and its service actions go together. */
function isAmbiguous(a, b, deviceTypes) {
  if (a.isFamily && b.isFamily) return a.operationCode === b.operationCode;
  const [typesOfA, typesOfB] = [a, b].map(({ types }) => maskOf(types, deviceTypes));
  const together = typesOfA === ALL_TYPES || typesOfB === ALL_TYPES ? typesOfA === typesOfB : typesOfA & typesOfB;
  if (a.operationCode !== b.operationCode || !together) return false;
  if (a.isFamily || b.isFamily) return (a.isFamily ? b : a).serviceAction === undefined;
  return [a, b].some(({ serviceAction }) => serviceAction === undefined) || a.serviceAction === b.serviceAction;
}

function maskOf(types, deviceTypes) {
  if (types === "*") return ALL_TYPES;
  return [...types].reduce((mask, letter) => {
    if (deviceTypes[letter] === undefined) throw new Error(`spec: ${letter} is no device type`);
    return (mask | (1 << deviceTypes[letter])) >>> 0;
  }, 0);
}

/**
 * Identifiers of the commands' layouts. A key with a device type is for the commands of that type; one without is for the command of all device types or
 * of block devices, and for all service actions unless it names one. Every key must be some command's. Exported for the generator's own test.
 */
export function checkLayouts(spec, commands) {
  const used = new Set();
  const ids = commands.map((command) => {
    const keys = [keyOf(command), hex(command.operationCode, 2)].map((key) => keysOfTypes(spec, command, key));
    keys.flat().forEach((key) => used.add(key));
    const [own, whole] = keys.map((list) => new Set(list.map((key) => spec.commandLayouts[key]).filter(Boolean)));
    const found = own.size > 0 ? own : whole;
    if (found.size > 1)
      throw new Error(`spec: ${command.name} has two layouts: ${[...found].join(", ")}; make it two rows`);
    return [...found][0] ?? genericLayout(spec, command);
  });
  const stray = Object.keys(spec.commandLayouts).find((key) => !used.has(key));
  if (stray) throw new Error(`spec: the layout ${stray} is of no command`);
  return ids;
}

function keysOfTypes({ deviceTypes }, { types }, key) {
  if (types === "*") return [key];
  const typed = [...types].map((letter) => `${key}@${deviceTypes[letter].toString(16)}`);
  return types.includes("D") ? [...typed, key] : typed;
}

function genericLayout({ genericLayouts }, { operationCode, serviceAction }) {
  return genericLayouts[serviceAction === undefined ? "plain" : "action"][operationCode >> 5];
}

function dataRows(spec, commands) {
  return Object.entries(spec.commandData).flatMap(([key, list]) => {
    const command = commands.findIndex((row) => keyOf(row) === key);
    if (command < 0) throw new Error(`spec: the data of ${key} is of no command`);
    return list.map((row) => ({ ...row, command }));
  });
}

const hex = (value, digits) => value.toString(16).padStart(digits, "0");

/** "28", "9e/10", "7f/0009". */
function keyOf({ operationCode, serviceAction }) {
  const code = hex(operationCode, 2);
  return serviceAction === undefined ? code : `${code}/${hex(serviceAction, operationCode === 0x7f ? 4 : 2)}`;
}

function numberOf(spec, id) {
  const number = spec.structures.findIndex((structure) => structure.id === id);
  if (number < 0) throw new Error(`spec: a command names ${id}, which is no structure`);
  return number;
}

const memberOf = (spec, enumeration, name) =>
  spec.enumerations.find(({ id }) => id === enumeration).members.find((member) => member.name === name).value;

const columnBits = (spec) => Object.fromEntries(spec.conflictColumns.map((column, i) => [column, 1 << i]));

/** Row of a class; of the one without conflict rules all zeros, and a mark that no other has. */
function classOf(spec, { conflict, except }) {
  if (!conflict) return [0xff, 0, 0, 0, 0];
  const bits = columnBits(spec);
  const pattern = (name) => spec.conflictClasses[name].reduce((sum, column) => sum | bits[column], 0);
  const other = except ? [except.byte, except.mask, except.value, pattern(except.conflict)] : [0, 0, 0, 0];
  return [pattern(conflict), ...other];
}

/** Values that many rows share, each once. */
class List {
  values = [];
  #make;
  #known = new Map();

  constructor(make) {
    this.#make = make;
  }

  /** Place of the value of `row`. */
  add(row) {
    const value = this.#make(row);
    const key = String(value);
    if (!this.#known.has(key)) this.#known.set(key, this.values.push(value) - 1);
    return this.#known.get(key);
  }
}

const namesOf = (rows) => Object.fromEntries(rows.map(({ operationCode, name }) => [operationCode, name]));
const fieldTexts = (text) => ({
  OPERATION_CODE_NAME: text.add("OPERATION CODE"),
  SERVICE_ACTION_NAME: text.add("SERVICE ACTION"),
  DEVICE_TYPE_NAME: text.add("PERIPHERAL DEVICE TYPE"),
});
const constant = ([name, value]) => `export const ${name}: u32 = ${value};`;
const column = ([name, [type, values]]) =>
  `export const ${name}: usize = memory.data<${type}>([\n  ${wrap(values.join(", "))},\n]);`;
const wrap = (list) => list.replace(/((?:\d+, ){30})/g, "$1\n  ");

const startOf = (field) => field.byte * 8 + 7 - (field.bit ?? 7);
const endOf = (field) => (startOf(field) + field.bits + 7) >> 3;

function read(field) {
  return access({ ...field, start: startOf(field) }, field.byte).read.replaceAll("p", "cdb");
}
