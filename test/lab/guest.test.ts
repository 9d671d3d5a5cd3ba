// A guest of the lab's QEMU (11.1, from the backports of Debian 13).
import { beforeAll } from "vitest";
import { guestReservations } from "../kernel/guest-scenario.ts";
import { holdfast } from "../kernel/helper.ts";
import { CLIENT, describeWith, GUEST, TREE, UML } from "../common/requirements.ts";
import { labTree } from "./tree.ts";

/** The first run loads and unpacks some hundred packages. */
const BUILD_MS = 30 * 60_000;

describeWith([...UML, ...CLIENT, ...GUEST, ...TREE], "a guest of the lab's QEMU", () => {
  let tree: string;
  beforeAll(async () => {
    tree = await labTree();
  }, BUILD_MS);
  guestReservations({ helper: holdfast, tree: () => tree, qemu: 1101 });
});
