/** The page as one: what its tabs keep, where the focus goes, what assistive programs get, how it looks to those who see it otherwise. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHROMIUM, describeWith } from "../common/requirements.ts";
import { accessibleNodes, interactive } from "./accessibility.ts";
import { openPage, picture, sizes, startBrowser } from "./browser.ts";
import { borderContrasts, contrasts } from "./contrast.ts";
import { box, fullStatus, linkTo, row, verdict } from "./decode.ts";

const preempt = "5f 04 05 00 00 00 00 00 18 00";
const states = {
  "an empty decoder": "",
  "a decoded CDB": linkTo({ in: `${preempt} ff`, as: "cdb", at: "3" }),
  "a decoded log": linkTo({ in: "sd 2:0:0:1: [sdb] tag#3 CDB: 5f 00 00 00 00 00 00 00 18 00\nSense: 70 00 05" }),
  "a log of two commands": linkTo({
    in: "sd 2:0:0:1: [sdb] tag#3 CDB: 5f 00 00 00 00 00 00 00 18 00\nsd 2:0:0:1: [sdb] tag#4 CDB: Write(10) 2a 00 05 79 f9 50 00 00 58 00\nsd 2:0:0:1: [sdb] tag#4 Add. Sense: Unaligned write command",
    as: "nonsense",
  }),
  "much data": linkTo({ in: fullStatus(60) }),
  "the encoder": "#encode?do=out&SERVICE+ACTION=0&SPEC_I_PT=1&id=fcp,1&id=iscsi_port,iqn.x,zz",
  "a broken rule": "#encode?do=out&SERVICE+ACTION=1&TYPE=0&SPEC_I_PT=1",
  "the bench": "#bench?scenario=wsfc&told=8",
} as const;

const tab = (page: Page, name: string) => page.getByRole("link", { name, exact: true });
const key = (page: Page) => page.locator("#tab-encode").getByLabel("SERVICE ACTION RESERVATION KEY");
const focused = (page: Page) =>
  page.evaluate<string>(
    "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).slice(0, 60) || document.activeElement.tagName",
  );

async function expectNamesAndRoles(page: Page): Promise<void> {
  const nodes = await accessibleNodes(page);
  const acted = nodes.filter(({ role }) => interactive.includes(role));
  expect(acted.length).toBeGreaterThan(3);
  expect(acted.filter(({ name }) => name.trim() === "")).toEqual([]);
  const misplaced = (role: string, ...parents: string[]) =>
    nodes.filter((node) => node.role === role && !parents.includes(node.around[0] ?? ""));
  expect(misplaced("treeitem", "tree")).toEqual([]);
  expect(misplaced("row", "grid", "table", "rowgroup")).toEqual([]);
  expect(misplaced("gridcell", "row")).toEqual([]);
  expect(misplaced("listitem", "list")).toEqual([]);
  const stops = (role: string) => page.locator(`[role=${role}] [tabindex="0"]`).count();
  expect([await stops("tree"), await stops("grid")].every((count) => count <= 1)).toBe(true);
  const ids = await page.evaluate<string[]>("[...document.querySelectorAll('[id]')].map(({ id }) => id)");
  expect(ids.length).toBe(new Set(ids).size);
}

/** Presses what is named by keys alone. */
async function pressKeys(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).focus();
  await page.keyboard.press("Enter");
}

