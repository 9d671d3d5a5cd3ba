/** What the two initiators do, and what has to come of it. */
import { compose, type Core, type Values } from "../embed/index.ts";

export interface Step {
  readonly who: "A" | "B";
  /** What happens, in a sentence. */
  readonly title: string;
  readonly cdb: Uint8Array;
  readonly list: Uint8Array;
  /** SCSI status by the standard's name; the script fails at another. */
  readonly expected: string;
}

const [keyA, keyB] = [0xa11cen, 0xb0bn];
const writeExclusiveRegistrantsOnly = 5;
const [readReservation, readFullStatus] = [1, 3];
const [register, reserve, preempt] = [0, 1, 4];

export function script(core: Core): Step[] {
  const none = new Uint8Array();
  const ask = (who: Step["who"], title: string, serviceAction: number, expected = "GOOD"): Step => {
    const values = { "SERVICE ACTION": serviceAction, "ALLOCATION LENGTH": 8192 };
    return { who, title, cdb: compose(core, "pr_in_cdb", values), list: none, expected };
  };
  const change = (
    who: Step["who"],
    title: string,
    serviceAction: number,
    keys: readonly [bigint, bigint],
    expected = "GOOD",
  ): Step => {
    const typed: Values = [reserve, preempt].includes(serviceAction) ? { TYPE: writeExclusiveRegistrantsOnly } : {};
    const list = { "RESERVATION KEY": keys[0], "SERVICE ACTION RESERVATION KEY": keys[1] };
    return {
      who,
      title,
      cdb: compose(core, "pr_out_cdb", { "SERVICE ACTION": serviceAction, ...typed }),
      list: compose(core, "pr_out_list", list),
      expected,
    };
  };
  return [
    change("A", "A registers its key", register, [0n, keyA]),
    change("B", "B registers another", register, [0n, keyB]),
    change("A", "A reserves the disk", reserve, [keyA, 0n]),
    change("B", "B wants it too, and is refused", reserve, [keyB, 0n], "RESERVATION CONFLICT"),
    ask("B", "B looks who has it", readFullStatus),
    change("B", "B takes A for dead: out with A's key, and the reservation is B's", preempt, [keyB, keyA]),
    ask(
      "A",
      "A was not dead. Whatever it sends next, it is told first what happened",
      readReservation,
      "CHECK CONDITION",
    ),
    ask("A", "Once told, A gets its answer: B's key", readReservation),
  ];
}
