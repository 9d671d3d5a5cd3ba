/** A long list of rows of one height: in the document are those in sight, and the one that is kept. */

/** Rows drawn above and below those in sight. */
const beyond = 6;

export class Rows {
  readonly #root: HTMLElement;
  readonly #space: HTMLElement;
  readonly #draw: (row: number) => HTMLElement;
  readonly #drawn = new Map<number, HTMLElement>();
  /** Height of a row in CSS pixels. */
  readonly height = 1.75 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  #count = 0;
  #kept = -1;

  /** `root` scrolls, `space` in it is as high as all rows. */
  constructor(root: HTMLElement, space: HTMLElement, draw: (row: number) => HTMLElement) {
    this.#root = root;
    this.#space = space;
    this.#draw = draw;
    root.addEventListener("scroll", () => this.#fill(), { passive: true });
    new ResizeObserver(() => this.#fill()).observe(root);
  }

  /** Rows of the list that are in the document. */
  get drawn(): ReadonlyMap<number, HTMLElement> {
    return this.#drawn;
  }

  /** Rows that fit the window. */
  get inSight(): number {
    return Math.max(1, Math.floor(this.#root.clientHeight / this.height));
  }

  /** Draws all anew; the row that is kept stays in the document wherever one scrolls to, so that it can have the focus. */
  show(count: number, kept: number): void {
    const focused = this.#root.contains(document.activeElement);
    for (const element of this.#drawn.values()) element.remove();
    this.#drawn.clear();
    this.#count = count;
    this.#kept = kept;
    this.#space.style.height = `${count * this.height}px`;
    this.#fill();
    if (focused) this.#focusable(kept)?.focus({ preventScroll: true });
  }

  keep(row: number): void {
    this.#kept = row;
    this.#fill();
  }

  /** Scrolls no more than it needs. */
  reveal(row: number): void {
    const { clientHeight, scrollTop } = this.#root;
    const [top, bottom] = [row * this.height, (row + 1) * this.height];
    if (top < scrollTop) this.#root.scrollTop = top;
    else if (bottom > scrollTop + clientHeight) this.#root.scrollTop = bottom - clientHeight;
    else return;
    this.#fill();
  }

  focus(row: number): void {
    this.#focusable(row)?.focus({ preventScroll: true });
  }

  #focusable(row: number): HTMLElement | null | undefined {
    const element = this.#drawn.get(row);
    return element?.tabIndex === 0 ? element : element?.querySelector<HTMLElement>('[tabindex="0"]');
  }

  #fill(): void {
    const { clientHeight, scrollTop } = this.#root;
    const first = Math.max(0, Math.floor(scrollTop / this.height) - beyond);
    const last = Math.min(this.#count - 1, Math.ceil((scrollTop + clientHeight) / this.height) + beyond);
    for (const [row, element] of this.#drawn) {
      if (row >= first && row <= last) continue;
      if (row === this.#kept || element.contains(document.activeElement)) continue;
      element.remove();
      this.#drawn.delete(row);
    }
    for (let row = first; row <= last; row++) this.#add(row);
    if (this.#kept >= 0 && this.#kept < this.#count) this.#add(this.#kept);
  }

  #add(row: number): void {
    if (this.#drawn.has(row)) return;
    const element = this.#draw(row);
    element.style.top = `${row * this.height}px`;
    element.style.height = `${this.height}px`;
    this.#drawn.set(row, element);
    this.#space.append(element);
  }
}
