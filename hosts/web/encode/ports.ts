/** The list of TransportIDs: add one, choose its kind, take it away. */
import { button, element } from "../dom.ts";
import { controlId } from "./controls.ts";
import type { FormField } from "./fields.ts";
import type { Change } from "./form.ts";
import { type Form, withPort } from "./link.ts";
import { type Context, portField } from "./request.ts";

const firstKind = "iscsi_port";
const none = new Map<string, string>();

export function portList(
  { kinds }: Context,
  { ports }: Form,
  act: (change: Change) => void,
  draw: (field: FormField, port: number) => HTMLElement,
): HTMLElement {
  const items = ports.map(({ kind }, at) => {
    const id = controlId(portField(at, "kind"));
    const select = element(
      "select",
      { id },
      ...kinds.map(({ id: value, title }) => element("option", { value }, title)),
    );
    select.value = kind;
    select.addEventListener("change", () => act((form) => withPort(form, at, { kind: select.value, texts: none })));
    const fields = kinds.find((one) => one.id === kind)!.fields;
    const group = element(
      "div",
      { role: "group", "aria-label": `TransportID ${at + 1}` },
      element(
        "div",
        { class: "fields" },
        element("div", { class: "field" }, element("label", { for: id }, `TransportID ${at + 1}`), select),
        ...fields.map((field) => draw(field, at)),
      ),
      button("Remove", () => act((form) => withPort(form, at, undefined)), {
        id: controlId(portField(at, "remove")),
        "aria-label": `Remove TransportID ${at + 1}`,
      }),
    );
    return element("li", {}, group);
  });
  const add = button(
    "Add a TransportID",
    () => act((form) => ({ ...form, ports: [...form.ports, { kind: firstKind, texts: none }] })),
    { id: controlId("ports") },
  );
  return element("div", { class: "ports" }, element("ol", {}, ...items), add);
}
