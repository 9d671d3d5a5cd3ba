/** The box that one pastes into. Long text is kept beside it: to lay it out would take longer than to decode it. */
import { button, element, labelled } from "../dom.ts";
import { refuseText } from "./input.ts";
import { plural } from "./words.ts";

/** Characters that are shown for editing. */
const mostShown = 20_000;

/** Wait while one types, in milliseconds, where the text is not short. */
const pause = 120;
const short = 4000;

export class Box {
  readonly root = element("div", { class: "box" });
  readonly #area = element("textarea", {
    name: "in",
    rows: 3,
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    placeholder:
      "5f 04 05 00 00 00 00 00 18 00\nCDB, sense data, PR data, TransportID, dmesg, vmkernel, QEMU, sg3_utils",
  });
  readonly #clear = button("Clear", () => this.#empty(), { hidden: true });
  readonly #held = element("p", { class: "held", hidden: true });
  readonly #changed: () => void;
  readonly #refused: (sentence: string) => void;
  #text = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `changed`: there is other text; `refused`: text was not taken, and why. */
  constructor(changed: () => void, refused: (sentence: string) => void) {
    this.#changed = changed;
    this.#refused = refused;
    this.#area.addEventListener("paste", (event) => this.#pasted(event, event.clipboardData));
    this.#area.addEventListener("drop", (event) => this.#pasted(event, event.dataTransfer));
    this.#area.addEventListener("input", () => this.#typed());
    this.root.append(labelled("Paste bytes in hexadecimal, or lines of a log", this.#area), this.#clear, this.#held);
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    clearTimeout(this.#timer);
    this.#text = text;
    this.#clear.hidden = text === "";
    const long = text.length > mostShown;
    const shown = long ? "" : text;
    if (this.#area.value !== shown) this.#area.value = shown;
    this.#held.hidden = !long;
    this.#held.textContent = long
      ? `${plural(text.length, "character")} are held, too many to be shown here. They begin with “${text.slice(0, 60)}”. What you enter above takes their place.`
      : "";
  }

  #empty(): void {
    this.text = "";
    this.#changed();
    this.focus();
  }

  focus(): void {
    this.#area.focus();
  }

  /** Long text does not get into the element at all. */
  #pasted(event: Event, data: DataTransfer | null): void {
    const text = data?.getData("text/plain") ?? "";
    if (text.length <= mostShown) return;
    event.preventDefault();
    this.#take(text);
  }

  #typed(): void {
    const text = this.#area.value;
    if (text.length > mostShown) return this.#take(text);
    this.#text = text;
    this.#clear.hidden = text === "";
    this.#held.hidden = true;
    clearTimeout(this.#timer);
    if (text.length <= short) this.#changed();
    else this.#timer = setTimeout(() => this.#changed(), pause);
  }

  /** Text that is not shown, or not read at all. */
  #take(text: string): void {
    const refusal = refuseText(text);
    if (refusal && this.#area.value.length > mostShown) this.#area.value = "";
    if (refusal) return this.#refused(refusal);
    this.text = text;
    this.#changed();
  }
}
