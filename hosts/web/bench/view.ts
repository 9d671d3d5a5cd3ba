/** What the bench shows: who is registered, who may do what, and what was done. */
import { type Core, nameIn } from "../../embed/index.ts";
import { button, element } from "../dom.ts";
import { keyText } from "../notation.ts";
import { answerBytes, answerWords, dataWords, stepWords } from "./answer.ts";
import type { Bench } from "./model.ts";
import { type Outcome, probes, type UnitStateView } from "./state.ts";
import { type Initiator, initiatorName } from "./steps.ts";

/** The reservation in a sentence. */
export function reservationWords(state: UnitStateView, initiators: readonly Initiator[]): string {
  if (state.lost)
    return "The persistent reservation information is lost: nothing is done before REPLACE LOST RESERVATION.";
  if (state.type === 0) return "Nobody holds a reservation.";
  const holders = initiators.filter((_, i) => state.registrations[i]?.holder).map(initiatorName);
  return `${holders.join(" and ") || "A port that is not here"} ${holders.length > 1 ? "hold" : "holds"} the reservation: ${state.typeName}.`;
}

export function registrationTable(state: UnitStateView, initiators: readonly Initiator[]): HTMLElement {
  const rows = initiators.map((initiator, i) => {
    const { key, holder, attentions } = state.registrations[i]!;
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, initiatorName(initiator)),
      element("td", {}, key > 0n ? element("code", {}, keyText(key)) : "not registered"),
      element("td", {}, holder ? "yes" : ""),
      element("td", { class: attentions.length > 0 ? "warn" : "" }, attentions.join(", then ")),
    );
  });
  return table(
    "registrations",
    `Registrations, generation ${state.generation}`,
    ["Initiator", "Key", "Holder", "Unit attentions that wait"],
    rows,
  );
}

const outcomes: Readonly<Record<Outcome, readonly [string, string]>> = {
  yes: ["\u2713 yes", "good"],
  conflict: ["\u2717 conflict", "bad"],
  lost: ["\u2717 refused", "warn"],
};

export function conflictTable(results: readonly (readonly Outcome[])[], initiators: readonly Initiator[]): HTMLElement {
  const rows = probes.map((name, i) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      ...results[i]!.map((outcome) => element("td", { class: outcomes[outcome][1] }, outcomes[outcome][0])),
    ),
  );
  return table("conflicts", "Conflicts: who may do what now", ["Command", ...initiators.map(initiatorName)], rows);
}

function table(kind: string, caption: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const head = element("tr", {}, ...heads.map((words) => element("th", { scope: "col" }, words)));
  return element(
    "div",
    { class: `scroll ${kind}`, tabindex: 0, role: "group", "aria-label": caption },
    element("table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...rows)),
  );
}

export interface TimelineActions {
  readonly go: (at: number) => void;
  /** Shows the bytes of the command, and those that came back, in the decoder. */
  readonly decode: (place: number) => void;
  readonly decodeAnswer: (place: number) => void;
  readonly nameOfCdb: (cdb: Uint8Array) => string;
  /** What a scenario says of a step; "" for nothing. */
  readonly noteOf: (place: number) => string;
}

export function timeline(core: Core, bench: Bench, actions: TimelineActions): HTMLElement {
  if (bench.done.length === 0)
    return element("p", { class: "quiet" }, "Nothing yet: send a command, or choose a scenario and take its steps.");
  const entries = bench.done.map((done, i) => {
    const undone = i >= bench.at;
    const here = i === bench.at - 1;
    return element(
      "li",
      { class: undone ? "undone" : "", "aria-current": here && "step" },
      ...stepView(core, bench, i, actions),
      element(
        "p",
        { class: "row" },
        button("To here", () => actions.go(i + 1), {
          id: `bench-to-${i}`,
          "aria-disabled": String(here),
          "aria-label": `To here: behind step ${i + 1}`,
        }),
        done.answer !== undefined &&
          button("Bytes", () => actions.decode(i), {
            id: `bench-bytes-${i}`,
            "aria-label": `Bytes of step ${i + 1}`,
          }),
        answerBytes(core, done, bench.initiators).bytes.length > 0 &&
          button("Answer", () => actions.decodeAnswer(i), {
            id: `bench-answer-${i}`,
            "aria-label": `Answer to step ${i + 1}`,
          }),
      ),
    );
  });
  return element("ol", { class: "timeline" }, ...entries);
}

/** A step: what the scenario says of it, what was sent, what came of it. */
export function stepView(core: Core, bench: Bench, place: number, actions: TimelineActions): HTMLElement[] {
  const done = bench.done[place]!;
  const { words, tone } = answerWords(core, done);
  const note = actions.noteOf(place);
  const undone = place >= bench.at;
  const data = undone ? "" : dataWords(core, done, bench.initiators);
  return [
    ...(note === "" ? [] : [element("p", {}, note)]),
    element("p", { class: "quiet" }, stepWords(core, done.step, bench.initiators, actions.nameOfCdb)),
    element("p", { class: tone }, undone ? "undone" : words),
    ...(data === "" ? [] : [element("p", {}, data)]),
  ];
}

/** The status of the last answer, for screen readers. */
export function lastWords(core: Core, bench: Bench): string {
  const last = bench.done[bench.at - 1];
  if (last === undefined) return "Nothing has been done yet.";
  return last.answer === undefined
    ? answerWords(core, last).words
    : `${nameIn(core, "scsi_status", last.answer.status)}. ${answerWords(core, last).words}`;
}
