/** holdfast encode and fields. */
import { describe, expect, test } from "vitest";
import { abi } from "../../hosts/embed/index.ts";
import { holdfastHere } from "./cli-here.ts";
import { shell } from "./cli.ts";

const encode = (...args: string[]) => holdfastHere(["encode", ...args]);
const fields = (...args: string[]) => holdfastHere(["fields", ...args]);
/** Of a list of PERSISTENT RESERVE OUT, what is behind its 28 bytes. */
const idOf = async (text: string) =>
  (await encode("pr_out_list", "-x", text)).stdout.replaceAll(" ", "").trim().slice(56);

describe("commands", () => {
  test.each([
    [["persistent-reserve-out", "reserve", "type=Write Exclusive"], "5f 01 01 00 00 00 00 00 18 00"],
    [["PERSISTENT", "RESERVE", "OUT", "register", "and", "move"], "5f 07 00 00 00 00 00 00 18 00"],
    [["Persistent Reserve Out preempt-and-abort", "TYPE=8", "CONTROL=4"], "5f 05 08 00 00 00 00 00 18 04"],
    [
      ["persistent-reserve-out", "SERVICE ACTION=clear", "Parameter List Length=0x1000"],
      "5f 03 00 00 00 00 00 10 00 00",
    ],
    [["persistent_reserve_in", "read-full-status", "allocation-length=2000h"], "5e 03 00 00 00 00 00 20 00 00"],
    [["request sense", "desc=1", "allocation length=252"], "03 01 00 00 fc 00"],
    [["pr_out_cdb", "service action=1", "TYPE=Exclusive Access - Registrants Only"], "5f 01 06 00 00 00 00 00 18 00"],
  ])("%j", async (args, bytes) => {
    expect(await encode(...args)).toEqual({ code: 0, stdout: `${bytes}\n`, stderr: "" });
  });
});

describe("parameter lists", () => {
  const key = "0000000000123abc";
  const zeros = (count: number) => "00".repeat(count);

  test.each([
    [["pr_out_list", "RESERVATION KEY=123abc"], `${key}${zeros(16)}`],
    [["pr_out_list", "rk=123abc", "sark=0"], `${key}${zeros(16)}`],
    [["pr_out_list", "reservation key=0x123ABC", "aptpl=1", "all_tg_pt=1"], `${key}${zeros(12)}05${zeros(3)}`],
    [["pr_out_list", "SERVICE ACTION RESERVATION KEY=0000000000123abc"], `${zeros(8)}${key}${zeros(8)}`],
    [["pr_out_move_list", "unreg=1", "relative target port identifier=7"], `${zeros(17)}02000700000000`],
  ])("%j", async (args, bytes) => {
    expect((await encode(...args)).stdout.replaceAll(" ", "")).toBe(`${bytes}\n`);
  });

  test("TransportIDs make the list that has room for them", async () => {
    const { stdout } = await encode(
      "pr_out_list",
      "-x",
      "sas,5000c50012345678",
      "--transport-id",
      "fcp:2100001b32112233",
    );
    const bytes = stdout.replaceAll(" ", "").trim();
    expect(bytes.slice(40, 56)).toBe("0800000000000030");
    expect(bytes.slice(56)).toBe(`060000005000c50012345678${zeros(12)}${"00".repeat(8)}2100001b32112233${zeros(8)}`);
  });

  test.each([
    ["fcp,2100001b32112233", `${zeros(8)}2100001b32112233${zeros(8)}`],
    ["naa.2100001b32112233/fcp", `${zeros(8)}2100001b32112233${zeros(8)}`],
    ["sas,0x5000c50012345678", `060000005000c50012345678${zeros(12)}`],
    ["naa.5000C50012345678/sas", `060000005000c50012345678${zeros(12)}`],
    ["sbp,0011223344556677", `03${zeros(7)}0011223344556677${zeros(8)}`],
    ["srp,000102030405060708090a0b0c0d0e0f", `04${zeros(7)}000102030405060708090a0b0c0d0e0f`],
    ["spi,6,0x11", `01000006000000110000${zeros(14)}`],
    ["sop,1f2", `0a0001f2${zeros(20)}`],
    ["iqn.2026-01.test:b", `05000014${Buffer.from("iqn.2026-01.test:b").toString("hex")}${zeros(2)}`],
    ["naa.5000c50012345678", `05000018${Buffer.from("naa.5000c50012345678").toString("hex")}${zeros(4)}`],
    ["eui.02004567a425678d", `05000018${Buffer.from("eui.02004567a425678d").toString("hex")}${zeros(4)}`],
    [
      "iqn.2026-01.test:b,i,0x00023d000002",
      `45000024${Buffer.from("iqn.2026-01.test:b,i,0x00023d000002").toString("hex")}00`,
    ],
    [`0a 00 01 f2 ${zeros(20)}`, `0a0001f2${zeros(20)}`],
  ])("%s", async (text, bytes) => {
    expect(await idOf(text)).toBe(bytes);
  });

  test("the longest iSCSI name", async () => {
    const name = `iqn.${"a".repeat(219)}`;
    expect((await idOf(`${name},i,0x00023d000002`)).length / 2).toBe(4 + 244);
    expect((await encode("pr_out_list", "-x", `${name}a`)).stderr).toBe(
      "holdfast: the iSCSI name has 224 bytes: 223 is the most\n",
    );
  });
});

