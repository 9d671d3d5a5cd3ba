/** Holdfast's core for any JavaScript runtime: no node:, no DOM. */
export { default as abi } from "./abi.json" with { type: "json" };
export {
  compose,
  describe,
  explain,
  nameIn,
  nameOfValue,
  parameterDataStructure,
  parameterListStructure,
} from "./codec.ts";
export type {
  FieldDescription,
  FieldNode,
  NameList,
  RegionDescription,
  RestValues,
  StructureDescription,
  Values,
} from "./codec.ts";
export { commands, composeCdb, dataStructure, explainCdb, findCommand } from "./command.ts";
export type { CommandData, CommandDescription } from "./command.ts";
export { Core, offset } from "./core.ts";
export type { BufferName, RecordName, StructureName } from "./core.ts";
export { AbiError, CoreError } from "./errors.ts";
export type { ErrorDetails, SenseCode, Status } from "./errors.ts";
export { decodeReadFullStatus, decodeReportCapabilities } from "./full-status.ts";
export type { Capabilities, FullStatus, FullStatusDescriptor } from "./full-status.ts";
export { decodeHelperReply, helperFailure, helperGreeting, planHelperRequest, statusName } from "./helper.ts";
export type { FailureKind, HelperReply, HelperRequest } from "./helper.ts";
export { hexOf, outline } from "./outline.ts";
export type { Line } from "./outline.ts";
export {
  decodeCdb,
  decodeCdbs,
  decodeParameterList,
  decodeReadKeys,
  decodeReadReservation,
  decodeSense,
} from "./records.ts";
export type { Cdb, CdbRow, ParameterList, ReadKeys, ReadReservation, Sense } from "./records.ts";
export { findEvents, findScsi, guessStructure } from "./paste/index.ts";
export type { Finding, FindingKind, Guess, Paste, PasteSource, SenseTriple } from "./paste/index.ts";
export { EmulatedUnit, UnitLimitError } from "./unit.ts";
export type { Nexus, UnitAnswer, UnitEvent, UnitOptions } from "./unit.ts";
