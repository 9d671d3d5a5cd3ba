/** Which structure the data of a command has. PERSISTENT RESERVE has rules of its own (assembly/reservation/structures.ts). */

export interface CommandData {
  /** Bits of the CDB that this structure is for; absent: any. The first row that fits is the one. */
  readonly when?: { readonly byte: number; readonly mask: number; readonly value: number };
  /** Identifier of a structure. */
  readonly to: string;
  readonly direction: "from_device" | "to_device";
}

const from = (to: string, when?: CommandData["when"]): CommandData => ({
  ...(when ? { when } : {}),
  to,
  direction: "from_device",
});
const to = (structure: string): CommandData => ({ to: structure, direction: "to_device" });

/** By operation code and service action, as in the command table. */
export const commandData: { readonly [key: string]: readonly CommandData[] } = {
  "03": [from("sense_data")],
  "12": [from("vpd_page", { byte: 1, mask: 0x01, value: 0x01 }), from("inquiry_data")], // EVPD
  "15": [to("mode_select_6_list")],
  "1a": [from("mode_sense_6_data")],
  "25": [from("read_capacity_10_data")],
  "42": [to("unmap_list")],
  "55": [to("mode_select_10_list")],
  "5a": [from("mode_sense_10_data")],
  "9e/10": [from("read_capacity_16_data")],
  a0: [from("report_luns_data")],
  "a3/0a": [
    from("target_port_groups_extended_data", { byte: 1, mask: 0xe0, value: 0x20 }), // PARAMETER DATA FORMAT
    from("target_port_groups_data"),
  ],
  "a3/0c": [
    from("all_commands_data", { byte: 2, mask: 0x07, value: 0x00 }), // REPORTING OPTIONS
    from("one_command_data"),
  ],
};
