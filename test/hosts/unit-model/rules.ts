/** What PERSISTENT RESERVE OUT does, as decision tables: SPC-4 clause 5.13 and its tables 67, 68 and 70. */
import { Marks, Table } from "./table.ts";

/** RESERVATION CONFLICT, or CHECK CONDITION with these codes ("5/24/00"); where the standard leaves two open, both. */
export type Refusal = readonly string[];
export const conflict: Refusal = ["conflict"];
export const invalidCdb: Refusal = ["5/24/00"];
export const invalidList: Refusal = ["5/26/00"];
export const lengthError: Refusal = ["5/1a/00"];
export const invalidRelease: Refusal = ["5/26/04"];
export const noRoom: Refusal = ["5/55/04"];

export type Reservation = "none" | "WE/EA" | "RO" | "AR";

/** What the tables ask about the command and the state. */
export interface Facts {
  readonly sender: "registered" | "unregistered";
  /** RESERVATION KEY: that of the sender; 0 from an unregistered one; another. */
  readonly rk: "own" | "zero" | "other";
  readonly sark: "zero" | "set";
  /** SERVICE ACTION RESERVATION KEY, as PREEMPT reads it; "holder" only where one nexus holds. */
  readonly victim: "zero" | "holder" | "registered" | "unknown";
  readonly specIPt: "no" | "yes";
  readonly allTgPt: "no" | "yes";
  readonly reservation: Reservation;
  readonly holder: "no" | "yes";
  /** SCOPE and TYPE are those of the reservation. */
  readonly type: "same" | "other";
  readonly others: "remain" | "none";
  /** REGISTER AND MOVE's destination. */
  readonly destination: "own port" | "no such port" | "registered" | "unregistered";
  readonly lost: "no" | "yes";
}

export type Registering = "nothing" | "register" | "register all listed" | "unregister" | "replace" | Refusal;

export const registerTable = new Table<Facts, Registering>("4.2 REGISTER", [
  [{ sender: ["unregistered"], rk: ["zero"], sark: ["zero"], specIPt: ["no"] }, "nothing"],
  [{ sender: ["unregistered"], rk: ["zero"], sark: ["zero"], specIPt: ["yes"] }, "nothing"],
  [{ sender: ["unregistered"], rk: ["zero"], sark: ["set"], specIPt: ["no"] }, "register"],
  [{ sender: ["unregistered"], rk: ["zero"], sark: ["set"], specIPt: ["yes"] }, "register all listed"],
  [{ sender: ["unregistered"], rk: ["other"] }, conflict],
  [{ sender: ["registered"], rk: ["other"] }, conflict],
  [{ sender: ["registered"], rk: ["own"], sark: ["zero"], specIPt: ["no"] }, "unregister"],
  [{ sender: ["registered"], rk: ["own"], sark: ["set"], specIPt: ["no"] }, "replace"],
  [{ sender: ["registered"], rk: ["own"], specIPt: ["yes"] }, invalidList],
]);

export const registerAndIgnoreTable = new Table<Facts, Registering>("4.3 REGISTER AND IGNORE EXISTING KEY", [
  [{ sender: ["unregistered"], sark: ["zero"] }, "nothing"],
  [{ sender: ["unregistered"], sark: ["set"] }, "register"],
  [{ sender: ["registered"], sark: ["zero"] }, "unregister"],
  [{ sender: ["registered"], sark: ["set"] }, "replace"],
]);

export const registerMarks = new Marks("4.2", [
  "ALL_TG_PT, the key fits but not at every target port",
  "ALL_TG_PT registers several nexuses",
  "ALL_TG_PT replaces the keys of several nexuses",
  "ALL_TG_PT unregisters several nexuses",
  "SPEC_I_PT registers several nexuses",
]);

export function markRegister(request: { specIPt: boolean; allTgPt: boolean }, known: number, named: number): void {
  if (known > 1) registerMarks.met("ALL_TG_PT replaces the keys of several nexuses");
  if (known > 0 || named < 2) return;
  if (request.allTgPt) registerMarks.met("ALL_TG_PT registers several nexuses");
  if (request.specIPt) registerMarks.met("SPEC_I_PT registers several nexuses");
}

export const unregisterTable = new Table<Facts, "stays" | "released" | "released, UA to the others">("4.4 unregister", [
  [{ reservation: ["WE/EA"], holder: ["yes"] }, "released"],
  [{ reservation: ["RO"], holder: ["yes"] }, "released, UA to the others"],
  [{ reservation: ["AR"], others: ["remain"] }, "stays"],
  [{ reservation: ["AR"], others: ["none"] }, "released"],
  [{ reservation: ["WE/EA", "RO"], holder: ["no"] }, "stays"],
  [{ reservation: ["none"] }, "stays"],
]);

