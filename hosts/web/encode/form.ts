/** The fields of what is encoded, the TransportIDs behind them, and what else is behind them. */
import { element } from "../dom.ts";
import { type Control, fieldControl } from "./controls.ts";
import type { FormField } from "./fields.ts";
import { type Form, withPort, withText } from "./link.ts";
import { portList } from "./ports.ts";
import { type Built, type Context, type Group, portField, regionName } from "./request.ts";

/** What changes in the form; it is drawn anew where other fields are there then. */
export type Change = (form: Form) => Form;

export interface FormView {
  readonly root: HTMLElement;
  /** `ignoring`: why a field does not matter, "" where it does. */
  update(
    built: Built,
    filled: (group: number, field: FormField) => string,
    refused: readonly string[],
    ignoring: (field: string) => string,
  ): void;
}

/** Draws the fields of `built`. `act` does what was typed. */
export function drawForm(context: Context, form: Form, built: Built, act: (change: Change) => void): FormView {
  const controls: { key: string; control: Control; group: number; field: FormField }[] = [];
  const add = (
    field: FormField,
    group: number,
    key: string,
    text: string | undefined,
    change: (text: string | undefined) => Change,
  ) => {
    const control = fieldControl(field, key, text, (typed) => act(change(typed)));
    controls.push({ key, control, group, field });
    return control.root;
  };
  const fieldsets = built.groups.map((group, at) =>
    element(
      "fieldset",
      {},
      element("legend", {}, group.title),
      element(
        "div",
        { class: "fields" },
        ...group.fields.map((field) =>
          add(
            field,
            at,
            field.name,
            form.texts.get(field.name),
            (text) => (before) => withText(before, field.name, text),
          ),
        ),
        ...regionFields(group).map((field, region) =>
          add(
            field,
            at,
            regionName(region),
            form.texts.get(regionName(region)),
            (text) => (before) => withText(before, regionName(region), text),
          ),
        ),
      ),
      group.ports &&
        portList(context, form, act, (field, port) =>
          add(field, -1, portField(port, field.name), form.ports[port]!.texts.get(field.name), (text) => (before) => {
            const { kind, texts } = before.ports[port]!;
            return withPort(before, port, { kind, texts: withText({ ...before, texts }, field.name, text).texts });
          }),
        ),
    ),
  );
  return {
    root: element("div", { class: "groups" }, ...fieldsets),
    update: (now, filled, refused, ignoring) => {
      for (const { key, control, group, field } of controls) {
        const value = group < 0 ? "" : filled(group, field);
        control.update(now.problems.get(key) ?? "", value, refused.includes(key), ignoring(key));
      }
    },
  };
}

/** What is behind the fields, as fields. */
function regionFields({ structure, regions }: Group): FormField[] {
  return regions.map(({ kind, name, of }) => {
    const text = kind === "text" || kind === "characters";
    const what = of
      ? `${kind === "list" ? "List of" : "One"} ${of}: encode each by itself.`
      : "What is behind the fields.";
    return {
      ...{ name: name || of || "Behind the fields", structure, bits: 0, initial: 0n, choices: [] },
      ...{ kind: text ? ("text" as const) : ("bytes" as const), doc: text ? "Text." : `${what} Bytes in hexadecimal.` },
    };
  });
}

/** Which fields are drawn: the form is drawn anew where this differs. */
export function shapeOf(form: Form, { groups }: Built): string {
  const fields = groups.map(({ structure, fields: own }) =>
    [structure, ...own.map(({ name, initial }) => `${name}=${initial}`)].join(),
  );
  return [form.target, ...fields, ...form.ports.map(({ kind }) => kind)].join("|");
}
