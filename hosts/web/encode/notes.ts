/** What no target refuses and is yet worth a word: fields that a service action does not use, and what some logical units do not support. */

import { type OutAction, withoutType } from "../standard.ts";

export interface Note {
  /** Names of service actions. */
  readonly actions: readonly string[];
  readonly fields: readonly string[];
  /** Which values it is about. */
  readonly when: "set" | "zero";
  /** Behind the name of the field. */
  readonly words: string;
  readonly clause: string;
}

const ignored = "is ignored by this service action";

/** SPC-4 6.16.2 and 6.16.3, table by table. */
export const outNotes: readonly (Note & { readonly actions: readonly OutAction[] })[] = [
  { actions: withoutType, fields: ["SCOPE", "TYPE"], when: "set", words: ignored, clause: "SPC-4 6.16.2" },
  {
    actions: ["PREEMPT", "PREEMPT AND ABORT"],
    fields: ["SCOPE", "TYPE"],
    when: "set",
    words: "is used only where the reservation itself is preempted",
    clause: "SPC-4 5.13.11.2.4",
  },
  {
    actions: ["REGISTER AND IGNORE EXISTING KEY"],
    fields: ["RESERVATION KEY"],
    when: "set",
    words: ignored,
    clause: "SPC-4 6.16.3",
  },
  {
    actions: ["RESERVE", "RELEASE", "CLEAR"],
    fields: ["SERVICE ACTION RESERVATION KEY"],
    when: "set",
    words: ignored,
    clause: "SPC-4 6.16.3",
  },
  {
    actions: ["RESERVE", "RELEASE", "CLEAR", "PREEMPT", "PREEMPT AND ABORT"],
    fields: ["APTPL", "ALL_TG_PT"],
    when: "set",
    words: ignored,
    clause: "SPC-4 6.16.3",
  },
  {
    actions: ["REGISTER", "REGISTER AND IGNORE EXISTING KEY"],
    fields: ["SERVICE ACTION RESERVATION KEY"],
    when: "zero",
    words: "is 0: the sender's registration is removed",
    clause: "SPC-4 5.13.11.2.3",
  },
  {
    actions: ["PREEMPT", "PREEMPT AND ABORT"],
    fields: ["SERVICE ACTION RESERVATION KEY"],
    when: "zero",
    words: "is 0: only under an all registrants reservation, and then every other registration is removed",
    clause: "SPC-4 5.13.11.2.4",
  },
  {
    actions: ["REGISTER"],
    fields: ["SPEC_I_PT"],
    when: "set",
    words: "is refused by a logical unit whose REPORT CAPABILITIES data has SIP_C 0",
    clause: "SPC-4 6.15.4",
  },
  {
    actions: ["REGISTER", "REGISTER AND IGNORE EXISTING KEY"],
    fields: ["ALL_TG_PT"],
    when: "set",
    words: "is refused by a logical unit whose REPORT CAPABILITIES data has ATP_C 0",
    clause: "SPC-4 6.15.4",
  },
  {
    actions: ["REGISTER", "REGISTER AND IGNORE EXISTING KEY", "REGISTER AND MOVE", "REPLACE LOST RESERVATION"],
    fields: ["APTPL"],
    when: "set",
    words: "is refused by a logical unit whose REPORT CAPABILITIES data has PTPL_C 0",
    clause: "SPC-4 6.15.4",
  },
];

export const inNotes: readonly Note[] = [
  {
    actions: ["READ KEYS", "READ RESERVATION", "REPORT CAPABILITIES", "READ FULL STATUS"],
    fields: ["ALLOCATION LENGTH"],
    when: "zero",
    words: "is 0: no data comes, and that is no error; some targets refuse it nevertheless",
    clause: "SPC-4 4.2.5.6",
  },
];
