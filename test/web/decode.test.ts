/** The decoder: what it takes a text for, and what it says of it. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHROMIUM, describeWith } from "../common/requirements.ts";
import { openPage, servePage, startBrowser } from "./browser.ts";
import { box, fragment, linkTo, row, rows, stateOf, verdict } from "./decode.ts";

const preempt = "5f 04 05 00 00 00 00 00 18 00";
const iscsi = "05000028" + Buffer.from("iqn.1993-08.org.debian:01:90c27cf89279\0\0").toString("hex");

interface Case {
  readonly name: string;
  readonly text: string;
  readonly taken: string;
  readonly rows: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "a CDB",
    text: preempt,
    taken: "Taken for a CDB, PERSISTENT RESERVE OUT",
    rows: [
      "SERVICE ACTION PREEMPT (04h)",
      "TYPE Write Exclusive - Registrants Only (05h)",
      "PARAMETER LIST LENGTH 24 (18h)",
    ],
  },
  {
    name: "a CDB as a C array",
    text: "static const unsigned char cdb[10] = {\n  0x5e, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00,\n};",
    taken: "Taken for a CDB, PERSISTENT RESERVE IN",
    rows: ["SERVICE ACTION READ FULL STATUS (03h)", "ALLOCATION LENGTH 8192 (2000h)"],
  },
  {
    name: "sense data in fixed format",
    text: "70 00 05 00 00 00 00 0a 00 00 00 00 26 00 00 9a 00 14",
    taken: "Taken for Fixed format sense data",
    rows: ["SENSE KEY ILLEGAL REQUEST (05h)", "ADDITIONAL SENSE INVALID FIELD IN PARAMETER LIST (2600h)"],
  },
  {
    name: "sense data in descriptor format",
    text: "72 05 24 00 00 00 00 08 02 06 00 00 c0 00 02 00",
    taken: "Taken for Descriptor format sense data",
    rows: ["SENSE KEY ILLEGAL REQUEST (05h)", "ADDITIONAL SENSE INVALID FIELD IN CDB (2400h)"],
  },
  {
    name: "READ KEYS data",
    text: "0000000500000010 1111111111111111 2222222222222222",
    taken: "Taken for READ KEYS parameter data",
    rows: ["PRGENERATION 5", "RESERVATION KEY 0x1111111111111111", "RESERVATION KEY 0x2222222222222222"],
  },
  {
    name: "a TransportID",
    text: iscsi,
    taken: "Taken for TransportID",
    rows: ["ISCSI NAME “iqn.1993-08.org.debian:01:90c27cf89279”", "ADDITIONAL LENGTH 40 (28h)"],
  },
  {
    name: "a greeting of the helper",
    text: "00000000",
    taken: "Taken for PR helper features",
    rows: [],
  },
  {
    name: "migration state of QEMU",
    text: `05 0c ${Buffer.from("scsi-disk/pr").toString("hex")} 00000001 0000000000123abc 05`,
    taken: "Taken for QEMU scsi-disk/pr migration state",
    rows: ["TYPE Write Exclusive - Registrants Only (05h)"],
  },
  {
    name: "lines of dmesg",
    text: [
      "sd 2:0:0:1: [sdb] tag#3 FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_OK cmd_age=0s",
      "sd 2:0:0:1: [sdb] tag#3 Sense Key : Illegal Request [current] ",
      "sd 2:0:0:1: [sdb] tag#3 Add. Sense: Invalid field in cdb",
      "sd 2:0:0:1: [sdb] tag#3 CDB: Persistent reserve out, register 5f 00 00 00 00 00 00 00 18 00",
    ].join("\n"),
    taken: "Taken for a CDB, PERSISTENT RESERVE OUT",
    rows: ["SERVICE ACTION REGISTER (00h)"],
  },
  {
    name: "a CDB that is cut short",
    text: "5f 01 05",
    taken: "Taken for a CDB, PERSISTENT RESERVE OUT",
    rows: ["SERVICE ACTION RESERVE (01h)"],
  },
  {
    name: "a service action that is none",
    text: "5e 1f 00 00 00 00 00 00 18 00",
    taken: "there is no service action 1Fh",
    rows: ["SERVICE ACTION 31 (1Fh)"],
  },
  {
    name: "sense data that a log calls so, in descriptor format",
    text: "Sense Data: 72 06 2a 05 00 00 00 00\n",
    taken: "Taken for Descriptor format sense data",
    rows: ["SENSE KEY UNIT ATTENTION (06h)", "ADDITIONAL SENSE REGISTRATIONS PREEMPTED (2A05h)"],
  },
  {
    name: "lines of dmesg on a SATA disk: its registers are no SCSI",
    text: [
      "ata1.00: failed command: READ FPDMA QUEUED",
      "ata1.00: cmd 60/08:00:00:e1:59/00:00:a2:00:00/40 tag 0 ncq dma 4096 in",
      "         res 41/40:00:00:e1:59/00:00:a2:00:00/40 Emask 0x409 (media error) <F>",
      "sd 0:0:0:0: [sda] tag#0 CDB: Read(10) 28 00 a2 59 e1 00 00 00 08 00",
    ].join("\n"),
    taken: "Taken for a CDB, READ(10)",
    rows: ["LOGICAL BLOCK ADDRESS 2723799296 (A259E100h)"],
  },
  {
    name: "a trace of QEMU",
    text: "scsi_disk_new_request Command: lun=0 tag=0x0 data= 0x12 0x00 0x00 0x00 0x24 0x00\n",
    taken: "Taken for a CDB, INQUIRY",
    rows: ["OPERATION CODE INQUIRY (12h)"],
  },
  {
    name: "a line of vmkernel",
    text: 'vmkernel: 0:00:42:28.062 cpu5:4112)ScsiDeviceIO: SCSIAsyncDeviceCommand:2077: Error Inject: Command 0x2a to device "naa.600601600f6021002cfb75ea2bc6de11" failed H:0x0 D:0x18 P:0x0',
    taken: "Taken for a CDB, WRITE(10)",
    rows: ["OPERATION CODE WRITE(10) (2Ah)"],
  },
];

describeWith(CHROMIUM, "the decoder in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each(cases)("$name", async ({ text, taken, rows: wanted }) => {
    const { page, requests, complaints } = await openPage(browser);
    await box(page).fill(text);
    expect(await verdict(page)).toContain(taken);
    expect(await rows(page)).toEqual(expect.arrayContaining([...wanted]));
    expect([requests, complaints]).toEqual([[], []]);
    await page.context().close();
  });

  test("a helper's reply and a saved state, as one says", async () => {
    const { page } = await openPage(browser);
    await box(page).fill("00 00 00 18 00 00 00 00");
    await page.getByLabel("Take it for").selectOption({ label: "PR helper reply" });
    expect(await verdict(page)).toMatch(/^Taken for PR helper reply: 8 bytes, as you say/);
    await page.getByLabel("Take it for").selectOption("unit_state");
    expect((await rows(page))[0]).toContain("cut short");
    await expect.poll(() => stateOf(page).get("as")).toBe("unit_state");
    await page.context().close();
  });

  test("a log of several things: each is a choice, numbers are in words", async () => {
    const { page } = await openPage(browser);
    await box(page).fill(
      [
        "    cdb to send: Persistent reserve out, register [5f 00 00 00 00 00 00 00 18 00]",
        "SCSI Status: Check Condition ",
        "",
        "Sense Information:",
        "Fixed format, current; Sense key: Illegal Request",
        "Additional sense: Invalid field in cdb",
        " Raw sense data (in hex), sb_len=19, embedded_len=18",
        "        70 00 05 00 00 00 00 0a  00 00 00 00 24 00 00 00",
        "        00 00",
      ].join("\n"),
    );
    expect(await page.locator(".facts li").allInnerTexts()).toContain("SCSI status 02h: CHECK CONDITION");
    const pieces = page.getByRole("group", { name: "What is in the text" }).getByRole("button");
    expect(await pieces.allInnerTexts()).toEqual(["✓ CDB: PERSISTENT RESERVE OUT (10 bytes)", "Sense data (18 bytes)"]);
    await pieces.nth(1).click();
    expect(await verdict(page)).toContain("Taken for Fixed format sense data");
    expect(await pieces.nth(1).getAttribute("aria-pressed")).toBe("true");
    expect(await rows(page)).toContain("SENSE KEY ILLEGAL REQUEST (05h)");
    await expect.poll(() => stateOf(page).get("find")).toBe("1");
    await page.context().close();
  });

  test("a link restores text, choices and the chosen field", async () => {
    const { page } = await openPage(browser);
    await box(page).fill("a3 05 00 00 00 00 00 00 01 00 00 00");
    await page.getByLabel("Take it for").selectOption("cdb");
    await page.getByLabel("Peripheral device type").selectOption("8");
    await row(page, "SERVICE ACTION").click();
    await expect.poll(() => stateOf(page).get("at")).toBeTruthy();
    expect([stateOf(page).get("as"), stateOf(page).get("pdt")]).toEqual(["cdb", "8"]);
    const again = await openPage(browser, fragment(page));
    expect(await rows(again.page)).toEqual(await rows(page));
    expect(await verdict(again.page)).toBe(await verdict(page));
    expect(await box(again.page).inputValue()).toBe(await box(page).inputValue());
    const chosen = again.page.getByRole("region", { name: "The chosen field" });
    expect(await chosen.innerText()).toContain("Byte 1, bits 4 to 0");
    await again.page.context().close();
    await page.context().close();
  });

  test("what the bench gives it", async () => {
    const { page } = await openPage(browser, "#bench");
    await page.getByRole("button", { name: "TEST UNIT READY", exact: true }).click();
    await page.getByRole("button", { name: "Bytes of step 1" }).click();
    expect(await verdict(page)).toBe("Taken for a CDB, TEST UNIT READY: 6 bytes, as you say.");
    await page.goBack();
    expect(await page.getByRole("heading", { name: "Reservation bench" }).isVisible()).toBe(true);
    await page.context().close();
  });

  test("what is wrong is said in words: reserved bits, truncation, bytes behind the end", async () => {
    const { page } = await openPage(browser, linkTo({ in: "5fe4050000000000180000ff", as: "cdb" }));
    expect(await rows(page)).toEqual(
      expect.arrayContaining(["Reserved 7 ⚠ reserved, and not 0", "Trailing bytes 00 ff ⚠ behind the end"]),
    );
    const problems = page.locator(".problems button");
    expect(await problems.allInnerTexts()).toEqual([
      "⚠ Reserved (byte 1, bits 7 to 5): reserved, and not 0",
      "⚠ Trailing bytes (bytes 10 to 11): behind the end",
    ]);
    await problems.first().click();
    const chosen = page.getByRole("region", { name: "The chosen field" });
    expect(await chosen.innerText()).toContain("a strict target refuses the command");
    await box(page).fill("5f040500000000");
    await page.getByLabel("Take it for").selectOption("cdb");
    expect((await rows(page))[0]).toBe("PERSISTENT RESERVE OUT ⚠ cut short");
    expect(await problems.allInnerTexts()).toContain("⚠ PARAMETER LIST LENGTH (bytes 5 to 6): cut short");
    await page.context().close();
  });

  test("the chosen field: where, what, both notations, why, and the clause", async () => {
    const { page } = await openPage(browser, linkTo({ in: preempt, as: "cdb" }));
    await row(page, "TYPE").click();
    const chosen = page.getByRole("region", { name: "The chosen field" });
    expect((await chosen.innerText()).split("\n").filter((line) => line.trim() !== "")).toEqual([
      "TYPE",
      "Byte 2, bits 3 to 0, in PERSISTENT RESERVE OUT",
      "Write Exclusive - Registrants Only (05h)",
      "0x5, 5 in decimal, 0101 in binary",
      "00000101",
      "Who may read and write under the reservation.",
      "Defined in SPC-4 6.16.1.",
    ]);
    await page.context().close();
  });

  test("the rest is decoded as something else, and Back leads to the whole", async () => {
    const { page } = await openPage(browser, linkTo({ in: `${preempt} ${iscsi}`, as: "cdb" }));
    await row(page, "Trailing bytes").click();
    await page.getByLabel("Decode the rest as…").selectOption("transport_id");
    await page.getByRole("button", { name: "Decode", exact: true }).click();
    expect(await verdict(page)).toBe("Taken for TransportID: 44 bytes, as you say.");
    expect(await rows(page)).toContain("ISCSI NAME “iqn.1993-08.org.debian:01:90c27cf89279”");
    await page.goBack();
    await expect.poll(() => verdict(page)).toContain("Taken for a CDB, PERSISTENT RESERVE OUT");
    expect(await page.locator(".node.lit").innerText()).toContain("Trailing bytes");
    await page.context().close();
  });

  test.each(["file", "http"])("copies, from %s", async (scheme) => {
    const server = await servePage();
    const link = linkTo({ in: preempt });
    const { page, complaints } = await openPage(browser, link, scheme === "http" ? { address: server.address } : {});
    if (scheme === "http") await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const copied = async (name: string) => {
      await page.getByRole("button", { name, exact: true }).click();
      await expect.poll(() => page.locator("#said").textContent()).toMatch(/copied\.$/);
      // Pasting shows what the clipboard has, also where a page may not read it.
      await page.evaluate('document.body.append(Object.assign(document.createElement("textarea"), { id: "paste" }))');
      await page.locator("#paste").focus();
      await page.keyboard.press("Control+V");
      const text = await page.locator("#paste").inputValue();
      await page.evaluate(
        'document.getElementById("paste").remove(); document.getElementById("said").textContent = ""',
      );
      return text;
    };
    expect(await copied("Copy as hex")).toBe(preempt);
    expect(await copied("Copy as C array")).toBe(
      "static const unsigned char data[10] = {\n  0x5f, 0x04, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x18, 0x00,\n};\n",
    );
    expect(await copied("Copy sg_raw command")).toBe(`sg_raw -s 24 DEVICE ${preempt}`);
    const { name, fields } = JSON.parse(await copied("Copy as JSON"));
    expect(name).toBe("PERSISTENT RESERVE OUT");
    expect(fields).toContainEqual({
      name: "TYPE",
      bit: 20,
      bits: 4,
      value: "0x5",
      meaning: "Write Exclusive - Registrants Only",
    });
    expect(await copied("Copy link")).toBe(page.url());
    expect(complaints).toEqual([]);
    await page.context().close();
    server.close();
  });

  test("examples, and Clear", async () => {
    const { page, complaints } = await openPage(browser);
    const names = await page.getByRole("group", { name: "Examples" }).getByRole("button").allInnerTexts();
    expect(names.length).toBe(7);
    for (const name of names) {
      await page.getByRole("button", { name, exact: true }).click();
      expect([name, await verdict(page)]).toEqual([name, expect.stringContaining("Taken for")]);
      await page.getByRole("button", { name: "Clear" }).click();
      expect(await page.getByRole("tree").isVisible()).toBe(false);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
