/** The encoder, used as a person would: by its form, by keys, by its links. Bytes are those of embed's compose, and those that sg3_utils' tools send. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compose, composeCdb, findCommand, type StructureName } from "../../hosts/embed/index.ts";
import { hex, loadCore } from "../hosts/core.ts";
import { CHROMIUM, describeWith, SG3_UTILS } from "../common/requirements.ts";
import { sentBy } from "../oracle/sg-persist.ts";
import { run } from "../oracle/program.ts";
import { openPage, picture, sizes, startBrowser } from "./browser.ts";
import { type Combination, combinations, ports, ruleCases } from "./encode-cases.ts";

const core = loadCore();
const link = (page: Page) => page.url().slice(page.url().indexOf("#"));
const lineOf = (page: Page, tool: string) => page.getByRole("group", { name: `${tool} line` }).innerText();
const list = (page: Page, name: string) => page.getByRole("list", { name }).getByRole("listitem");

/** Bytes as the page shows them, without the offsets. */
async function shown(page: Page, title: string): Promise<string> {
  const rows = (await page.getByRole("group", { name: `${title} in hexadecimal` }).innerText()).split("\n");
  return rows.map((row) => row.slice(row.indexOf(" ")).replaceAll(" ", "")).join("");
}

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate(
    `history.replaceState(undefined, "", ${JSON.stringify(address)}), dispatchEvent(new PopStateEvent("popstate"))`,
  );
}

/** Fields that were said to be refused. */
async function rules(page: Page): Promise<string[]> {
  return list(page, "Rules that it breaks").getByRole("button").allInnerTexts();
}

async function notes(page: Page): Promise<string[]> {
  return list(page, "Worth a word").getByRole("button").allInnerTexts();
}

describeWith([...CHROMIUM, ...SG3_UTILS], "the encoder in Chromium, and sg3_utils", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  const byForm = async (page: Page, each: Combination) => {
    await goTo(page, each.link);
    const cdb = await shown(page, "CDB");
    return each.list === undefined ? [cdb] : [cdb, await shown(page, "Parameter list")];
  };

  test("bytes are those of compose, of the sg_persist line, and of the sg_raw line", async () => {
    const { page, requests, complaints } = await openPage(browser, "#encode");
    const folder = mkdtempSync(join(tmpdir(), "holdfast-encode-"));
    const compared = { sg_persist: 0, sg_raw: 0 };
    for (const each of combinations(core)) {
      const own = [each.cdb, ...(each.list ? [each.list] : [])].map((bytes) => hex(bytes));
      expect([each.link, ...(await byForm(page, each))]).toEqual([each.link, ...own]);
      if (each.sgPersist) {
        const line = (await lineOf(page, "sg_persist")).replace("DEVICE", "/dev/null");
        const { err } = run("sh", ["-c", line.replace("sg_persist ", "sg_persist -n -vv ")]);
        expect([each.link, sentBy(err)]).toEqual([each.link, own.join(" ")]);
        compared.sg_persist++;
      } else {
        expect(await page.getByRole("region", { name: "sg_persist" }).innerText()).toMatch(
          /sg_persist [a-z ]{4,}.*\.$/,
        );
        expect(await page.getByRole("group", { name: "sg_persist line" }).count()).toBe(0);
      }
      const raw = (await lineOf(page, "sg_raw")).replace("DEVICE", "/dev/null");
      const { err } = run("sh", ["-c", `cd ${folder} && ${raw.replace("sg_raw ", "sg_raw -vvv ")}`]);
      expect(/cdb to send: .*\[([0-9a-f ]+)\]/.exec(err)?.[1]?.replaceAll(" ", "")).toBe(own[0]);
      if (each.list) expect(hex(readFileSync(join(folder, "list.bin")))).toBe(own[1]);
      compared.sg_raw++;
    }
    rmSync(folder, { recursive: true });
    expect(compared.sg_persist).toBeGreaterThanOrEqual(25);
    expect(compared.sg_raw).toBeGreaterThan(compared.sg_persist + 5);
    expect([requests, complaints]).toEqual([[], []]);
    await page.context().close();
  }, 60_000);
});

