// Where LIO (Linux 6.1) answers otherwise than the emulated logical unit, which follows SPC-4: a list of what is accepted. An entry that no
// command needs fails the test. What is tried in vain on LIO's side, and so not here: a PREEMPT AND ABORT that is carried out.
import { ALL_TG_PT, CODE, IN, OUT } from "./random-sequences-commands.ts";
import { CHECK_CONDITION, CONFLICT, cut, GOOD, type Case, type Outcome } from "./random-sequences-case.ts";
import { isValidType, type Lio } from "./random-sequences-lio.ts";
import { isForAll, registrationOf, type Registration, type State } from "./random-sequences-state.ts";

export interface Deviation {
  readonly name: string;
  /** Where the project's facts about persistent reservations (spc.md) have it; "new" where they do not. */
  readonly item: string;
  /** What is otherwise, and why. */
  readonly reason: string;
  /** It is about commands that report a unit attention condition; an entry without it is about all others. */
  readonly attention?: true;
  /**
   * What LIO answers and shows afterwards; undefined where it does not deviate. `outcome` is the emulated logical unit's, changed by the
   * entries before this one.
   */
  theirs(outcome: Outcome, c: Case, lio: Lio): Outcome | undefined;
}

/** Sense key, additional sense code and qualifier. */
const NOT_READY = 0x020800;
const INVALID_FIELD = 0x052400;
const INVALID_PARAMETER = 0x052600;
const RESERVATIONS_RELEASED = 0x062a04;

/** What is left of the registrations, with the holders of a reservation of this type. */
function left(c: Case, lio: Lio, registrations: readonly Registration[], type: number, holder?: number): State {
  const generation = c.before.generation + lio.drift + 1;
  const holds = ({ initiator }: Registration) => isForAll(type) || (type !== 0 && initiator === holder);
  return { generation, type, registrations: registrations.map((each) => ({ ...each, holder: holds(each) })) };
}

/** All registrations but those of others with the key that is preempted. */
const spared = ({ before, sender, actionKey }: Case) =>
  before.registrations.filter((each) => each === sender || each.key !== actionKey);

const reads = (outcome: Outcome, c: Case, ...actions: number[]) => c.isIn(...actions) && outcome.status === GOOD;

/** Some bytes of the data with other bits. */
function patched(outcome: Outcome, change: (data: Buffer) => void): Outcome {
  const data = Buffer.concat([outcome.data, Buffer.alloc(8)]);
  change(data);
  return { ...outcome, data: cut(data, data.length) };
}

