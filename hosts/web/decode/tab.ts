/** Decode: one box for all that one may have, its bytes and its fields side by side. */
import { hexOf } from "../../embed/index.ts";
import { button, element, labelled } from "../dom.ts";
import type { Page, Tab } from "../page.ts";
import { Box } from "./box.ts";
import { deviceTypeSelect, structureSelect } from "./choose.ts";
import { cArray, jsonOf, sgRaw } from "./copy.ts";
import { detailOf } from "./detail.ts";
import { examples } from "./examples.ts";
import { guess, type Guessed, readTarget, type Subject, subjectOf, type Target, unknownCommand } from "./guess.ts";
import { Hex } from "./hex.ts";
import { type Piece, readText, type Reading, refuseBytes } from "./input.ts";
import { Model } from "./model.ts";
import { Tree } from "./tree.ts";
import { nameOfTarget, othersView, problemsView, readingView } from "./verdict.ts";
import { plural } from "./words.ts";

export const decodeTab: Tab = {
  id: "decode",
  title: "Decode",
  mount: (root, page) => {
    const view = new DecodeView(root, page);
    return (state) => view.show(state);
  },
};

/** What a link says; `as` and `at` are "" and -1 where it says nothing. */
interface State {
  readonly text: string;
  readonly find: number;
  readonly as: Target | "";
  readonly deviceType: number;
  readonly at: number;
}

const empty: State = { text: "", find: 0, as: "", deviceType: 0, at: -1 };

/** Characters of a link: programs cut longer ones. */
const longestLink = 8000;

/** Characters that are decoded without a pause. */
const atOnce = 20_000;

/** Milliseconds: browsers refuse to write a link more often. */
const linkPause = 200;

class DecodeView {
  readonly #page: Page;
  readonly #root: HTMLElement;
  readonly #box: Box;
  readonly #tree: Tree;
  readonly #hex: Hex;
  readonly #as: HTMLSelectElement;
  readonly #deviceType: HTMLSelectElement;
  readonly #deviceTypeLabel: HTMLLabelElement;
  readonly #examples: HTMLElement;
  readonly #refusal = element("p", { class: "bad refusal", role: "alert" });
  readonly #reading = element("div", { class: "reading" });
  readonly #choice: HTMLElement;
  readonly #why = element("p", { class: "why" });
  readonly #others = element("div");
  readonly #problems = element("div");
  readonly #sgRaw: HTMLButtonElement;
  readonly #link = element("p", { class: "quiet" });
  readonly #panes: HTMLElement;
  readonly #detail = element("section", { class: "detail", "aria-label": "The chosen field" });
  readonly #folds: HTMLElement;
  #state = empty;
  #shown: string | undefined;
  #run = 0;
  #linkTimer: ReturnType<typeof setTimeout> | undefined;
  #subject: Subject | undefined;
  #model = new Model([], new Uint8Array());

