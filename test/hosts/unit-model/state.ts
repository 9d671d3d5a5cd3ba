/** The state of a logical unit as clause 4.1 of the rules has it, and the unit attentions of table 4.13. */
import type { Reservation } from "./rules.ts";
import { coverage, Marks } from "./table.ts";

/** An I_T nexus: initiator port and relative target port. The same text for the same nexus. */
export const nexusId = (port: string, relativePort: number): string => `${port}@${relativePort}`;

export interface Registration {
  readonly nexus: string;
  readonly port: string;
  readonly relativePort: number;
  key: bigint;
}

export interface State {
  generation: number;
  /** In order of registration. */
  registrations: Registration[];
  /** `holder` means nothing for an AR type. */
  reservation: { readonly type: number; readonly holder: string } | undefined;
  aptpl: boolean;
  lost: boolean;
  /** The nexus with a legacy reservation. */
  legacy: string | undefined;
  /** Pending unit attentions of every nexus that is known, oldest first: "29/01". */
  attentions: Map<string, string[]>;
}

export const initialState = (): State => ({
  generation: 0,
  registrations: [],
  reservation: undefined,
  aptpl: false,
  lost: false,
  legacy: undefined,
  attentions: new Map(),
});

export function kind(state: State): Reservation {
  const type = state.reservation?.type;
  return type === undefined ? "none" : type >= 7 ? "AR" : type >= 5 ? "RO" : "WE/EA";
}

export const registration = (state: State, nexus: string): Registration | undefined =>
  state.registrations.find((entry) => entry.nexus === nexus);

export function holds(state: State, nexus: string): boolean {
  return registration(state, nexus) !== undefined && (kind(state) === "AR" || state.reservation?.holder === nexus);
}

/** A code that is pending already is not queued twice. */
export function queue(state: State, nexus: string, code: string): void {
  const pending = state.attentions.get(nexus) ?? [];
  if (pending.includes(code)) queueMarks.met("a code that is pending is not queued again");
  else if (pending.push(code) === 2) queueMarks.met("two codes pending, in order");
  state.attentions.set(nexus, pending);
}

const queueMarks = new Marks("4.12 queue", [
  "a code that is pending is not queued again",
  "two codes pending, in order",
]);

/** Table 4.13: cause, code, who gets it. */
const causes = {
  CLEAR: ["2a/03", "all other registered"],
  "RELEASE, types 5 to 8": ["2a/04", "all other registered"],
  "unregister by the holder of 5 or 6": ["2a/04", "all other registered"],
  "PREEMPT that takes": ["2a/05", "every nexus removed"],
  "PREEMPT that takes with another type": ["2a/04", "remaining registrants"],
  "PREEMPT that removes": ["2a/05", "every nexus removed except the sender"],
} as const;
for (const [cause, [code, who]] of Object.entries(causes)) coverage.declare(`4.13 ${cause}: ${code} to ${who}`);
const silent = ["RESERVE", "RELEASE, types 1 and 3", "REGISTER AND MOVE", "REGISTER"] as const;
for (const cause of silent) coverage.declare(`4.13 ${cause}: none, others are registered`);

/** Tells these nexuses, but never the sender. */
export function notify(
  state: State,
  cause: keyof typeof causes,
  nexuses: readonly Registration[],
  sender: string,
): void {
  const [code, who] = causes[cause];
  for (const { nexus } of nexuses) {
    if (nexus === sender) continue;
    coverage.hit(`4.13 ${cause}: ${code} to ${who}`);
    queue(state, nexus, code);
  }
}

/** Nobody is told; seen to be so only when there is somebody. */
export function notifyNobody(state: State, cause: (typeof silent)[number], sender: string): void {
  if (state.registrations.some(({ nexus }) => nexus !== sender))
    coverage.hit(`4.13 ${cause}: none, others are registered`);
}
