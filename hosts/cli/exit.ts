/** Exit codes: those of sg3_utils, so that one script reads both. */
import type { Sense } from "../embed/index.ts";

export const exit = {
  ok: 0,
  /** The command line cannot be followed. */
  syntax: 1,
  notReady: 2,
  mediumOrHardware: 3,
  illegalRequest: 5,
  unitAttention: 6,
  dataProtect: 7,
  invalidOperationCode: 9,
  copyAborted: 10,
  abortedCommand: 11,
  standby: 12,
  unavailable: 13,
  miscompare: 14,
  /** A file cannot be read or written. */
  file: 15,
  invalidFieldInParameterList: 19,
  noSense: 20,
  recoveredError: 21,
  outOfRange: 22,
  reservationConflict: 24,
  conditionMet: 25,
  busy: 26,
  taskSetFull: 27,
  acaActive: 28,
  taskAborted: 29,
  /** Options that cannot be had together. */
  contradiction: 31,
  protection: 40,
  /** Bytes that are not what they were taken for. */
  malformed: 97,
  otherSense: 98,
  other: 99,
} as const;

/** SENSE KEY -> exit code. */
const bySenseKey: Readonly<Record<number, number>> = {
  0x0: exit.noSense,
  0x1: exit.recoveredError,
  0x2: exit.notReady,
  0x3: exit.mediumOrHardware,
  0x4: exit.mediumOrHardware,
  0x5: exit.illegalRequest,
  0x6: exit.unitAttention,
  0x7: exit.dataProtect,
  0x8: exit.mediumOrHardware,
  0xa: exit.copyAborted,
  0xb: exit.abortedCommand,
  0xe: exit.miscompare,
};

/** SENSE KEY, ADDITIONAL SENSE CODE and, where it counts, its QUALIFIER: finer than the key alone. */
const byCode: Readonly<Record<string, number>> = {
  "2/04/0b": exit.standby,
  "2/04/0c": exit.unavailable,
  "5/20/00": exit.invalidOperationCode,
  "5/21/00": exit.outOfRange,
  "5/26": exit.invalidFieldInParameterList,
  "b/10": exit.protection,
};

/** SCSI status -> exit code; CHECK CONDITION is told by its sense data. */
const byStatus: Readonly<Record<number, number>> = {
  0x00: exit.ok,
  0x04: exit.conditionMet,
  0x08: exit.busy,
  0x18: exit.reservationConflict,
  0x28: exit.taskSetFull,
  0x30: exit.acaActive,
  0x40: exit.taskAborted,
};

const digits = (value: number) => value.toString(16).padStart(2, "0");

export function exitOfSense({ key, asc, ascq }: Pick<Sense, "key" | "asc" | "ascq">): number {
  const code = `${key.toString(16)}/${digits(asc)}`;
  return byCode[`${code}/${digits(ascq)}`] ?? byCode[code] ?? bySenseKey[key] ?? exit.otherSense;
}

export function exitOfStatus(status: number): number {
  return byStatus[status] ?? exit.other;
}

/** What a user can put right: one sentence that says how, and the exit code. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    message: string,
    readonly code: number = exit.syntax,
  ) {
    super(message);
  }
}
