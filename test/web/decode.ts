/** What tests of the decoder share: links of it, and what it shows. */
import type { Locator, Page } from "playwright-core";

export const linkTo = (state: Readonly<Record<string, string>>): string =>
  `#decode?${new URLSearchParams(state).toString()}`;

export const fragment = (page: Page): string => page.url().slice(page.url().indexOf("#"));

export const stateOf = (page: Page): URLSearchParams => new URLSearchParams(fragment(page).split("?")[1]);

export const box = (page: Page): Locator => page.locator('textarea[name="in"]');

/** What the page took the text for. */
export const verdict = (page: Page): Promise<string> => page.locator(".why").innerText();

/** The rows in sight: name, value, remark. */
export async function rows(page: Page): Promise<string[]> {
  const texts = await page.getByRole("treeitem").allTextContents();
  return texts.map((text) => text.replace(/^[▾▸]/, "").replace(/\s+/g, " ").trim());
}

export const row = (page: Page, name: string): Locator =>
  page.getByRole("treeitem").filter({ has: page.locator(".name", { hasText: new RegExp(`^${name}$`) }) });

export const byte = (page: Page, number: number): Locator => page.locator(`[data-byte="${number}"]`);

/** Numbers of the bytes that have a class. */
export async function bytesWith(page: Page, name: "lit" | "near"): Promise<number[]> {
  const numbers = await page.evaluate<number[]>(
    `[...document.querySelectorAll("[data-byte].${name}")].map((cell) => Number(cell.dataset.byte))`,
  );
  return numbers.sort((a, b) => a - b);
}

/** Names of the rows that have a class. */
export const fieldsWith = (page: Page, name: "lit" | "near"): Promise<string[]> =>
  page.locator(`.node.${name} .name`).allTextContents();

/** `count` full status descriptors with FCP TransportIDs. */
export function fullStatus(count: number): string {
  const key = (i: number) => (0xa100_0000 + i).toString(16).padStart(16, "0");
  const port = (i: number) => (0x1000 + i).toString(16).padStart(16, "0");
  const descriptor = (i: number) =>
    `${key(i)}00000000000000000000000100000018${"00".repeat(8)}${port(i)}${"00".repeat(8)}`;
  const length = (count * 48).toString(16).padStart(8, "0");
  return `00000007${length}${Array.from({ length: count }, (_, i) => descriptor(i)).join("")}`;
}