export const DEVIATIONS: readonly Deviation[] = [
  {
    name: "one report takes all unit attention conditions",
    item: "new",
    reason: "core_scsi3_ua_for_check_condition reports the oldest and empties the list; SAM-5 keeps the others",
    attention: true,
    theirs: (_, c, lio) => {
      if (lio.told !== c.command.nexus) return undefined;
      return lio.answers(c, c.legacy === undefined || c.legacy === c.command.nexus ? GOOD : CONFLICT);
    },
  },
  {
    name: "RESERVE(6) shuts out its own sender's persistent reservation commands",
    item: "4.9",
    reason: "CONFLICT: SPC-2 has them conflict for every nexus, ours for the others only",
    theirs: (_, c, lio) => (c.legacy !== undefined && (c.isOut() || c.isIn()) ? lio.answers(c, CONFLICT) : undefined),
  },
  {
    name: "RESERVE(6) shuts out TEST UNIT READY and REQUEST SENSE",
    item: "4.9",
    reason: "CONFLICT for all but INQUIRY and RELEASE; ours has those pass that pass every persistent reservation",
    theirs: (_, c, lio) => {
      const isShutOut = c.operation === CODE.testUnitReady || c.operation === CODE.requestSense;
      return isShutOut && c.legacy !== undefined && c.legacy !== c.command.nexus ? lio.answers(c, CONFLICT) : undefined;
    },
  },
  {
    name: "RESERVE(6) and RELEASE(6) of registrants conflict",
    item: "8.4 item 11",
    reason:
      "of the exceptions that CRH tells of LIO has the holder's only, and of all registrants it knows one as holder",
    theirs: (_, c, lio) => {
      const isLegacy = c.operation === CODE.reserve6 || c.operation === CODE.release6;
      return isLegacy && c.before.type !== 0 && lio.holder !== c.command.nexus ? lio.answers(c, CONFLICT) : undefined;
    },
  },
  {
    name: "a conflict comes before the fields of the command",
    item: "12 item 6",
    reason: "CONFLICT for 5/xx/xx: LIO looks for a conflict before service action, length and fields",
    theirs: (_, c, lio) =>
      c.isOut() && c.legacy === undefined && lio.conflicts(c) ? lio.answers(c, CONFLICT) : undefined,
  },
  {
    name: "not registered is NOT READY where nothing is reserved",
    item: "8.4 item 1",
    reason:
      "2/08/00 for CONFLICT: RESERVE, RELEASE, CLEAR, REGISTER AND MOVE, whatever scope, RELEASE's type and destination are",
    theirs: (_, c, lio) => {
      if (c.sender || c.before.type !== 0 || (c.isOut(OUT.reserve) && !isValidType(c.type))) return undefined;
      const actions = [OUT.reserve, OUT.release, OUT.clear, OUT.registerAndMove];
      return lio.reaches(c, ...actions) ? lio.answers(c, CHECK_CONDITION, NOT_READY) : undefined;
    },
  },
  {
    name: "RELEASE of a nexus that holds nothing is GOOD with any key, type and scope",
    item: "8.4 item 2",
    reason: "GOOD for CONFLICT and 5/24/00: LIO looks at none of them when there is nothing to release",
    theirs: (_, c, lio) =>
      lio.reaches(c, OUT.release) && c.sender && !c.sender.holder ? lio.answers(c, GOOD) : undefined,
  },
  {
    name: "RELEASE with another type or scope conflicts",
    item: "8.4 item 2",
    reason: "CONFLICT for 5/26/04, and for 5/24/00 where there is no such type or scope",
    theirs: (_, c, lio) => {
      const differs = c.type !== c.before.type || c.scope !== 0;
      return lio.reaches(c, OUT.release) && c.sender?.holder && differs ? lio.answers(c, CONFLICT) : undefined;
    },
  },
  {
    name: "a reservation that was moved away and back can be neither reserved again nor released",
    item: "new",
    reason:
      "CONFLICT for GOOD: REGISTER AND MOVE leaves the type as scope in the sender's registration, and scopes have to be equal",
    theirs: (_, c, lio) => {
      const fits = c.sender?.holder && c.type === c.before.type && c.scope === 0;
      return lio.reaches(c, OUT.reserve, OUT.release) && lio.isScoped && fits ? lio.answers(c, CONFLICT) : undefined;
    },
  },
  {
    name: "PREEMPT of a reservation that was moved away and back changes its scope",
    item: "new",
    reason:
      "6/2a/04 for GOOD: by the scope that was left, the other registrants are told of a change though the type stays",
    theirs: (outcome, c, lio) =>
      lio.misled.has(c.command.nexus) && outcome.status === GOOD
        ? lio.answers(c, CHECK_CONDITION, RESERVATIONS_RELEASED)
        : undefined,
  },
  {
    name: "no REPLACE LOST RESERVATION",
    item: "1.5",
    reason: "5/24/00 for 5/26/04: LIO has no such service action",
    theirs: (_, c, lio) =>
      lio.reaches(c, OUT.replaceLostReservation) ? lio.answers(c, CHECK_CONDITION, INVALID_FIELD) : undefined,
  },
  {
    name: "PREEMPT looks at its type before all else",
    item: "new",
    reason: "5/24/00 also where registrations only are removed and TYPE is ignored, and before registration and key",
    theirs: (_, c, lio) => {
      const isWrong = lio.reaches(c, OUT.preempt, OUT.preemptAndAbort) && !isValidType(c.type);
      return isWrong ? lio.answers(c, CHECK_CONDITION, INVALID_FIELD) : undefined;
    },
  },
  {
    name: "another SCOPE is an invalid field of the parameter list",
    item: "8.4 item 3",
    reason:
      "5/26/00 for 5/24/00, only when registration and key are right, and for PREEMPT that removes registrations too",
    theirs: (_, c, lio) => {
      const isWrong =
        lio.reaches(c, OUT.reserve, OUT.preempt, OUT.preemptAndAbort) && isValidType(c.type) && c.scope !== 0;
      if (!isWrong || (c.isOut(OUT.reserve) && !c.sender)) return undefined;
      return c.keyFits ? lio.answers(c, CHECK_CONDITION, INVALID_PARAMETER) : lio.answers(c, CONFLICT);
    },
  },
  {
    name: "PREEMPT of key 0 where nothing is reserved is an invalid field",
    item: "12 item 2",
    reason: "5/26/00 for CONFLICT: LIO refuses the key before it looks for it",
    theirs: (_, c, lio) => {
      const isZero = lio.carriesOut(c, OUT.preempt, OUT.preemptAndAbort) && c.actionKey === 0n && c.before.type === 0;
      return isZero ? lio.answers(c, CHECK_CONDITION, INVALID_PARAMETER) : undefined;
    },
  },
  {
    name: "PREEMPT of one of all registrants takes the reservation",
    item: "8.4 item 5",
    reason:
      "LIO knows one of them as holder: by its key the reservation becomes the sender's, with the type of the CDB",
    theirs: (outcome, c, lio) => {
      const takesOne = lio.carriesOut(c, OUT.preempt) && isForAll(c.before.type) && c.actionKey !== 0n && lio.takes(c);
      return takesOne ? { ...outcome, after: left(c, lio, spared(c), c.type, c.command.nexus) } : undefined;
    },
  },
  {
    name: "PREEMPT of the own key among all registrants spares the sender",
    item: "8.4 item 5",
    reason: "SPC-4 removes every registration with the key, the sender's own too",
    theirs: (outcome, c, lio) => {
      const isOwn = lio.carriesOut(c, OUT.preempt) && isForAll(c.before.type) && c.actionKey === c.key && !lio.takes(c);
      return isOwn ? { ...outcome, after: left(c, lio, spared(c), c.before.type) } : undefined;
    },
  },
  {
    name: "REGISTER AND MOVE looks at its destination after registration and key, and before the reservation",
    item: "12 item 6",
    reason:
      "5/26/00 for 5/1a/00, 5/24/00 and CONFLICT; and for GOOD, where the destination is no nexus that LIO has an ACL for",
    theirs: (_, c, lio) => {
      if (!lio.reaches(c, OUT.registerAndMove) || !c.sender || c.hasDestination) return undefined;
      return c.keyFits ? lio.answers(c, CHECK_CONDITION, INVALID_PARAMETER) : lio.answers(c, CONFLICT);
    },
  },
  {
    name: "SPEC_I_PT with a length that does not fit is an invalid field",
    item: "2.4 row 5",
    reason: "5/26/00 for 5/1a/00, and only where the sender is to be registered; else LIO does not look at it",
    theirs: (_, c, lio) => {
      if (!lio.reaches(c, OUT.register) || !c.specifiesPorts || c.specified) return undefined;
      if (c.key !== (c.sender?.key ?? 0n)) return lio.answers(c, CONFLICT);
      return c.sender || c.actionKey !== 0n ? lio.answers(c, CHECK_CONDITION, INVALID_PARAMETER) : lio.answers(c, GOOD);
    },
  },
  {
    name: "SPEC_I_PT registers initiator ports where they are, and skips those that are registered",
    item: "8.4 item 12",
    reason:
      "not with the target port that got the command, but with the first that has an ACL for them; each one counts as a generation",
    theirs: (outcome, c, lio) => {
      const registers =
        lio.reaches(c, OUT.register) && c.specifiesPorts && outcome.status === GOOD && c.actionKey !== 0n;
      if (!registers || !c.specified?.length) return undefined;
      const initiators = [c.command.nexus, ...c.specified.filter((each) => !registrationOf(c.before, each))];
      const one = { key: c.actionKey, allTargetPorts: false, holder: false };
      const added = initiators.map((initiator) => ({ ...one, initiator, port: initiator + 1 }));
      const after = left(c, lio, [...c.before.registrations, ...added], c.before.type, lio.holder);
      return { ...outcome, after: { ...after, generation: after.generation + added.length - 1 } };
    },
  },
  {
    name: "ALL_TG_PT registers with one target port",
    item: "8.4 item 13",
    reason: "and says that it is for all of them; for a sender that is registered it only changes the key",
    theirs: (_, c, lio) => {
      if (!lio.reaches(c, OUT.register) || !(c.flags & ALL_TG_PT) || c.key !== (c.sender?.key ?? 0n)) return undefined;
      const one = c.sender ?? { initiator: c.command.nexus, port: 0, allTargetPorts: true, holder: false };
      const others = c.before.registrations.map((each) => (each === c.sender ? { ...one, key: c.actionKey } : each));
      if (!c.sender) others.push({ ...one, key: c.actionKey });
      return { ...lio.answers(c, GOOD), after: left(c, lio, others, c.before.type, lio.holder) };
    },
  },
  {
    name: "unregistering does not count as a generation",
    item: "8.4 item 4",
    reason: "PRGENERATION stays; SPC-4 counts every REGISTER that is carried out",
    theirs: (outcome, c) => {
      const unregisters = c.isOut(OUT.register, OUT.registerAndIgnore) && c.sender && c.actionKey === 0n;
      if (!unregisters || outcome.status !== GOOD || !outcome.after) return undefined;
      return { ...outcome, after: { ...outcome.after, generation: outcome.after.generation - 1 } };
    },
  },
  {
    name: "a short ALLOCATION LENGTH is an invalid field",
    item: "1.1",
    reason: "5/24/00 for GOOD below 8 bytes, for REPORT CAPABILITIES below 6",
    theirs: (outcome, c, lio) => {
      const isShort = reads(outcome, c) && c.length < (c.isIn(IN.reportCapabilities) ? 6 : 8);
      return isShort ? lio.answers(c, CHECK_CONDITION, INVALID_FIELD) : undefined;
    },
  },
  {
    name: "READ KEYS has no part of a key",
    item: "8.4 item 9",
    reason: "a key that the allocation length would cut is zeros",
    theirs: (outcome, c) =>
      reads(outcome, c, IN.readKeys) ? { ...outcome, data: cut(outcome.data, c.length - (c.length % 8)) } : undefined,
  },
  {
    name: "READ RESERVATION has no part of its descriptor",
    item: "8.4 item 9",
    reason: "with an allocation length below 22 it is zeros",
    theirs: (outcome, c) =>
      reads(outcome, c, IN.readReservation) && c.length < 22 ? { ...outcome, data: cut(outcome.data, 8) } : undefined,
  },
  {
    name: "READ FULL STATUS tells the length of what it has room for",
    item: "8.4 item 9",
    reason:
      "ADDITIONAL LENGTH counts the descriptors of which 24 bytes fit into the allocation length, the header not taken off",
    theirs: (outcome, c) => {
      const room = c.length < 24 ? 0 : Math.floor((c.length - 24) / 48) + 1;
      if (!reads(outcome, c, IN.readFullStatus) || room >= c.before.registrations.length) return undefined;
      return patched(outcome, (data) => {
        data.writeUInt32BE(48 * room, 4);
        data.fill(0, 8 + 48 * room);
      });
    },
  },
  {
    name: "REPORT CAPABILITIES tells of less",
    item: "1.5",
    reason: "RLR_C is 0, and ALLOW COMMANDS 001b for 100b",
    theirs: (outcome, c) => {
      if (!reads(outcome, c, IN.reportCapabilities)) return undefined;
      return patched(outcome, (data) => {
        data[2]! &= 0x7f;
        data[3] = (data[3]! & 0x8f) | 0x10;
      });
    },
  },
  {
    name: "CLEAR ends persistence through power loss",
    item: "new",
    reason: "PTPL_A is 0 after it; in SPC-4 the last APTPL that was accepted stays",
    theirs: (outcome, c, lio) => {
      if (!reads(outcome, c, IN.reportCapabilities) || lio.persists) return undefined;
      return patched(outcome, (data) => (data[3]! &= 0xfe));
    },
  },
  {
    name: "no field pointer",
    item: "2.4 rows 7 to 9",
    reason: "SENSE KEY SPECIFIC is empty",
    theirs: (outcome) =>
      outcome.sense.length > 0 ? { ...outcome, sense: Buffer.from(outcome.sense).fill(0, 15) } : undefined,
  },
];
