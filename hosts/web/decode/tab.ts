/** Decode: one box for all that one may have, its bytes and its fields side by side. */
import { hexOf } from "../../embed/index.ts";
import { button, element, keepingFocus, labelled } from "../dom.ts";
import type { Page, Tab } from "../page.ts";
import { Box } from "./box.ts";
import { deviceTypeSelect, structureSelect } from "./choose.ts";
import { Copies } from "./copies.ts";
import { detailOf } from "./detail.ts";
import { exampleButtons } from "./examples.ts";
import { guess, type Guessed, readTarget, type Subject, subjectOf } from "./guess.ts";
import { headline } from "./headline.ts";
import { Hex } from "./hex.ts";
import { nothing, type Piece, piecesOf, readText, type Reading, refuseBytes } from "./input.ts";
import { Model } from "./model.ts";
import { empty, longestLink, readState, type State, unreadWords, withText, writeState } from "./state.ts";
import { Tree } from "./tree.ts";
import { nameOfTarget, othersView, problemsView, readingView, whyWords } from "./verdict.ts";

export const decodeTab: Tab = {
  id: "decode",
  title: "Decode",
  mount: (root, page) => {
    const view = new DecodeView(root, page);
    return (state) => view.show(state);
  },
};

/** Characters that are decoded without a pause. */
const atOnce = 20_000;

/** Nodes that one overlooks. */
const fewToFold = 40;

/** Mark of the first decode in the browser's timeline. */
const firstMark = "decoded";

/** Milliseconds: browsers refuse to write a link more often. */
const linkPause = 200;