  constructor(root: HTMLElement, page: Page) {
    this.#page = page;
    this.#root = root;
    this.#box = new Box(
      () => this.#change({ ...empty, text: this.#box.text, deviceType: this.#state.deviceType }),
      (sentence) => this.#refuse(sentence),
    );
    this.#tree = new Tree({ select: (node) => this.#select(node), hover: (node) => this.#hover(node) });
    this.#hex = new Hex({
      select: (byte, again) => this.#selectByte(byte, again),
      hover: (byte) => this.#hover(byte === undefined ? undefined : this.#model.fieldsAt(byte)[0]),
    });
    this.#as = this.#structures("what it looks like");
    this.#as.addEventListener("change", () =>
      this.#change({ ...this.#state, as: readTarget(this.#as.value) ?? "", at: -1 }),
    );
    this.#deviceType = deviceTypeSelect(page.core);
    this.#deviceType.addEventListener("change", () =>
      this.#change({ ...this.#state, deviceType: Number(this.#deviceType.value), at: -1 }),
    );
    this.#deviceTypeLabel = labelled("Peripheral device type", this.#deviceType);
    this.#examples = this.#exampleButtons();
    this.#sgRaw = button("Copy sg_raw command", () =>
      this.#copy(sgRaw(this.#model.data, this.#model.nodes), "The sg_raw command"),
    );
    this.#choice = element(
      "div",
      { class: "row", role: "group", "aria-label": "What it is taken for" },
      labelled("Take it for", this.#as),
      this.#deviceTypeLabel,
    );
    this.#folds = element(
      "div",
      { class: "row" },
      button("Open all", () => this.#tree.toggleAll(true)),
      button("Close all", () => this.#tree.toggleAll(false)),
    );
    this.#panes = element(
      "div",
      { class: "panes" },
      element("div", { class: "left" }, this.#hex.root, this.#detail),
      element("div", { class: "right" }, this.#folds, this.#tree.root),
    );
    root.append(
      element("h2", { class: "hidden" }, "Decode"),
      ...[this.#box.root, this.#examples, this.#refusal, this.#reading, this.#choice, this.#why, this.#others],
      ...[this.#problems, this.#copies(), this.#link, this.#panes],
    );
  }

  /** The state of a link: text, which of its pieces, what it is taken for, the chosen field. */
  show(link: URLSearchParams): void {
    if (this.#shown === link.toString()) return;
    const number = (name: string, least: number) => {
      const text = link.get(name) ?? "";
      return /^\d{1,6}$/.test(text) ? Number(text) : least;
    };
    this.#change({
      text: link.get("in") ?? "",
      find: number("find", 0),
      as: readTarget(link.get("as")) ?? "",
      deviceType: number("pdt", 0) & 0x1f,
      at: number("at", -1),
    });
  }

  #exampleButtons(): HTMLElement {
    return element(
      "div",
      { class: "row examples", role: "group", "aria-label": "Examples" },
      element("span", { class: "quiet" }, "For example:"),
      ...examples.map(({ title, text }) => button(title, () => this.#change({ ...empty, text }))),
    );
  }

  #copies(): HTMLElement {
    const bytes = () => this.#model.data;
    return element(
      "div",
      { class: "row copies", role: "group", "aria-label": "Copy" },
      button("Copy as hex", () => this.#copy(hexOf(bytes()), "The bytes")),
      button("Copy as C array", () => this.#copy(cArray(bytes()), "The C array")),
      this.#sgRaw,
      button("Copy as JSON", () => this.#copy(jsonOf(this.#model), "The fields as JSON")),
      button("Copy link", () => {
        this.#keep();
        this.#copy(location.href, "The link");
      }),
    );
  }

  #copy(text: string, what: string): void {
    void this.#page.copy(text, what);
  }

  #structures(first: string): HTMLSelectElement {
    return structureSelect(this.#page.core, this.#page.docs, first);
  }

  #change(state: State): void {
    this.#state = state;
    if (this.#box.text !== state.text) this.#box.text = state.text;
    const steps = this.#decode(state);
    const run = ++this.#run;
    const next = () => {
      if (run === this.#run && !steps.next().done) setTimeout(next);
    };
    if (state.text.length > atOnce) next();
    else while (!steps.next().done);
    this.#keepSoon();
  }

  /** Yields between steps, each of which is short, also with as much as can be decoded. */
  *#decode(state: State): Generator<void, void, void> {
    const { core } = this.#page;
    const blank = state.text.trim() === "";
    const reading = blank ? { source: "", pieces: [], facts: [], refusal: "" } : readText(core, state.text);
    yield;
    const chosen = Math.min(state.find, reading.pieces.length - 1);
    const piece = reading.pieces[chosen];
    const refusal = reading.refusal || (piece ? refuseBytes(piece.bytes) : "");
    const decodable = piece && refuseBytes(piece.bytes) === "" ? piece : undefined;
    const guesses = decodable ? guess(core, decodable, state.deviceType) : [];
    yield;
    const target = state.as || guesses[0]?.target;
    const subject =
      decodable && target !== undefined ? subjectOf(core, target, decodable.bytes, state.deviceType) : undefined;
    yield;
    this.#subject = subject;
    this.#model = new Model(subject?.nodes ?? [], decodable?.bytes ?? new Uint8Array());
    yield;
    this.#examples.hidden = !blank;
    this.#refusal.textContent = refusal;
    this.#drawReading(reading, chosen);
    this.#drawVerdict(decodable, guesses, state);
    this.#drawPanes(state.at);
  }

  #refuse(sentence: string): void {
    this.#refusal.textContent = sentence;
  }

  #drawReading(reading: Reading, chosen: number): void {
    this.#reading.replaceChildren(
      ...readingView(reading, chosen, (find) => {
        this.#change({ ...this.#state, find, as: "", at: -1 });
        this.#reading.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
      }),
    );
  }

  #drawVerdict(piece: Piece | undefined, guesses: readonly Guessed[], { as, deviceType }: State): void {
    const { core, docs } = this.#page;
    const target = this.#subject?.target;
    for (const part of [this.#choice, this.#why, this.#others]) part.hidden = piece === undefined;
    this.#as.value = as;
    this.#deviceType.value = String(deviceType);
    this.#deviceTypeLabel.hidden = target !== "cdb";
    const why = piece ? this.#whyWords(piece, guesses, as, deviceType) : "";
    if (this.#why.textContent !== why && piece) this.#page.say(why);
    this.#why.textContent = why;
    const others = guesses.filter((one) => one.target !== target);
    const names = others.map((one) => nameOfTarget(core, docs, one.target));
    this.#others.replaceChildren(
      ...othersView(names, others, (other) => this.#change({ ...this.#state, as: other, at: -1 })),
    );
    this.#problems.replaceChildren(...problemsView(this.#model, (node) => this.#select(node)));
  }

  #whyWords(piece: Piece, guesses: readonly Guessed[], as: Target | "", deviceType: number): string {
    const { core, docs } = this.#page;
    const count = plural(piece.bytes.length, "byte");
    const target = this.#subject?.target;
    if (target === undefined) return `${count}, and nothing that is known looks like them: say above what they are.`;
    const title = target === "cdb" ? `a CDB: ${this.#model.nodes[0]!.name}` : nameOfTarget(core, docs, target);
    const reason = as === "" ? guesses[0]!.why : "you say so";
    const unknown = target === "cdb" ? unknownCommand(core, piece.bytes, deviceType) : "";
    return `${count}, taken for ${title}${reason && ` (${reason})`}${unknown && `; ${unknown}`}.`;
  }

  #drawPanes(at: number): void {
    const model = this.#model;
    const { data, nodes } = model;
    this.#panes.hidden = data.length === 0;
    this.#root.querySelector<HTMLElement>(".copies")!.hidden = data.length === 0;
    if (data.length === 0) return;
    this.#sgRaw.hidden = this.#subject?.target !== "cdb";
    const selected = at >= 0 && at < nodes.length ? at : 0;
    this.#panes.classList.toggle("bare", nodes.length === 0);
    this.#folds.hidden = nodes.every((_, i) => i === 0 || model.children[i] === 0);
    this.#hex.show(model);
    if (nodes.length === 0) return this.#detail.replaceChildren();
    this.#tree.show(model, selected);
    this.#showSelected(selected);
  }

  #select(node: number): void {
    this.#state = { ...this.#state, at: node };
    this.#showSelected(node);
    this.#keepSoon();
  }

  #showSelected(node: number): void {
    const { core, docs } = this.#page;
    const { bit, bits } = this.#model.nodes[node]!;
    this.#tree.select(node);
    this.#hex.select(bit, bits);
    this.#detail.replaceChildren(
      ...detailOf(core, docs, this.#model, node, this.#subject?.structure, {
        structures: () => this.#structures("what they look like"),
        decode: (bytes, target) => this.#decodePart(bytes, target),
        copy: (text, what) => this.#copy(text, what),
      }),
    );
  }

  /** The innermost field at a byte; the next of those that share it, where it is chosen `again`. */
  #selectByte(byte: number, again: boolean): void {
    const fields = this.#model.fieldsAt(byte);
    const chosen = fields.indexOf(this.#state.at);
    if (fields.length === 0 || (chosen >= 0 && !again)) return;
    this.#select(fields[(chosen + 1) % fields.length]!);
  }

  #hover(node: number | undefined): void {
    this.#tree.hover(node);
    const { bit, bits } = node === undefined ? { bit: 0, bits: 0 } : this.#model.nodes[node]!;
    this.#hex.hover(bit, bits);
  }

  /** Part of the bytes as an input of its own: the browser's Back leads to the whole. */
  #decodePart(bytes: Uint8Array, target: string): void {
    this.#keep();
    const state = new URLSearchParams({ in: hexOf(bytes), ...(target && { as: target }) });
    if (state.toString().length <= longestLink) this.#page.open("decode", state);
    else this.#change({ ...empty, text: hexOf(bytes), as: readTarget(target) ?? "" });
    this.#box.root.scrollIntoView({ block: "nearest" });
  }

  #keepSoon(): void {
    clearTimeout(this.#linkTimer);
    this.#linkTimer = setTimeout(() => this.#keep(), linkPause);
  }

  /** Writes the state into the link, where it is not too long for one. */
  #keep(): void {
    clearTimeout(this.#linkTimer);
    if (this.#root.hidden) return;
    const { text, find, as, deviceType, at } = this.#state;
    const state = new URLSearchParams();
    if (text) state.set("in", text);
    if (find > 0) state.set("find", String(find));
    if (as) state.set("as", as);
    if (deviceType > 0) state.set("pdt", String(deviceType));
    if (at >= 0) state.set("at", String(at));
    const fits = state.toString().length <= longestLink;
    this.#link.textContent = fits ? "" : "This is too long for a link: copy the text itself to pass it on.";
    const kept = fits ? state : new URLSearchParams();
    this.#shown = kept.toString();
    this.#page.keep(kept);
  }
}
