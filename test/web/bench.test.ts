/** The reservation bench, used as a person would: by its buttons and by its links. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHROMIUM, describeWith } from "../common/requirements.ts";
import { openPage, picture, sizes, startBrowser } from "./browser.ts";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const entries = (page: Page) => page.locator(".timeline li").allInnerTexts();
const told = (page: Page) => page.locator(".reservation").innerText();
const link = (page: Page) => page.url().slice(page.url().indexOf("#"));

/** Cells of a row of a table by its head. */
async function cells(page: Page, head: string): Promise<string[]> {
  const row = page.locator("tr", { has: page.getByRole("rowheader", { name: head, exact: true }) });
  return row.locator("td").allInnerTexts();
}

async function playScenario(page: Page, title: string): Promise<void> {
  await page.getByLabel("Scenario").selectOption({ label: title });
  const next = page.getByRole("button", { name: "Next step" });
  for (let i = 0; i < 20 && (await next.isEnabled()); i++) await next.click();
}

describeWith(CHROMIUM, "the bench in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test("a lost iSCSI session and its takeover, to the end", async () => {
    const { page, requests, complaints } = await openPage(browser, "#bench");
    await playScenario(page, "A lost iSCSI session, and its takeover");
    const statuses = (await entries(page)).map((entry) => entry.split("\n").filter(Boolean)[2]);
    expect(statuses).toEqual([
      ...["GOOD", "GOOD", "GOOD", "happened", "RESERVATION CONFLICT", "GOOD", "GOOD, 32 bytes", "GOOD"],
      ...["GOOD, 160 bytes", "GOOD"],
    ]);
    expect(await told(page)).toBe("A, session 2 holds the reservation: Write Exclusive - Registrants Only.");
    expect(await cells(page, "A")).toEqual([
      "not registered",
      "",
      "I_T NEXUS LOSS OCCURRED, then REGISTRATIONS PREEMPTED",
    ]);
    expect(await cells(page, "A, session 2")).toEqual(["0xa1", "yes", ""]);
    expect(await cells(page, "B")).toEqual(["0xb1", "", ""]);
    expect(await cells(page, "WRITE(10)")).toEqual(["✗ conflict", "✓ yes", "✓ yes"]);
    expect([requests, complaints]).toEqual([[], []]);
    await picture(page, "bench-1280");
    const small = await openPage(browser, link(page), { size: sizes[390], dark: true });
    expect(await told(small.page)).toBe(await told(page));
    expect(await small.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await picture(small.page, "bench-390-dark");
    await small.page.context().close();
    await page.context().close();
  });

  test("the all-registrants trap, to the end", async () => {
    const { page, complaints } = await openPage(browser, "#bench");
    await playScenario(page, "The all-registrants trap");
    const statuses = (await entries(page)).map((entry) => entry.split("\n").filter(Boolean)[2]);
    expect(statuses.slice(5, 7)).toEqual(["GOOD", "RESERVATION CONFLICT"]);
    expect(statuses.slice(-2)).toEqual(["GOOD", "GOOD"]);
    expect(await told(page)).toBe("Nobody holds a reservation.");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each([
    ["Windows failover cluster: a node dies", "B holds the reservation: Write Exclusive - Registrants Only."],
    ["Pacemaker's fence_scsi: fence and unfence", "A holds the reservation: Write Exclusive - Registrants Only."],
    [
      "Live migration, as QEMU's migrate-pr does it",
      "Destination holds the reservation: Write Exclusive - Registrants Only.",
    ],
  ])("%s", async (title, end) => {
    const { page, complaints } = await openPage(browser, "#bench");
    await playScenario(page, title);
    expect(await told(page)).toBe(end);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("commands by form, undo, redo, another way; and a link restores all of it", async () => {
    const { page } = await openPage(browser, "#bench?initiators=4");
    await page.getByLabel("SERVICE ACTION RESERVATION KEY").fill("0xfeedfacecafebeef");
    await press(page, "Send");
    await page.locator('select[name="action"]').selectOption("RESERVE");
    await page.getByLabel("SERVICE ACTION RESERVATION KEY").fill("0");
    await page.locator('select[name="type"]').selectOption("Exclusive Access");
    await press(page, "Send");
    await page.getByLabel("From").selectOption("C");
    await press(page, "WRITE(10)");
    expect((await entries(page)).at(-1)).toContain("RESERVATION CONFLICT");
    expect(await cells(page, "A")).toEqual(["0xfeedfacecafebeef", "yes", ""]);
    await press(page, "Undo");
    await press(page, "Undo");
    expect(await told(page)).toBe("Nobody holds a reservation.");
    await press(page, "Redo");
    expect(await told(page)).toBe("A holds the reservation: Exclusive Access.");
    const again = await openPage(browser, link(page));
    expect(await entries(again.page)).toEqual(await entries(page));
    expect(await told(again.page)).toBe(await told(page));
    await again.page.context().close();
    await press(page, "Undo");
    await press(page, "TEST UNIT READY");
    expect((await entries(page)).length).toBe(2);
    await page.goBack();
    expect((await entries(page)).length).toBe(3);
    await page.context().close();
  });

  test("what was sent and what came back are told, and open in the decoder", async () => {
    const { page, complaints } = await openPage(browser, "#bench?scenario=takeover&told=8");
    const seventh = page.locator(".timeline li").nth(6);
    expect(await seventh.innerText()).toContain("READ KEYS parameter data: key 0xa1, key 0xb1, key 0xa1");
    await press(page, "Answer to step 7");
    expect(await page.locator(".headline").innerText()).toBe("READ KEYS parameter data: key 0xa1, key 0xb1, key 0xa1");
    await page.goBack();
    await press(page, "Bytes of step 8");
    expect(await page.locator(".headline").innerText()).toBe(
      "PERSISTENT RESERVE OUT: PREEMPT AND ABORT, Write Exclusive - Registrants Only",
    );
    expect(await page.locator(".facts li").allInnerTexts()).toEqual([
      "PERSISTENT RESERVE OUT parameter list: key 0xa1, SERVICE ACTION RESERVATION KEY 0xa1",
    ]);
    await press(page, "Parameter list (24 bytes)");
    expect(await page.locator(".headline").innerText()).toContain("PERSISTENT RESERVE OUT parameter list");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a conflict opens as what was sent, sense data as what came back", async () => {
    const { page } = await openPage(browser, "#bench?scenario=wsfc&told=10");
    expect(await page.getByRole("button", { name: "Answer to step 9" }).count()).toBe(0);
    await press(page, "Answer to step 8");
    expect(await page.locator(".headline").innerText()).toBe(
      "Fixed format sense data: UNIT ATTENTION, REGISTRATIONS PREEMPTED",
    );
    await page.context().close();
  });

  // SPC-4 tables 65 and 66: the holder A, the registrant B, and C, which is neither.
  test.each([
    ["Write Exclusive", "yes yes yes", "yes no no", "yes yes yes", "yes no no"],
    ["Exclusive Access", "yes no no", "yes no no", "yes no no", "yes no no"],
    ["Write Exclusive - Registrants Only", "yes yes yes", "yes yes no", "yes yes yes", "yes no no"],
    ["Exclusive Access - Registrants Only", "yes yes no", "yes yes no", "yes yes no", "yes no no"],
    ["Write Exclusive - All Registrants", "yes yes yes", "yes yes no", "yes yes yes", "yes yes no"],
    ["Exclusive Access - All Registrants", "yes yes no", "yes yes no", "yes yes no", "yes yes no"],
  ])("conflicts: %s", async (type, read, write, sense, reserve) => {
    const { page } = await openPage(browser, "#bench?initiators=3&steps=o.0.0.0.0.a1.0._o.1.0.0.0.b1.0.");
    await page.locator('select[name="action"]').selectOption("RESERVE");
    await page.locator('select[name="type"]').selectOption(type);
    await press(page, "Send");
    const outcomes = async (head: string) =>
      (await cells(page, head))
        .map((cell) => (cell === "✓ yes" ? "yes" : cell === "✗ conflict" ? "no" : cell))
        .join(" ");
    expect([await outcomes("READ(10)"), await outcomes("WRITE(10)"), await outcomes("UNMAP")]).toEqual([
      read,
      write,
      write,
    ]);
    expect([await outcomes("MODE SENSE(6)"), await outcomes("MODE SELECT(6)")]).toEqual([sense, write]);
    expect([await outcomes("TEST UNIT READY"), await outcomes("READ KEYS")]).toEqual(["yes yes yes", "yes yes yes"]);
    expect([await outcomes("REGISTER"), await outcomes("RESERVE")]).toEqual(["yes yes yes", reserve]);
    expect([await outcomes("RELEASE"), await outcomes("CLEAR")]).toEqual(["yes yes no", "yes yes no"]);
    await page.context().close();
  });

  test("a link that names no scenario says so", async () => {
    const { page } = await openPage(browser, "#bench?scenario=wfsc&told=3");
    expect(await page.getByText("names a scenario that this page does not know, “wfsc”").isVisible()).toBe(true);
    expect(await entries(page)).toEqual([]);
    await page.context().close();
  });

  test("what a telephone shows of registrations is not cut", async () => {
    const { page } = await openPage(browser, "#bench?scenario=takeover&told=10", { size: sizes[390] });
    for (const kind of [".registrations", ".conflicts"]) {
      const [inner, outer] = await page.evaluate<number[]>(
        `((box) => [box.scrollWidth, box.clientWidth])(document.querySelector("${kind}"))`,
      );
      expect([kind, inner]).toEqual([kind, outer]);
    }
    // Six initiators do not fit: one scrolls, and still sees of which command a row is.
    await page.getByLabel("Initiators").selectOption("6");
    const head = page.getByRole("rowheader", { name: "WRITE(10)", exact: true });
    const before = (await head.boundingBox())!.x;
    const scrolled = await page.evaluate(
      '((box) => { box.scrollLeft = 150; return box.scrollLeft; })(document.querySelector(".conflicts"))',
    );
    expect(scrolled).toBe(150);
    expect((await head.boundingBox())!.x).toBe(before);
    await page.context().close();
  });

  test("events, and what a persisting unit keeps of them", async () => {
    const { page } = await openPage(browser, "#bench");
    await page.getByLabel("SERVICE ACTION RESERVATION KEY").fill("a1");
    await page.getByLabel("APTPL").check();
    await press(page, "Send");
    await press(page, "Session lost: A");
    expect(await cells(page, "A")).toEqual(["0xa1", "", "I_T NEXUS LOSS OCCURRED"]);
    await press(page, "Undo");
    await press(page, "Power off and on");
    expect(await cells(page, "A")).toEqual(["0xa1", "", "POWER ON OCCURRED"]);
    await press(page, "Reservations lost");
    expect(await told(page)).toContain("REPLACE LOST RESERVATION");
    expect(await cells(page, "READ(10)")).toEqual(["✗ refused", "✗ refused"]);
    await press(page, "REQUEST SENSE");
    await page.locator('select[name="action"]').selectOption("REPLACE LOST RESERVATION");
    await page.locator('select[name="type"]').selectOption("Exclusive Access");
    await page.getByLabel("RESERVATION KEY", { exact: true }).fill("0");
    await page.getByLabel("SERVICE ACTION RESERVATION KEY").fill("b2");
    await press(page, "Send");
    expect(await told(page)).toBe("A holds the reservation: Exclusive Access.");
    await page.context().close();
  });

  test("a key that is none, and links that nobody wrote", async () => {
    const { page } = await openPage(browser, "#bench");
    await page.getByLabel("RESERVATION KEY", { exact: true }).fill("12345678901234567");
    await press(page, "Send");
    expect(await page.getByRole("alert").innerText()).toContain("1 to 16 hexadecimal digits");
    await page.context().close();
    for (const bad of [
      "#bench?initiators=99&steps=c.0.ff",
      "#bench?initiators=2&steps=o.0.0.0.0.a1.0._o.9.0.0.0.0.0.",
      "#bench?scenario=nobody&told=7&at=-1",
      "#bench?scenario=wsfc&told=1e9&at=99999999999999999999",
      "#bench?scenario=wsfc&told=-3",
      `#bench?steps=${"c.0.000000000000_".repeat(2000)}x`,
      "#bench?initiators=%00%ff&steps=%e2%28%a1",
    ]) {
      const opened = await openPage(browser, bad);
      await press(opened.page, "READ KEYS");
      expect((await entries(opened.page)).at(-1)).toMatch(/GOOD|CHECK CONDITION/);
      expect([bad, opened.complaints]).toEqual([bad, []]);
      await opened.page.context().close();
    }
  });
});