describeWith(CHROMIUM, "the whole page in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test("a tab that is left is found as it was; Back and Forward work", async () => {
    const { page, complaints } = await openPage(browser);
    await box(page).fill(preempt);
    await tab(page, "Encode").click();
    await key(page).fill("0xa1");
    await tab(page, "Reservation bench").click();
    await page.getByLabel("Scenario").selectOption("trap");
    await page.getByRole("button", { name: "Next step" }).click();
    await tab(page, "Decode").click();
    expect(await box(page).inputValue()).toBe(preempt);
    expect(await verdict(page)).toContain("PERSISTENT RESERVE OUT");
    await tab(page, "Encode").click();
    expect(await key(page).inputValue()).toBe("0xa1");
    await tab(page, "Reservation bench").click();
    expect(await page.locator(".timeline li").count()).toBe(1);
    await page.goBack();
    expect(await tab(page, "Encode").getAttribute("aria-current")).toBe("page");
    expect([await tab(page, "Decode").getAttribute("aria-current"), await page.title()]).toEqual([
      null,
      "Encode · Holdfast",
    ]);
    await page.goBack();
    expect(await box(page).inputValue()).toBe(preempt);
    await page.goForward();
    expect(await key(page).inputValue()).toBe("0xa1");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("the focus stays where one works, and is never lost", async () => {
    const { page } = await openPage(browser, "#bench?scenario=wsfc");
    for (let i = 0; i < 10; i++) {
      await pressKeys(page, "Next step");
      expect(await focused(page)).toBe("Next step");
    }
    expect(await page.getByRole("button", { name: "Next step" }).isEnabled()).toBe(false);
    await page.keyboard.press("Enter");
    expect(await page.locator(".timeline li").count()).toBe(10);
    await pressKeys(page, "To here: behind step 3");
    expect(await focused(page)).toBe("To here: behind step 3");
    await pressKeys(page, "Bytes of step 2");
    expect(await focused(page)).not.toBe("BODY");
    expect(await page.evaluate("document.activeElement.checkVisibility()")).toBe(true);
    await pressKeys(page, "Clear");
    expect(await page.evaluate("document.activeElement.name")).toBe("in");
    await pressKeys(page, "PREEMPT, a CDB");
    expect(await focused(page)).toContain("PERSISTENT RESERVE OUT");
    await box(page).fill(fullStatus(2));
    await pressKeys(page, "READ KEYS parameter data");
    expect(await page.evaluate("document.activeElement.tagName")).toBe("SELECT");
    for (const [rest, place] of [
      ["05000024" + "69716e2e".padEnd(72, "0"), "treeitem"],
      ["00".repeat(23), null], // nobody knows what it is: back to the box
    ]) {
      await box(page).fill(`${preempt} ${rest}`);
      await page.getByLabel("Take it for").selectOption("cdb");
      await row(page, "Trailing bytes").click();
      await pressKeys(page, "Decode");
      expect(
        await page.evaluate("[document.activeElement.getAttribute('role'), document.activeElement === document.body]"),
      ).toEqual([place, false]);
    }
    await tab(page, "Encode").click();
    await page.getByLabel("SERVICE ACTION", { exact: true }).selectOption("0");
    await page.getByRole("checkbox", { name: "SPEC_I_PT" }).check();
    await pressKeys(page, "Add a TransportID");
    expect(await focused(page)).toBe("Add a TransportID");
    await pressKeys(page, "Remove TransportID 1");
    expect(await focused(page)).toBe("Add a TransportID");
    await page.context().close();
  });

  test("what is copied is said and seen, and the focus stays, also without navigator.clipboard", async () => {
    const { page } = await openPage(browser, linkTo({ in: preempt }));
    await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })');
    await pressKeys(page, "Copy as hex");
    expect(await focused(page)).toBe("Copy as hex");
    const said = page.getByRole("status");
    expect(await said.innerText()).toBe("The bytes copied.");
    expect((await said.boundingBox())!.height).toBeGreaterThan(20);
    await page.context().close();
  });

  test("screen readers hear the end of typing, not every digit", async () => {
    const { page } = await openPage(browser);
    await page.evaluate(
      "window.heard = []; new MutationObserver(() => heard.push(said.textContent)).observe(said, { childList: true, characterData: true, subtree: true })",
    );
    await box(page).pressSequentially(preempt, { delay: 20 });
    await expect.poll(() => page.evaluate<string[]>("heard")).not.toEqual([]);
    const heard = await page.evaluate<string[]>("heard");
    expect(heard.length).toBe(1);
    expect(heard[0]).toContain("PERSISTENT RESERVE OUT: PREEMPT");
    expect(await page.locator("#tab-decode [role=alert]").count()).toBe(0);
    await page.context().close();
  });

  test.each(Object.entries(states))("%s: names, roles, contrast, and at any width all is in sight", async (_, link) => {
    const { page } = await openPage(browser, link);
    await expectNamesAndRoles(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const [text, borders] = [await contrasts(page), await borderContrasts(page)];
      expect([text.length > 5, borders.length > 0]).toEqual([true, true]);
      expect([colorScheme, text.filter(({ ratio }) => ratio < 4.5)]).toEqual([colorScheme, []]);
      expect([colorScheme, borders.filter(({ ratio }) => ratio < 3)]).toEqual([colorScheme, []]);
    }
    // A desk at 200 % and at 400 %, a telephone.
    for (const size of [{ width: 640, height: 450 }, { width: 320, height: 256 }, sizes[390]]) {
      await page.setViewportSize(size);
      await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(size.width);
    }
    await page.context().close();
  });

  test("with forced colours, what is chosen is still told apart", async () => {
    const { page } = await openPage(browser, linkTo({ in: preempt, at: "4" }));
    await page.emulateMedia({ forcedColors: "active" });
    const style = (selector: string) =>
      page.evaluate<string[]>(
        `(({ forcedColorAdjust, backgroundColor }) => [forcedColorAdjust, backgroundColor])(getComputedStyle(document.querySelector("${selector}")))`,
      );
    const [, ground] = await style("body");
    for (const selector of [".node.lit", "[data-byte].lit", ".bits .own"]) {
      const [adjust, own] = await style(selector);
      expect([selector, adjust]).toEqual([selector, "none"]);
      expect(own).not.toBe(ground);
    }
    // A border without a colour is drawn in forced colours.
    expect(
      await page.evaluate("getComputedStyle(document.querySelector('nav a:not([aria-current])')).borderBottomColor"),
    ).toBe(ground);
    expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    await picture(page, "decode-forced-colours");
    await page.context().close();
  });

  test("nothing moves for those who ask for it", async () => {
    const { page } = await openPage(browser, states["the bench"]);
    await page.emulateMedia({ reducedMotion: "reduce" });
    expect(await page.evaluate("document.getAnimations().length")).toBe(0);
    await page.context().close();
  });

  test("what is empty says what to do, and offers nothing that does nothing", async () => {
    const { page } = await openPage(browser);
    expect(await page.getByRole("button", { name: "Clear" }).isVisible()).toBe(false);
    await box(page).fill("5");
    expect(await page.getByRole("button", { name: "Clear" }).isVisible()).toBe(true);
    await tab(page, "Reservation bench").click();
    const timeline = page.getByRole("region", { name: "Timeline" });
    expect(await timeline.innerText()).toContain("send a command, or choose a scenario");
    await page.context().close();
  });

  test("the encoder's fields are not in a box that scrolls", async () => {
    const { page } = await openPage(browser, states["the encoder"]);
    const boxes = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.encode .fields')].map((e) => getComputedStyle(e).overflowY + getComputedStyle(e).borderTopWidth)",
    );
    expect(boxes.length).toBeGreaterThan(1);
    expect([...new Set(boxes)]).toEqual(["visible0px"]);
    await page.context().close();
  });

  test("a narrow bench says the last step beside the buttons that lead to the next", async () => {
    const { page } = await openPage(browser, "#bench?scenario=wsfc", { size: sizes[390] });
    await page.getByRole("button", { name: "Next step" }).click();
    const now = page.locator(".now");
    expect(await now.innerText()).toMatch(/^Step 1 of 10:[^]*GOOD/);
    const { y, height } = (await now.boundingBox())!;
    expect(y + height).toBeLessThan(sizes[390].height);
    expect(await page.evaluate("scrollY")).toBe(0);
    await page.context().close();
  });
});
