/** Selects of structures and of device types. */
import { type Core, namesOfValues } from "../../embed/index.ts";
import { element } from "../dom.ts";
import { standardHex } from "../notation.ts";
import { targetGroups } from "./guess.ts";

/** All structures in groups; `first` is what stands for none of them. */
export function structureSelect(core: Core, first: string): HTMLSelectElement {
  return element(
    "select",
    {},
    element("option", { value: "" }, first),
    ...targetGroups(core).map(({ label, targets }) =>
      element("optgroup", { label }, ...targets.map(({ target, name }) => element("option", { value: target }, name))),
    ),
  );
}

/** Values of PERIPHERAL DEVICE TYPE. */
const deviceTypes = 32;

/** All types: some have commands and have no name in SPC-4. */
export function deviceTypeSelect(core: Core): HTMLSelectElement {
  const named = namesOfValues(core, "inquiry_data", "PERIPHERAL DEVICE TYPE");
  const options = Array.from({ length: deviceTypes }, (_, type) => {
    const number = standardHex(type);
    const name = named.find(({ first, last }) => first <= type && type <= last)?.name;
    return element("option", { value: type }, name ? `${name} (${number})` : number);
  });
  return element("select", {}, ...options);
}
