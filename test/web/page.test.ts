/** The page as a whole: one file that works anywhere and speaks to nobody. */
import { readFileSync, statSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHROMIUM, describeWith } from "../common/requirements.ts";
import { openPage, pageFile, servePage, startBrowser } from "./browser.ts";

test("one file of at most 250 KiB that asks for nothing else", () => {
  expect(statSync(pageFile).size).toBeLessThanOrEqual(250 * 1024);
  const html = readFileSync(pageFile, "utf8").replace(/<(script|style)>.*?<\/\1>/gs, "");
  expect(html).not.toMatch(/\b(src|srcset|action)=|<link|url\(/i);
  expect(html).toMatch(
    /content="default-src 'none'; script-src 'sha256-[\w+/]{43}=' 'wasm-unsafe-eval'; style-src 'sha256-[\w+/]{43}='"/,
  );
});

describeWith(CHROMIUM, "in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test("from a file and from a server it starts, sends nothing, and keeps to its policy", async () => {
    const server = await servePage();
    for (const options of [{}, { address: server.address }]) {
      const { page, requests, complaints } = await openPage(browser, "", options);
      for (const tab of ["Encode", "Reservation bench", "Decode"]) {
        await page.getByRole("link", { name: tab, exact: true }).click();
        expect(await page.getByRole("region", { name: tab, exact: true }).isVisible()).toBe(true);
      }
      expect([requests, complaints]).toEqual([[], []]);
      await page.context().close();
    }
    server.close();
  });

  test("its policy forbids what is not its own", async () => {
    const { page, complaints } = await openPage(browser);
    await page.evaluate(
      'fetch("https://example.invalid/").catch(() => {}); document.body.append(Object.assign(document.createElement("script"), { text: "1" }))',
    );
    await expect.poll(() => complaints.join("\n")).toContain("policy: connect-src");
    await expect.poll(() => complaints.join("\n")).toContain("policy: script-src");
    await page.context().close();
  });
});
