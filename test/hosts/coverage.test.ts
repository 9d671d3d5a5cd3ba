/** Every row of assembly/spec has a vector in test/vectors/structures*.json. */
import { expect, test } from "vitest";
import { loadSpec } from "../../hosts/build/generate/spec.mjs";
import { describe as describeStructure, type StructureName } from "../../hosts/embed/index.ts";
import { allRows, missingRows, type SpecStructure, type Vector } from "./coverage.ts";
import { loadCore, vectorSets } from "./core.ts";

const core = loadCore();
const spec = (await loadSpec()).structures as SpecStructure[];
const rows = vectorSets<Vector>("structures");

test("the module has the structures and the fields of the specification", () => {
  for (const { id, fields } of spec)
    expect(describeStructure(core, id as StructureName).fields.map(({ name }) => name)).toEqual(
      fields.map(({ name }) => name),
    );
});

test("every structure, case, field, name of a value, list and text has a vector", () => {
  expect(allRows(core, spec).length).toBeGreaterThan(350);
  expect(missingRows(core, spec, rows)).toEqual([]);
});

test.each<[string, (row: Vector) => boolean, string[]]>([
  [
    "a case of a choice",
    ({ bytes }) => !/0a0001f2/.test(bytes),
    [
      "structure transport_id_sop",
      "case transport_id transport_id_sop",
      "field transport_id_sop.TPID FORMAT",
      "field transport_id_sop.PROTOCOL IDENTIFIER",
      "value transport_id_sop.PROTOCOL IDENTIFIER: SCSI over PCI Express",
      "field transport_id_sop.ROUTING ID",
    ],
  ],
  [
    "a field",
    ({ structure, bytes }) => structure !== "pr_out_move_list" || bytes.slice(34, 36) === "00",
    ["field pr_out_move_list.UNREG", "field pr_out_move_list.APTPL"],
  ],
  [
    "the name of a value",
    ({ structure }) => structure !== "sense_descriptor_other",
    ["value sense_descriptor_other.DESCRIPTOR TYPE: Microcode activation"],
  ],
  [
    "what is behind a fixed part",
    ({ structure }) => structure !== "read_keys_data",
    [
      "structure read_keys_data",
      "field read_keys_data.PRGENERATION",
      "field read_keys_data.ADDITIONAL LENGTH",
      "rest read_keys_data 0",
    ],
  ],
])("%s that has no vector is noticed", (_what, kept, missing) => {
  expect(missingRows(core, spec, rows.filter(kept))).toEqual(expect.arrayContaining(missing));
});

test("without a vector everything is missing", () => {
  expect(missingRows(core, spec, [])).toEqual(allRows(core, spec));
});
