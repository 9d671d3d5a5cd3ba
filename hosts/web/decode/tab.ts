/** Decode. */
import { element } from "../dom.ts";
import type { Tab } from "../page.ts";

export const decodeTab: Tab = {
  id: "decode",
  title: "Decode",
  mount: (root) => {
    root.append(element("h2", {}, "Decode"));
    return () => undefined;
  },
};