export const reserveTable = new Table<Facts, "create" | "nothing" | Refusal>("4.5 RESERVE", [
  [{ sender: ["unregistered"] }, conflict],
  [{ rk: ["other"] }, conflict],
  [{ reservation: ["none"] }, "create"],
  [{ reservation: ["WE/EA", "RO"], holder: ["yes"], type: ["same"] }, "nothing"],
  [{ reservation: ["AR"], holder: ["yes"], type: ["same"] }, "nothing"],
  [{ holder: ["yes"], type: ["other"] }, conflict],
  [{ holder: ["no"] }, conflict],
]);

export const releaseTable = new Table<Facts, "nothing" | "release" | "release, UA to the others" | Refusal>(
  "4.6 RELEASE",
  [
    [{ sender: ["unregistered"] }, conflict],
    [{ rk: ["other"] }, conflict],
    [{ reservation: ["none"] }, "nothing"],
    [{ holder: ["no"] }, "nothing"],
    [{ holder: ["yes"], type: ["other"] }, invalidRelease],
    [{ reservation: ["WE/EA"], type: ["same"] }, "release"],
    [{ reservation: ["RO"], type: ["same"] }, "release, UA to the others"],
    [{ reservation: ["AR"], type: ["same"] }, "release, UA to the others"],
  ],
);

const preemptRows = [
  [{ sender: ["unregistered"] }, conflict],
  [{ rk: ["other"] }, conflict],
  [{ reservation: ["none"], victim: ["zero"] }, conflict],
  [{ reservation: ["none"], victim: ["registered"] }, "remove"],
  [{ reservation: ["AR"], victim: ["zero"] }, "take"],
  [{ reservation: ["AR"], victim: ["registered"] }, "remove"],
  [{ reservation: ["WE/EA", "RO"], victim: ["zero"] }, invalidList],
  [{ reservation: ["WE/EA", "RO"], victim: ["holder"] }, "take"],
  [{ reservation: ["WE/EA", "RO"], victim: ["registered"] }, "remove"],
  [{ victim: ["unknown"] }, conflict],
] as const;
export const preemptTable = new Table<Facts, "remove" | "take" | Refusal>("4.8 PREEMPT", preemptRows);
export const preemptAndAbortTable = new Table<Facts, "remove" | "take" | Refusal>("4.8 PREEMPT AND ABORT", preemptRows);

export const clearTable = new Table<Facts, "clear" | Refusal>("4.7 CLEAR", [
  [{ sender: ["unregistered"] }, conflict],
  [{ rk: ["other"] }, conflict],
  [{ reservation: ["none"] }, "clear"],
  [{ holder: ["yes"] }, "clear"],
  [{ holder: ["no"] }, "clear"],
]);

const preemptMarks = new Marks("4.8", [
  "P-TAKE by the holder itself, type unchanged",
  "P-TAKE by the holder itself, another type",
  "P-TAKE by another nexus with the holder's key",
  "P-TAKE that evicts a nexus besides the holder",
  "P-TAKE of an AR reservation into another type",
  "P-TAKE of an AR reservation into the same type",
  "P-REMOVE with an invalid SCOPE",
  "P-REMOVE with an invalid TYPE",
  "P-REMOVE of the sender, no reservation",
  "P-REMOVE of the sender, another nexus holds",
  "P-REMOVE of the sender, AR",
  "P-REMOVE of the last registrant of an AR reservation",
  "P-REMOVE of several nexuses",
]);

/** A P-TAKE; `own`: SARK is the key of the sender. */
export function markTake(facts: Facts, own: boolean, removed: number): void {
  const same = facts.type === "same";
  if (facts.reservation === "AR") {
    preemptMarks.met(`P-TAKE of an AR reservation into ${same ? "the same" : "another"} type`);
    return;
  }
  if (facts.holder === "yes")
    preemptMarks.met(`P-TAKE by the holder itself, ${same ? "type unchanged" : "another type"}`);
  else if (own) preemptMarks.met("P-TAKE by another nexus with the holder's key");
  if (removed > (facts.holder === "yes" ? 0 : 1)) preemptMarks.met("P-TAKE that evicts a nexus besides the holder");
}

