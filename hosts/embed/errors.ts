/** Errors of the core, with what it says of them. */
import abi from "./abi.json" with { type: "json" };

/** Names of the statuses below 0 (assembly/spec/abi.ts). */
export type Status = Exclude<keyof typeof abi.enumerations.status, "ok">;

const names = new Map(Object.entries(abi.enumerations.status).map(([name, value]) => [value, name as Status]));

/** Name of a status below 0. */
export const statusOf = (status: number): Status => names.get(status)!;

/** SENSE KEY and ADDITIONAL SENSE CODE that a target would return. */
export interface SenseCode {
  readonly key: number;
  readonly asc: number;
  readonly ascq: number;
}

/** Where the data is wrong, and how. */
export interface ErrorDetails {
  /** The standard's name of the field, "" for none. */
  readonly field: string;
  /** First bit of the field from the start of the data. */
  readonly bit: number;
  /** Bytes, or the value, that are there. */
  readonly have: number;
  /** Bytes, or the value, that are needed. */
  readonly need: number;
  /** Undefined where no target would be asked. */
  readonly sense: SenseCode | undefined;
}

/** The core refused the data. */
export class CoreError extends Error {
  override readonly name = "CoreError";

  constructor(
    readonly status: Status,
    readonly details: ErrorDetails,
  ) {
    super(sentence(status, details));
  }
}

/** The module cannot be used with this host. */
export class AbiError extends Error {
  override readonly name = "AbiError";
}

function sentence(status: Status, { field, have, need }: ErrorDetails): string {
  const of = field ? `${field}: ` : "";
  switch (status) {
    case "short":
      return `${of}${have} ${have === 1 ? "byte is" : "bytes are"} there, ${need} ${need === 1 ? "is" : "are"} needed`;
    case "trailing":
      return `${of}${have} ${have === 1 ? "byte is" : "bytes are"} there, ${need} is all that belongs to it`;
    case "too_long":
      return `${of}${have} is more than the ${need} that fit`;
    case "unknown_operation_code":
      return `no command with operation code ${hex(have)} is known`;
    case "unknown_service_action":
      return `there is no service action ${hex(have)}`;
    case "invalid_field":
      if (have === need) return `${of}this is none that the standard allows`;
      return `${of}${hex(have)} is not allowed, ${hex(need)} is`;
    case "unknown_structure":
      return field
        ? `${of}this is one of several structures: name the one that is meant`
        : `there is no structure ${have}`;
    case "unknown_field":
      return `${of}the structure has no such field to set`;
    case "too_wide":
      return `${of}the value does not fit ${need} bit${need === 1 ? "" : "s"}`;
    case "invalid_state":
      return `${of}this is no saved state of an emulated logical unit: take the bytes as they were saved, by this version or an older one`;
    case "unknown_response_code":
      return `response code ${hex(have)} is of no format of sense data`;
  }
}

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(2, "0") + "h";
