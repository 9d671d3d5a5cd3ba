/** Sense data as an object. */
import { type Core, offsets } from "./core.ts";
import type { SenseCode } from "./errors.ts";

/** Fixed or descriptor format sense data. */
export interface Sense {
  readonly responseCode: number;
  /** About an earlier command than the one that it came with. */
  readonly deferred: boolean;
  /** SENSE KEY, ADDITIONAL SENSE CODE and its qualifier. */
  readonly key: number;
  readonly asc: number;
  readonly ascq: number;
  /** Name of the additional sense code, "" for one without. */
  readonly name: string;
  /** VALID: `information` means something. */
  readonly valid: boolean;
  readonly information: bigint;
  readonly commandSpecific: bigint;
  readonly fieldReplaceableUnit: number;
  readonly sksv: boolean;
  /** The 23 bits behind SKSV; explain says what they mean under the sense key. */
  readonly senseKeySpecific: number;
  /** FILEMARK, EOM and ILI. */
  readonly filemark: boolean;
  readonly endOfMedium: boolean;
  readonly incorrectLength: boolean;
  /** SDAT_OVFL: the device server had no room for more. */
  readonly overflow: boolean;
  /** False where the data ends before ADDITIONAL SENSE LENGTH says. */
  readonly complete: boolean;
}

const sense = offsets("sense");

/** Sense data of 8 bytes and more, in fixed or descriptor format (SPC-4 4.5). Errors: CoreError short, too_long, unknown_response_code. */
export function decodeSense(core: Core, data: Uint8Array): Sense {
  core.check(core.exports.hf_sense_decode(core.write("input", data)));
  const { view } = core;
  const at = core.address("record");
  return {
    responseCode: view.getUint8(at + sense.response_code),
    deferred: view.getUint8(at + sense.deferred) === 1,
    key: view.getUint8(at + sense.sense_key),
    asc: view.getUint8(at + sense.asc),
    ascq: view.getUint8(at + sense.ascq),
    name: core.text(view.getUint32(at + sense.name, true)),
    valid: view.getUint8(at + sense.valid) === 1,
    information: view.getBigUint64(at + sense.information, true),
    commandSpecific: view.getBigUint64(at + sense.command_specific, true),
    fieldReplaceableUnit: view.getUint8(at + sense.field_replaceable_unit),
    sksv: view.getUint8(at + sense.sksv) === 1,
    senseKeySpecific: view.getUint32(at + sense.sense_key_specific, true),
    filemark: view.getUint8(at + sense.filemark) === 1,
    endOfMedium: view.getUint8(at + sense.eom) === 1,
    incorrectLength: view.getUint8(at + sense.ili) === 1,
    overflow: view.getUint8(at + sense.sdat_ovfl) === 1,
    complete: view.getUint8(at + sense.complete) === 1,
  };
}

/** Sense key, additional sense code and qualifier as the standard writes them: 06/2A/05; `unknown` for what is not known of it. */
export function senseCode(
  { key, asc, ascq }: { readonly [Part in keyof SenseCode]: SenseCode[Part] | undefined },
  unknown = "--",
): string {
  return [key, asc, ascq].map((part) => part?.toString(16).toUpperCase().padStart(2, "0") ?? unknown).join("/");
}
