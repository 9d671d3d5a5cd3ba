/** A request to the PR helper in pieces: a CDB padded to 16 bytes, and its parameter list. */
import { type Core, dataStructure, findCommand, planHelperRequest, type StructureName } from "../../embed/index.ts";

const paddedCdb = 16;

export interface RequestPart {
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly note: string;
  /** Undefined: a CDB. */
  readonly structure: StructureName | undefined;
}

/** undefined: the bytes are no request. */
export function requestParts(core: Core, bytes: Uint8Array): RequestPart[] | undefined {
  if (bytes.length < paddedCdb) return undefined;
  const plan = planHelperRequest(core, bytes.subarray(0, paddedCdb));
  if (!plan.valid || ![paddedCdb, paddedCdb + plan.parameterLength].includes(bytes.length)) return undefined;
  const { length, name } = findCommand(core, bytes);
  if (bytes.subarray(length, paddedCdb).some((byte) => byte !== 0)) return undefined;
  const note = `a request to the PR helper has the CDB first, padded to ${paddedCdb} bytes`;
  const cdb = { label: `CDB: ${name}`, bytes: bytes.subarray(0, length), note, structure: undefined };
  const list = bytes.subarray(paddedCdb);
  const { structure } = dataStructure(core, cdb.bytes, 0, Uint8Array.from(list)) ?? {};
  if (list.length === 0 || structure === undefined) return [cdb];
  return [cdb, { label: "Parameter list", bytes: list, note, structure }];
}
