/** What the page took the text for: where it comes from, what is in it, what is wrong with it. */
import { abi, type Core, nameOfStructure } from "../../embed/index.ts";
import { button, element } from "../dom.ts";
import { type Guessed, type Subject, type Target, unknownCommand } from "./guess.ts";
import type { Fact, Piece, Reading } from "./input.ts";
import type { Model } from "./model.ts";
import { titleOf } from "./tree.ts";
import { grouped, plural, rangeWords, remarkOf } from "./words.ts";

const flag = abi.enumerations.node_flag;

/** Pieces of a log to choose from, and what else it says; of several commands each by itself. */
export function readingView({ why, groups }: Reading, chosen: number, choose: (piece: number) => void): HTMLElement[] {
  const single = groups.flatMap(({ pieces }) => pieces).length < 2;
  const views: HTMLElement[][] = [];
  let first = 0;
  for (const [i, { pieces, facts }] of groups.entries()) {
    const label = groups.length > 1 ? `What is of command ${i + 1}` : "What is in the text";
    const buttons = single ? [] : pieceButtons(label, pieces, first, chosen, choose);
    views.push([...buttons, ...factList(facts)]);
    first += pieces.length;
  }
  return [
    ...(why ? [element("p", { class: "source" }, `Read as ${why}.`)] : []),
    ...(views.length > 1
      ? [element("ol", { class: "events" }, ...views.map((view) => element("li", {}, ...view)))]
      : views.flat()),
  ];
}

/** `first` is the number of the first among all pieces. */
function pieceButtons(
  label: string,
  pieces: readonly Piece[],
  first: number,
  chosen: number,
  choose: (piece: number) => void,
): HTMLElement[] {
  if (pieces.length === 0) return [];
  return [
    element(
      "div",
      { class: "row pieces", role: "group", "aria-label": label },
      ...pieces.map(({ label: words }, i) => {
        const pressed = first + i === chosen;
        return button(pressed ? `✓ ${words}` : words, () => choose(first + i), {
          id: `decode-piece-${first + i}`,
          "aria-pressed": String(pressed),
        });
      }),
    ),
  ];
}

function factList(facts: readonly Fact[]): HTMLElement[] {
  if (facts.length === 0) return [];
  return [
    element(
      "ul",
      { class: "facts", "aria-label": "What the text says in words" },
      ...facts.map(({ words, chief }) => element("li", {}, chief ? element("strong", {}, words) : words)),
    ),
  ];
}

export const nameOfTarget = (core: Core, target: Target): string =>
  target === "cdb" ? "a CDB" : nameOfStructure(core, target);

/** What the bytes are taken for, and why; without a guess because somebody says so. */
export function whyWords(
  core: Core,
  { kind, bytes }: Piece,
  subject: Subject | undefined,
  guessed: Guessed | undefined,
  deviceType: number,
): string {
  const count = plural(bytes.length, "byte");
  if (!subject) return `${count}, and nothing that is known looks like them: choose above what they are.`;
  const { target, nodes } = subject;
  const title = target === "cdb" ? `a CDB, ${nodes[0]!.name}` : nameOfTarget(core, target);
  const unknown =
    kind === "operation_code"
      ? "the text has no more of the CDB"
      : target === "cdb"
        ? unknownCommand(core, bytes, deviceType)
        : "";
  const reasons = [guessed ? guessed.why : `${count}, as you say`, unknown].filter((reason) => reason !== "");
  return `Taken for ${title}: ${reasons.join("; ").replace(/:$/, "")}.`;
}

/** Other structures that are offered as buttons; the select has all. */
const mostOthers = 4;

/** Others that the bytes may be. */
export function othersView(names: readonly string[], others: readonly Guessed[], choose: (target: Target) => void) {
  if (others.length === 0) return [];
  return [
    element(
      "p",
      { class: "row others" },
      element("span", {}, "May also be:"),
      ...others
        .slice(0, mostOthers)
        .map(({ target, why }, i) => button(names[i]!, () => choose(target), { title: why })),
    ),
  ];
}

/** Fields that are listed of what is wrong. */
const mostListed = 8;

/** What is not as it ought to be, field by field; nothing where all is well. */
export function problemsView(model: Model, select: (node: number) => void): HTMLElement[] {
  const found = problemsOf(model);
  if (found.length === 0) return [];
  const listed = found.slice(0, mostListed).map((node) => {
    const { bit, bits } = model.nodes[node]!;
    const { words } = remarkOf(model.nodes[node]!)!;
    return element(
      "li",
      {},
      button(`⚠ ${titleOf(model, node)} (${rangeWords(bit, bits)}): ${words}`, () => select(node)),
    );
  });
  const more = found.length - listed.length;
  return [
    element("h3", {}, `${plural(found.length, "thing")} not as it ought to be`),
    element(
      "ul",
      { class: "problems" },
      ...listed,
      more > 0 && element("li", {}, `and ${grouped(more)} more in the tree`),
    ),
  ];
}

/** The innermost nodes of which something is wrong: what is around a field that is cut is cut, too. */
function problemsOf(model: Model): number[] {
  const wrong = flag.truncated | flag.unexpected | flag.reserved_set | flag.trailing;
  const found: number[] = [];
  let [inner, innerFlags] = [model.nodes.length, 0];
  for (let i = model.nodes.length - 1; i >= 0; i--) {
    const { flags } = model.nodes[i]!;
    if (!(flags & wrong)) continue;
    const within = inner < model.end[i]! && (flags & flag.group) !== 0 && (innerFlags & flags & wrong) !== 0;
    [inner, innerFlags] = [i, flags];
    if (!within) found.push(i);
  }
  return found.reverse();
}
