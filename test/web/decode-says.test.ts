/** The decoder's answer in short: its one line, and what it takes requests of the helper and lines of a log for. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../../hosts/embed/index.ts";
import { loadCore } from "../hosts/core.ts";
import { CHROMIUM, describeWith } from "../common/requirements.ts";
import { openPage, startBrowser } from "./browser.ts";
import { box, linkTo, row, rows, verdict } from "./decode.ts";

const preempt = "5f 04 05 00 00 00 00 00 18 00";
const list = "00000000000000a1 00000000000000b2 0000000000000000";
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
    ["a TYPE that is ignored", "5f 03 05 00 00 00 00 00 18 00", "PERSISTENT RESERVE OUT: CLEAR"],
    ["READ(10)", "28 00 00 00 10 00 00 00 08 00", "READ(10): LOGICAL BLOCK ADDRESS 4096 (1000h), TRANSFER LENGTH 8"],
    [
      "sense",
      "70 00 05 00 00 00 00 0a 00 00 00 00 24 00 00 00 00 00",
      "Fixed format sense data: ILLEGAL REQUEST, INVALID FIELD IN CDB",
    ],
    [
      "sense that points to a bit",
      "70 00 05 00 00 00 00 0a 00 00 00 00 26 00 00 8a 00 14",
      "Fixed format sense data: ILLEGAL REQUEST, INVALID FIELD IN PARAMETER LIST, field pointer to byte 20, bit 2, of the parameter data",
    ],
    [
      "sense that points to a byte",
      "72 05 24 00 00 00 00 08 02 06 00 00 c0 00 02 00",
      "Descriptor format sense data: ILLEGAL REQUEST, INVALID FIELD IN CDB, field pointer to byte 2 of the CDB",
    ],
    [
      "capabilities",
      "00 08 11 80 22 00 00 00",
      "REPORT CAPABILITIES parameter data: CRH, PTPL_C, TMV, WR_EX_RO, WR_EX",
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
    [
      "the only holder",
      "0000000700000010 00000000000000a1 00000000 00 05 0000",
      "READ RESERVATION parameter data: key 0xa1 (holds Write Exclusive - Registrants Only)",
    ],
    [
      "all registrants",
      "0000000700000010 0000000000000000 00000000 00 07 0000",
      "READ RESERVATION parameter data: every registrant holds Write Exclusive - All Registrants",
    ],
    ["no holder", "0000000700000000", "READ RESERVATION parameter data: nobody holds a reservation"],
    [
      "a parameter list",
      "00000000000000a1 00000000000000b2 0000000001000000",
      "PERSISTENT RESERVE OUT parameter list: key 0xa1, SERVICE ACTION RESERVATION KEY 0xb2",
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
    const { page, complaints } = await openPage(browser, linkTo({ in: `${preempt} 00 00 00 00 00 00 ${list}` }));
    expect(await page.locator(".source").innerText()).toBe(
      "Read as a request to the PR helper: a CDB, padded to 16 bytes, and its parameter list.",
    );
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
    const noAction = `5e 1f ${"00 ".repeat(14)}`;
    const others = [
      `${preempt} 00 00 00 00 00 01`,
      `${preempt} ${list} 00`,
      `${preempt} 00 00 00 00 00 00 00`,
      noAction,
    ];
    for (const other of others) {
      await box(page).fill(other);
      expect([other, await page.locator(".source").count()]).toEqual([other, 0]);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a CDB with its parameter list behind it: both, and what the list says", async () => {
    const { page } = await openPage(browser, linkTo({ in: `${preempt} ${list}` }));
    expect(await page.locator(".source").innerText()).toBe("Read as a CDB and its parameter list.");
    expect(await page.locator(".facts li").allInnerTexts()).toEqual([
      "PERSISTENT RESERVE OUT parameter list: key 0xa1, SERVICE ACTION RESERVATION KEY 0xb2",
    ]);
    // The clipboard of a page from a file is its own affair: what it is given is looked at.
    await page.evaluate(
      'Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => (window.copied = text) } })',
    );
    await page.getByRole("button", { name: "Copy sg_raw command" }).click();
    const zeros = (count: number) => "\\000".repeat(count);
    expect(await page.evaluate("copied")).toBe(
      `printf '${zeros(7)}\\241${zeros(7)}\\262${zeros(8)}' > list.bin\nsg_raw -s 24 -i list.bin DEVICE ${preempt}`,
    );
    await page.getByRole("button", { name: "Parameter list (24 bytes)" }).click();
    expect(await page.getByRole("button", { name: "Copy sg_raw command" }).isVisible()).toBe(false);
    expect(await page.locator(".problems").count()).toBe(0);
    expect(await rows(page)).toContain("RESERVATION KEY 0x00000000000000a1");
    await page.context().close();
  });

  test("the encoder gives the CDB alone when its PARAMETER LIST LENGTH is not that of the list", async () => {
    const { page } = await openPage(browser, "#encode?do=out&SERVICE+ACTION=1&PARAMETER+LIST+LENGTH=20");
    await page.getByRole("button", { name: "Decode" }).first().click();
    expect(await box(page).inputValue()).toBe("5f 01 05 00 00 00 00 00 14 00");
    expect(await page.locator(".headline").innerText()).toContain("PERSISTENT RESERVE OUT: RESERVE");
    await page.context().close();
  });

  test("a reply of the helper: its sense, its data", async () => {
    const sense = "70 00 06 00 00 00 00 0a 00 00 00 00 2a 05 00 00 00 00";
    const { page } = await openPage(browser, linkTo({ in: `00000002 00000000 ${sense}${"00".repeat(78)}` }));
    expect(await page.locator(".facts strong").allInnerTexts()).toEqual([
      "Sense: UNIT ATTENTION, REGISTRATIONS PREEMPTED (06/2A/05)",
    ]);
    await page.getByRole("button", { name: "Sense data (18 bytes)" }).click();
    expect(await verdict(page)).toContain("Taken for Fixed format sense data");
    expect(await page.locator(".problems").count()).toBe(0);
    await box(page).fill(`00000000 00000010 ${"00".repeat(96)}`);
    expect(await page.locator(".source").innerText()).toBe("Read as a reply of the PR helper, without its data.");
    await box(page).fill(`00000000 00000010 ${"00".repeat(96)} 00000005 00000008 00000000000000a1`);
    expect(await page.locator(".source").innerText()).toBe("Read as a reply of the PR helper, and its data.");
    expect(await page.locator(".problems").count()).toBe(0);
    await page.getByRole("button", { name: "Data (16 bytes)" }).click();
    expect(await page.locator(".headline").innerText()).toBe("READ KEYS parameter data: key 0xa1");
    await page.context().close();
  });

  test("of several commands in a log it is said what belongs to which", async () => {
    const lines = [
      "[1.0] sd 6:0:0:0: [sde] tag#31 Add. Sense: Unaligned write command",
      "[1.0] sd 6:0:0:0: [sde] tag#31 CDB: Write(10) 2a 00 05 79 f9 50 00 00 58 00",
      '2015-01-06T13:33:12.839Z cpu0:62543)ScsiDeviceIO: 2358: Cmd(0x4124008154c0) 0x5f, CmdSN 0x76 from world 3268 to dev "naa.600508b1001c872c079296d6e2be22e4" failed H:0x0 D:0x2 P:0x0 Valid sense data: 0x6 0x2a 0x3.',
    ];
    const { page } = await openPage(browser, linkTo({ in: lines.join("\n") }));
    expect(await page.locator(".source").innerText()).toMatch(/^Read as 2 commands: .*Linux.*; .*vmkernel/);
    const events = page.locator(".events > li");
    expect(await events.locator("button").allInnerTexts()).toEqual([
      "✓ CDB: WRITE(10) (10 bytes)",
      "Operation code: PERSISTENT RESERVE OUT (1 byte)",
    ]);
    expect(await events.nth(0).innerText()).toContain("UNALIGNED WRITE COMMAND");
    expect(await events.nth(1).innerText()).toContain("UNIT ATTENTION, RESERVATIONS PREEMPTED (06/2A/03)");
    await events.nth(1).getByRole("button").click();
    expect(await page.locator(".headline").innerText()).toBe("PERSISTENT RESERVE OUT");
    await page.context().close();
  });

  test("fields that the service action ignores are said to be", async () => {
    const { page } = await openPage(browser, linkTo({ in: "5f 03 05 00 00 00 00 00 18 00" }));
    expect(await rows(page)).toEqual(expect.arrayContaining(["SCOPE 00h, ignored", "TYPE 05h, ignored"]));
    await row(page, "TYPE").click();
    const chosen = await page.getByRole("region", { name: "The chosen field" }).innerText();
    expect(chosen).toContain("Write Exclusive - Registrants Only (05h)");
    expect(chosen).toContain("CLEAR ignores it.");
    await page.context().close();
  });

  test("a link that names no structure is read without it, and says so", async () => {
    const { page } = await openPage(browser, linkTo({ in: preempt, as: "pr_out_cbd" }));
    const unread = page.locator(".unread");
    expect(await unread.innerText()).toBe(
      "The link names a structure that this page does not know, “pr_out_cbd”: that part of it is left out.",
    );
    expect(await verdict(page)).toContain("Taken for a CDB");
    await box(page).fill("00 00 00 00 00 00");
    expect(await unread.innerText()).toBe("");
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
      "Sense: UNIT ATTENTION, RESERVATIONS PREEMPTED (06/2A/03)",
    ]);
    expect(await verdict(page)).toMatch(/^Taken for a CDB, WRITE\(10\): .*; the text has no more of the CDB\.$/);
    expect(await page.locator(".problems").count()).toBe(0);
    expect(await rows(page)).toEqual(["WRITE(10)", "OPERATION CODE WRITE(10) (2Ah)"]);
    expect(await page.getByRole("button", { name: "Copy sg_raw command" }).isVisible()).toBe(false);
    await page.context().close();
  });
});