describeWith(CHROMIUM, "the encoder in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  test("the rules that a command breaks, and what is worth a word", async () => {
    const { page, complaints } = await openPage(browser, "#encode");
    const key = "RESERVATION+KEY=a1";
    for (const [given, answer, broken, told] of ruleCases) {
      await goTo(page, `#encode?do=out&${given}`);
      const says = await page.locator(".answer").innerText();
      expect([given, await rules(page), await notes(page)]).toEqual([given, broken, told]);
      expect([given, says]).toEqual([given, expect.stringContaining(answer)]);
      expect(await page.getByText("Refused: see what a target says").count()).toBe(
        broken.filter((name) => !/^TransportID/.test(name)).length,
      );
    }
    await goTo(page, `#encode?do=out&SERVICE+ACTION=1&${key}&TYPE=9`);
    expect(await list(page, "Rules that it breaks").innerText()).toMatch(
      /^TYPE: CHECK CONDITION: .* \(05\/24\/00\), and points to TYPE\. It would be done with 1h, 3h, 5h, 6h, 7h or 8h\. SPC-4 6\.16\.1$/,
    );
    await page.getByRole("button", { name: "TYPE", exact: true }).click();
    expect(await page.evaluate("document.activeElement.name")).toBe("TYPE");
    await goTo(page, "#encode?do=in&SERVICE+ACTION=4&ALLOCATION+LENGTH=0");
    expect([await page.locator(".answer").innerText(), await rules(page)]).toEqual([
      expect.stringContaining("05/24/00"),
      ["SERVICE ACTION"],
    ]);
    await goTo(page, "#encode?do=in&ALLOCATION+LENGTH=0&CONTROL=0x38");
    expect(await notes(page)).toEqual(["ALLOCATION LENGTH"]);
    expect(await page.getByRole("region", { name: "CDB" }).innerText()).toContain("Reserved: reserved, and not 0");
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test("keys alone fill in a REGISTER, and its link restores all of it", async () => {
    const { page } = await openPage(browser, "#encode");
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const tabTo = async (name: string) => {
      for (let i = 0; i < 40; i++) {
        await press("Tab");
        if ((await page.evaluate("document.activeElement.name")) === name) return;
      }
      throw new Error(`no ${name} by Tab`);
    };
    await tabTo("SERVICE ACTION");
    await press("r", "ArrowUp", "ArrowUp", "ArrowUp", "Home");
    await tabTo("SERVICE ACTION RESERVATION KEY");
    await page.keyboard.type("0xfeedfacecafebeef");
    await tabTo("SPEC_I_PT");
    await press("Space");
    await tabTo("APTPL");
    await press("Space", "Tab", "Tab", "Enter"); // the length of the TransportIDs, then the button that adds one
    await press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Tab");
    await page.keyboard.type("123");
    await press("Shift+Tab");
    await page.keyboard.type("iqn.2026-11.invalid:a");
    const ids = [compose(core, "transport_id_iscsi_port", {}, "iqn.2026-11.invalid:a,i,0x000000000123")];
    const values = { SPEC_I_PT: 1, APTPL: 1, "SERVICE ACTION RESERVATION KEY": 0xfeedfacecafebeefn };
    expect(await shown(page, "Parameter list")).toBe(hex(compose(core, "pr_out_spec_i_pt_list", values, ids)));
    expect(await page.locator(".answer").innerText()).toBe("✓ GOOD");
    const again = await openPage(browser, link(page));
    expect(await again.page.locator(".result").innerText()).toBe(await page.locator(".result").innerText());
    const inputs =
      'JSON.stringify([...document.querySelectorAll("#tab-encode .form :is(input, select)")].map((one) => [one.name, one.value, one.checked]))';
    expect(await again.page.evaluate(inputs)).toBe(await page.evaluate(inputs));
    await again.page.context().close();
    await page.context().close();
  });

  test("any other command and any structure, found by words", async () => {
    const { page, complaints } = await openPage(browser, "#encode");
    const choose = async (words: string) => {
      await page.getByLabel("Filter").fill(words);
      await page.getByLabel("Filter").press("Enter");
    };
    await choose("write(16) (8a)");
    await page.getByLabel("LOGICAL BLOCK ADDRESS", { exact: true }).fill("123456789a");
    await page.getByLabel("TRANSFER LENGTH", { exact: true }).fill("0x10");
    await page.getByLabel("FUA", { exact: true }).check();
    const values = { "LOGICAL BLOCK ADDRESS": 0x123456789an, "TRANSFER LENGTH": 16, FUA: 1 };
    const write = findCommand(core, Uint8Array.of(0x8a, ...new Uint8Array(15)));
    expect(await shown(page, "CDB")).toBe(hex(composeCdb(core, write, values)));
    expect(await lineOf(page, "sg_raw")).toMatch(/^sg_raw DEVICE 8a 08 00 00 00 12 /);
    expect(link(page)).toContain("do=8a");

    await choose("unmap (42)");
    await page.getByRole("button", { name: "Encode its data" }).click();
    expect(link(page)).toBe("#encode?do=unmap_list");
    expect(await shown(page, "UNMAP parameter list")).toBe(hex(compose(core, "unmap_list", {})));

    await choose("read_full_status_data");
    const descriptor = compose(core, "full_status_descriptor", { "RESERVATION KEY": 0xa1n }, [new Uint8Array(24)]);
    await page.getByLabel("PRGENERATION").fill("7");
    await page.getByLabel("full_status_descriptor").fill(hex(descriptor));
    const title = "READ FULL STATUS parameter data";
    const data = compose(core, "read_full_status_data", { PRGENERATION: 7 }, descriptor);
    expect(await shown(page, title)).toBe(hex(data));
    await choose("transport_id_iscsi_name");
    await page.getByRole("textbox", { name: "ISCSI NAME" }).fill("iqn.2026-11.invalid:b");
    expect(await shown(page, "TransportID (iSCSI name)")).toBe(
      hex(compose(core, "transport_id_iscsi_name", {}, "iqn.2026-11.invalid:b")),
    );
    await page.getByRole("button", { name: "Copy C array" }).click();
    await expect.poll(() => page.locator("#said").innerText()).toBe("TransportID (iSCSI name) as a C array copied.");
    await page.getByRole("button", { name: "Decode" }).click();
    const [, state] = link(page).split("?");
    expect(link(page)).toMatch(/^#decode\?/);
    expect(new URLSearchParams(state).get("as")).toBe("transport_id_iscsi_name" satisfies StructureName);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("every target there is has a form and bytes", async () => {
    const { page, complaints } = await openPage(browser, "#encode");
    const ids = await page.evaluate<string[]>(
      '[...document.querySelectorAll("select[name=target] option")].map((one) => one.value)',
    );
    expect(ids.length).toBeGreaterThan(500);
    expect(new Set(ids).size).toBe(ids.length);
    const without = await page.evaluate<string[]>(`(async () => {
      const without = [];
      for (const id of ${JSON.stringify(ids)}) {
        history.replaceState(undefined, "", "#encode?do=" + encodeURIComponent(id));
        dispatchEvent(new PopStateEvent("popstate"));
        const result = document.querySelector(".result pre.rows");
        if (!result || document.querySelector("select[name=target]").value !== id) without.push(id);
      }
      return without;
    })()`);
    expect([without, complaints]).toEqual([[], []]);
    await page.context().close();
  }, 60_000);

  test("a link that names nothing to encode says so, until something is chosen", async () => {
    const { page } = await openPage(browser, "#encode?do=6f");
    const unread = page.getByText("names a command or structure that this page does not know, “6f”");
    expect(await unread.isVisible()).toBe(true);
    await page.locator('select[name="target"]').selectOption("in");
    expect(await unread.count()).toBe(0);
    await page.context().close();
  });

  test("a field that the service action ignores says so, and Decode takes the list along", async () => {
    const { page } = await openPage(browser, "#encode?do=out&SERVICE+ACTION=3&RESERVATION+KEY=a1");
    const type = page.locator(".field", { has: page.getByLabel("TYPE", { exact: true }) });
    expect(await type.locator(".hint").innerText()).toContain("CLEAR ignores it.");
    await page.getByLabel("SERVICE ACTION", { exact: true }).selectOption("1");
    expect(await type.locator(".hint").innerText()).not.toContain("ignores");
    await page.getByRole("button", { name: "Decode" }).first().click();
    expect(await page.locator(".facts li").allInnerTexts()).toEqual([
      "PERSISTENT RESERVE OUT parameter list: key 0xa1",
    ]);
    await page.context().close();
  });

  test("at a desk the names of types and service actions are not cut", async () => {
    const { page } = await openPage(browser, "#encode?do=out&SERVICE+ACTION=6&TYPE=8");
    for (const name of ["SERVICE ACTION", "TYPE"]) {
      const select = page.getByLabel(name, { exact: true });
      // A select as wide as it likes is as wide as its longest name.
      const width = async () => (await select.boundingBox())!.width;
      const own = await width();
      await page.evaluate(`document.getElementsByName("${name}")[0].style.cssText = "width: auto; max-width: none"`);
      const wanted = await width();
      expect([name, own >= wanted]).toEqual([name, true]);
    }
    await page.context().close();
  });

  test("what is no value is told beside its field, and links that nobody wrote are survived", async () => {
    const { page } = await openPage(browser, "#encode");
    const key = page.getByRole("textbox", { name: "RESERVATION KEY", exact: true });
    const told: [string, string][] = [
      ["xyz", "not hexadecimal"],
      ["1".repeat(17), "too wide"],
    ];
    for (const [text, words] of told) {
      await key.fill(text);
      expect(await page.getByText("No bytes yet").isVisible()).toBe(true);
      const problem = page.locator(`#${(await key.getAttribute("aria-describedby"))!.split(" ")[0]!}`);
      expect([await problem.innerText(), await key.getAttribute("aria-invalid")]).toEqual([
        expect.stringContaining(words),
        "true",
      ]);
    }
    await key.fill("");
    await page.getByLabel("PARAMETER LIST LENGTH").fill("0x100000000");
    expect(await page.getByText("does not fit 32 bits").isVisible()).toBe(true);
    await page.context().close();
    for (const bad of [
      "#encode?do=nothing&SERVICE+ACTION=99&TYPE=-1",
      "#encode?do=out&SPEC_I_PT=1&id=bytes,0&id=srp,zz&id=&id=none,1",
      `#encode?do=out&SPEC_I_PT=1${"&id=sas,1".repeat(500)}`,
      `#encode?do=out&SERVICE+ACTION=7&id=iscsi_name,${"x".repeat(70_000)}`,
      "#encode?do=fixed_sense&INFORMATION=1e400&RESPONSE+CODE=%3Cscript%3E",
      "#encode?do=constructor&__proto__=1&%00=%ff",
    ]) {
      const opened = await openPage(browser, bad);
      await opened.page.getByLabel("Filter").fill("REGISTER AND MOVE parameter");
      await opened.page.getByLabel("Filter").press("Enter");
      expect([bad, await shown(opened.page, "REGISTER AND MOVE parameter list")]).toEqual([bad, "0".repeat(48)]);
      expect([bad, opened.complaints]).toEqual([bad, []]);
      await opened.page.context().close();
    }
  }, 60_000);

  test("at a desk and on a telephone", async () => {
    const address = `#encode?do=out&SERVICE+ACTION=1&RESERVATION+KEY=a1&TYPE=9&SPEC_I_PT=1&APTPL=1&id=${ports.iscsiPort}&id=${ports.srp}`;
    const { page, complaints } = await openPage(browser, address);
    expect(await rules(page)).toEqual(["TYPE", "SPEC_I_PT"]);
    await picture(page, "encode-1280");
    const small = await openPage(browser, address, { size: sizes[390], dark: true });
    expect(await small.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(await small.page.locator("pre.rows").first().innerText()).toMatch(/^00 {2}5f 01 09 .*\n08 {2}/);
    expect(
      await small.page.evaluate("parseFloat(getComputedStyle(document.querySelector('pre.rows')).fontSize)"),
    ).toBeGreaterThan(13);
    await picture(small.page, "encode-390");
    expect([...complaints, ...small.complaints]).toEqual([]);
    await small.page.context().close();
    await page.context().close();
  });
});
