/** The standard's numbers by its names: they are the core's, so that the page knows no code and no byte of a command. */
import {
  type CommandDescription,
  commands,
  composeCdb,
  type Core,
  nameOfValue,
  parameterListStructure,
  type StructureName,
  type Values,
} from "../embed/index.ts";

/** Service actions of PERSISTENT RESERVE OUT, the usual ones first. */
export const outActions = [
  "REGISTER",
  "REGISTER AND IGNORE EXISTING KEY",
  "RESERVE",
  "RELEASE",
  "PREEMPT",
  "PREEMPT AND ABORT",
  "CLEAR",
  "REGISTER AND MOVE",
  "REPLACE LOST RESERVATION",
] as const;
export type OutAction = (typeof outActions)[number];

/** Types of a reservation, those that clusters use first. */
export const types = [
  "Write Exclusive - Registrants Only",
  "Exclusive Access - Registrants Only",
  "Write Exclusive - All Registrants",
  "Exclusive Access - All Registrants",
  "Write Exclusive",
  "Exclusive Access",
] as const;
export type TypeName = (typeof types)[number];

/** Service actions that look neither at SCOPE nor at TYPE (SPC-4 6.16.2). */
export const withoutType: readonly OutAction[] = [
  "REGISTER",
  "CLEAR",
  "REGISTER AND IGNORE EXISTING KEY",
  "REGISTER AND MOVE",
];

const mostValues = 32;

export const actionNumber = (core: Core, name: OutAction): number => numberOf(core, "SERVICE ACTION", name);
export const typeNumber = (core: Core, name: TypeName): number => numberOf(core, "TYPE", name);

/** Undefined for a number that is no service action. */
export function actionName(core: Core, action: number): OutAction | undefined {
  return outActions.find((name) => name === nameOfValue(core, "pr_out_cdb", "SERVICE ACTION", action));
}

function numberOf(core: Core, field: "SERVICE ACTION" | "TYPE", name: string): number {
  for (let value = 0; value < mostValues; value++)
    if (nameOfValue(core, "pr_out_cdb", field, value) === name) return value;
  throw new Error(`the core has no ${field} named ${name}`);
}

/** True when the service action looks at TYPE. */
export function usesType(core: Core, action: number): boolean {
  const name = actionName(core, action);
  return name !== undefined && !withoutType.includes(name);
}

const moveList: StructureName = "pr_out_move_list";

/** True when the service action has the list of REGISTER AND MOVE. */
export function isMove(core: Core, action: number): boolean {
  return actionName(core, action) !== undefined && parameterListStructure(core, action, new Uint8Array()) === moveList;
}

/** Commands that the page sends by one button, and what their fields have to be for that. */
const sent = {
  "READ KEYS": { "ALLOCATION LENGTH": 8192 },
  "READ RESERVATION": { "ALLOCATION LENGTH": 8192 },
  "REPORT CAPABILITIES": { "ALLOCATION LENGTH": 8192 },
  "READ FULL STATUS": { "ALLOCATION LENGTH": 8192 },
  "READ(10)": { "TRANSFER LENGTH": 1 },
  "WRITE(10)": { "TRANSFER LENGTH": 1 },
  UNMAP: { "PARAMETER LIST LENGTH": 24 },
  "TEST UNIT READY": {},
  "REQUEST SENSE": { "ALLOCATION LENGTH": 252 },
  "MODE SENSE(6)": { "ALLOCATION LENGTH": 255 },
  "MODE SELECT(6)": { PF: 1, "PARAMETER LIST LENGTH": 12 },
  "RESERVE(6)": {},
  "RELEASE(6)": {},
} as const satisfies Readonly<Record<string, Values>>;
export type SentCommand = keyof typeof sent;

const known = new WeakMap<Core, readonly CommandDescription[]>();

/** The CDB of a command for a block device. */
export function cdbOf(core: Core, name: SentCommand): Uint8Array {
  const all = known.get(core) ?? commands(core);
  known.set(core, all);
  const command = all.find((one) => (one.serviceActionName || one.name) === name && one.deviceTypes.includes(0));
  if (command === undefined) throw new Error(`the core has no command named ${name}`);
  return composeCdb(core, command, sent[name]);
}
