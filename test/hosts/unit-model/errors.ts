/** What PERSISTENT RESERVE OUT refuses, and in which order: service action, length, fields, legacy reservation, registration, key, state. */
import { action } from "./bytes.ts";
import type { Request } from "./request.ts";
import {
  conflict,
  type Facts,
  invalidCdb,
  invalidList,
  invalidRelease,
  lengthError,
  noRoom,
  type Refusal,
} from "./rules.ts";
import { coverage } from "./table.ts";

export interface Case {
  readonly request: Request;
  readonly facts: Facts;
  /** A legacy RESERVE of another nexus is there. */
  readonly reservedByOther: boolean;
  /** PTPL_C. */
  readonly persist: boolean;
  /** REGISTER with SPEC_I_PT: one of the nexuses that it names has a registration. */
  readonly listedRegistered: boolean;
  /** There is room for what the command would register. */
  readonly room: boolean;
}

const types = [1, 3, 5, 6, 7, 8];
const move = ({ request }: Case) => request.action === action.registerAndMove;
const is =
  (...actions: number[]) =>
  ({ request }: Case) =>
    actions.includes(request.action);
const registering = is(action.register, action.registerAndIgnore, action.registerAndMove, action.replaceLost);
const preempting = is(action.preempt, action.preemptAndAbort);
/** SCOPE and TYPE are looked at (for a PREEMPT: only when it takes the reservation, see "8.9"). */
const typed = is(action.reserve, action.release, action.replaceLost);
const takes = ({ facts }: Case) =>
  facts.reservation === "AR" ? facts.victim === "zero" : facts.reservation !== "none" && facts.victim === "holder";

/** Row of the table, what it says, when it holds, what is answered, and the field pointer (3 bytes) where the table gives one. */
type Row = readonly [row: string, text: string, when: (c: Case) => boolean, refusal: Refusal, pointer?: string];

