/** Commands by their CDB: names for every device type, fields, and what data goes with them. */
import abi from "./abi.json" with { type: "json" };
import { allNodes, compose, describe, type FieldNode, type RestValues, structureNames, type Values } from "./codec.ts";
import { type Core, offsets, type StructureName, whole } from "./core.ts";

/** A command, or one service action of it where it has some. */
export interface CommandDescription {
  /** The standard's: READ CAPACITY(16), PERSISTENT RESERVE IN. */
  readonly name: string;
  /** Name of OPERATION CODE where the command shares it with others (SERVICE ACTION IN(16)), else the command's. */
  readonly operationName: string;
  /** Name of SERVICE ACTION, "" where there is none: READ CAPACITY(16), READ KEYS. */
  readonly serviceActionName: string;
  readonly operationCode: number;
  readonly serviceAction: number | undefined;
  /** PERIPHERAL DEVICE TYPEs that have it. */
  readonly deviceTypes: number[];
  /** Structure of the CDB. */
  readonly structure: StructureName;
  /** Bytes of the CDB; of one of variable length what the CDB says, or where there is none what it has at least. */
  readonly length: number;
}

/** The data of a command: which way it goes, and its structure. */
export interface CommandData {
  readonly direction: "from_device" | "to_device";
  readonly structure: StructureName;
}

/** Bytes of the longest CDB (SPC-4 4.2.3). */
export const longestCdb = 260;

const record = offsets("command");
const dataRecord = offsets("command_data");
const { direction, status: statuses } = abi.enumerations;
const typeField = "PERIPHERAL DEVICE TYPE";
/** What is said of a CDB that is no command. */
const noCommand: readonly number[] = [statuses.short, statuses.unknown_operation_code, statuses.unknown_service_action];

/** All commands, in order of operation code and service action. */
export function commands(core: Core): CommandDescription[] {
  return Array.from({ length: core.exports.hf_commands() }, (_, number) => {
    core.check(core.exports.hf_command(number));
    return readCommand(core);
  });
}

/**
 * The command that a CDB is, for a PERIPHERAL DEVICE TYPE. A code that the device type has not is that of all device types, of block devices, or of any.
 * Errors: CoreError unknown_operation_code, short, unknown_service_action; too_long, invalid_field (no device type). RangeError for no number.
 */
export function findCommand(core: Core, cdb: Uint8Array, deviceType = 0): CommandDescription {
  core.check(core.exports.hf_command_find(core.write("input", cdb), whole(typeField, deviceType)));
  return readCommand(core);
}

function readCommand(core: Core): CommandDescription {
  const { view } = core;
  const at = core.address("record");
  const u32 = (field: keyof typeof record) => view.getUint32(at + record[field], true);
  const action = view.getInt32(at + record.service_action, true);
  const types = u32("device_types");
  return {
    name: core.text(u32("name")),
    operationName: core.text(u32("operation")),
    serviceActionName: core.text(u32("action")),
    operationCode: u32("operation_code"),
    serviceAction: action < 0 ? undefined : action,
    deviceTypes: Array.from({ length: 32 }, (_, type) => type).filter((type) => (types >>> type) & 1),
    structure: structureNames.get(u32("structure"))!,
    length: u32("length"),
  };
}

/**
 * The field nodes of a CDB, as `explain` gives them: the root has the command's name, OPERATION CODE and SERVICE ACTION mean theirs. A command that is not
 * known has the fields that all commands of its size have. Errors: CoreError too_long, invalid_field (no device type); RangeError for no number.
 */
export function explainCdb(core: Core, cdb: Uint8Array, deviceType = 0): FieldNode[] {
  const length = core.write("input", cdb);
  const type = whole(typeField, deviceType);
  return allNodes(core, (first) => core.exports.hf_cdb_explain(length, type, first));
}

/**
 * The CDB of a command out of values by the names of its fields; the operation code and the service action are the command's. `rest` goes behind the
 * fields of a CDB of variable length of which no more is known. Errors: as `compose`; RangeError for another operation code or service action.
 */
export function composeCdb(
  core: Core,
  command: CommandDescription,
  values: Values,
  rest?: RestValues,
): Uint8Array<ArrayBuffer> {
  const known = describe(core, command.structure).fields.map(({ name }) => name);
  const own = { "OPERATION CODE": command.operationCode, "SERVICE ACTION": command.serviceAction };
  const codes = Object.entries(own).filter(([name, value]) => value !== undefined && known.includes(name));
  for (const [name, value] of codes) if (values[name] !== undefined) checkCode(command, name, value!, values[name]);
  return compose(core, command.structure, { ...values, ...(Object.fromEntries(codes) as Values) }, rest);
}

/** A code that is given though the command has it. */
function checkCode(command: CommandDescription, name: string, own: number, given: Values[string]): void {
  if (given === own || given === BigInt(own)) return;
  const whose = name === "SERVICE ACTION" ? command.serviceActionName : command.name;
  throw new RangeError(`${name} of ${whose} is 0x${own.toString(16)}: leave it out`);
}

/**
 * What data the command of a CDB has, as far as it is known. `data` is looked at where the data says itself what it is (SPEC_I_PT).
 * Errors: CoreError too_long, invalid_field (no device type); RangeError for no number.
 */
export function dataStructure(
  core: Core,
  cdb: Uint8Array,
  deviceType = 0,
  data = new Uint8Array(),
): CommandData | undefined {
  const length = core.write("input", cdb);
  const type = whole(typeField, deviceType);
  const status = core.exports.hf_data_structure(length, type, core.write("input", data, length));
  if (noCommand.includes(status)) return undefined;
  core.check(status);
  const at = core.address("record");
  const structure = structureNames.get(core.view.getInt32(at + dataRecord.structure, true));
  const way = core.view.getUint32(at + dataRecord.direction, true);
  return structure && { structure, direction: way === direction.to_device ? "to_device" : "from_device" };
}
