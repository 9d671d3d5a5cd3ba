/** The reservation bench: an emulated logical unit, two to six initiators, and all that they can do to each other. */
import { findCommand, hexOf } from "../../embed/index.ts";
import { commandLink } from "../decode/parts.ts";
import { able, button, element, keepingFocus, labelled } from "../dom.ts";
import { unknownName } from "../link.ts";
import type { Page, Tab } from "../page.ts";
import { answerBytes } from "./answer.ts";
import { buildForm } from "./form.ts";
import { Bench } from "./model.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { Prober, readState } from "./state.ts";
import { commandOf, type Initiator, readSteps, type Step, writeSteps } from "./steps.ts";
import {
  conflictTable,
  lastWords,
  registrationTable,
  reservationWords,
  stepView,
  timeline,
  type TimelineActions,
} from "./view.ts";

const names = ["A", "B", "C", "D", "E", "F"];
const [fewest, most] = [2, names.length];
const withoutScenario = (count: number): Initiator[] => names.slice(0, count).map((host) => ({ host, session: 1 }));

export const benchTab: Tab = {
  id: "bench",
  title: "Reservation bench",
  mount: (root, page) => {
    const view = new BenchView(root, page);
    return (state) => view.show(state);
  },
};

class BenchView {
  readonly #page: Page;
  readonly #prober: Prober;
  readonly #form;
  readonly #about = element("p");
  readonly #now = element("div", { class: "now" });
  readonly #reservation = element("p", { class: "reservation" });
  readonly #tables = element("div", { class: "tables" });
  readonly #steps = element("div", { tabindex: 0, role: "region", "aria-label": "Timeline" });
  readonly #next = button("Next step", () => this.#advance(), { class: "main" });
  readonly #undo = button("Undo", () => this.#go(this.#bench.at - 1));
  readonly #redo = button("Redo", () => this.#go(this.#bench.at + 1));
  readonly #picker: HTMLSelectElement;
  readonly #count: HTMLSelectElement;
  readonly #timeline: TimelineActions = {
    go: (place) => this.#go(place),
    decode: (place) => this.#decode(place),
    decodeAnswer: (place) => this.#decodeAnswer(place),
    nameOfCdb: (cdb) => this.#nameOfCdb(cdb),
    noteOf: (place) => (place < this.#told ? (this.#scenario?.steps[place]?.note ?? "") : ""),
  };
  #scenario: Scenario | undefined;
  #bench: Bench;
  /** Steps of the timeline that are the scenario's. */
  #told = 0;
  #shown = "";

