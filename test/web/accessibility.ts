/** What assistive programs get of the page: Chromium's own accessibility tree. */
import type { Page } from "playwright-core";

export interface AccessibleNode {
  readonly role: string;
  readonly name: string;
  /** Roles of what is around it, the nearest first, without those that say nothing. */
  readonly around: readonly string[];
}

interface RawNode {
  readonly nodeId: string;
  readonly parentId?: string;
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

/** Everything that is not ignored. */
export async function accessibleNodes(page: Page): Promise<AccessibleNode[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as { nodes: RawNode[] };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  return nodes
    .filter(({ ignored }) => !ignored)
    .map((node) => {
      const around: string[] = [];
      for (let at = byId.get(node.parentId ?? ""); at; at = byId.get(at.parentId ?? ""))
        if (!at.ignored && at.role && !["generic", "none"].includes(at.role.value)) around.push(at.role.value);
      return { role: node.role?.value ?? "", name: node.name?.value ?? "", around };
    });
}

/** Roles of what one can act on: each needs a name. */
export const interactive = [
  ...["button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "option"],
  ...["tree", "treeitem", "grid", "gridcell", "region", "group"],
];
