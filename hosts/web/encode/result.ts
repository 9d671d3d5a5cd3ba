/** What comes of the form: bytes, the same by sg3_utils, and what a target says to it. */
import { type Core, hexOf, outline, type StructureName } from "../../embed/index.ts";
import { answerWords } from "../bench/answer.ts";
import { commandLink } from "../decode/parts.ts";
import { button, element } from "../dom.ts";
import type { Page } from "../page.ts";
import { cArray, rowsOf } from "../notation.ts";
import { controlId } from "./controls.ts";
import type { Note } from "./notes.ts";
import type { Rule, Verdict } from "./rules.ts";
import type { ShellLine } from "./sg.ts";

export interface Bytes {
  readonly title: string;
  /** In C. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly structure: StructureName;
  /** What the decoder is told that it is. */
  readonly as: string;
  /** The parameter list behind a CDB: the decoder gets it, too. */
  readonly list: Uint8Array | undefined;
}

/** Bytes of a row: half as many on a telephone. */
const rowBytes = () => (matchMedia("(max-width: 30rem)").matches ? 8 : 16);

export function bytesView(page: Page, { title, name, bytes, structure, as, list }: Bytes): HTMLElement {
  const link = list ? commandLink(page.core, bytes, list) : { in: hexOf(bytes), as };
  const remarks = outline(page.core, structure, bytes).filter(({ remark }) => remark);
  return element(
    "section",
    { "aria-label": title },
    element("h3", {}, `${title}, ${bytes.length} bytes`),
    element(
      "pre",
      { class: "bytes rows", tabindex: 0, role: "group", "aria-label": `${title} in hexadecimal` },
      rowsOf(bytes, rowBytes()),
    ),
    element(
      "div",
      { class: "row" },
      button("Copy hex", () => void page.copy(hexOf(bytes), `${title} in hexadecimal`)),
      button("Copy C array", () => void page.copy(cArray(name, bytes), `${title} as a C array`)),
      button("Decode", () => page.open("decode", new URLSearchParams(link))),
    ),
    ...remarks.map(({ name: field, remark }) => element("p", { class: "warn" }, `▲ ${field}: ${remark}.`)),
  );
}

export function shellView(page: Page, tool: string, { line, remark }: ShellLine): HTMLElement {
  return element(
    "section",
    { "aria-label": tool },
    element("h3", {}, tool),
    line !== "" && element("pre", { class: "bytes", tabindex: 0, role: "group", "aria-label": `${tool} line` }, line),
    remark !== "" && element("p", { class: "quiet" }, remark),
    line !== "" && button(`Copy ${tool} line`, () => void page.copy(line, `The ${tool} line`)),
  );
}

/** A note that is about what the form says, with the field that it is about. */
export interface ShownNote {
  readonly field: string;
  readonly note: Note;
}

export function verdictView(core: Core, { answer, rules }: Verdict, notes: readonly ShownNote[]): HTMLElement {
  const { words, tone } = answerWords(core, { answer });
  const mark = tone === "good" ? "✓" : "✗";
  return element(
    "section",
    { "aria-label": "What a target says" },
    element("h3", {}, "What a target says"),
    element("p", { class: `${tone === "good" ? "good" : "bad"} answer` }, `${mark} ${words}`),
    element(
      "p",
      { class: "quiet" },
      "So answers Holdfast's emulated logical unit, in a state in which the command can be done.",
    ),
    rules.length > 0 &&
      element(
        "ul",
        { class: "rules", "aria-label": "Rules that it breaks" },
        ...rules.map((rule) => ruleView(core, rule)),
      ),
    tone !== "good" &&
      rules.length === 0 &&
      element(
        "p",
        {},
        "No change of a few fields was found with which it would be done: put right first what stands out.",
      ),
    notes.length > 0 && element("ul", { class: "notes", "aria-label": "Worth a word" }, ...notes.map(noteView)),
  );
}

function ruleView(core: Core, { field, name, instead, answer, points, clause }: Rule): HTMLElement {
  const { words } = answerWords(core, { answer });
  const pointer = points ? `, and points to ${points}` : "";
  return element(
    "li",
    {},
    fieldButton(name, field),
    `: ${words}${pointer}. It would be done with ${instead}. ${clause}`,
  );
}

function noteView({ field, note: { words, clause } }: ShownNote): HTMLElement {
  return element("li", {}, fieldButton(field, field), ` ${words}. ${clause}`);
}

/** Goes to the field. */
function fieldButton(name: string, field: string): HTMLElement {
  return button(name, () => document.getElementById(controlId(field))?.focus(), { class: "go" });
}
