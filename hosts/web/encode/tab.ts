/** Encode. */
import { element } from "../dom.ts";
import type { Tab } from "../page.ts";

export const encodeTab: Tab = {
  id: "encode",
  title: "Encode",
  mount: (root) => {
    root.append(element("h2", {}, "Encode"));
    return () => undefined;
  },
};
