/** The commands that are known, and what their CDBs and data are made of. */
import {
  compose,
  type Core,
  CoreError,
  decodeCdb,
  describe,
  explain,
  type FieldNode,
  parameterDataStructure,
  parameterListStructure,
  type StructureName,
  type Values,
} from "../embed/index.ts";

export interface CommandDescription {
  readonly name: string;
  readonly operationCode: number;
  readonly serviceAction: number | undefined;
  readonly deviceTypes: readonly number[];
  readonly structure: StructureName;
  /** Bytes of the CDB. */
  readonly length: number;
}

const structures: readonly (readonly [number, StructureName])[] = [
  [0x03, "request_sense_cdb"],
  [0x5e, "pr_in_cdb"],
  [0x5f, "pr_out_cdb"],
];

/** Those of SPC are for devices of all types. */
const allTypes = Array.from({ length: 0x20 }, (_, type) => type);

export function commands(core: Core): CommandDescription[] {
  return structures.map(([operationCode, structure]) => {
    const { name, size } = describe(core, structure);
    return { name, operationCode, serviceAction: undefined, deviceTypes: allTypes, structure, length: size };
  });
}

/** Errors: CoreError short, unknown_operation_code. */
export function findCommand(core: Core, cdb: Uint8Array, deviceType = 0): CommandDescription {
  if (cdb.length === 0) throw new CoreError("short", { field: "", bit: 0, have: 0, need: 1, sense: undefined });
  const found = commands(core).find(
    (known) => known.operationCode === cdb[0] && known.deviceTypes.includes(deviceType),
  );
  if (found) return found;
  throw new CoreError("unknown_operation_code", { field: "", bit: 0, have: cdb[0]!, need: 0, sense: undefined });
}

export function explainCdb(core: Core, cdb: Uint8Array, deviceType = 0): FieldNode[] {
  return explain(core, findCommand(core, cdb, deviceType).structure, cdb);
}

export function composeCdb(core: Core, { structure }: CommandDescription, values: Values): Uint8Array {
  return compose(core, structure, values);
}

/** What the data of a command is; undefined for a command whose data is not known. */
export function dataStructure(
  core: Core,
  cdb: Uint8Array,
  deviceType = 0,
): { direction: "from_device" | "to_device"; structure: StructureName } | undefined {
  const { operationCode } = findCommand(core, cdb, deviceType);
  if (operationCode === 0x5e)
    return { direction: "from_device", structure: parameterDataStructure(core, decodeCdb(core, cdb).serviceAction) };
  if (operationCode === 0x5f)
    return {
      direction: "to_device",
      structure: parameterListStructure(core, decodeCdb(core, cdb).serviceAction, new Uint8Array(24)),
    };
  return undefined;
}
