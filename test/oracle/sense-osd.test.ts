/** Descriptors of object-based storage devices, of which sg_decode_sense shows bytes only: tshark reads the same fields. */
import { expect, test } from "vitest";
import { explain } from "../../hosts/embed/index.ts";
import { loadCore } from "../hosts/core.ts";
import { Random, seed } from "../common/random.ts";
import { describeWith, TSHARK } from "../common/requirements.ts";
import { dissected } from "./cdb-fields.ts";
import { senseCapture } from "./iscsi-capture.ts";

const core = loadCore();
const count = 50;

/** Our field, and tshark's. */
const fields = {
  "NOT INITIATED COMMAND FUNCTIONS": "scsi.sns.desc.osd_object.not_initiated",
  "COMPLETED COMMAND FUNCTIONS": "scsi.sns.desc.osd_object.completed",
  PARTITION_ID: "scsi.sns.desc.osd_object.partition_id",
  OBJECT_ID: "scsi.sns.desc.osd_object.object_id",
  "ATTRIBUTE PAGE": "scsi.sns.desc.osd_attr.page",
  "ATTRIBUTE NUMBER": "scsi.sns.desc.osd_attr.number",
};

/** An object, and one to three of its attributes. */
function sense(random: Random): Uint8Array {
  const noise = (length: number) => Array.from({ length }, () => random.below(256));
  const object = [0x06, 30, ...noise(30)];
  const attributes = 8 * (1 + random.below(3));
  const list = [...object, 0x08, 2 + attributes, ...noise(2 + attributes)];
  return Uint8Array.from([0x72, 0x05, 0x24, 0, 0, 0, 0, list.length, ...list]);
}

describeWith(TSHARK, "tshark", () => {
  test("reads the objects and attributes of sense data as explain does", { timeout: 60_000 }, () => {
    const random = new Random(seed);
    const senses = Array.from({ length: count }, () => sense(random));
    const shown = Object.values(fields).flatMap((name) => ["-e", name]);
    const out = dissected(senseCapture(senses), ["-Y", "scsi.sns.key", "-T", "fields", ...shown]);
    const theirs = out
      .trim()
      .split("\n")
      .map((line) => line.split("\t").map((value) => value.split(",").map(BigInt)));
    const ours = senses.map((data) => {
      const nodes = explain(core, "sense_data", data);
      return Object.keys(fields).map((field) => nodes.filter(({ name }) => name === field).map(({ value }) => value));
    });
    expect(theirs).toEqual(ours);
    expect(theirs.flat().every((values) => values.length > 0)).toBe(true);
  });
});
