/** What is to be encoded: one list of all that can be, and words that narrow it. */
import { element, labelled } from "../dom.ts";
import type { Target } from "./targets.ts";

export interface Picker {
  readonly root: HTMLElement;
  show(target: string): void;
}

export function buildPicker(
  targets: readonly Target[],
  choose: (target: string) => void,
  say: (sentence: string) => void,
): Picker {
  const select = element("select", { name: "target" });
  const filter = element("input", { type: "search", name: "filter", autocomplete: "off", spellcheck: "false" });
  let chosen = "";
  const fill = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = targets.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
    const groups = [...new Set(found.map(({ group }) => group))];
    select.replaceChildren(
      ...groups.map((group) =>
        element(
          "optgroup",
          { label: group },
          ...found.filter((one) => one.group === group).map(({ id, title }) => element("option", { value: id }, title)),
        ),
      ),
    );
    select.value = chosen;
    return found;
  };
  filter.addEventListener("input", () => {
    const found = fill();
    say(`${found.length} of ${targets.length} match. Enter takes the first.`);
  });
  filter.addEventListener("keydown", (event) => {
    const first = event.key === "Enter" ? fill()[0] : undefined;
    if (first) choose(first.id);
  });
  select.addEventListener("change", () => choose(select.value));
  return {
    root: element("div", { class: "row" }, labelled("Command or structure", select), labelled("Filter", filter)),
    show: (target) => {
      chosen = target;
      fill();
    },
  };
}
