/** Reservation bench. */
import { element } from "../dom.ts";
import type { Tab } from "../page.ts";

export const benchTab: Tab = {
  id: "bench",
  title: "Reservation bench",
  mount: (root) => {
    root.append(element("h2", {}, "Reservation bench"));
    return () => undefined;
  },
};
