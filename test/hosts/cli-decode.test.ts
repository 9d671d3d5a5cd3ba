/** holdfast decode. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { holdfastHere } from "./cli-here.ts";
import { holdfast, type Run } from "./cli.ts";
import { unhex } from "./core.ts";
import { folder } from "./daemon.ts";

const cdb = "5f010500000000001800";
const attention = "700006000000000a000000002a0500000000";
const title = ({ stdout }: Run) => stdout.split("\n", 1)[0];
const decode = (...args: string[]) => holdfastHere(["decode", ...args]);

function fileOf(content: string | Uint8Array): string {
  const path = join(folder(), "bytes");
  writeFileSync(path, content);
  return path;
}

describe("where bytes come from", () => {
  test("words, files and standard input are one", async () => {
    const expected = (await decode(cdb)).stdout;
    expect(expected).toContain("Write Exclusive - Registrants Only (0x5)");
    expect((await decode(...cdb.match(/../g)!)).stdout).toBe(expected);
    expect((await decode("--file", fileOf("5f 01 05 00 00\n00 00 00 18 00\n"))).stdout).toBe(expected);
    expect((await decode("-f", fileOf(unhex(cdb)), "--binary")).stdout).toBe(expected);
    expect(holdfast(["decode", "-"], { input: cdb }).stdout).toBe(expected);
    expect(holdfast(["decode"], { input: cdb }).stdout).toBe(expected);
    expect(holdfast(["decode", "-b", "-"], { input: unhex(cdb) }).stdout).toBe(expected);
    expect(holdfast(["decode", "--file", "-"], { input: cdb }).stdout).toBe(expected);
  });

  test.each<[string[], number, string]>([
    [["--file", "/nonexistent"], 15, "cannot read /nonexistent: no such file or directory"],
    [["--file", "/"], 15, "cannot read /: illegal operation on a directory"],
    [["--file", "/dev/null", cdb], 31, "give bytes or --file, one of them"],
    [["--binary", cdb], 31, "--binary is for --file and - (the standard input)"],
    [["--file", "/dev/null"], 1, "there is nothing to decode: the input is empty"],
    [["", " "], 1, "there is nothing to decode: give bytes in hexadecimal"],
  ])("%j", async (args, code, sentence) => {
    expect(await decode(...args)).toEqual({ code, stdout: "", stderr: `holdfast: ${sentence}\n` });
  });

  test("bytes that are no text", async () => {
    const { code, stderr } = await decode("--file", fileOf(unhex(cdb)));
    expect([code, stderr]).toEqual([1, "holdfast: this is no text: with --binary its bytes are taken as they are\n"]);
  });

  test("a file that never ends", async () => {
    const { code, stderr } = await decode("--binary", "--file", "/dev/zero");
    expect([code, stderr]).toEqual([15, "holdfast: /dev/zero has more than 64 MiB: give the part that matters\n"]);
  });
});

describe("what bytes are taken for", () => {
  test.each([
    [cdb, "PERSISTENT RESERVE OUT", "the CDB of PERSISTENT RESERVE OUT"],
    ["5e000000000000200000", "PERSISTENT RESERVE IN", "the CDB of PERSISTENT RESERVE IN"],
    [attention, "Fixed format sense data", "Fixed format sense data"],
    ["7205240000000000", "Descriptor format sense data", "Descriptor format sense data"],
  ])("%s is %s", async (bytes, name, said) => {
    const run = await decode(bytes);
    expect(title(run)).toBe(name);
    expect(run.stderr).toContain(` is taken for ${said}: `);
    expect((await decode("-q", bytes)).stderr).toBe("");
    expect(run.code).toBe(0);
  });

  const zeros = (count: number) => "00".repeat(count);

  test.each([
    ["28", "READ(10)"],
    [zeros(4), "PR helper features"],
    [zeros(6), "TEST UNIT READY"],
    [`28${zeros(15)}`, "READ(10)"],
    ["5fe10500000000001800", "PERSISTENT RESERVE OUT"],
    ["72062900", "Descriptor format sense data"],
    [`70${zeros(6)}0a${zeros(4)}001d${zeros(4)}`, "Fixed format sense data of an ATA device"],
    ["0083000c010300085000c50012345678", "Device Identification VPD page"],
    [`000006121f${zeros(3)}${Buffer.from("QEMU    QEMU HARDDISK   2.5+").toString("hex")}`, "Standard INQUIRY data"],
    [`000006325b100002${Buffer.from("LIO-ORG block1          4.0 ").toString("hex")}`, "Standard INQUIRY data"], // cut
    [`00000008${zeros(12)}`, "REPORT LUNS parameter data"],
  ])("%s is nothing but %s", async (bytes, name) => {
    expect(title(await decode(bytes))).toBe(name);
  });

  test.each([zeros(2), zeros(8), zeros(24), "c0ffee000000", "0013779823117823", "a53c9912"])(
    "%s may be anything",
    async (bytes) => {
      const { code, stdout, stderr } = await decode(bytes);
      expect([code, stdout]).toEqual([97, ""]);
      expect(stderr).toMatch(
        /^holdfast: what begins with .. .. may be anything(, and no command with operation code C0h is known)?: say what it is with --as or --cdb\n$/,
      );
    },
  );

  test("JSON names the structure that the bytes chose", async () => {
    const structure = async (...args: string[]) => {
      const { findings } = JSON.parse((await decode("--json", ...args)).stdout);
      return [findings[0].kind, findings[0].structure];
    };
    expect(await structure("--as", "sense", attention)).toEqual(["sense", "fixed_sense"]);
    expect(await structure("7205240000000000")).toEqual(["sense", "descriptor_sense"]);
    expect(await structure("--cdb", "12018300ff00", "0083000c010300085000c50012345678")).toEqual([
      "data",
      "vpd_device_identification",
    ]);
    expect(await structure(cdb)).toEqual(["cdb", "pr_out_cdb"]);
  });

  test.each([
    ["cdb", cdb, "PERSISTENT RESERVE OUT"],
    ["sense", attention, "Fixed format sense data"],
    ["sense", "7000014050e0010a80004fc2001d00000000", "Fixed format sense data of an ATA device"],
    ["sense", "7205240000000000", "Descriptor format sense data"],
    ["read_keys_data", "0000000100000000", "READ KEYS parameter data"],
    ["Read-Keys-Data", "0000000100000000", "READ KEYS parameter data"],
    ["transport_id", "06000000500605b00006f261000000000000000000000000", "TransportID (SAS)"],
  ])("--as %s", async (as, bytes, name) => {
    const run = await decode("--as", as, bytes);
    expect([run.code, title(run)]).toEqual([0, name]);
    expect(run.stderr).toContain(`${name}: --as says so\n`);
  });

  test.each([
    ["5e00", "0000000100000000", "READ KEYS parameter data"],
    ["5e 01", "0000000100000000", "READ RESERVATION parameter data"],
    ["5e02", "0008000000000000", "REPORT CAPABILITIES parameter data"],
    ["5e030000000000200000", "0000000100000000", "READ FULL STATUS parameter data"],
    ["5f00", "00".repeat(24), "PERSISTENT RESERVE OUT parameter list"],
    ["5f07", "00".repeat(24), "REGISTER AND MOVE parameter list"],
    ["5f00", `${"00".repeat(20)}08000000${"00".repeat(4)}`, "PERSISTENT RESERVE OUT parameter list with TransportIDs"],
  ])("--cdb %s", async (of, bytes, name) => {
    const run = await decode("--cdb", of, bytes);
    expect([run.code, title(run)]).toEqual([0, name]);
    expect(run.stderr).toContain("--cdb says whose data it is");
  });

  test.each<[string[], number, string]>([
    [
      ["zz"],
      1,
      "No SCSI was found in this text: paste a CDB or sense data in hexadecimal, or lines of a kernel, vmkernel, QEMU or sg3_utils log.",
    ],
    [["package.json"], 1, "'package.json' is a file: take the bytes from it with --file"],
    [
      ["ffbb"],
      97,
      "what begins with ff bb may be anything, and no command with operation code FFh is known: say what it is with --as or --cdb",
    ],
    [["--as", "fixed_sens", attention], 1, "there is no structure 'fixed_sens': take 'fixed_sense', 'fixed_sense_ata' or 'fixed_sense_data'"], // prettier-ignore
    [["--as", "colour", attention], 1, "there is no structure 'colour': holdfast fields lists them"],
    [["--cdb", "ff", "00"], 97, "no command with operation code FFh is known"],
    [["--cdb", "5e0f", "00"], 97, "there is no service action 0Fh"],
    [["--cdb", "xx", "00"], 1, "option '-c, --cdb <hex>' argument 'xx' is invalid: give the CDB in hexadecimal; see holdfast decode --help"], // prettier-ignore
    [["--device-type", "99", cdb], 1, "option '-t, --device-type <type>' argument '99' is invalid: give a number from 0 to 31 or one of disk, tape, printer, processor, worm, cd, dvd, optical, changer, raid, enclosure, rbc, osd, adc, zbc; see holdfast decode --help"], // prettier-ignore
  ])("%j", async (args, code, sentence) => {
    expect(await decode(...args)).toEqual({ code, stdout: "", stderr: `holdfast: ${sentence}\n` });
  });

  test.each(["0", "disk", "tape", "0x1f", "5h"])("--device-type %s", async (type) => {
    expect((await decode("--device-type", type, cdb)).code).toBe(0);
  });

  test("more bytes than fit", async () => {
    const run = await decode("--as", "read_keys_data", "--binary", "--file", fileOf(new Uint8Array(70_000)));
    expect(run).toMatchObject({ code: 97, stderr: "holdfast: 70000 bytes are too many: 65544 is the most\n" });
  });
});

describe("a pasted log", () => {
  const log = [
    "sd 2:0:0:1: [sdb] tag#0 CDB: Persistent reserve out 5f 01 05 00 00 00 00 00 18 00",
    "sd 2:0:0:1: [sdb] tag#0 Sense Key : Unit Attention [current]",
    "sd 2:0:0:1: reservation conflict",
  ].join("\n");

  test("what is in it, in its order, and why", () => {
    const { code, stdout, stderr } = holdfast(["decode", "-"], { input: log });
    expect(code).toBe(0);
    expect(stdout.split("\n\n").map((part) => part.split("\n", 1)[0])).toEqual([
      "PERSISTENT RESERVE OUT",
      "SENSE  UNIT ATTENTION (06/--/--)",
    ]);
    expect(stdout).toMatch(/\n\nSENSE .*\nSTATUS {2}RESERVATION CONFLICT \(0x18\)\n$/);
    expect(stderr).toMatch(/^holdfast: [^\n]*Linux kernel[^\n]*\n/);
    expect(stderr).toContain("'reservation conflict' is taken for a SCSI status: ");
  });

  test("its JSON, and the exit code of its status", () => {
    const { stdout, code } = holdfast(["decode", "--json", "--exit-code", "-q", "-"], { input: log });
    const { findings } = JSON.parse(stdout);
    expect(findings).toMatchObject([
      { kind: "cdb", structure: "pr_out_cdb", bytes: cdb },
      { kind: "sense_code", value: { key: 6 }, text: "Unit Attention [current]" },
      { kind: "status", value: 24, name: "RESERVATION CONFLICT" },
    ]);
    expect(code).toBe(24);
  });

  test.each([
    [
      "ESXi's own numbers",
      'Cmd(0x45b8c0a8) 0x2a, CmdSN 0x1 to dev "naa.6" failed H:0x5 D:0x18 P:0x3 Possible sense data: 0x0 0x0 0x0.',
      "OPERATION CODE  WRITE(10) (0x2a)\nhost status  VMK_SCSI_HOST_ABORT (0x5)\nSTATUS  RESERVATION CONFLICT (0x18)\nplugin status  VMK_SCSI_PLUGIN_RESERVATION_LOST (0x3)\n",
    ],
    [
      "a sense code",
      'Cmd(0x439d80c8) 0x5f, CmdSN 0x3 to dev "naa.6" failed H:0x0 D:0x2 P:0x0 Valid sense data: 0x6 0x2a 0x5.',
      "OPERATION CODE  PERSISTENT RESERVE OUT (0x5f)\nhost status  VMK_SCSI_HOST_OK (0x0)\nSTATUS  CHECK CONDITION (0x2)\nplugin status  VMK_SCSI_PLUGIN_GOOD (0x0)\nSENSE  UNIT ATTENTION, REGISTRATIONS PREEMPTED (06/2A/05)\n",
    ],
    [
      "Linux' numbers, of old with a suggestion",
      "SCSI error: return code = 0x28070002",
      "host status  DID_ERROR (0x7)\ndriver status  DRIVER_SENSE | SUGGEST_ABORT (0x28)\nSTATUS  CHECK CONDITION (0x2)\n",
    ],
    [
      "QEMU's numbers",
      "scsi_generic_ioctl_sgio_done cmd=0x28 status=0x18 duration=1 host_status=0x11",
      "OPERATION CODE  READ(10) (0x28)\nSTATUS  RESERVATION CONFLICT (0x18)\nhost status  SCSI_HOST_RESERVATION_ERROR (0x11)\n",
    ],
    [
      "a number without a name",
      "SCSI error: return code = 0x00fe0077",
      "host status  0xfe\ndriver status  DRIVER_OK (0x0)\nSTATUS  0x77\n",
    ],
  ])("%s", async (_what, line, expected) => {
    // prettier-ignore
    expect((await decode(line)).stdout).toContain(expected);
  });

  test("text without SCSI", () => {
    expect(holdfast(["decode", "-"], { input: "the quick brown fox" })).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("what is shown", () => {
  test("reserved and obsolete fields that are 0 only with --all and in --hex", async () => {
    expect((await decode(cdb)).stdout).not.toMatch(/Reserved|Obsolete/);
    for (const option of ["--all", "--hex", "-H"]) expect((await decode(option, cdb)).stdout).toMatch(/Reserved +0\n/);
    expect((await decode("5fe10500000000001800")).stdout).toMatch(/Reserved +7 {2}! reserved, and not 0\n/);
  });

  test("--hex has every byte once it is put together", async () => {
    const rows = (await decode("--hex", "--as", "pr_out_list", `${"11".repeat(8)}${"22".repeat(16)}`)).stdout.split(
      "\n",
    );
    const bytes = new Map<number, string>();
    for (const row of rows.slice(2)) {
      const [, at, dump] = /^([0-9a-f]{4}) +((?:[0-9a-f]{2} ){1,8})/.exec(row) ?? [];
      dump?.trim().split(" ").forEach((byte, i) => bytes.set(Number.parseInt(at!, 16) + i, byte)); // prettier-ignore
    }
    expect([...bytes.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, i) => i));
    expect([...bytes].filter(([at]) => at < 8).every(([, byte]) => byte === "11")).toBe(true);
  });

  test("64 KiB of READ FULL STATUS in each way, in less than 5 seconds", async () => {
    const port = "000000000000000021000024ff7c9a01aa".slice(0, 32).padEnd(48, "0");
    const descriptor = `222222222222222200000000010500000000000100000018${port}`;
    const count = Math.floor((65_544 - 8) / (descriptor.length / 2));
    const length = (count * descriptor.length) / 2;
    const path = fileOf(`00000001 ${length.toString(16).padStart(8, "0")} ${descriptor.repeat(count)}`);
    for (const option of ["--all", "--hex", "--json"]) {
      const began = Date.now();
      const { code, stdout } = await decode(option, "--cdb", "5e03", "--file", path);
      expect(code).toBe(0);
      expect(stdout.match(/Full status descriptor/g)).toHaveLength(count);
      expect(Date.now() - began).toBeLessThan(5000);
    }
  });
});

describe("the exit code", () => {
  test.each<[string, string[], number, RegExp]>([
    ["a CDB cut short", ["5f0105"], 97, /PERSISTENT RESERVE OUT: 3 bytes are there, 10 are needed\n$/],
    ["an unknown operation code", ["--as", "cdb", "ff00"], 97, /no command with operation code FFh is known\n$/],
    ["an unknown service action", ["--as", "cdb", "5e0f0000000000000000"], 97, /there is no service action 0Fh\n$/],
    ["sense data of no format", ["--as", "sense", "7400"], 97, /response code 74h is of no format of sense data\n$/],
    [
      "a CDB cut short, by its structure",
      ["--as", "read_10_cdb", "2800"],
      97,
      /READ\(10\) goes on behind these 2 bytes\n$/,
    ],
    ["a CDB of 32 bytes cut short", ["7f000000000000180009"], 97, /VARIABLE LENGTH CDB: 10 bytes are there, 32 are/],
    ["one byte of a CDB", ["5f"], 97, /PERSISTENT RESERVE OUT: 1 byte is there, 10 are needed\n$/],
    ["one byte of sense data", ["70"], 0, /Fixed format sense data goes on behind this 1 byte\n$/],
    ["an unknown service action that is guessed", ["5e0f0000000000000000"], 97, /: there is no service action 0Fh\n$/],
    ["bytes behind it", [`${cdb}ff`], 97, /1 byte too many for PERSISTENT RESERVE OUT\n$/],
    ["zeros behind it", [`${cdb}000000000000`], 0, /: [^\n]*\n$/],
    [
      "data cut short",
      ["--as", "read_keys_data", "000000010000001011"],
      0,
      /READ KEYS parameter data goes on behind these 9 bytes\n$/,
    ],
    ["sense data", [attention], 0, /Fixed format/],
    ["sense data, --exit-code", ["--exit-code", attention], 6, /Fixed format/],
    ["sense data in descriptor format, --exit-code", ["--exit-code", "7205240000000000"], 5, /Descriptor format/],
    ["a CDB, --exit-code", ["--exit-code", cdb], 0, /the CDB/],
  ])("of %s", async (_what, args, code, said) => {
    const run = await decode(...args);
    expect(run.code).toBe(code);
    expect(run.stderr).toMatch(said);
    expect(run.stdout).not.toBe("");
  });
});
