/** Encode: bytes out of a form, while it is filled in. */
import { dataStructure, explain, nameOfValue, type StructureName } from "../../embed/index.ts";
import { answerWords } from "../bench/answer.ts";
import { clauseOf, structureDoc } from "../docs.ts";
import { button, element, keepingFocus } from "../dom.ts";
import { unknownName } from "../link.ts";
import type { Page, Tab } from "../page.ts";
import { actionName, withoutType } from "../standard.ts";
import { controlId } from "./controls.ts";
import { fieldsOf, type FormField, textOf } from "./fields.ts";
import { type Change, drawForm, type FormView, shapeOf } from "./form.ts";
import { type Form, readForm, writeForm } from "./link.ts";
import { inNotes, outNotes } from "./notes.ts";
import { buildPicker, type Picker } from "./picker.ts";
import { build, type Built, type Context, numberOf, targetOf } from "./request.ts";
import { type Bytes, bytesView, type ShownNote, shellView, verdictView } from "./result.ts";
import { judge, type Verdict } from "./rules.ts";
import { sgPersistIn, sgPersistOut, sgRaw } from "./sg.ts";
import { targetsOf } from "./targets.ts";
import { portKinds } from "./transport-id.ts";
import { AskedUnit } from "./unit.ts";

export const encodeTab: Tab = {
  id: "encode",
  title: "Encode",
  mount: (root, page) => {
    let view: EncodeView | undefined;
    return (state) => {
      view ??= new EncodeView(root, page);
      view.show(state);
    };
  },
};

class EncodeView {
  readonly #page: Page;
  readonly #context: Context;
  readonly #unit: AskedUnit;
  readonly #picker: Picker;
  readonly #fields = element("div", { class: "form" });
  readonly #result = element("div", { class: "result" });
  readonly #about = element("p", { class: "quiet" });
  #form: Form = { target: "out", texts: new Map(), ports: [] };
  #view: FormView | undefined;
  #shape = "";
  #said: string | undefined;

