/** holdfast decode of text that has bytes in it which are nothing known, or no SCSI. */
import { expect, test } from "vitest";
import { holdfastHere } from "./cli-here.ts";

const cdb = "5f010500000000001800";
const decode = (text: string) => holdfastHere(["decode", text]);

test("what is nothing known stops none of the others: a fault, but not in a log", async () => {
  const log = "SCSI Status: Check Condition\nReceived 8 bytes of data:\n 00     5d 00 13 77 98 23 11 78\n";
  expect(await decode(log)).toEqual({
    code: 0,
    stdout: "STATUS  CHECK CONDITION (0x2)\n",
    stderr: expect.stringMatching(
      /\nholdfast: no structure fits '5d 00 13 77 98 23 11 78': data that came from the device[^\n]*\n$/,
    ),
  });
  const { code, stdout, stderr } = await decode(`first: c0 ff ee 00 00 00\nthen cdb: ${cdb}\n`);
  expect([code, stdout.split("\n", 1)[0]]).toEqual([97, "PERSISTENT RESERVE OUT"]);
  expect(stderr).toContain("what begins with c0 ff may be anything");
});

test("registers of an ATA disk are no SCSI, and stop no SCSI", async () => {
  const run = await decode(
    "ata1.00: cmd 60/08:00:00:e1:59/00:00:a2:00:00/40 tag 0 ncq dma 4096 in\n" +
      "         res 41/40:00:00:e1:59/00:00:a2:00:00/40 Emask 0x409 (media error) <F>\n" +
      "sd 0:0:0:0: [sda] tag#0 CDB: Read(10) 28 00 a2 59 e1 00 00 00 08 00\n",
  );
  expect(run.code).toBe(0);
  expect(run.stdout).toContain("ATA registers  41/40:00:00:e1:59/00:00:a2:00:00/40\n\nREAD(10)\n");
  expect(run.stdout).not.toContain("WRITE SAME");
});
