/** What holdfast encode and fields take a name for, and what they say of one that is not clear. */
import { expect, test } from "vitest";
import { holdfastHere } from "./cli-here.ts";

const encode = (line: string) => holdfastHere(["encode", ...line.split(" ")]);

test.each([
  ["pr_out", "5f 00 00 00 00 00 00 00 18 00"],
  ["pr-out reserve type=1", "5f 01 01 00 00 00 00 00 18 00"],
  ["pr_out_cdb clear", "5f 03 00 00 00 00 00 00 18 00"],
  ["PR_IN read-full-status al=8", "5e 03 00 00 00 00 00 00 08 00"],
  ["read_6_tape fixed=1", "08 01 00 00 00 00"],
  ["rewind immed=1", "01 01 00 00 00 00"],
  ["read-position long-form", "34 06 00 00 00 00 00 00 00 00"],
  ["read 0x8805 -t osd", "7f 00 00 00 00 00 00 02 88 05"],
  ["read keys parameter data", "00 00 00 00 00 00 00 00"],
  ["cdb_6 OPERATION-CODE=0xc1", "c1 00 00 00 00 00"],
  ["designator_t10 t10-vendor-identification=ACME", "41 43 4d 45 20 20 20 20"],
])("%s", async (line, bytes) => {
  expect(await encode(line)).toEqual({ code: 0, stdout: `${bytes}\n`, stderr: "" });
});

test.each([
  ["read", "'read' has several lengths: take 'READ(6)', 'READ(10)', 'READ(12)', 'READ(16)' or 'READ(32)'"],
  ["read capacity", "'read capacity' has several lengths: take 'READ CAPACITY(10)' or 'READ CAPACITY(16)'"],
  ["read -t tape", "'read' has several lengths: take 'READ(6)' or 'READ(16)'"],
  ["read -t osd", "READ is several commands: put the service action behind it, '0x8805' or '0x8885'"],
  ["write nothing", "there is no command or structure 'write nothing': take 'WRITE'"],
  ["prout_lis", "there is no command or structure 'prout_lis': take 'pr_out_list'"],
  ["rsoc", "there is no command or structure 'rsoc': take 'REPORT SUPPORTED OPERATION CODES'"],
  ["pr_out control=4 naca=1", "CONTROL and NACA have bits in common: give one of them"],
  [
    "sense_data",
    "Sense data: this is one of several structures: name the one that is meant (fixed_sense_data, descriptor_sense, sense_data_other)",
  ],
])("%s is refused in one sentence", async (line, sentence) => {
  expect(await encode(line)).toEqual({ code: 1, stdout: "", stderr: `holdfast: ${sentence}\n` });
});

test("fields of a name that only commands without a layout of their own have are those of a search", async () => {
  const { stdout } = await holdfastHere(["fields", "read"]);
  expect(stdout).toMatch(/^Commands\n(?:.+\n)* {2}28h +READ\(10\) /);
  expect(stdout).toMatch(/ {2}7Fh\/8805h +READ +type 11 /);
  expect((await holdfastHere(["fields", "rezero-unit"])).stdout).toMatch(/^Commands\n {2}01h +REZERO UNIT .* cdb_6\n$/);
});