  constructor(root: HTMLElement, page: Page) {
    this.#page = page;
    this.#prober = new Prober(page.core, page.module);
    this.#form = buildForm(page.core, (step) => this.#act(step));
    this.#picker = element(
      "select",
      { name: "scenario" },
      element("option", { value: "" }, "none: try what you like"),
      ...scenarios.map(({ id, title }) => element("option", { value: id }, title)),
    );
    this.#picker.addEventListener("change", () => this.#load(this.#picker.value, Number(this.#count.value)));
    this.#count = element(
      "select",
      { name: "initiators" },
      ...names.slice(fewest - 1).map((_, i) => element("option", { value: i + fewest }, String(i + fewest))),
    );
    this.#count.addEventListener("change", () => this.#load("", Number(this.#count.value)));
    this.#bench = this.#newBench(withoutScenario(fewest));
    root.append(
      element("h2", { class: "hidden" }, "Reservation bench"),
      element(
        "div",
        { class: "row" },
        labelled("Scenario", this.#picker),
        labelled("Initiators", this.#count),
        this.#next,
        this.#undo,
        this.#redo,
        button("Start over", () => this.#load(this.#picker.value, this.#bench.initiators.length)),
        button("Copy link", () => void page.copy(location.href, "Link")),
      ),
      this.#about,
      this.#now,
      element(
        "div",
        { class: "bench" },
        element("div", {}, this.#reservation, this.#tables, element("h3", {}, "Send a command"), this.#form.root),
        element("div", {}, element("h3", {}, "Timeline"), this.#steps),
      ),
    );
  }

  /** The state of a link: scenario or number of initiators, steps, how many of them hold. */
  show(link: URLSearchParams): void {
    const text = link.toString();
    if (text === this.#shown && text !== "") return;
    const count = Number(link.get("initiators") ?? fewest);
    this.#start(link.get("scenario") ?? "", Number.isInteger(count) ? Math.max(fewest, Math.min(count, most)) : fewest);
    const scenarioSteps = this.#scenario?.steps ?? [];
    const asked = link.get("told") ?? "";
    const told = /^\d+$/.test(asked) ? Math.min(Number(asked), scenarioSteps.length) : 0;
    for (const { step } of scenarioSteps.slice(0, told)) this.#bench.act(step(this.#page.core));
    this.#told = told;
    const { steps, whole } = readSteps(link.get("steps") ?? "", this.#bench.initiators.length);
    const refused = steps.findIndex((step) => !this.#try(step));
    const at = link.get("at");
    if (at !== null && /^\d+$/.test(at)) this.#bench.go(Number(at));
    this.#draw();
    const name = link.get("scenario") ?? "";
    if (name !== "" && this.#scenario === undefined) this.#about.append(` ${unknownName(name, "scenario")}`);
    if (!whole || refused >= 0)
      this.#about.append(" The link has a step that cannot be read: it, and what came behind it, is left out.");
  }

  #try(step: Step): boolean {
    try {
      this.#bench.act(step);
      return true;
    } catch {
      return false;
    }
  }

  #newBench(initiators: readonly Initiator[]): Bench {
    return new Bench(this.#page.core, this.#page.module, initiators);
  }

  #start(scenario: string, count: number): void {
    this.#bench.close();
    this.#scenario = scenarios.find(({ id }) => id === scenario);
    this.#bench = this.#newBench(this.#scenario?.initiators ?? withoutScenario(count));
    this.#told = 0;
  }

  #load(scenario: string, count: number): void {
    this.#start(scenario, count);
    this.#changed();
  }

  #act(step: Step): void {
    this.#told = Math.min(this.#told, this.#bench.at);
    this.#bench.act(step);
    this.#changed();
  }

  /** The scenario's next step: one that was undone, or a new one. */
  #advance(): void {
    const { at } = this.#bench;
    const next = this.#scenario?.steps[at];
    if (next === undefined || at > this.#told) return;
    if (at < this.#told) return this.#go(at + 1);
    this.#bench.act(next.step(this.#page.core));
    this.#told = at + 1;
    this.#changed();
  }

  #go(at: number): void {
    this.#bench.go(at);
    this.#changed();
  }

  #changed(): void {
    const state = new URLSearchParams();
    if (this.#scenario) state.set("scenario", this.#scenario.id);
    else state.set("initiators", String(this.#bench.initiators.length));
    if (this.#told > 0) state.set("told", String(this.#told));
    const own = this.#bench.done.slice(this.#told).map(({ step }) => step);
    if (own.length > 0) state.set("steps", writeSteps(own));
    if (this.#bench.at < this.#bench.done.length) state.set("at", String(this.#bench.at));
    this.#shown = state.toString();
    this.#page.keep(state, true);
    this.#draw();
    this.#page.say(lastWords(this.#page.core, this.#bench));
  }

  #draw(): void {
    const { core } = this.#page;
    const { initiators, at, done } = this.#bench;
    const state = readState(core, this.#bench.state, initiators);
    this.#picker.value = this.#scenario?.id ?? "";
    this.#count.value = String(initiators.length);
    this.#about.textContent =
      this.#scenario?.about ??
      "Nothing here is real: the logical unit is emulated in this page, with the rules of SPC-4.";
    this.#next.hidden = this.#scenario === undefined;
    able(this.#next, at <= this.#told && at < (this.#scenario?.steps.length ?? 0));
    able(this.#undo, at > 0);
    able(this.#redo, at < done.length);
    this.#now.replaceChildren(...this.#nowView());
    this.#reservation.textContent = reservationWords(state, initiators);
    this.#tables.replaceChildren(
      registrationTable(state, initiators),
      conflictTable(this.#prober.probe(this.#bench.state, state, initiators), initiators),
    );
    this.#form.update(
      initiators,
      state.registrations.map(({ key }) => key),
    );
    const drawn = timeline(core, this.#bench, this.#timeline);
    keepingFocus(() => this.#steps.replaceChildren(drawn));
    this.#reveal(drawn);
  }

  /** The timeline scrolls to where one is; the page stays. */
  #reveal(list: HTMLElement): void {
    const current = list.querySelector<HTMLElement>("[aria-current]");
    if (!current) return;
    const { top, bottom } = current.getBoundingClientRect();
    const around = list.getBoundingClientRect();
    if (bottom > around.bottom) list.scrollTop += bottom - around.bottom;
    if (top < around.top) list.scrollTop += top - around.top;
  }

  /** The last step beside the buttons: where the window is narrow, the timeline is far below. */
  #nowView(): HTMLElement[] {
    const { at } = this.#bench;
    const { length } = this.#scenario?.steps ?? [];
    const of = this.#scenario && at <= this.#told ? ` of ${length}` : "";
    if (at === 0) return [element("p", {}, `Step 0${of}: nothing was done yet.`)];
    return [element("p", {}, `Step ${at}${of}:`), ...stepView(this.#page.core, this.#bench, at - 1, this.#timeline)];
  }

  /** The command of a step in the decoder, its parameter list behind its CDB. */
  #decode(place: number): void {
    const { step } = this.#bench.done[place]!;
    if (step.kind === "event") return;
    const { cdb, list } = commandOf(this.#page.core, step, this.#bench.initiators);
    this.#page.open("decode", new URLSearchParams(commandLink(this.#page.core, cdb, list)));
  }

  /** What came back, in the decoder. */
  #decodeAnswer(place: number): void {
    const { bytes, structure } = answerBytes(this.#page.core, this.#bench.done[place]!, this.#bench.initiators);
    this.#page.open("decode", new URLSearchParams({ in: hexOf(bytes), ...(structure && { as: structure }) }));
  }

  #nameOfCdb(cdb: Uint8Array): string {
    const { name, serviceActionName } = findCommand(this.#page.core, cdb);
    return serviceActionName || name;
  }
}