const TEMP5 = [...lengthError, ...invalidList];
export const rows: readonly Row[] = [
  ["1", "service action unknown", ({ request }) => request.action > action.replaceLost, invalidCdb],
  ["2", "length is not 24", (c) => !move(c) && !c.request.specIPt && c.request.length !== 24, lengthError],
  ["3", "the list is longer than what came", ({ request }) => request.length > request.came, lengthError],
  [
    "4 length",
    "REGISTER AND MOVE: length is not 24 + TRANSPORTID LENGTH",
    (c) => move(c) && c.request.length !== 24 + c.request.idsLength,
    [...lengthError, ...invalidList],
  ],
  [
    "5 length",
    "SPEC_I_PT: length is not 28 + TRANSPORTID PARAMETER DATA LENGTH",
    ({ request }) => request.specIPt && request.length !== 28 + request.idsLength,
    TEMP5,
  ],
  ["6", "SPEC_I_PT with another service action", (c) => c.request.specIPt && !is(action.register)(c), invalidList],
  [
    "5 TransportID",
    "SPEC_I_PT: a TransportID is cut short",
    ({ request }) => request.specIPt && request.ids === "cut short",
    invalidList,
  ],
  [
    "3.1",
    "SPEC_I_PT: a TransportID is malformed",
    ({ request }) => request.specIPt && request.ids === "malformed",
    invalidList,
  ],
  [
    "7",
    "APTPL not supported",
    (c) => registering(c) && !move(c) && c.request.aptpl && !c.persist,
    invalidList,
    "880014",
  ],
  [
    "7 move",
    "REGISTER AND MOVE: APTPL not supported",
    (c) => move(c) && c.request.aptpl && !c.persist,
    invalidList,
    "880011",
  ],
  [
    "4 TransportID",
    "REGISTER AND MOVE: TRANSPORTID LENGTH is less than 24 or no multiple of 4",
    (c) => move(c) && (c.request.idsLength < 24 || c.request.idsLength % 4 !== 0),
    [...lengthError, ...invalidList],
  ],
  ["3.1 move", "REGISTER AND MOVE: the TransportID is malformed", (c) => move(c) && badTransportId(c), invalidList],
  [
    "4.10",
    "REGISTER AND MOVE: no such target port",
    (c) => move(c) && c.facts.destination === "no such port",
    invalidList,
  ],
  ["8", "SCOPE is not LU_SCOPE", (c) => typed(c) && c.request.scope !== 0, invalidCdb, "cf0002"],
  ["9", "TYPE is none", (c) => typed(c) && !types.includes(c.request.type), invalidCdb, "cb0002"],
  ["10", "legacy RESERVE of another nexus", (c) => c.reservedByOther, conflict],
  ["24", "REPLACE LOST: nothing lost", (c) => is(action.replaceLost)(c) && c.facts.lost === "no", invalidRelease],
  ["25", "REPLACE LOST: RK is not 0", (c) => is(action.replaceLost)(c) && c.request.rk !== 0n, invalidList],
  ["25 ALL_TG_PT", "REPLACE LOST: ALL_TG_PT", (c) => is(action.replaceLost)(c) && c.request.allTgPt, invalidList],
  ["25 SARK", "REPLACE LOST: 0 is no key", (c) => is(action.replaceLost)(c) && c.request.sark === 0n, invalidList],
  [
    "11",
    "sender not registered",
    (c) => c.facts.sender === "unregistered" && !is(action.register, action.registerAndIgnore, action.replaceLost)(c),
    conflict,
  ],
  [
    "12",
    "RK is not the sender's",
    (c) => c.facts.sender === "registered" && c.facts.rk !== "own" && !is(action.registerAndIgnore)(c),
    conflict,
  ],
  [
    "13",
    "REGISTER, not registered, RK is not 0",
    (c) => is(action.register)(c) && c.facts.sender === "unregistered" && c.facts.rk !== "zero",
    conflict,
  ],
  [
    "14 sender",
    "SPEC_I_PT from a registered nexus",
    (c) => c.request.specIPt && c.facts.sender === "registered",
    invalidList,
  ],
  [
    "14 listed",
    "SPEC_I_PT names a registered nexus",
    (c) => c.request.specIPt && c.facts.sark === "set" && c.listedRegistered,
    invalidList,
  ],
  ["15", "no room", (c) => !c.room, noRoom],
  [
    "16 other nexus",
    "RESERVE: another nexus holds",
    (c) => is(action.reserve)(c) && c.facts.reservation !== "none" && c.facts.holder === "no",
    conflict,
  ],
  [
    "16 other type",
    "RESERVE: the holder asks for another type",
    (c) => is(action.reserve)(c) && c.facts.holder === "yes" && c.facts.type === "other",
    conflict,
  ],
  [
    "17",
    "RELEASE by a holder, another type",
    (c) => is(action.release)(c) && c.facts.holder === "yes" && c.facts.type === "other",
    invalidRelease,
  ],
  [
    "18",
    "PREEMPT with SARK 0, not AR",
    (c) => preempting(c) && c.facts.victim === "zero" && ["WE/EA", "RO"].includes(c.facts.reservation),
    invalidList,
  ],
  [
    "19",
    "PREEMPT: SARK is no registration's",
    (c) =>
      preempting(c) && (c.facts.victim === "unknown" || (c.facts.victim === "zero" && c.facts.reservation === "none")),
    conflict,
  ],
  [
    "8.9 scope",
    "PREEMPT takes, SCOPE is not LU_SCOPE",
    (c) => preempting(c) && takes(c) && c.request.scope !== 0,
    invalidCdb,
    "cf0002",
  ],
  [
    "8.9 type",
    "PREEMPT takes, TYPE is none",
    (c) => preempting(c) && takes(c) && !types.includes(c.request.type),
    invalidCdb,
    "cb0002",
  ],
  ["20", "REGISTER AND MOVE: no reservation", (c) => move(c) && c.facts.reservation === "none", invalidCdb],
  [
    "21",
    "REGISTER AND MOVE: not the holder, or AR",
    (c) => move(c) && (c.facts.holder === "no" || c.facts.reservation === "AR"),
    conflict,
  ],
  ["22", "REGISTER AND MOVE: SARK 0", (c) => move(c) && c.facts.sark === "zero", invalidList],
  ["23", "REGISTER AND MOVE to the sender", (c) => move(c) && c.facts.destination === "own port", invalidList],
];
for (const [row, text] of rows) coverage.declare(`2.4 row ${row}: ${text}`);

function badTransportId({ request }: Case): boolean {
  return request.ids !== "well formed" || request.ports.length !== 1;
}

export interface Refused {
  readonly row: string;
  readonly refusal: Refusal;
  readonly pointer: string;
}

/** The first row that holds. */
export function refused(c: Case): Refused | undefined {
  const found = rows.find(([, , when]) => when(c));
  if (!found) return undefined;
  const [row, text, , refusal, pointer = "000000"] = found;
  coverage.hit(`2.4 row ${row}: ${text}`);
  return { row, refusal, pointer };
}
