/** The decoder's answer in short: its one line, and what it takes requests of the helper and lines of a log for. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../../hosts/embed/index.ts";
import { loadCore } from "../hosts/core.ts";
import { CHROMIUM, describeWith } from "../common/requirements.ts";
import { openPage, startBrowser } from "./browser.ts";
import { box, linkTo, rows, verdict } from "./decode.ts";

const preempt = "5f 04 05 00 00 00 00 00 18 00";
const iscsi = "05000028" + Buffer.from("iqn.1993-08.org.debian:01:90c27cf89279\0\0").toString("hex");

describeWith(CHROMIUM, "what the decoder says in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each([
    ["a CDB", preempt, "PERSISTENT RESERVE OUT: PREEMPT, Write Exclusive - Registrants Only"],
    ["READ(10)", "28 00 00 00 10 00 00 00 08 00", "READ(10): LOGICAL BLOCK ADDRESS 4096 (1000h), TRANSFER LENGTH 8"],
    [
      "sense",
      "70 00 05 00 00 00 00 0a 00 00 00 00 24 00 00 00 00 00",
      "Fixed format sense data: ILLEGAL REQUEST, INVALID FIELD IN CDB",
    ],
    [
      "keys",
      "0000000500000010 1111111111111111 2222222222222222",
      "READ KEYS parameter data: key 0x1111111111111111, key 0x2222222222222222",
    ],
    [
      "many keys",
      `0000000500000030 ${"00000000000000a1".repeat(6)}`,
      "READ KEYS parameter data: key 0xa1, key 0xa1, key 0xa1, key 0xa1, and 2 keys more",
    ],
    [
      "a holder",
      `0000000700000030 00000000000000b1 00000000 01 05 00000000 0001 00000018 ${"00".repeat(8)}21000024ff7c9a01${"00".repeat(8)}`,
      "READ FULL STATUS parameter data: key 0xb1 (holds Write Exclusive - Registrants Only)",
    ],
    ["a name", iscsi, "TransportID (iSCSI name): “iqn.1993-08.org.debian:01:90c27cf89279”"],
  ])("one line says what it is: %s", async (_, text, wanted) => {
    const { page } = await openPage(browser, linkTo({ in: text }));
    expect(await page.locator(".headline").innerText()).toBe(wanted);
    await page.context().close();
  });

  test("there is a device type to choose for every command", async () => {
    const { page } = await openPage(browser, linkTo({ in: preempt }));
    const options = await page.getByLabel("Peripheral device type").locator("option").all();
    const offered = await Promise.all(options.map(async (option) => Number(await option.getAttribute("value"))));
    const all = commands(loadCore());
    expect(all.length).toBeGreaterThan(200);
    const without = all.filter(({ deviceTypes }) => !deviceTypes.some((type) => offered.includes(type)));
    expect(without.map(({ name }) => name)).toEqual([]);
    await page.context().close();
  });

  test("a request to the helper: its CDB and its parameter list", async () => {
    const list = "00000000000000a1 00000000000000b2 0000000000000000";
    const { page } = await openPage(browser, linkTo({ in: `${preempt} 00 00 00 00 00 00 ${list}` }));
    expect(await page.locator(".source").innerText()).toBe("Read as a request to the PR helper.");
    const pieces = page.getByRole("group", { name: "What is in the text" }).getByRole("button");
    expect(await pieces.allInnerTexts()).toEqual([
      "✓ CDB: PERSISTENT RESERVE OUT (10 bytes)",
      "Parameter list (24 bytes)",
    ]);
    expect(await page.locator(".problems").count()).toBe(0);
    await pieces.nth(1).click();
    expect(await rows(page)).toContain("SERVICE ACTION RESERVATION KEY 0x00000000000000b2");
    expect(await page.evaluate("document.activeElement.textContent")).toContain("Parameter list");
    await box(page).fill("5e 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00");
    expect(await verdict(page)).toContain("Taken for a CDB, PERSISTENT RESERVE IN");
    expect(await page.locator(".problems").count()).toBe(0);
    for (const other of [`${preempt} 00 00 00 00 00 01`, `${preempt} 00 00 00 00 00 00 00`]) {
      await box(page).fill(other);
      expect([other, await page.locator(".source").count()]).toEqual([other, 0]);
    }
    await page.context().close();
  });

  test("of an operation code in a log nothing is cut, and the sense comes first", async () => {
    const { page } = await openPage(
      browser,
      linkTo({
        in: '2015-01-06T13:33:12.839Z cpu0:62543)ScsiDeviceIO: 2358: Cmd(0x4124008154c0) 0x2a, CmdSN 0x76 from world 3268 to dev "naa.600508b1001c872c079296d6e2be22e4" failed H:0x0 D:0x2 P:0x0 Valid sense data: 0x6 0x2a 0x3.',
      }),
    );
    expect(await page.locator(".headline").innerText()).toBe("WRITE(10)");
    expect((await page.locator(".facts strong").allInnerTexts()).sort()).toEqual([
      "SCSI status 02h: CHECK CONDITION",
      "sense: UNIT ATTENTION, RESERVATIONS PREEMPTED (06/2A/03)",
    ]);
    expect(await verdict(page)).toMatch(/^Taken for a CDB, WRITE\(10\): .*; the text has no more of the CDB\.$/);
    expect(await page.locator(".problems").count()).toBe(0);
    expect(await rows(page)).toEqual(["WRITE(10)", "OPERATION CODE WRITE(10) (2Ah)"]);
    expect(await page.getByRole("button", { name: "Copy sg_raw command" }).isVisible()).toBe(false);
    await page.context().close();
  });
});
