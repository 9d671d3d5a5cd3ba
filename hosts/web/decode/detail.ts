/** The chosen field in full: where, what, why; and its bytes as something else. */
import { abi, type Core, hexOf, type StructureName } from "../../embed/index.ts";
import { button, element, labelled } from "../dom.ts";
import type { Docs } from "../docs.ts";
import { contextOf, docOf } from "./context.ts";
import type { Model } from "./model.ts";
import { titleOf } from "./tree.ts";
import {
  allNotations,
  bytesOf,
  ignoringAction,
  isBytes,
  isStructure,
  plural,
  rangeWords,
  remarkSentence,
  valueWords,
} from "./words.ts";

const flag = abi.enumerations.node_flag;

export interface DetailActions {
  /** A select of structures, to decode bytes as. */
  readonly structures: () => HTMLSelectElement;
  readonly decode: (bytes: Uint8Array, target: string) => void;
  readonly copy: (text: string, what: string) => void;
}

/** Bytes of a long field that are shown. */
const mostBytes = 256;

export function detailOf(
  core: Core,
  docs: Docs,
  model: Model,
  node: number,
  root: StructureName | undefined,
  actions: DetailActions,
): HTMLElement[] {
  const field = model.nodes[node]!;
  const bytes = bytesOf(field, model.data);
  const context = contextOf(core, model.nodes, node, root);
  const { doc, clause } = context ? docOf(core, docs, field, context) : { doc: "", clause: "" };
  const remark = remarkSentence(field);
  const value = valueWords(field, model.data);
  const ignoring = ignoringAction(model.nodes, field);
  const around = ancestors(model, node);
  return [
    element("h3", {}, titleOf(model, node)),
    element("p", { class: "where" }, `${upperFirst(rangeWords(field.bit, field.bits))}${around && `, in ${around}`}`),
    ...(value ? [element("p", { class: "says" }, value)] : []),
    ...(isStructure(field) || isBytes(field) ? [] : [element("p", { class: "quiet" }, allNotations(field))]),
    ...bitsOf(model, node),
    ...(remark ? [element("p", { class: "warn remark" }, `⚠ ${remark}`)] : []),
    ...(doc ? [element("p", {}, doc)] : []),
    ...(ignoring ? [element("p", {}, `${ignoring} ignores it.`)] : []),
    ...(clause ? [element("p", { class: "quiet" }, `Defined in ${clause}.`)] : []),
    ...(isBytes(field) && bytes.length > 0 ? asSomethingElse(field.flags, bytes, actions) : []),
  ];
}

const upperFirst = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The structures around a field, outermost first. */
function ancestors(model: Model, node: number): string {
  const names: string[] = [];
  for (let at = model.nodes[node]!.parent; at >= 0; at = model.nodes[at]!.parent) names.unshift(titleOf(model, at));
  return names.join(" › ");
}

/** The bits of a field that shares its bytes with others: its own are underlined. */
function bitsOf(model: Model, node: number): HTMLElement[] {
  const { bit, bits } = model.nodes[node]!;
  const [first, last] = [bit >> 3, (bit + bits - 1) >> 3];
  if (bits === 0 || (bit % 8 === 0 && bits % 8 === 0) || last - first > 3) return [];
  const digits: HTMLElement[] = [];
  for (let at = first * 8; at < last * 8 + 8; at++) {
    const digit = String((model.data[at >> 3]! >> (7 - (at & 7))) & 1);
    const own = at >= bit && at < bit + bits;
    digits.push(element("span", { class: own ? "own" : "" }, digit));
  }
  return [element("p", { class: "bits bytes", "aria-hidden": "true" }, ...digits)];
}

function asSomethingElse(flags: number, bytes: Uint8Array, actions: DetailActions): HTMLElement[] {
  const select = actions.structures();
  const rest = (flags & flag.trailing) !== 0;
  const shown = hexOf(bytes.subarray(0, mostBytes));
  const more = bytes.length > mostBytes ? ` … ${plural(bytes.length, "byte")}` : "";
  return [
    element("p", { class: "bytes" }, shown + more),
    element(
      "div",
      { class: "row" },
      labelled(rest ? "Decode the rest as…" : "Decode these bytes as…", select),
      button("Decode", () => actions.decode(bytes, select.value)),
      button("Copy these bytes", () => actions.copy(hexOf(bytes), "The field’s bytes")),
    ),
  ];
}