class DecodeView {
  readonly #page: Page;
  readonly #box: Box;
  readonly #tree: Tree;
  readonly #hex: Hex;
  readonly #as: HTMLSelectElement;
  readonly #deviceType: HTMLSelectElement;
  readonly #deviceTypeLabel: HTMLLabelElement;
  readonly #examples: HTMLElement;
  readonly #refusal = element("p", { class: "bad refusal" });
  readonly #headline = element("h3", { class: "headline" });
  readonly #reading = element("div", { class: "reading" });
  readonly #choice: HTMLElement;
  /** What of the link is not understood. */
  readonly #unread = element("p", { class: "warn unread" });
  readonly #why = element("p", { class: "why" });
  readonly #others = element("div");
  readonly #problems = element("div");
  readonly #copies: Copies;
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
    this.#box = new Box(
      () => this.#change(withText(this.#state, this.#box.text)),
      (sentence) => this.#refuse(sentence),
    );
    this.#tree = new Tree({ select: (node) => this.#select(node), hover: (node) => this.#hover(node) });
    this.#hex = new Hex({
      select: (byte, again) => this.#selectByte(byte, again),
      hover: (byte) => this.#hover(byte === undefined ? undefined : this.#model.fieldsAt(byte)[0]),
    });
    this.#as = this.#structures("");
    this.#as.addEventListener("change", () =>
      this.#change({ ...this.#state, as: readTarget(this.#as.value) ?? "", at: -1 }),
    );
    this.#deviceType = deviceTypeSelect(page.core);
    this.#deviceType.addEventListener("change", () =>
      this.#change({ ...this.#state, deviceType: Number(this.#deviceType.value), at: -1 }),
    );
    this.#deviceTypeLabel = labelled("Peripheral device type", this.#deviceType);
    this.#examples = exampleButtons((text) => {
      this.#change({ ...empty, text });
      this.#focusResult();
    });
    this.#copies = new Copies(
      page,
      () => this.#model,
      () => this.#keep(),
    );
    this.#choice = element(
      "div",
      { class: "row choice", role: "group", "aria-label": "What it is taken for" },
      labelled("Take it for", this.#as),
      this.#deviceTypeLabel,
      this.#others,
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
      ...[this.#box.root, this.#examples, this.#refusal, this.#headline, this.#reading, this.#unread, this.#why],
      ...[this.#choice, this.#problems, this.#panes, this.#copies.root, this.#link],
    );
  }

  /** The state of a link: text, which of its pieces, what it is taken for, the chosen field. */
  show(link: URLSearchParams): void {
    if (this.#shown === link.toString()) return;
    this.#change(readState(link));
    this.#unread.textContent = unreadWords(link);
    this.#shown = link.toString();
  }

  #copy(text: string, what: string): void {
    void this.#page.copy(text, what);
  }

  #structures(first: string): HTMLSelectElement {
    return structureSelect(this.#page.core, first);
  }

  #change(state: State): void {
    this.#state = state;
    this.#unread.textContent = "";
    this.#shown = undefined;
    if (this.#box.text !== state.text) this.#box.text = state.text;
    const steps = this.#decode(state);
    const run = ++this.#run;
    const next = () => {
      // A frame between two steps, and neither within a frame's own time.
      if (run === this.#run && !steps.next().done) requestAnimationFrame(() => setTimeout(next));
    };
    if (state.text.length > atOnce) next();
    else while (!steps.next().done);
    this.#keepSoon();
  }

  /** Yields between steps, each of which is short, also with as much as can be decoded. */
  *#decode(state: State): Generator<void, void, void> {
    const { core } = this.#page;
    const blank = state.text.trim() === "";
    const reading = blank ? nothing : readText(core, state.text);
    yield;
    const pieces = piecesOf(reading);
    const chosen = Math.min(state.find, pieces.length - 1);
    const piece = pieces[chosen];
    const refusal = reading.refusal || (piece ? refuseBytes(piece.bytes) : "");
    const decodable = piece && refuseBytes(piece.bytes) === "" ? piece : undefined;
    const guesses = decodable ? guess(core, decodable, state.deviceType) : [];
    yield;
    const target = state.as || guesses[0]?.target;
    const subject =
      decodable && target !== undefined ? subjectOf(core, target, decodable, state.deviceType) : undefined;
    yield;
    this.#subject = subject;
    this.#model = new Model(subject?.nodes ?? [], decodable?.bytes ?? new Uint8Array());
    yield;
    this.#examples.hidden = !blank;
    this.#refuse(refusal);
    this.#headline.textContent = headline(this.#model.nodes, this.#model.data);
    this.#drawReading(reading, chosen);
    this.#drawVerdict(decodable, guesses, state);
    this.#drawPanes(state.at);
    this.#copies.show(subject?.target, decodable?.list);
    if (subject && performance.getEntriesByName(firstMark).length === 0) performance.mark(firstMark);
  }

  #refuse(sentence: string): void {
    this.#refusal.textContent = sentence;
    if (sentence !== "") this.#page.sayLater(sentence);
  }

  #drawReading(reading: Reading, chosen: number): void {
    this.#reading.replaceChildren(
      ...readingView(reading, chosen, (find) => {
        keepingFocus(() => this.#change({ ...this.#state, find, as: "", at: -1 }));
      }),
    );
  }

  #drawVerdict(piece: Piece | undefined, guesses: readonly Guessed[], { as, deviceType }: State): void {
    const { core } = this.#page;
    const target = this.#subject?.target;
    for (const part of [this.#choice, this.#why]) part.hidden = piece === undefined;
    this.#as.value = as;
    this.#as.options[0]!.textContent = guesses[0]
      ? `as it looks: ${nameOfTarget(core, guesses[0].target)}`
      : "nothing yet";
    this.#deviceType.value = String(deviceType);
    this.#deviceTypeLabel.hidden = target !== "cdb";
    const why = piece ? whyWords(core, piece, this.#subject, as === "" ? guesses[0] : undefined, deviceType) : "";
    if (this.#why.textContent !== why && piece) this.#page.sayLater(`${this.#headline.textContent}. ${why}`);
    this.#why.textContent = why;
    const others = guesses.filter((one) => as === "" && one.target !== target && (one.exact || !guesses[0]!.exact));
    const names = others.map((one) => nameOfTarget(core, one.target));
    this.#others.replaceChildren(
      ...othersView(names, others, (other) => {
        this.#change({ ...this.#state, as: other, at: -1 });
        this.#as.focus();
      }),
    );
    this.#problems.replaceChildren(...problemsView(this.#model, (node) => this.#select(node)));
  }

  #drawPanes(at: number): void {
    const model = this.#model;
    const { data, nodes } = model;
    this.#panes.hidden = data.length === 0;
    if (data.length === 0) return;
    const selected = at >= 0 && at < nodes.length ? at : 0;
    this.#panes.classList.toggle("bare", nodes.length === 0);
    this.#folds.hidden = nodes.length < fewToFold;
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
    this.#hex.select(bit, node === 0 ? 0 : bits);
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
    const part = { text: hexOf(bytes), as: readTarget(target) ?? ("" as const) };
    const state = writeState(part);
    if (state.toString().length <= longestLink) this.#page.open("decode", state);
    else this.#change({ ...empty, ...part });
    this.#box.root.scrollIntoView({ block: "nearest" });
    this.#focusResult();
  }

  #focusResult(): void {
    if (this.#subject) this.#tree.focus();
    else this.#box.focus();
  }

  #keepSoon(): void {
    clearTimeout(this.#linkTimer);
    this.#linkTimer = setTimeout(() => this.#keep(), linkPause);
  }

  /** Writes the state into the link, where it is not too long for one. */
  #keep(): void {
    clearTimeout(this.#linkTimer);
    const state = writeState(this.#state);
    const fits = state.toString().length <= longestLink;
    this.#link.textContent = fits ? "" : "This is too long for a link: copy the text itself to pass it on.";
    const kept = fits ? state : new URLSearchParams();
    this.#shown = kept.toString();
    this.#page.keep(kept);
  }
}
