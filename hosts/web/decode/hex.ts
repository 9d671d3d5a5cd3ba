/** The bytes as an ARIA grid: a cursor by arrow keys, the bytes of the chosen field lit. */
import { abi } from "../../embed/index.ts";
import { element } from "../dom.ts";
import type { Model } from "./model.ts";
import { Rows } from "./rows.ts";

export interface HexActions {
  /** A byte was chosen; `again`: the one that was chosen before. */
  readonly select: (byte: number, again: boolean) => void;
  readonly hover: (byte: number | undefined) => void;
}

/** Bits [from, to) of the data. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const { unexpected, reserved_set, trailing } = abi.enumerations.node_flag;
const odd = unexpected | reserved_set | trailing;
const none: Range = { from: 0, to: 0 };

/** Width of the pane in rem from which on 16 bytes are in a row, not 8. */
const wide = 37;

export class Hex {
  readonly root = element("div", { class: "hex bytes", role: "grid", "aria-label": "Bytes" });
  readonly #actions: HexActions;
  readonly #rows: Rows;
  #model: Model | undefined;
  #perRow = 16;
  #cursor = 0;
  #lit = none;
  #near = none;

  constructor(actions: HexActions) {
    this.#actions = actions;
    const space = element("div", { class: "space", role: "presentation" });
    this.root.append(space);
    this.#rows = new Rows(this.root, space, (row) => this.#draw(row));
    new ResizeObserver(() => this.#fit()).observe(this.root);
    this.root.addEventListener("keydown", (event) => this.#key(event));
    this.root.addEventListener("click", ({ target }) => this.#choose(byteOf(target)));
    this.root.addEventListener("mouseover", ({ target }) => this.#actions.hover(byteOf(target)));
    this.root.addEventListener("mouseleave", () => this.#actions.hover(undefined));
  }

  show(model: Model): void {
    this.#model = model;
    this.#cursor = 0;
    this.#lit = this.#near = none;
    this.root.scrollTop = 0;
    this.#perRow = this.#fitting();
    this.#redraw();
  }

  /** Lights bits; the cursor goes to their first byte, or stays within. */
  select(bit: number, bits: number): void {
    this.#lit = { from: bit, to: bit + bits };
    const [first, last] = [bit >> 3, (bit + bits - 1) >> 3];
    if (bits > 0 && (this.#cursor < first || this.#cursor > last)) this.#cursor = first;
    const row = Math.floor(this.#cursor / this.#perRow);
    this.#rows.keep(row);
    this.#rows.reveal(row);
    this.#paint();
  }

  hover(bit: number, bits: number): void {
    this.#near = { from: bit, to: bit + bits };
    this.#paint();
  }

  #fitting(): number {
    const rem = this.#rows.height / 1.75;
    return this.root.clientWidth >= wide * rem ? 16 : 8;
  }

  #fit(): void {
    const perRow = this.#fitting();
    if (perRow === this.#perRow || !this.#model || this.root.clientWidth === 0) return;
    this.#perRow = perRow;
    this.#redraw();
  }

  #redraw(): void {
    const { length } = this.#model!.data;
    const count = Math.ceil(length / this.#perRow);
    this.root.setAttribute("aria-rowcount", String(count));
    this.root.setAttribute("aria-colcount", String(this.#perRow + 1));
    this.#rows.show(count, Math.floor(this.#cursor / this.#perRow));
    this.#paint();
  }

  #draw(row: number): HTMLElement {
    const { data } = this.#model!;
    const from = row * this.#perRow;
    const bytes = [...data.subarray(from, from + this.#perRow)];
    const made = element(
      "div",
      { class: "line", role: "row", "aria-rowindex": row + 1 },
      element("span", { class: "offset quiet", role: "rowheader" }, from.toString(16).padStart(4, "0")),
      ...bytes.map((byte, i) =>
        element(
          "span",
          { role: "gridcell", "aria-colindex": i + 2, "data-byte": from + i, tabindex: -1 },
          byte.toString(16).padStart(2, "0"),
        ),
      ),
      element("span", { class: "letters quiet", "aria-hidden": "true" }, bytes.map(letterOf).join("")),
    );
    this.#paintRow(made);
    return made;
  }

  #paint(): void {
    for (const row of this.#rows.drawn.values()) this.#paintRow(row);
  }

  #paintRow(row: HTMLElement): void {
    const model = this.#model!;
    for (const cell of row.querySelectorAll<HTMLElement>("[data-byte]")) {
      const byte = Number(cell.dataset["byte"]);
      const lit = touches(this.#lit, byte);
      const fields = model.fieldsAt(byte).map((field) => model.nodes[field]!);
      cell.classList.toggle("lit", lit);
      cell.classList.toggle("near", touches(this.#near, byte));
      cell.classList.toggle(
        "odd",
        fields.some(({ flags }) => flags & odd),
      );
      cell.setAttribute("aria-selected", String(lit));
      cell.tabIndex = byte === this.#cursor ? 0 : -1;
      if (byte !== this.#cursor) cell.removeAttribute("aria-label");
      else
        cell.setAttribute(
          "aria-label",
          `${cell.textContent}, byte ${byte}: ${fields.map(({ name }) => name).join(", ")}`,
        );
    }
  }

  #choose(byte: number | undefined): void {
    if (byte === undefined) return;
    const again = byte === this.#cursor && touches(this.#lit, byte);
    this.#goTo(byte, again);
  }

  #goTo(byte: number, again = false): void {
    this.#cursor = byte;
    this.#actions.select(byte, again);
    const row = Math.floor(byte / this.#perRow);
    this.#rows.keep(row);
    this.#rows.reveal(row);
    this.#paint();
    this.#rows.focus(row);
  }

  #key(event: KeyboardEvent): void {
    if (!this.#model || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") this.#goTo(this.#cursor, true);
    else {
      const to = this.#target(event.key, event.ctrlKey);
      if (to === undefined) return;
      const last = this.#model.data.length - 1;
      const byte = Math.max(0, Math.min(to, last));
      if (byte !== this.#cursor) this.#goTo(byte);
    }
    event.preventDefault();
  }

  /** Where a key leads; undefined: it is none of the grid's. */
  #target(key: string, whole: boolean): number | undefined {
    const [at, per] = [this.#cursor, this.#perRow];
    const { length } = this.#model!.data;
    const first = at - (at % per);
    switch (key) {
      case "ArrowRight":
        return at + 1;
      case "ArrowLeft":
        return at - 1;
      case "ArrowDown":
        return at + per < length ? at + per : at;
      case "ArrowUp":
        return at >= per ? at - per : at;
      case "PageDown":
        return at + per * this.#rows.inSight;
      case "PageUp":
        return at - per * this.#rows.inSight;
      case "Home":
        return whole ? 0 : first;
      case "End":
        return whole ? length - 1 : first + per - 1;
      default:
        return undefined;
    }
  }
}

const touches = ({ from, to }: Range, byte: number): boolean => from < byte * 8 + 8 && to > byte * 8 && to > from;

const letterOf = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·");

function byteOf(target: EventTarget | null): number | undefined {
  const byte = target instanceof HTMLElement ? target.dataset["byte"] : undefined;
  return byte === undefined ? undefined : Number(byte);
}