describe("formats", () => {
  const list = ["pr_out_list", "RESERVATION KEY=123abc"];

  test("c compiles", async () => {
    const { stdout } = await encode(...list, "--format", "c");
    expect(stdout).toMatch(
      /^static const unsigned char persistent_reserve_out_parameter_list\[24\] = \{\n( {4}(0x[0-9a-f]{2},? ?){8}\n){3}\};\n$/,
    );
    const compiled = shell(
      "holdfast encode pr_out_list -F c | gcc -Wall -Wno-unused-const-variable -Werror -fsyntax-only -x c -",
    );
    expect(compiled).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("sg_raw takes it", async () => {
    const call = (await encode("persistent-reserve-in", "read-keys", "allocation length=8192", "-F", "sg_raw")).stdout;
    expect(call).toBe("sg_raw -r 8192 DEVICE 5e 00 00 00 00 00 00 20 00 00\n");
    expect((await encode("persistent-reserve-out", "-F", "sg_raw")).stdout).toBe(
      "sg_raw -s 24 -i FILE DEVICE 5f 00 00 00 00 00 00 00 18 00\n",
    );
    expect((await encode("persistent-reserve-out", "parameter list length=0", "-F", "sg_raw")).stdout).toBe(
      "sg_raw DEVICE 5f 00 00 00 00 00 00 00 00 00\n",
    );
  });

  test("sg_raw's data in blocks is the caller's to count", async () => {
    expect(await encode("read(10)", "lba=5", "transfer length=8", "-F", "sg_raw")).toEqual({
      code: 0,
      stdout: "sg_raw DEVICE 28 00 00 00 00 05 00 00 08 00\n",
      stderr: "holdfast: TRANSFER LENGTH is no number of bytes: add -r or -s and the number of bytes to this call\n",
    });
  });

  test("binary goes back through decode", () => {
    const { stdout, code } = shell(
      "holdfast encode pr_out_list 'RESERVATION KEY=123abc' -F binary | holdfast decode -q -b --as pr_out_list",
    );
    expect(stdout).toMatch(/RESERVATION KEY +0x0000000000123abc\n/);
    expect(code).toBe(0);
  });

  test("json is decode's", async () => {
    const [found] = JSON.parse((await encode(...list, "--format", "json")).stdout).findings;
    expect(found).toMatchObject({ kind: "data", structure: "pr_out_list", why: "it was composed" });
  });

  test("-v says what each byte is, on standard error", async () => {
    const { stdout, stderr } = await encode(...list, "-v");
    expect(stdout).toMatch(/^00 00 00 00 00 12 3a bc /);
    expect(stderr).toMatch(/^PERSISTENT RESERVE OUT parameter list\n {2}RESERVATION KEY +0x0000000000123abc\n/);
  });
});

describe("what cannot be composed is one sentence", () => {
  test.each<[string[], number, string | RegExp]>([
    [
      ["pr_out_list", "RESERVATIO KEY=1"],
      1,
      "PERSISTENT RESERVE OUT parameter list has no field 'RESERVATIO KEY': take 'RESERVATION KEY'",
    ],
    [
      ["pr_out_list", "COLOUR=1"],
      1,
      /^PERSISTENT RESERVE OUT parameter list has no field 'COLOUR': take 'RESERVATION KEY', .* or '/,
    ],
    [["pr_out_list", "RESERVATION KEY=1", "reservation-key=2"], 1, "RESERVATION KEY is given twice"],
    [
      ["pr_out_list", "RESERVATION KEY=11112222333344445"],
      1,
      "RESERVATION KEY has 64 bits: 11112222333344445 does not fit",
    ],
    [["pr_out_list", "RESERVATION KEY=x"], 1, "RESERVATION KEY: 'x' is no value of it: give hexadecimal like 123abc"],
    [["pr_out_list", "APTPL=2"], 1, "APTPL has 1 bit: 2 does not fit"],
    [["pr_out_list", "APTPL=1", "TYPE"], 1, "'TYPE' is no FIELD=VALUE: quote a name that has spaces"],
    [
      ["pr_out_list", "RESERVATION", "KEY=1"],
      1,
      "there is no command or structure 'pr_out_list RESERVATION': take 'pr_out_list'",
    ],
    [["persistent-reserve-out", "type=99"], 1, "TYPE has 4 bits: 99 does not fit"],
    [
      ["persistent-reserve-out", "type=Write Exclusiv"],
      1,
      /^TYPE: 'Write Exclusiv' is no value of it: take 'Write Exclusive', .*, or a number$/,
    ],
    [
      ["persistent-reserve-out", "registre"],
      1,
      "PERSISTENT RESERVE OUT has no service action 'registre': take 'REGISTER'",
    ],
    [
      ["persistent-reserve-out", "OPERATION CODE=0"],
      1,
      "OPERATION CODE of PERSISTENT RESERVE OUT is 0x5f: leave it out",
    ],
    [["request-sense", "3"], 1, "REQUEST SENSE has no service action '3': leave it out"],
    [
      ["persistent-reserve-ou"],
      1,
      /^there is no command or structure 'persistent-reserve-ou': take 'PERSISTENT RESERVE OUT'/,
    ],
    [
      ["register-and-move"],
      1,
      /^there is no command or structure 'register-and-move': take 'PERSISTENT RESERVE OUT REGISTER AND MOVE'/,
    ],
    [["gibberish"], 1, "there is no command or structure 'gibberish': holdfast fields lists them"],
    [["TYPE=1"], 1, "name a command or a structure before its fields: see holdfast encode --help"],
    [
      ["transport_id"],
      1,
      /^TransportID: this is one of several structures: name the one that is meant \(transport_id_fcp, /,
    ],
    [
      ["transport_id_srp", "INITIATOR PORT IDENTIFIER=01"],
      1,
      "INITIATOR PORT IDENTIFIER: give 16 bytes in hexadecimal",
    ],
    [
      ["pr_out_list", "-x", "foo"],
      1,
      /^'foo' is no TransportID: give iqn\.1994-05\.com\.example:a \(also eui\., naa\.\); /,
    ],
    [["pr_out_list", "-x", "srp,0102"], 1, /^'srp,0102' is no TransportID: /],
    [["pr_out_list", "-x", "fcp,11112222333344445"], 1, /^'fcp,11112222333344445' is no TransportID: /],
    [["pr_out_list", "-x", "0a00"], 1, /^'0a00' is no TransportID: /],
    [["pr_out_list", "-x", "iqn.a,i,0x1"], 1, "'iqn.a,i,0x1': the ISID is ,i,0x and 12 hexadecimal digits"],
    [
      ["pr_out_move_list", "-x", "sas,1", "-x", "sas,2"],
      1,
      "REGISTER AND MOVE parameter list has one TransportID: give it once",
    ],
    [
      ["persistent-reserve-out", "-x", "sas,1"],
      1,
      "PERSISTENT RESERVE OUT has no place for a TransportID: leave it out",
    ],
    [
      ["pr_out_list", "--data", "00"],
      1,
      "nothing goes behind the fields of PERSISTENT RESERVE OUT parameter list: leave --data out",
    ],
    [["pr_out_move_list", "--data", "x"], 1, "--data is not hexadecimal: give bytes like 5f 01"],
    [["pr_out_move_list", "--data", "00", "-x", "sas,1"], 31, "give --transport-id or --data, one of them"],
    [
      ["pr_out_list", "-F", "sg_raw"],
      1,
      "sg_raw sends commands: write this to a file with --format binary, for its option -i",
    ],
    [
      ["pr_out_list", "-F", "xml"],
      1,
      "option '-F, --format <format>' argument 'xml' is invalid: Allowed choices are hex, c, sg_raw, json, binary; see holdfast encode --help",
    ],
  ])("%j", async (args, code, sentence) => {
    const run = await encode(...args);
    expect([run.code, run.stdout]).toEqual([code, ""]);
    expect(run.stderr).toMatch(/^holdfast: [^\n]+\n$/);
    const said = run.stderr.slice("holdfast: ".length, -1);
    if (typeof sentence === "string") expect(said).toBe(sentence);
    else expect(said).toMatch(sentence);
  });
});

describe("fields", () => {
  test("all, by name and by identifier", async () => {
    const { stdout, code } = await fields();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Commands\n[^]*\n {2}5Fh\/01h +PERSISTENT RESERVE OUT, RESERVE +pr_out_cdb\n(?:.+\n)*\nStructures\n/,
    );
    for (const id of Object.keys(abi.structures)) expect(stdout).toMatch(new RegExp(`^  ${id} `, "m"));
    expect((await fields("pr_out_cdb")).stdout).toBe((await fields("Persistent", "Reserve", "Out")).stdout);
  });

  test("names of values, of which long lists are cut", async () => {
    expect((await fields("pr_out_cdb")).stdout).toMatch(
      /2 +3-0 +TYPE [^]* 0x5 {2}Write Exclusive - Registrants Only\n/,
    );
    expect((await fields("fixed_sense")).stdout).toMatch(/ and \d+ more: --all lists them\n/);
    expect((await fields("fixed_sense", "--all")).stdout).toMatch(/ 0x2a05 +REGISTRATIONS PREEMPTED\n/);
  });

  test("what is behind the fixed part", async () => {
    expect((await fields("pr_out_spec_i_pt_list")).stdout).toMatch(
      /\.\.\. +TransportID +.* \(a list of transport_id\)\n/,
    );
    expect((await fields("transport_id_iscsi_port")).stdout).toMatch(
      /\.\.\. +ISCSI NAME +.* \(text, ends with a NUL\)\n/,
    );
  });

  test("commands by operation code, service action and words of their names", async () => {
    for (const code of ["5eh", "0x5e", "5E"])
      expect((await fields(code)).stdout).toMatch(/^Commands\n {2}5Eh\/00h {2}PERSISTENT RESERVE IN, READ KEYS /);
    expect((await fields("5e")).stdout).not.toContain("Structures");
    expect((await fields("Persistent Reserve Out register")).stdout).toMatch(/^PERSISTENT RESERVE OUT \(pr_out_cdb\)/);
    expect((await fields("read(10)")).stdout).toMatch(/^READ\(10\) \(read_10_cdb\), .*\n.*\n {2}28h {2}READ\(10\) /);
    const found = (await fields("luns", "report")).stdout;
    expect(found).toMatch(/ A0h +REPORT LUNS /);
    expect(found).toMatch(/ report_luns_data +REPORT LUNS parameter data /);
  });

  test("regions and choices have the standard's names", async () => {
    expect((await fields("mode_sense_10_data")).stdout).toMatch(
      /\.\.\. +Mode page +The mode pages\. \(a list of mode_page\)\n$/,
    );
    expect((await fields("sense_data")).stdout).toMatch(
      / One of:\n {4}fixed_sense_data {2}Fixed format sense data\n {4}descriptor_sense {2}Descriptor format sense data\n/,
    );
    expect((await fields("fixed_sense")).stdout).toMatch(/SENSE KEY SPECIFIC .* \(sense_key_specific_data\)\n/);
  });

  test("no row is wider than the terminal", () => {
    const { stdout } = shell(
      `script -qec 'stty cols 80; holdfast fields --color never vpd_extended_inquiry' /dev/null </dev/null`,
    );
    const rows = stdout.split(/\r?\n/);
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => row.length > 80)).toEqual([]);
  });

  test.each([
    ["fixd_sense", "there is no command or structure 'fixd_sense': take 'fixed_sense'"],
    ["gibberish", "there is no command or structure 'gibberish': holdfast fields lists them"],
  ])("%s", async (name, sentence) => {
    expect(await fields(name)).toEqual({ code: 1, stdout: "", stderr: `holdfast: ${sentence}\n` });
  });
});
