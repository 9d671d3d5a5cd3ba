/** Which structure the data of a command has, on the shipped module. */
import { expect, test } from "vitest";
import { abi, dataStructure } from "../../hosts/embed/index.ts";
import { loadCore, unhex } from "./core.ts";
import { thrown } from "./command.ts";

const core = loadCore();

test.each([
  ["5e00", "from_device", "read_keys_data"],
  ["5e01", "from_device", "read_reservation_data"],
  ["5e02", "from_device", "report_capabilities_data"],
  ["5e03", "from_device", "read_full_status_data"],
  ["5f00", "to_device", "pr_out_list"],
  ["5f07", "to_device", "pr_out_move_list"],
])("%s", (start, direction, structure) => {
  expect(dataStructure(core, unhex(start.padEnd(20, "0")))).toEqual({ direction, structure });
});

test.each([
  ["030000001200", "from_device", "sense_data"],
  ["1200000024", "from_device", "inquiry_data"],
  ["1201830024", "from_device", "vpd_page"],
  ["1510000014", "to_device", "mode_select_6_list"],
  ["1a0008ff", "from_device", "mode_sense_6_data"],
  ["25", "from_device", "read_capacity_10_data"],
  ["42", "to_device", "unmap_list"],
  ["5510", "to_device", "mode_select_10_list"],
  ["5a00", "from_device", "mode_sense_10_data"],
  ["9e10", "from_device", "read_capacity_16_data"],
  ["a000", "from_device", "report_luns_data"],
  ["a30a", "from_device", "target_port_groups_data"],
  ["a32a", "from_device", "target_port_groups_extended_data"],
  ["a34a", "from_device", "target_port_groups_data"],
  ["a30c00", "from_device", "all_commands_data"],
  ["a30c80", "from_device", "all_commands_data"],
  ["a30c0112", "from_device", "one_command_data"],
  ["a30c03a3000c", "from_device", "one_command_data"],
])("%s %s %s", (start, direction, structure) => {
  expect(dataStructure(core, unhex(start.padEnd(32, "0")))).toEqual({ direction, structure });
});

test("that says itself what it is", () => {
  const register = unhex("5f000000000000001c00");
  const list = new Uint8Array(28);
  expect(dataStructure(core, register, 0, list)?.structure).toBe("pr_out_list");
  list[20] = 0x08; // SPEC_I_PT
  expect(dataStructure(core, register, 0, list)?.structure).toBe("pr_out_spec_i_pt_list");
  expect(dataStructure(core, register, 0, list.subarray(0, 23))?.structure).toBe("pr_out_list");
});

test.each(["", "00", "000000000000", "c1", "5e04".padEnd(20, "0"), "5f", "2800".padEnd(20, "0")])(
  "%s has none that is known",
  (cdb) => {
    expect(dataStructure(core, unhex(cdb))).toBeUndefined();
  },
);

test("that does not fit is the host's error", () => {
  const data = new Uint8Array(abi.buffers.input.size);
  expect(thrown(() => dataStructure(core, unhex("5f00"), 0, data)).status).toBe("too_long");
  const cdb = core.write("input", unhex("5f000000000000001800"));
  expect(core.exports.hf_data_structure(cdb, 0, data.length)).toBe(abi.enumerations.status.too_long);
});
