/** The command line's frame: help, errors, colour, pipes, exit codes. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { exit, exitOfSense, exitOfStatus } from "../../hosts/cli/exit.ts";
import { bytesFrom, numberFrom } from "../../hosts/cli/numbers.ts";
import { excerpt, near, printable } from "../../hosts/cli/words.ts";
import { holdfast, shell } from "./cli.ts";
import { hex } from "./core.ts";

const cdb = "5f010500000000001800";

describe("help", () => {
  test.each([["--help"], ["-h"], ["decode", "--help"], ["encode", "-h"], ["fields", "--help"]])("%s %s", (...args) => {
    const { code, stdout, stderr } = holdfast(args.filter((word) => typeof word === "string"));
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage: holdfast/);
    expect(stdout.split("\n").filter((line) => line.length > 86)).toEqual([]);
  });

  test("the version is the package's", () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    for (const option of ["-V", "--version"]) expect(holdfast([option]).stdout).toBe(`${version}\n`);
  });
});

describe("a command line that cannot be followed is one sentence on standard error", () => {
  test.each<[string[], number, string]>([
    [[], 1, "say what to do: see holdfast --help"],
    [["decod"], 1, "unknown command 'decod' (Did you mean decode?); see holdfast --help"],
    [["--colour"], 1, "unknown option '--colour'; see holdfast --help"],
    [["decode", "--hx"], 1, "unknown option '--hx' (Did you mean --hex?); see holdfast decode --help"],
    [["decode", "--file"], 1, "option '-f, --file <file>' argument missing; see holdfast decode --help"],
    [
      ["decode", "--color", "blue", cdb],
      1,
      "option '--color <when>' argument 'blue' is invalid: Allowed choices are auto, always, never; see holdfast decode --help",
    ],
    [
      ["decode", "--hex", "--json", cdb],
      31,
      "option '-H, --hex' cannot be used with option '-j, --json'; see holdfast decode --help",
    ],
    [
      ["decode", "--as", "cdb", "--cdb", "5e", cdb],
      31,
      "option '-c, --cdb <hex>' cannot be used with option '-a, --as <what>'; see holdfast decode --help",
    ],
    [["encode"], 1, "missing required argument 'NAME'; see holdfast encode --help"],
  ])("%j", (args, code, sentence) => {
    expect(holdfast(args)).toEqual({ code, stdout: "", stderr: `holdfast: ${sentence}\n` });
  });
});

describe("colour", () => {
  const escape = "\u001b[";
  const coloured = (args: string[], env: Record<string, string> = {}) => {
    const { stdout, stderr } = holdfast(["decode", ...args, cdb], { env });
    return [stdout.includes(escape), stderr.includes(escape)];
  };

  test("not where no terminal is, always or never by --color, which outdoes NO_COLOR", () => {
    expect(coloured([])).toEqual([false, false]);
    expect(coloured(["--color", "always"])).toEqual([true, true]);
    expect(coloured(["--color", "always"], { NO_COLOR: "1" })).toEqual([true, true]);
    expect(coloured(["--color", "never"])).toEqual([false, false]);
  });

  test.each<[string, Record<string, string>, boolean]>([
    ["a terminal", { TERM: "xterm" }, true],
    ["NO_COLOR", { TERM: "xterm", NO_COLOR: "1" }, false],
    ["an empty NO_COLOR", { TERM: "xterm", NO_COLOR: "" }, true],
    ["a dumb terminal", { TERM: "dumb" }, false],
  ])("%s", (_what, env, expected) => {
    const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const { stdout } = shell(
      `script -qec 'env -u NO_COLOR ${settings.join(" ")} holdfast decode -q ${cdb}' /dev/null </dev/null`,
    );
    expect(stdout).toContain("Write Exclusive - Registrants Only (0x5)");
    expect(stdout.includes(escape)).toBe(expected);
  });

  test("says nothing that the words do not", () => {
    const { stdout } = holdfast(["decode", "--color", "always", "-q", `${cdb}ff`]);

    const plain = stdout.replaceAll(/\u001b\[\d+m/g, "");
    expect(plain).toBe(holdfast(["decode", "-q", `${cdb}ff`]).stdout);
    expect(plain).toContain("! behind the end");
  });
});

describe("pipes", () => {
  test("a reader that has gone ends it quietly", () => {
    const { code, stdout, stderr } = shell(
      "set -o pipefail; holdfast fields --all fixed_sense | head -1; holdfast decode --as read_keys_data --file /dev/zero --binary | true",
    );
    expect(stdout).toMatch(/^Fixed format sense data/);
    expect(stderr).not.toMatch(/EPIPE|Error/);
    expect([0, exit.file]).toContain(code);
  });

  test("64 KiB of READ FULL STATUS through a pipe that is closed early", () => {
    const { code, stdout, stderr } = shell(
      `set -o pipefail; (printf '00000001 0000fff8'; head -c 65528 /dev/zero | od -An -v -tx1) | holdfast decode -q --cdb 5e03 - | head -3`,
    );
    expect(stdout.split("\n")).toHaveLength(4);
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("a full disk is told", () => {
    expect(shell(`holdfast decode -q ${cdb} >/dev/full`)).toEqual({
      code: 15,
      stdout: "",
      stderr: "holdfast: cannot write to the standard output: no space left on device\n",
    });
  });

  test("standard error that is closed stops nothing", () => {
    const { code, stdout } = shell(`holdfast decode ${cdb} 2>/dev/full; echo "exit $?"`);
    expect(stdout).toMatch(/^PERSISTENT RESERVE OUT\n[^]*exit 0\n$/);
    expect(code).toBe(0);
  });

  test.each([
    ["a folder", "</", 15, "cannot read the standard input: illegal operation on a directory"],
    ["nothing", "</dev/null", 1, "there is nothing to decode: the input is empty"],
    ["closed", "<&-", 1, "there is nothing to decode: the input is empty"],
  ])("standard input is %s", (_what, redirection, code, sentence) => {
    expect(shell(`holdfast decode - ${redirection}`)).toEqual({ code, stdout: "", stderr: `holdfast: ${sentence}\n` });
  });
});

describe("exit codes of sg3_utils", () => {
  test.each([
    [0x2, 0x04, 0x01, 2],
    [0x2, 0x04, 0x0b, 12],
    [0x2, 0x04, 0x0c, 13],
    [0x3, 0x11, 0x00, 3],
    [0x4, 0x44, 0x00, 3],
    [0x5, 0x24, 0x00, 5],
    [0x5, 0x20, 0x00, 9],
    [0x5, 0x20, 0x01, 5],
    [0x5, 0x21, 0x00, 22],
    [0x5, 0x21, 0x01, 5],
    [0x5, 0x26, 0x04, 19],
    [0x6, 0x2a, 0x05, 6],
    [0x7, 0x27, 0x00, 7],
    [0x8, 0x00, 0x05, 3],
    [0xb, 0x00, 0x00, 11],
    [0xb, 0x10, 0x01, 40],
    [0xd, 0x00, 0x00, 98],
    [0xe, 0x1d, 0x00, 14],
  ])("sense %i/%i/%i: %i", (key, asc, ascq, code) => {
    expect(exitOfSense({ key, asc, ascq })).toBe(code);
  });

  test.each([
    [0x00, 0],
    [0x08, 26],
    [0x18, 24],
    [0x28, 27],
    [0x30, 28],
    [0x40, 29],
    [0x77, 99],
  ])("status %i: %i", (status, code) => {
    expect(exitOfStatus(status)).toBe(code);
  });
});

describe("as people type it", () => {
  test.each([
    "5f010500",
    "5f 01 05 00",
    "5F 1 5 0",
    "0x5f,0x01,0x05,0x00",
    "0x5f 0x1 0x5 0x0",
    "5f:01:05:00",
    "5f-01-05-00",
    "\\x5f\\x01\\x05\\x00",
    "5Fh 01h 05h 00h",
    "5f01 0500",
    " 5f01\n0500 ",
  ])("bytes: %j", (text) => {
    expect(hex(bytesFrom(text)!)).toBe("5f010500");
  });

  test.each(["5f0", "zz", "5f 01 zz", "5g", "0x", "5f0 1"])("no bytes: %j", (text) => {
    expect(bytesFrom(text)?.length ?? 0).toBe(0);
  });

  test("numbers", () => {
    expect(["24", "0x18", "18h", "18H", "0X18"].map((text) => numberFrom(text))).toEqual([24n, 24n, 24n, 24n, 24n]);
    expect(["abc", "", "-1", "1.5", "0xg", "1e3"].map((text) => numberFrom(text))).toEqual(Array(6).fill(undefined));
    expect(["123abc", "0x123ABC"].map((text) => numberFrom(text, "hex"))).toEqual([0x123abcn, 0x123abcn]);
  });

  test("near names", () => {
    const names = ["READ(10)", "READ(16)", "WRITE(10)", "PERSISTENT RESERVE OUT", "fixed_sense"];
    expect(near("raed10", names)).toEqual(["READ(10)"]);
    expect(near("fixed", names)).toEqual(["fixed_sense"]);
    expect(near("persistent reserv out", names)).toEqual(["PERSISTENT RESERVE OUT"]);
    expect(near("something else", names)).toEqual([]);
  });

  test("the start of a text, on one line", () => {
    expect(excerpt("28 00\r\n  00 00\n", 30)).toBe("28 00 00 00");
    expect(excerpt("28 00\n00 00", 8)).toBe("28 00...");
  });

  test("what would write to the terminal", () => {
    expect(printable("a\u001b[2J\u202eb\u0085\n")).toBe("a\\u{1b}[2J\\u{202e}b\\u{85}\\u{a}");
    expect(printable("Grüße")).toBe("Grüße");
  });
});
