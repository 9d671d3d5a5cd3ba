/** Much data and hostile text: the page stays alive, and quick. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHROMIUM, describeWith } from "../common/requirements.ts";
import { openPage, servePage, startBrowser } from "./browser.ts";
import { box, byte, fragment, fullStatus, linkTo, row, rows, stateOf, verdict } from "./decode.ts";

/** As many descriptors as 64 KiB hold. */
const most = 1365;

/** Times are taken again until one will do: a busy machine is late in most of them, a slow page in all. */
const [mostTries, mostStarts] = [10, 30];

/** Pastes text into the box: only a page from a server may write to the clipboard. */
async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-write"]);
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await box(page).focus();
  await page.keyboard.press("Control+V");
}

/** From now on: the longest time between frames, and the longest task, in milliseconds. */
const watch = `(() => {
  const seen = { frame: 0, task: 0, frames: 0 };
  let last = performance.now();
  const frame = (now) => { seen.frame = Math.max(seen.frame, now - last); seen.frames++; last = now; requestAnimationFrame(frame); };
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(frame); });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.task = Math.max(seen.task, duration);
  }).observe({ type: "longtask" });
  window.seen = seen;
})()`;

interface Seen {
  readonly frame: number;
  readonly task: number;
  readonly frames: number;
}

describeWith(CHROMIUM, "much in the decoder in Chromium", () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof servePage>>;
  beforeAll(async () => {
    [browser, server] = await Promise.all([startBrowser(), servePage()]);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  /** Goes through 64 KiB of data by keys, buttons and scrolling. */
  async function goThrough(): Promise<Seen> {
    const { page, complaints } = await openPage(browser, "", server);
    const text = fullStatus(most);
    await page.evaluate(watch);
    await paste(page, text);
    await row(page, `Full status descriptor 1 of ${most}`).waitFor();
    await page.getByRole("tree").press("End");
    for (const key of ["Home", "PageDown", "PageDown", "ArrowDown", "ArrowUp"]) await page.keyboard.press(key);
    await page.getByRole("button", { name: "Open all" }).click();
    await page.locator(".node").first().click();
    for (const key of ["PageDown", "PageDown", "End", "ArrowUp", "Home"]) await page.keyboard.press(key);
    for (let top = 0; top <= 400_000; top += 40_000) {
      await page.evaluate(`document.querySelector("[role=tree]").scrollTop = ${top}`);
      await page.evaluate(`document.querySelector("[role=grid]").scrollTop = ${top / 4}`);
    }
    await page.evaluate('document.querySelector("[role=grid]").scrollTop = 0');
    await byte(page, 0).click();
    await page.keyboard.press("Control+End");
    expect(await page.locator(".node.lit").innerText()).toContain("Reserved");
    const seen = await page.evaluate<Seen>("window.seen");
    expect(await page.getByRole("treeitem").count()).toBeLessThan(80);
    expect(seen.frames).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
    await page.context().close();
    return seen;
  }

  test("64 KiB of READ FULL STATUS data without a frame over 100 ms, in the best of ten tries", async () => {
    const tries: Seen[] = [];
    while (tries.length < mostTries && !tries.some(({ frame, task }) => frame < 100 && task < 100))
      tries.push(await goThrough());
    const words = tries.map(
      ({ frame, task }) => `longest frame ${frame.toFixed(0)} ms, longest task ${task.toFixed(0)} ms`,
    );
    console.log(`64 KiB: ${words.join("; ")}`);
    expect(tries.at(-1)!.frame).toBeLessThan(100);
    expect(tries.at(-1)!.task).toBeLessThan(100);
  }, 200_000);

  test("too long for a link: said, and no link", async () => {
    const { page } = await openPage(browser);
    await box(page).fill(fullStatus(100));
    await page.getByText("This is too long for a link").waitFor();
    expect(fragment(page)).toBe("#decode");
    await box(page).fill("5f 04 05 00 00 00 00 00 18 00");
    await expect.poll(() => stateOf(page).get("in")).toBe("5f 04 05 00 00 00 00 00 18 00");
    expect(await page.getByText("This is too long for a link").isVisible()).toBe(false);
    await page.context().close();
  });

  test("the first decode is there 200 ms after the start of loading, in the best of thirty starts", async () => {
    const times: number[] = [];
    while (times.length < mostStarts && !times.some((time) => time < 200)) {
      const { page } = await openPage(browser, linkTo({ in: "5f 04 05 00 00 00 00 00 18 00" }));
      times.push(await page.evaluate<number>('performance.getEntriesByName("decoded")[0].startTime'));
      await page.context().close();
    }
    console.log(`first decode: ${times.map((time) => time.toFixed(0)).join(", ")} ms`);
    expect(times.at(-1)).toBeLessThan(200);
  }, 120_000);

  interface Hostile {
    readonly name: string;
    readonly text: string;
    readonly told: RegExp;
  }

  test.each<Hostile>([
    { name: "half a byte", text: "5f 04 05 0", told: /half a byte/ },
    { name: "prose", text: "The disk is broken since Tuesday.", told: /No SCSI was found in this text/ },
    { name: "one long word", text: "z".repeat(400_000), told: /No SCSI was found/ },
    {
      name: "10 MB of digits",
      text: "5f ".repeat(3_500_000),
      told: /10,500,000 characters long, and 500,000 are read/,
    },
    { name: "10 MB of lines", text: "CDB: 5f 00\n".repeat(1_000_000), told: /11,000,000 characters long/ },
    { name: "more bytes than fit", text: "5f ".repeat(65_545), told: /65,545 bytes, and at most 65,544/ },
  ])("$name is refused in a sentence", async ({ text, told }) => {
    const { page, complaints } = await openPage(browser, "", server);
    await paste(page, text);
    await expect.poll(() => page.locator(".refusal").innerText()).toMatch(told);
    await box(page).fill("00 00 00 00 00 00");
    await expect.poll(() => verdict(page)).toContain("TEST UNIT READY");
    expect(await page.locator(".refusal").textContent()).toBe("");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("markup in a log line is text", async () => {
    const text =
      '<script>window.hacked = 1</script><img src=x onerror="window.hacked=1"> sd 0:0:0:1: [sdb] tag#3 CDB: <b>x</b> 5f 00 00 00 00 00 00 00 18 00';
    const { page, requests, complaints } = await openPage(browser, linkTo({ in: text, as: "<script>", at: "-5" }));
    expect(await verdict(page)).toContain("PERSISTENT RESERVE OUT");
    const name = Buffer.from('<img src=x onerror="hacked=1">\0\0', "latin1");
    await box(page).fill(`0500${name.length.toString(16).padStart(4, "0")}${name.toString("hex")}`);
    await page.getByLabel("Take it for").selectOption("transport_id");
    expect(await rows(page)).toContain('ISCSI NAME “<img src=x onerror="hacked=1">”');
    expect(await page.evaluate("[window.hacked, document.images.length]")).toEqual([undefined, 0]);
    expect([requests, complaints]).toEqual([[], []]);
    await page.context().close();
  });

  test("links that nobody wrote", async () => {
    for (const link of [
      "#decode?in=%00%ff&as=toString&pdt=99999999&find=77&at=1e9",
      "#decode?in=5f&as=__proto__&at=99999",
      "#decode?as=cdb",
      `#decode?in=${"00".repeat(40_000)}&as=cdb`,
      "#decode?in=72&as=descriptor_sense&pdt=31",
      "#decode?__proto__=1&constructor=2&in=5f&find=__proto__&pdt=toString",
      `#decode?${new URLSearchParams({ in: "<img src=x onerror=hacked=1> ".repeat(280) }).toString().slice(0, 8000)}`,
      `#${"<script>hacked=1</script>".repeat(300)}`,
      "#bench?scenario=__proto__&steps=__proto__",
      "#encode?__proto__=%3Cimg%20src=x%20onerror=hacked=1%3E&do=__proto__&id=__proto__,1",
      "#decode?in=javascript:hacked=1",
    ]) {
      const { page, requests, complaints } = await openPage(browser, link);
      expect(
        await page.evaluate("[window.hacked, {}.polluted, document.images.length, document.scripts.length]"),
      ).toEqual([...[undefined, undefined, 0, 1]]);
      expect(requests).toEqual([]);
      const hrefs = await page.evaluate<string[]>("[...document.links].map((link) => link.getAttribute('href'))");
      expect([hrefs.length, hrefs.every((href) => href.startsWith("#"))]).toEqual([4, true]);
      await page.getByRole("link", { name: "Decode", exact: true }).click();
      await box(page).fill("5e 00 00 00 00 00 00 00 08 00");
      expect(await verdict(page)).toContain("PERSISTENT RESERVE IN");
      expect([link.slice(0, 60), complaints]).toEqual([link.slice(0, 60), []]);
      await page.context().close();
    }
  });
});