  constructor(root: HTMLElement, page: Page) {
    const { core, docs } = page;
    this.#page = page;
    const known = new Map<StructureName, readonly FormField[]>();
    this.#context = {
      ...{ core, docs, kinds: portKinds(core, docs), targets: targetsOf(core) },
      fieldsOf: (structure) => {
        const fields = known.get(structure) ?? fieldsOf(core, docs, structure);
        known.set(structure, fields);
        return fields;
      },
    };
    this.#unit = new AskedUnit(core, page.module);
    this.#picker = buildPicker(
      this.#context.targets,
      (target) => this.#act(() => ({ target, texts: new Map(), ports: [] })),
      (sentence) => page.sayLater(sentence),
    );
    root.append(
      element("h2", { class: "hidden" }, "Encode"),
      element(
        "div",
        { class: "row" },
        this.#picker.root,
        button("Copy link", () => void page.copy(location.href, "Link")),
      ),
      this.#about,
      element("div", { class: "encode" }, this.#fields, this.#result),
    );
  }

  show(state: URLSearchParams): void {
    const { kinds, targets } = this.#context;
    this.#form = readForm(state, kinds, (text) => targets.some(({ id }) => id === text));
    this.#shape = "";
    this.#draw();
    const name = state.get("do") ?? "";
    if (name !== "" && name !== this.#form.target) this.#about.append(` ${unknownName(name, "command or structure")}`);
  }

  #act(change: Change): void {
    this.#form = change(this.#form);
    this.#draw();
    this.#page.keep(writeForm(this.#form, this.#context.kinds));
  }

  #draw(): void {
    const built = build(this.#context, this.#form);
    const shape = shapeOf(this.#form, built);
    if (shape !== this.#shape || this.#view === undefined) this.#drawFields(built, shape);
    const values = built.groups.map(({ structure }, at) => this.#filled(structure, built.bytes[at]));
    const verdict = judge(this.#context, this.#unit, this.#form);
    const refused = verdict?.rules.map(({ field }) => field) ?? [];
    const filled = (group: number, field: FormField) => textOf(field, values[group]!.get(field.name));
    this.#view!.update(built, filled, refused, this.#ignoring(built));
    this.#result.replaceChildren(...this.#results(built, verdict));
    this.#sayAnswer(verdict);
  }

  /** Why fields do not matter: the service action looks neither at SCOPE nor at TYPE. */
  #ignoring({ groups }: Built): (field: string) => string {
    const action = groups.length > 1 ? actionName(this.#page.core, numberOf(this.#form, "SERVICE ACTION")) : undefined;
    const ignores = action !== undefined && withoutType.includes(action);
    return (field) => (ignores && (field === "SCOPE" || field === "TYPE") ? `${action} ignores it.` : "");
  }

  /** What is said when it is not what was said before. */
  #sayAnswer(verdict: Verdict | undefined): void {
    const words = verdict ? answerWords(this.#page.core, verdict).words : "";
    if (words !== this.#said && this.#said !== undefined) this.#page.sayLater(words);
    this.#said = words;
  }

  #drawFields(built: Built, shape: string): void {
    this.#shape = shape;
    this.#view = drawForm(this.#context, this.#form, built, (change) => this.#act(change));
    const drawn = this.#view.root;
    keepingFocus(
      () => this.#fields.replaceChildren(drawn),
      () => document.getElementById(controlId("ports")),
    );
    this.#picker.show(this.#form.target);
    this.#about.textContent = this.#aboutTarget(built);
  }

  #aboutTarget({ groups }: Built): string {
    const { docs } = this.#context;
    const { structure } = groups[0]!;
    const empty = "What is left empty is filled in: what comes to stand there is in italics.";
    return `${structureDoc(docs, structure)} ${clauseOf(docs, structure)}. ${empty}`;
  }

  /** What is in the fields of bytes: shown where nothing was typed. */
  #filled(structure: StructureName, bytes: Uint8Array | undefined): Map<string, bigint> {
    if (bytes === undefined) return new Map();
    const nodes = explain(this.#page.core, structure, bytes).slice(1);
    return new Map(nodes.map(({ name, value }) => [name, value] as const).reverse());
  }

  #results(built: Built, verdict: Verdict | undefined): HTMLElement[] {
    if (built.problems.size > 0 || built.bytes.includes(undefined)) {
      const count = built.problems.size;
      return [
        element(
          "p",
          { class: "bad" },
          `✗ No bytes yet: ${count === 1 ? "a field" : `${count} fields`} of the form ${count === 1 ? "has" : "have"} to be put right first.`,
        ),
      ];
    }
    const { core } = this.#page;
    const { kind } = targetOf(this.#context, this.#form);
    const bytes = built.bytes as Uint8Array[];
    const shown = built.groups.map(({ title, structure }, at): Bytes => {
      const cdb = kind !== "structure" && at === 0;
      return {
        title: title || structure,
        name: cdb ? "cdb" : "data",
        bytes: bytes[at]!,
        structure,
        as: cdb ? "cdb" : structure,
        list: cdb ? bytes[1] : undefined,
      };
    });
    const lines = () => {
      if (kind === "structure") return [];
      const raw = shellView(this.#page, "sg_raw", sgRaw(core, bytes[0]!, bytes[1]));
      if (kind === "out") return [shellView(this.#page, "sg_persist", sgPersistOut(core, this.#form, built)), raw];
      return kind === "in" ? [shellView(this.#page, "sg_persist", sgPersistIn(core, bytes[0]!)), raw] : [raw];
    };
    return [
      ...shown.map((one) => bytesView(this.#page, one)),
      ...(verdict ? [verdictView(core, verdict, this.#notes(built))] : []),
      ...lines(),
      ...(kind === "command" ? this.#dataOf(bytes[0]!) : []),
    ];
  }

  /** To the form of the data that a command sends, where it is known. */
  #dataOf(cdb: Uint8Array): HTMLElement[] {
    const data = dataStructure(this.#page.core, cdb);
    const target = this.#context.targets.find(({ id }) => id === data?.structure);
    if (data?.direction !== "to_device" || target === undefined) return [];
    const open = () => this.#page.open("encode", new URLSearchParams({ do: target.id }));
    return [element("p", {}, button(`Encode its data: ${target.title}`, open))];
  }

  /** Notes that are about what the form says now. */
  #notes({ groups, bytes }: Built): ShownNote[] {
    const all = groups.length > 1 ? outNotes : inNotes;
    const values = new Map(groups.flatMap(({ structure }, at) => [...this.#filled(structure, bytes[at])]));
    const action = nameOfValue(
      this.#page.core,
      groups[0]!.structure,
      "SERVICE ACTION",
      numberOf(this.#form, "SERVICE ACTION"),
    );
    return all
      .filter(({ actions }) => actions.some((name) => name === action))
      .flatMap((note) =>
        note.fields
          .filter((field) => values.has(field) && (values.get(field) === 0n) === (note.when === "zero"))
          .map((field) => ({ field, note })),
      );
  }
}
