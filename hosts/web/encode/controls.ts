/** A field of the form: its label, its control, what may be typed, and what is wrong with it. */
import { element } from "../dom.ts";
import { type FormField, hintOf } from "./fields.ts";

export interface Control {
  readonly root: HTMLElement;
  /** Why it is no value, "" for nothing; what a field without a text stands for; whether a target refuses it; why it does not matter. */
  update(problem: string, filled: string, refused: boolean, ignoring: string): void;
}

export const controlId = (name: string): string => `encode-${name.replace(/[^\w.]+/g, "-")}`;

const classes = {
  ...{ flag: "field flag", choice: "field", number: "field", hex: "field" },
  ...{ bytes: "field wide", text: "field wide" },
} as const;

/** Characters of a choice that fit beside another field. */
const mostBeside = 28;

/** Long names of values have the width for themselves. */
const classOf = ({ kind, choices }: FormField): string =>
  choices.some(([, words]) => words.length > mostBeside) ? "field wide" : classes[kind];

/** `change` gets what was typed; undefined where it is what the field begins with. */
export function fieldControl(
  field: FormField,
  key: string,
  text: string | undefined,
  change: (text: string | undefined) => void,
): Control {
  const id = controlId(key);
  const [problemId, hintId] = [`${id}-problem`, `${id}-hint`];
  const described = { id, name: key, "aria-describedby": `${problemId} ${hintId}` };
  const input = inputOf(field, described, text, change);
  const problem = element("span", { id: problemId, class: "bad problem", hidden: true });
  const about = [field.doc, hintOf(field)];
  const hint = element("span", { id: hintId, class: "hint" });
  const label = element("label", { for: id }, field.name);
  const flag = field.kind === "flag";
  return {
    root: element("div", { class: classOf(field) }, ...(flag ? [input, label] : [label, input]), problem, hint),
    update: (sentence, filled, refused, ignoring) => {
      hint.textContent = [...about, ignoring].filter(Boolean).join(" ");
      const warning = refused ? "▲ Refused: see what a target says." : "";
      problem.textContent = sentence ? `✗ ${sentence}` : warning;
      problem.className = sentence ? "bad problem" : "warn problem";
      problem.hidden = problem.textContent === "";
      input.setAttribute("aria-invalid", String(sentence !== ""));
      if (input instanceof HTMLInputElement && input.type === "text") input.placeholder = filled;
    },
  };
}

type Attributes = Readonly<Record<string, string>>;

function inputOf(
  field: FormField,
  attributes: Attributes,
  text: string | undefined,
  change: (text: string | undefined) => void,
): HTMLInputElement | HTMLSelectElement {
  if (field.kind === "flag") {
    const box = element("input", { ...attributes, type: "checkbox" });
    const initial = field.initial > 0n;
    box.checked = text === undefined ? initial : text === "1";
    box.addEventListener("change", () => change(box.checked === initial ? undefined : box.checked ? "1" : "0"));
    return box;
  }
  if (field.kind === "choice") {
    const options = field.choices.map(([value, words]) =>
      element("option", { value }, `${value.toString(16).toUpperCase()}h ${words || "reserved"}`),
    );
    const select = element("select", attributes, ...options);
    select.value = text ?? String(field.initial);
    select.addEventListener("change", () => change(select.value === String(field.initial) ? undefined : select.value));
    return select;
  }
  const prose = { autocomplete: "off", spellcheck: "false", autocapitalize: "off" };
  const input = element("input", {
    ...attributes,
    ...prose,
    type: "text",
    class: field.kind === "text" ? undefined : "mono",
  });
  input.value = text ?? "";
  input.addEventListener("input", () => change(input.value || undefined));
  return input;
}
