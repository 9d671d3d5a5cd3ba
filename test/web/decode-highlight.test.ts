/** A field and its bytes light up together: by mouse, by touch, by keyboard; and everybody can read it. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHROMIUM, describeWith } from "../common/requirements.ts";
import { openPage, picture, sizes, startBrowser } from "./browser.ts";
import { contrasts } from "./contrast.ts";
import { byte, bytesWith, fieldsWith, fragment, fullStatus, linkTo, row, stateOf } from "./decode.ts";

const preempt = linkTo({ in: "5f 04 05 00 00 00 00 00 18 00", as: "cdb" });
const chosen = (page: Page) => page.getByRole("region", { name: "The chosen field" });
const focused = (page: Page) =>
  page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');

/** What is lit: bytes, fields. */
const lit = async (page: Page) => [await bytesWith(page, "lit"), await fieldsWith(page, "lit")];
const near = async (page: Page) => [await bytesWith(page, "near"), await fieldsWith(page, "near")];

describeWith(CHROMIUM, "bytes and fields in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test("by mouse, both ways", async () => {
    const { page } = await openPage(browser, preempt);
    await row(page, "PARAMETER LIST LENGTH").hover();
    expect(await near(page)).toEqual([[5, 6, 7, 8], ["PARAMETER LIST LENGTH"]]);
    await byte(page, 1).hover();
    expect(await near(page)).toEqual([[1], ["Reserved"]]);
    await row(page, "PARAMETER LIST LENGTH").click();
    expect(await lit(page)).toEqual([[5, 6, 7, 8], ["PARAMETER LIST LENGTH"]]);
    await byte(page, 2).click();
    expect(await lit(page)).toEqual([[2], ["SCOPE"]]);
    await byte(page, 2).click();
    expect(await lit(page)).toEqual([[2], ["TYPE"]]);
    expect(await chosen(page).innerText()).toContain("Byte 2, bits 3 to 0");
    await page.context().close();
  });

  test("by touch, both ways", async () => {
    const { page } = await openPage(browser, preempt, { size: sizes[390], touch: true });
    await row(page, "TYPE").tap();
    expect(await lit(page)).toEqual([[2], ["TYPE"]]);
    await byte(page, 7).tap();
    expect(await lit(page)).toEqual([[5, 6, 7, 8], ["PARAMETER LIST LENGTH"]]);
    expect(await chosen(page).innerText()).toContain("Bytes 5 to 8");
    const control = row(page, "PERSISTENT RESERVE OUT");
    await control.tap();
    await control.tap();
    expect(await control.getAttribute("aria-expanded")).toBe("false");
    await page.context().close();
  });

  test("by keyboard alone: from the box to bytes and fields and back", async () => {
    const { page } = await openPage(browser);
    const presses = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    for (let i = 0; i < 12 && (await page.evaluate("document.activeElement.name")) !== "in"; i++) await presses("Tab");
    await page.keyboard.type("5f 04 05 00 00 00 00 00 18 00");
    for (let i = 0; i < 12 && !(await page.evaluate("document.activeElement.dataset.byte !== undefined")); i++)
      await presses("Tab");
    expect(await focused(page)).toBe("5f, byte 0: OPERATION CODE");
    await presses("ArrowRight", "ArrowRight");
    expect(await lit(page)).toEqual([[2], ["SCOPE"]]);
    expect(await focused(page)).toBe("05, byte 2: SCOPE, TYPE");
    await presses("Enter");
    expect(await lit(page)).toEqual([[2], ["TYPE"]]);
    await presses("End");
    expect((await lit(page))[0]).toEqual([9]);
    await presses("Home");
    expect(await lit(page)).toEqual([[0], ["OPERATION CODE"]]);
    for (let i = 0; i < 8 && !(await page.evaluate("document.activeElement.dataset.node !== undefined")); i++)
      await presses("Tab");
    await presses("ArrowDown", "ArrowDown");
    expect(await lit(page)).toEqual([[1], ["SERVICE ACTION"]]);
    await presses("End", "Home");
    expect((await lit(page))[1]).toEqual(["PERSISTENT RESERVE OUT"]);
    await presses("ArrowLeft");
    expect(await page.getByRole("treeitem").count()).toBe(1);
    await presses("ArrowRight", "ArrowRight");
    expect(await lit(page)).toEqual([[0], ["OPERATION CODE"]]);
    await presses("ArrowLeft", "Enter");
    expect(await page.getByRole("treeitem").count()).toBe(1);
    await presses("Shift+Tab");
    expect(await page.evaluate('document.activeElement.closest("[role=tree]") === null')).toBe(true);
    await page.context().close();
  });

  test("what a screen reader gets: levels, places, the state of each", async () => {
    const { page } = await openPage(browser, linkTo({ in: fullStatus(12), as: "read_full_status_data" }));
    const items = page.getByRole("treeitem");
    const attributes = (place: number) =>
      Promise.all(
        ["level", "setsize", "posinset", "expanded"].map((name) => items.nth(place).getAttribute(`aria-${name}`)),
      );
    expect(await attributes(0)).toEqual(["1", "1", "1", "true"]);
    expect(await attributes(1)).toEqual(["2", "14", "1", null]);
    expect(await attributes(3)).toEqual(["2", "14", "3", "false"]);
    expect(await items.nth(3).innerText()).toContain("Full status descriptor 1 of 12");
    expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe("37");
    await byte(page, 30).click();
    expect(await row(page, "ADDITIONAL DESCRIPTOR LENGTH").getAttribute("aria-selected")).toBe("true");
    expect(await items.nth(3).getAttribute("aria-expanded")).toBe("true");
    await page.context().close();
  });

  test.each([false, true])("text has a contrast of 4.5, dark: %s", async (dark) => {
    const link = linkTo({ in: "5fe4050000000000180000ff", as: "cdb", at: "2" });
    const { page } = await openPage(browser, link, { dark });
    await byte(page, 2).hover();
    const found = await contrasts(page);
    expect(found.length).toBeGreaterThan(60);
    expect(found.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    await page.context().close();
  });

  test("pictures, and no width beyond the window", async () => {
    const { page } = await openPage(browser, linkTo({ in: fullStatus(2), as: "read_full_status_data", at: "12" }));
    await picture(page, "decode-1280");
    const dark = await openPage(browser, fragment(page), { dark: true });
    await picture(dark.page, "decode-1280-dark");
    const small = await openPage(browser, linkTo({ in: "5fe4050000000000180000ff", as: "cdb", at: "6" }), {
      size: sizes[390],
    });
    await picture(small.page, "decode-390");
    for (const opened of [page, dark.page, small.page]) {
      const [width, window] = await opened.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, innerWidth]",
      );
      expect(width).toBe(window);
      await opened.context().close();
    }
    expect(stateOf(page).get("at")).toBe("12");
  });
});
