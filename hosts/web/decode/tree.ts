/** The fields as an ARIA tree, of which only what is in sight is in the document. */
import { element } from "../dom.ts";
import { standardHex } from "../notation.ts";
import type { Model } from "./model.ts";
import { Rows } from "./rows.ts";
import { ignoringAction, isQuiet, isStructure, remarkOf, valueWords } from "./words.ts";

export interface TreeActions {
  /** A field was chosen. */
  readonly select: (node: number) => void;
  /** The mouse is over a field; undefined: over none. */
  readonly hover: (node: number | undefined) => void;
}

export class Tree {
  readonly root = element("div", { class: "tree", role: "tree", "aria-label": "Fields" });
  readonly #actions: TreeActions;
  readonly #rows: Rows;
  #model: Model | undefined;
  #selected = 0;
  #near: number | undefined;
  /** What was selected when the pointer went down: a second click on a structure opens or closes it. */
  #before = -1;

  constructor(actions: TreeActions) {
    this.#actions = actions;
    const space = element("div", { class: "space", role: "presentation" });
    this.root.append(space);
    this.#rows = new Rows(this.root, space, (row) => this.#draw(row));
    this.root.addEventListener("keydown", (event) => this.#key(event));
    this.root.addEventListener("pointerdown", () => (this.#before = this.#selected));
    this.root.addEventListener("focusin", ({ target }) => this.#choose(nodeOf(target)));
    this.root.addEventListener("click", ({ target }) => this.#click(target));
    this.root.addEventListener("mouseover", ({ target }) => this.#actions.hover(nodeOf(target)));
    this.root.addEventListener("mouseleave", () => this.#actions.hover(undefined));
  }

  show(model: Model, selected: number): void {
    this.#model = model;
    this.#selected = selected;
    this.#near = undefined;
    this.root.scrollTop = 0;
    this.#redraw();
  }

  /** Shows a field as the chosen one, and opens what is around it. */
  select(node: number): void {
    const model = this.#model;
    if (!model) return;
    const shown = model.visible;
    model.reveal(node);
    this.#selected = node;
    if (model.visible !== shown) this.#redraw();
    else {
      this.#rows.keep(model.rowOf(node));
      this.#paint();
    }
    this.#rows.reveal(model.rowOf(node));
  }

  /** Marks a field, or what is closed around it. */
  hover(node: number | undefined): void {
    this.#near = node === undefined ? undefined : this.#model?.shown(node);
    this.#paint();
  }

  /** To the chosen field. */
  focus(): void {
    if (this.#model) this.#rows.focus(this.#model.rowOf(this.#selected));
  }

  toggleAll(open: boolean): void {
    const model = this.#model;
    if (!model) return;
    model.toggleAll(open);
    this.#redraw();
    const shown = model.shown(this.#selected);
    if (shown !== this.#selected) this.#actions.select(shown);
    this.#rows.reveal(model.rowOf(shown));
  }

  #redraw(): void {
    const { visible } = this.#model!;
    this.#rows.show(visible.length, this.#model!.rowOf(this.#selected));
    this.#paint();
  }

  #paint(): void {
    for (const row of this.#rows.drawn.values()) {
      const node = Number(row.dataset["node"]);
      row.classList.toggle("lit", node === this.#selected);
      row.classList.toggle("near", node === this.#near);
      row.setAttribute("aria-selected", String(node === this.#selected));
      row.tabIndex = node === this.#selected ? 0 : -1;
    }
  }

  #draw(row: number): HTMLElement {
    const model = this.#model!;
    const node = model.visible[row]!;
    const field = model.nodes[node]!;
    const inner = model.children[node]! > 0;
    const remark = remarkOf(field);
    const made = element(
      "div",
      {
        class: isQuiet(field) ? "node quiet" : "node",
        role: "treeitem",
        "data-node": node,
        "aria-level": model.depth[node]! + 1,
        "aria-setsize": field.parent < 0 ? 1 : model.children[field.parent]!,
        "aria-posinset": model.place[node]! + 1,
        "aria-expanded": inner && String(model.isOpen(node)),
        "aria-selected": String(node === this.#selected),
        tabindex: node === this.#selected ? 0 : -1,
      },
      element("span", { class: "twist", "aria-hidden": "true" }, inner ? (model.isOpen(node) ? "▾" : "▸") : ""),
      element("span", { class: "name" }, titleOf(model, node)),
      " ",
      element("span", { class: "value" }, shortValue(model, node)),
      remark && element("span", { class: `remark ${remark.tone}` }, ` ⚠ ${remark.words}`),
    );
    made.style.paddingInlineStart = `${0.25 + model.depth[node]! * 0.9}rem`;
    made.classList.toggle("lit", node === this.#selected);
    made.classList.toggle("near", node === this.#near);
    return made;
  }

  #choose(node: number | undefined): void {
    if (node !== undefined && node !== this.#selected) this.#actions.select(node);
  }

  #click(target: EventTarget | null): void {
    const node = nodeOf(target);
    if (node === undefined) return;
    const again = node === this.#before || (target instanceof Element && target.matches(".twist"));
    this.#choose(node);
    if (again) this.#toggle(node);
    this.#rows.focus(this.#model!.rowOf(node));
  }

  #toggle(node: number, open?: boolean): void {
    const model = this.#model!;
    const shown = model.visible;
    model.toggle(node, open);
    if (model.visible !== shown) this.#redraw();
  }

  #key(event: KeyboardEvent): void {
    const model = this.#model;
    if (!model || event.altKey || event.ctrlKey || event.metaKey) return;
    const node = this.#selected;
    if (event.key === "Enter" || event.key === " ") this.#toggle(node);
    else {
      const to = this.#target(model, node, event.key);
      if (to === undefined) return;
      if (to !== node) this.#actions.select(to);
      this.#rows.focus(model.rowOf(to));
    }
    event.preventDefault();
  }

  /** Where a key leads; undefined: it is none of the tree's. */
  #target(model: Model, node: number, key: string): number | undefined {
    const { visible } = model;
    const row = model.rowOf(node);
    const at = (wanted: number) => visible[Math.max(0, Math.min(wanted, visible.length - 1))]!;
    switch (key) {
      case "ArrowDown":
        return at(row + 1);
      case "ArrowUp":
        return at(row - 1);
      case "PageDown":
        return at(row + this.#rows.inSight);
      case "PageUp":
        return at(row - this.#rows.inSight);
      case "Home":
        return at(0);
      case "End":
        return at(visible.length - 1);
      case "ArrowRight":
        if (model.children[node] === 0 || model.isOpen(node)) return model.children[node] === 0 ? node : node + 1;
        this.#toggle(node, true);
        return node;
      case "ArrowLeft":
        if (model.children[node] === 0 || !model.isOpen(node)) return Math.max(0, model.nodes[node]!.parent);
        this.#toggle(node, false);
        return node;
      default:
        return undefined;
    }
  }
}

function nodeOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-node]") : null;
  return row ? Number(row.dataset["node"]) : undefined;
}

/** Elements of a list have their number. */
export function titleOf(model: Model, node: number): string {
  const { name, index } = model.nodes[node]!;
  const size = model.listSize(node);
  return size > 0 ? `${name} ${index + 1} of ${size}` : name;
}

/** The value; of a closed structure its first field. */
function shortValue(model: Model, node: number): string {
  const { nodes, data } = model;
  if (ignoringAction(nodes, nodes[node]!) !== "") return `${standardHex(nodes[node]!.value)}, ignored`;
  if (!isStructure(nodes[node]!)) return valueWords(nodes[node]!, data);
  const first = nodes[node + 1];
  if (model.isOpen(node) || first?.parent !== node || isStructure(first)) return "";
  return `${first.name} ${valueWords(first, data)}`;
}
