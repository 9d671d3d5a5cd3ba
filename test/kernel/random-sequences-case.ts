// One command of random-sequences.test.ts with what was before it, and what came of it on one side.
import { CODE, IN, OUT, SPEC_I_PT, type Command } from "./random-sequences-commands.ts";
import { readState, registrationOf, stateText, type Registration, type State } from "./random-sequences-state.ts";

/** As it came. */
export interface Answer {
  readonly status: number;
  readonly sense: Buffer;
  /** Zeros at its end may be missing. */
  readonly data: Buffer;
}

/** What a side answers, and what it shows afterwards. */
export interface Outcome {
  readonly status: number;
  /** Sense data, 18 bytes, or none. */
  readonly sense: Buffer;
  /** Without the zeros at its end; a generation in it counts from the last time that both sides were brought in line. */
  readonly data: Buffer;
  /** What READ FULL STATUS shows over a nexus that is never registered; undefined while RESERVE(6) of another is in force. */
  readonly after: State | undefined;
}

export const GOOD = 0x00;
export const CHECK_CONDITION = 0x02;
export const CONFLICT = 0x18;

/** The sender is told of a unit attention condition: in sense data, or in the data of REQUEST SENSE. */
export function reportsAttention(c: Case, { sense, data }: Outcome): boolean {
  const told = c.operation === CODE.requestSense ? data : sense;
  return told.length > 2 && (told[2]! & 15) === 6;
}

/** The data cut to its first bytes, and without the zeros at their end. */
export function cut(data: Buffer, length: number): Buffer {
  let end = Math.min(data.length, length);
  while (end > 0 && data[end - 1] === 0) end--;
  return data.subarray(0, end);
}

/** All of an outcome, for comparing and for showing. */
export function outcomeText({ status, sense, data, after }: Outcome): string {
  const bytes = [sense, data].map((each) => each.toString("hex") || "-").join(" ");
  return `status ${status.toString(16)} ${bytes}, then ${stateText(after)}`;
}

/** What is asked, field by field (SPC-4, 6.16). */
export class Case {
  readonly operation: number;
  readonly action: number;
  readonly scope: number;
  readonly type: number;
  readonly length: number;
  readonly key: bigint;
  readonly actionKey: bigint;
  readonly flags: number;
  /** The sender's registration. */
  readonly sender: Registration | undefined;

  constructor(
    readonly command: Command,
    /** What the emulated logical unit showed before, and so did the other. */
    readonly before: State,
    /** The nexus whose RESERVE(6) is in force. */
    readonly legacy: number | undefined,
  ) {
    const { nexus, cdb, out } = command;
    this.operation = cdb[0]!;
    this.action = cdb[1]! & 31;
    this.scope = cdb[2]! >> 4;
    this.type = cdb[2]! & 15;
    this.length = this.operation === CODE.persistentReserveOut ? cdb.readUInt32BE(5) : (command.in ?? 0);
    const list = Buffer.alloc(24);
    out?.copy(list);
    this.key = list.readBigUInt64BE(0);
    this.actionKey = list.readBigUInt64BE(8);
    this.flags = list[this.action === OUT.registerAndMove ? 17 : 20]!;
    this.sender = registrationOf(before, nexus);
  }

  /** PERSISTENT RESERVE OUT, with one of these service actions if some are given. */
  isOut(...actions: number[]): boolean {
    return this.operation === CODE.persistentReserveOut && (actions.length === 0 || actions.includes(this.action));
  }

  isIn(...actions: number[]): boolean {
    return this.operation === CODE.persistentReserveIn && (actions.length === 0 || actions.includes(this.action));
  }

  get specifiesPorts(): boolean {
    return this.isOut() && this.action !== OUT.registerAndMove && (this.flags & SPEC_I_PT) !== 0;
  }

  /** The sender's own key is given. */
  get keyFits(): boolean {
    return this.sender?.key === this.key;
  }

  /** The destination of REGISTER AND MOVE is another of the nexuses, with a key, and lengths fit. */
  get hasDestination(): boolean {
    const { nexus, out } = this.command;
    if (this.actionKey === 0n || out!.readUInt32BE(20) + 24 !== this.length) return false;
    const initiator = initiatorAt(out!, 24);
    return initiator !== nexus && out!.readUInt16BE(18) === initiator + 1;
  }

  /** Initiator ports in the list of a REGISTER with SPEC_I_PT; undefined when lengths do not fit. */
  get specified(): number[] | undefined {
    const { out } = this.command;
    if (this.length < 28 || out!.readUInt32BE(24) + 28 !== this.length) return undefined;
    return Array.from({ length: (this.length - 28) / 24 }, (_, index) => initiatorAt(out!, 28 + 24 * index));
  }

  /** Its data begin with PRGENERATION. */
  get tellsGeneration(): boolean {
    return this.isIn(IN.readKeys, IN.readReservation, IN.readFullStatus);
  }

  get name(): string {
    const nameIn = (names: Record<string, number>, of: number) => Object.keys(names).find((name) => names[name] === of);
    const ofAction = this.isOut() ? nameIn(OUT, this.action) : this.isIn() ? nameIn(IN, this.action) : undefined;
    return ofAction ?? nameIn(CODE, this.operation)!;
  }

  /** For whoever reads why a comparison failed. */
  toString(): string {
    const { nexus, cdb, out } = this.command;
    return `${"ABC"[nexus]} ${this.name} ${cdb.toString("hex")} ${this.isOut() && out ? out.toString("hex") : ""}`;
  }
}

/** Number of the nexus whose initiator port this TransportID has. */
function initiatorAt(list: Buffer, at: number): number {
  return (list[at + 11]! & 15) - 1;
}

/** What a side answered, as it is compared. `base` is its generation where both sides were last in line. */
export function outcomeOf(c: Case, answer: Answer, after: State | undefined, base: number): Outcome {
  const { status, sense } = answer;
  const data = c.tellsGeneration && status === GOOD ? later(answer.data, -base, c.length) : cut(answer.data, c.length);
  return { status, sense: sense.subarray(0, 18), data, after };
}

/** Data that begin with PRGENERATION, with another one. */
export function later(data: Buffer, by: number, length: number): Buffer {
  const changed = Buffer.alloc(Math.max(4, data.length));
  data.copy(changed);
  changed.writeUInt32BE((changed.readUInt32BE(0) + by) >>> 0, 0);
  return cut(changed, length);
}

/** The state in the data of READ FULL STATUS; undefined when the command was refused. */
export function shownBy({ status, data }: Answer, base: number): State | undefined {
  if (status !== GOOD) return undefined;
  const state = readState(data);
  return { ...state, generation: state.generation - base };
}
