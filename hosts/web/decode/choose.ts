/** Selects of structures and of device types. */
import type { Core } from "../../embed/index.ts";
import { element } from "../dom.ts";
import type { Docs } from "../page.ts";
import { deviceTypes, targetGroups } from "./guess.ts";

/** All structures in groups; `first` is what stands for none of them. */
export function structureSelect(core: Core, docs: Docs, first: string): HTMLSelectElement {
  return element(
    "select",
    {},
    element("option", { value: "" }, first),
    ...targetGroups(core, docs).map(({ label, targets }) =>
      element("optgroup", { label }, ...targets.map(({ target, name }) => element("option", { value: target }, name))),
    ),
  );
}

export function deviceTypeSelect(core: Core): HTMLSelectElement {
  const options = deviceTypes(core).map(({ type, name }) => {
    const number = `${type.toString(16).toUpperCase().padStart(2, "0")}h`;
    return element("option", { value: type }, name ? `${name} (${number})` : number);
  });
  return element("select", {}, ...options);
}
