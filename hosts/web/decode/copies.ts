/** Buttons that copy what is decoded in the notations of other programs. */
import { hexOf } from "../../embed/index.ts";
import { button, element } from "../dom.ts";
import { sgRaw as sgRawWith } from "../encode/sg.ts";
import { cArray } from "../notation.ts";
import type { Page } from "../page.ts";
import { jsonOf, sgRaw } from "./copy.ts";
import type { Target } from "./guess.ts";
import type { Model } from "./model.ts";

/** Bytes. */
const shortestCdb = 6;

export class Copies {
  readonly root: HTMLElement;
  readonly #model: () => Model;
  readonly #sgRaw: HTMLButtonElement;
  #list: Uint8Array | undefined;

  /** `keep` writes the link. */
  constructor(page: Page, model: () => Model, keep: () => void) {
    this.#model = model;
    const copying = (label: string, text: () => string, what: string) =>
      button(label, () => void page.copy(text(), what));
    const line = () =>
      this.#list ? sgRawWith(page.core, model().data, this.#list).line : sgRaw(model().data, model().nodes);
    this.#sgRaw = copying("Copy sg_raw command", line, "The sg_raw command");
    const link = () => {
      keep();
      return location.href;
    };
    this.root = element(
      "div",
      { class: "row copies", role: "group", "aria-label": "Copy" },
      copying("Copy as hex", () => hexOf(model().data), "The bytes"),
      copying("Copy as C array", () => cArray("data", model().data), "The C array"),
      this.#sgRaw,
      copying("Copy as JSON", () => jsonOf(model()), "The fields as JSON"),
      copying("Copy link", link, "The link"),
    );
  }

  /** `target`: what the bytes are taken for; `list`: the parameter list that goes with a CDB. */
  show(target: Target | undefined, list: Uint8Array | undefined): void {
    this.#list = list;
    const { length } = this.#model().data;
    this.root.hidden = length === 0;
    this.#sgRaw.hidden = target !== "cdb" || length < shortestCdb;
  }
}