/** A P-REMOVE; `self`: the sender is among those removed; `last`: nobody is left of an AR reservation. */
export function markRemove(
  facts: Facts,
  scopeAndType: { scope: number; type: number },
  self: boolean,
  removed: number,
  last: boolean,
): void {
  if (scopeAndType.scope !== 0) preemptMarks.met("P-REMOVE with an invalid SCOPE");
  if (![1, 3, 5, 6, 7, 8].includes(scopeAndType.type)) preemptMarks.met("P-REMOVE with an invalid TYPE");
  if (removed > 1) preemptMarks.met("P-REMOVE of several nexuses");
  if (last) preemptMarks.met("P-REMOVE of the last registrant of an AR reservation");
  if (!self) return;
  if (facts.reservation === "none") preemptMarks.met("P-REMOVE of the sender, no reservation");
  else preemptMarks.met(`P-REMOVE of the sender, ${facts.reservation === "AR" ? "AR" : "another nexus holds"}`);
}

export const moveTable = new Table<Facts, "move" | Refusal>("4.10 REGISTER AND MOVE", [
  [{ sender: ["unregistered"] }, conflict],
  [{ rk: ["other"] }, conflict],
  [{ reservation: ["none"] }, invalidCdb],
  [{ reservation: ["AR"] }, conflict],
  [{ holder: ["no"] }, conflict],
  [{ sark: ["zero"] }, invalidList],
  [{ destination: ["own port"] }, invalidList],
  [{ destination: ["registered"] }, "move"],
  [{ destination: ["unregistered"] }, "move"],
]);

const moveMarks = new Marks("4.10", [
  "to another target port of the same initiator port",
  "UNREG",
  "without UNREG the sender stays",
  "the destination's key is replaced",
]);

export function markMove(facts: Facts, request: { unreg: boolean }, samePort: boolean): void {
  if (samePort) moveMarks.met("to another target port of the same initiator port");
  moveMarks.met(request.unreg ? "UNREG" : "without UNREG the sender stays");
  if (facts.destination === "registered") moveMarks.met("the destination's key is replaced");
}

export const replaceLostTable = new Table<Facts, "replace what was lost" | Refusal>("4.11 REPLACE LOST RESERVATION", [
  [{ lost: ["no"] }, invalidRelease],
  [{ lost: ["yes"], rk: ["other"] }, invalidList],
  [{ lost: ["yes"], allTgPt: ["yes"] }, invalidList],
  [{ lost: ["yes"], sark: ["zero"] }, invalidList],
  [{ lost: ["yes"] }, "replace what was lost"],
]);

/** 4.9: RESERVE(6/10) and RELEASE(6/10) while a registration or a reservation exists; the CRH bit is 1. */
export const legacyTable = new Table<Pick<Facts, "sender" | "reservation" | "holder">, "good, nothing" | Refusal>(
  "4.9 RESERVE and RELEASE, PR in use",
  [
    [{ reservation: ["WE/EA", "RO"], holder: ["yes"] }, "good, nothing"],
    [{ reservation: ["RO"], sender: ["registered"], holder: ["no"] }, "good, nothing"],
    [{ reservation: ["AR"], sender: ["registered"] }, "good, nothing"],
    [{ reservation: ["none"], sender: ["registered"] }, conflict],
    [{ reservation: ["WE/EA"], sender: ["registered"], holder: ["no"] }, conflict],
    [{ sender: ["unregistered"] }, conflict],
  ],
);

/** 4.12: what an event does to the registrations and the reservation. */
export const eventTable = new Table<
  { readonly event: string; readonly aptpl: "0" | "1"; readonly reservation: Reservation },
  "kept" | "cleared" | "kept, generation 0"
>("4.12", [
  [{ event: ["nexus_loss"] }, "kept"],
  [{ event: ["logical_unit_reset"] }, "kept"],
  [{ event: ["power_on"], aptpl: ["0"], reservation: ["none"] }, "cleared"],
  [{ event: ["power_on"], aptpl: ["0"] }, "cleared"],
  [{ event: ["power_on"], aptpl: ["1"], reservation: ["none"] }, "kept, generation 0"],
  [{ event: ["power_on"], aptpl: ["1"], reservation: ["WE/EA"] }, "kept, generation 0"],
  [{ event: ["power_on"], aptpl: ["1"], reservation: ["RO"] }, "kept, generation 0"],
  [{ event: ["power_on"], aptpl: ["1"], reservation: ["AR"] }, "kept, generation 0"],
  [{ event: ["information_lost"] }, "cleared"],
]);
