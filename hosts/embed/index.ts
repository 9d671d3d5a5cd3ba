/** Holdfast's core for any JavaScript runtime: no node:, no DOM. */
export { default as abi } from "./abi.json" with { type: "json" };
export {
  compose,
  describe,
  explain,
  nameIn,
  nameOfStructure,
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
export { commands, composeCdb, dataStructure, explainCdb, findCommand, longestCdb } from "./command.ts";
export type { CommandData, CommandDescription } from "./command.ts";
export { Core, offset } from "./core.ts";
export type { BufferName, RecordName, StructureName } from "./core.ts";
export { AbiError, CoreError } from "./errors.ts";
export type { ErrorDetails, SenseCode, Status } from "./errors.ts";
export { decodeReadFullStatus, decodeReportCapabilities } from "./full-status.ts";
export type { Capabilities, FullStatus, FullStatusDescriptor } from "./full-status.ts";
export { decodeHelperReply, helperFailure, helperGreeting, planHelperRequest, statusName } from "./helper.ts";
export type { FailureKind, HelperReply, HelperRequest } from "./helper.ts";
export { hexOf, outline, outlineNodes } from "./outline.ts";
export type { Line, LineKind, NodeFlag, OutlineOptions } from "./outline.ts";
export { beginsCommand, findEvents, findScsi, guessStructure } from "./paste/index.ts";
export type { Finding, FindingKind, Guess, GuessOptions, Paste, PasteSource, SenseTriple } from "./paste/index.ts";
export { decodeCdb, decodeCdbs, decodeParameterList, decodeReadKeys, decodeReadReservation } from "./records.ts";
export type { Cdb, CdbRow, ParameterList, ReadKeys, ReadReservation } from "./records.ts";
export { decodeSense, senseCode } from "./sense.ts";
export type { Sense } from "./sense.ts";
export { EmulatedUnit, UnitLimitError } from "./unit.ts";
export type { Nexus, UnitAnswer, UnitEvent, UnitOptions } from "./unit.ts";
export { namesOfValues } from "./value-names.ts";
export type { NamedValues } from "./value-names.ts";
