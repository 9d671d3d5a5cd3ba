/** The README's picture of the decoder. It is made anew in build/pictures/decoder.png: where the page looks otherwise, compress that without loss over hosts/web/decoder.png. */
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHROMIUM, describeWith } from "../common/requirements.ts";
import { openPage, picture, startBrowser } from "./browser.ts";
import { bytesWith, linkTo, row } from "./decode.ts";

const size = { width: 1280, height: 800 };
const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));

/** Width and height out of a PNG's IHDR. */
function sizeOf(png: Buffer): { width: number; height: number } {
  expect(png.subarray(12, 16).toString("latin1")).toBe("IHDR");
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

test("the README shows a picture of the page that is small and of its size", () => {
  expect(file("README.md").toString()).toContain("](hosts/web/decoder.png)");
  const png = file("hosts/web/decoder.png");
  expect(sizeOf(png)).toEqual(size);
  expect(png.length).toBeLessThanOrEqual(150 * 1024);
});

describeWith(CHROMIUM, "the README's picture in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test("shows a holder of a reservation, a chosen field and its bytes", async () => {
    const descriptor = (key: string, holder: string, port: string) =>
      `000000000000${key}00000000${holder}000000000001 00000018 0000000000000000 21000024ff7c9a${port} 0000000000000000`;
    const bytes = `00000007 00000060 ${descriptor("a100", "0105", "01")} ${descriptor("b200", "0000", "02")}`;
    const { page } = await openPage(browser, linkTo({ in: bytes.replaceAll(" ", "").replace(/..(?!$)/g, "$& ") }), {
      size,
    });
    await row(page, "TYPE").first().click();
    await page.mouse.move(0, 0);
    expect(await bytesWith(page, "lit")).toEqual([21]);
    expect(await page.locator(".headline").innerText()).toContain(
      "key 0xa100 (holds Write Exclusive - Registrants Only)",
    );
    await picture(page, "decoder", false);
    expect(sizeOf(file("build/pictures/decoder.png"))).toEqual(size);
    await page.context().close();
  });
});
