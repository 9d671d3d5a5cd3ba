/** Explain and compose on the shipped module. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  abi,
  compose,
  type CoreError,
  describe as describeStructure,
  explain,
  type StructureName,
  type Values,
} from "../../hosts/embed/index.ts";
import { seed } from "../common/random.ts";
import { hex, loadCore, unhex } from "./core.ts";

const core = loadCore();
const flag = abi.enumerations.node_flag;
const docs = JSON.parse(readFileSync(new URL("../../build/docs.json", import.meta.url), "utf8")) as {
  structures: Record<
    string,
    { name: string; clause: string; doc: string; fields: Record<string, string>; regions: string[] }
  >;
};
const structures = Object.keys(abi.structures) as StructureName[];

/** One line a node: byte.bit and width, name, value, what is to be said of it. */
function lines(structure: StructureName, bytes: string): string[] {
  const nodes = explain(core, structure, unhex(bytes));
  return nodes.map(({ name, bit, bits, parent, value, meaning, flags, index }) => {
    let depth = 0;
    for (let at = parent; at >= 0; at = nodes[at]!.parent) depth++;
    const words = Object.entries(flag).filter(
      ([word, mask]) => flags & mask && !["group", "reserved", "obsolete"].includes(word),
    );
    const told =
      flags & (flag.bytes | flag.group) && !meaning ? "" : ` = ${value.toString(16)}${meaning ? ` ${meaning}` : ""}`;
    const element = depth > 0 && index ? ` #${index}` : "";
    return `${"  ".repeat(depth)}${bit >> 3}.${7 - (bit & 7)}+${bits} ${name}${element}${told}${words.map(([word]) => ` (${word})`).join("")}`;
  });
}

describe("explain", () => {
  test("a CDB, with fields that share bytes and a reserved bit that is set", () => {
    expect(lines("pr_out_cdb", "5f2105 00 00 00000018 04")).toMatchInlineSnapshot(`
      [
        "0.7+80 PERSISTENT RESERVE OUT",
        "  0.7+8 OPERATION CODE = 5f PERSISTENT RESERVE OUT",
        "  1.7+3 Reserved = 1 (reserved_set)",
        "  1.4+5 SERVICE ACTION = 1 RESERVE",
        "  2.7+4 SCOPE = 0 LU_SCOPE",
        "  2.3+4 TYPE = 5 Write Exclusive - Registrants Only",
        "  3.7+16 Reserved = 0",
        "  5.7+32 PARAMETER LIST LENGTH = 18",
        "  9.7+8 CONTROL",
        "    9.7+2 Vendor specific = 0",
        "    9.5+3 Reserved = 0",
        "    9.2+1 NACA = 1",
        "    9.1+2 Obsolete = 0",
      ]
    `);
  });
  test("a list", () => {
    expect(lines("read_keys_data", "000000bf 00000010 1111111111111111 2222222222222222")).toMatchInlineSnapshot(`
      [
        "0.7+192 READ KEYS parameter data",
        "  0.7+32 PRGENERATION = bf",
        "  4.7+32 ADDITIONAL LENGTH = 10",
        "  8.7+64 Reservation key",
        "    8.7+64 RESERVATION KEY = 1111111111111111",
        "  16.7+64 Reservation key #1",
        "    16.7+64 RESERVATION KEY #1 = 2222222222222222",
      ]
    `);
  });
  test("a list that the allocation length cut", () => {
    expect(lines("read_keys_data", "000000bf 00000010 11111111")).toMatchInlineSnapshot(`
      [
        "0.7+96 READ KEYS parameter data (truncated)",
        "  0.7+32 PRGENERATION = bf",
        "  4.7+32 ADDITIONAL LENGTH = 10",
        "  8.7+32 Reservation key (truncated)",
        "    8.7+32 RESERVATION KEY = 11111111 (truncated)",
      ]
    `);
  });
  test("bytes behind the end", () => {
    expect(lines("read_reservation_data", "000000c2 00000000 ffff")).toMatchInlineSnapshot(`
      [
        "0.7+64 READ RESERVATION parameter data",
        "  0.7+32 PRGENERATION = c2",
        "  4.7+32 ADDITIONAL LENGTH = 0",
        "  8.7+16 Trailing bytes (bytes) (trailing)",
      ]
    `);
  });
  test("sense data with a field pointer, padded as LIO pads it", () => {
    expect(lines("fixed_sense", "700005000000000a00000000240000cc0002" + "00".repeat(4))).toMatchInlineSnapshot(`
      [
        "0.7+144 Fixed format sense data",
        "  0.7+1 VALID = 0",
        "  0.6+7 RESPONSE CODE = 70 current, fixed format",
        "  1.7+8 Obsolete = 0",
        "  2.7+1 FILEMARK = 0",
        "  2.6+1 EOM = 0",
        "  2.5+1 ILI = 0",
        "  2.4+1 SDAT_OVFL = 0",
        "  2.3+4 SENSE KEY = 5 ILLEGAL REQUEST",
        "  3.7+32 INFORMATION = 0",
        "  7.7+8 ADDITIONAL SENSE LENGTH = a",
        "  8.7+32 COMMAND-SPECIFIC INFORMATION = 0",
        "  12.7+16 ADDITIONAL SENSE = 2400 INVALID FIELD IN CDB",
        "    12.7+8 ADDITIONAL SENSE CODE = 24",
        "    13.7+8 ADDITIONAL SENSE CODE QUALIFIER = 0",
        "  14.7+8 FIELD REPLACEABLE UNIT CODE = 0",
        "  15.7+24 SENSE KEY SPECIFIC",
        "    15.7+24 Field pointer",
        "      15.7+1 SKSV = 1",
        "      15.6+1 C/D = 1 CDB",
        "      15.5+2 Reserved = 0",
        "      15.3+1 BPV = 1",
        "      15.2+3 BIT POINTER = 4",
        "      16.7+16 FIELD POINTER = 2",
        "  18.7+32 Trailing bytes (bytes) (trailing)",
      ]
    `);
  });
  test("another command under this name, and no byte at all", () => {
    expect(lines("pr_in_cdb", "12")).toMatchInlineSnapshot(`
      [
        "0.7+8 PERSISTENT RESERVE IN (truncated)",
        "  0.7+8 OPERATION CODE = 12 (unexpected)",
      ]
    `);
    expect(lines("pr_in_cdb", "")).toMatchInlineSnapshot(`
      [
        "0.7+0 PERSISTENT RESERVE IN (truncated)",
      ]
    `);
  });
  test("8190 keys come in pages, as one list", () => {
    const bytes = compose(core, "read_keys_data", { PRGENERATION: 1 });
    const data = new Uint8Array(8 + 8 * 8190).fill(0xab);
    data.set(bytes);
    new DataView(data.buffer).setUint32(4, 8 * 8190);
    const nodes = explain(core, "read_keys_data", data);
    expect(nodes.length).toBe(3 + 2 * 8190);
    expect(nodes.at(-1)).toMatchObject({
      name: "RESERVATION KEY",
      value: 0xababababababababn,
      index: 8189,
      parent: nodes.length - 2,
    });
  });
});

describe("compose", () => {
  // The bytes that sg_persist 0.73 sends (sg_persist -n -vv ... /dev/null).
  test.each<[string, StructureName, Values, string]>([
    ["READ KEYS", "pr_in_cdb", { "ALLOCATION LENGTH": 8192 }, "5e000000000000200000"],
    ["READ FULL STATUS", "pr_in_cdb", { "SERVICE ACTION": 3, "ALLOCATION LENGTH": 8192 }, "5e030000000000200000"],
    ["RESERVE type 5", "pr_out_cdb", { "SERVICE ACTION": 1, TYPE: 5 }, "5f010500000000001800"],
    [
      "REGISTER with APTPL",
      "pr_out_list",
      { "SERVICE ACTION RESERVATION KEY": 0x123, APTPL: 1 },
      "000000000000000000000000000001230000000001000000",
    ],
    ["6/2A/05", "fixed_sense", { "SENSE KEY": 6, "ADDITIONAL SENSE": 0x2a05 }, "700006000000000a000000002a0500000000"],
  ])("%s", (_name, structure, values, bytes) => {
    expect(hex(compose(core, structure, values))).toBe(bytes);
  });

  test("a list, with its length", () => {
    const keys = [{ "RESERVATION KEY": 0x1111111111111111n }, { "RESERVATION KEY": 0xffffffffffffffffn }];
    expect(hex(compose(core, "read_keys_data", { PRGENERATION: 0xbf }, keys))).toBe(
      "000000bf000000101111111111111111ffffffffffffffff",
    );
  });

  test.each<[Values, string]>([
    [{ "SERVICE ACTION": 32 }, "SERVICE ACTION: the value does not fit 5 bits"],
    [{ "SERVICE ACTION": -1 }, "SERVICE ACTION: the value does not fit 5 bits"],
    [{ "PARAMETER LIST LENGTH": 2n ** 64n }, "PARAMETER LIST LENGTH: the value does not fit 32 bits"],
    [{ "OPERATION CODE": 0x5e }, "OPERATION CODE: 5Eh is not allowed, 5Fh is"],
    [{ COLOUR: 1 }, "COLOUR: the structure has no such field to set"],
    [{ Reserved: 1 }, "Reserved: the structure has no such field to set"],
  ])("refuses %o", (values, message) => {
    expect(() => compose(core, "pr_out_cdb", values)).toThrow(message);
  });

  /** Whether compose refuses another value than the one that it writes unasked. */
  function isFixed(structure: StructureName, name: string, bit: number, bits: number, empty: Uint8Array): boolean {
    const whole = BigInt(`0x${hex(empty)}`) >> BigInt(empty.length * 8 - bit - bits);
    try {
      compose(core, structure, { [name]: (whole & ((1n << BigInt(bits)) - 1n)) ^ 1n });
      return false;
    } catch (error) {
      expect((error as CoreError).status).toBe("invalid_field");
      return true;
    }
  }

  test.each<[Values, string]>([
    [{ SENSE: new Uint8Array(95) }, "SENSE: 95 bytes are there, 96 are needed"],
    [{ SENSE: new Uint8Array(97) }, "SENSE: 97 bytes are there, 96 is all that belongs to it"],
    [{ SENSE: 1 }, "SENSE: 0 bytes are there, 96 are needed"],
    [{ RESULT: new Uint8Array(4) }, "RESULT: the structure has no such field to set"],
  ])("refuses for a field of bytes %o", (values, message) => {
    expect(() => compose(core, "helper_reply", values)).toThrow(message);
  });

  test("bytes, text, elements, and elements that were composed before", () => {
    const id = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
    const srp = compose(core, "transport_id_srp", { "INITIATOR PORT IDENTIFIER": id });
    expect(hex(srp)).toBe(`0400000000000000${hex(id)}`);
    const port = compose(core, "transport_id_iscsi_port", {}, "iqn.1994-05.com.redhat:abc,i,0x00023d000002");
    expect(hex(port).slice(0, 16)).toBe("4500002c69716e2e");
    expect(hex(compose(core, "pr_out_spec_i_pt_list", { APTPL: 1 }, [srp, port]))).toBe(
      `${"00".repeat(20)}0900000000000048${hex(srp)}${hex(port)}`,
    );
    const descriptor = compose(core, "full_status_descriptor", { "RESERVATION KEY": 1, R_HOLDER: 1, TYPE: 5 }, srp);
    expect(hex(compose(core, "read_full_status_data", {}, [descriptor, { TYPE: 1 }]))).toBe(
      `0000000000000048${"00".repeat(7)}0100000000010500000000000000000018${hex(srp)}${"00".repeat(13)}01${"00".repeat(10)}`,
    );
    expect(() => compose(core, "pr_out_cdb", {}, [{ TYPE: 1 }])).toThrow("there is no structure");
    expect(() => compose(core, "pr_out_cdb", {}, new Uint8Array(1))).toThrow("11 bytes are there, 10 is all");
    expect(() => compose(core, "transport_id", {})).toThrow("TransportID: this is one of several structures");
  });

  test("every settable field of every structure comes back from explain, and touches no other bit", () => {
    const fixed: Record<string, string> = {};
    for (const structure of structures.filter((id) => describeStructure(core, id).cases.length === 0)) {
      const { fields } = describeStructure(core, structure);
      const empty = compose(core, structure, {});
      for (const { name, bit, bits, flags } of fields) {
        if (flags & (flag.reserved | flag.bytes)) continue;
        if (isFixed(structure, name, bit, bits, empty)) {
          fixed[name] = [fixed[name] ?? [], structure].flat().join(" ");
          continue;
        }
        fc.assert(
          fc.property(fc.bigInt(0n, (1n << BigInt(bits)) - 1n), (value) => {
            const bytes = compose(core, structure, { [name]: value });
            const whole = BigInt(`0x${hex(bytes)}`);
            const shift = BigInt(bytes.length * 8 - bit - bits);
            const mask = ((1n << BigInt(bits)) - 1n) << shift;
            expect((whole & mask) >> shift).toBe(value);
            expect(whole & ~mask).toBe(BigInt(`0x${hex(empty)}`) & ~mask);
            const node = explain(core, structure, bytes).find((found) => found.parent >= 0 && found.name === name);
            // A length that was set by hand may end the structure before the field.
            if (node) expect([node.bit, node.value]).toEqual([bit, value]);
          }),
          { seed, numRuns: 20 },
        );
      }
    }
    expect(fixed).toMatchInlineSnapshot(`
      {
        "ADDITIONAL CDB LENGTH": "xdread_32_cdb xdwrite_32_cdb xpwrite_32_cdb xdwriteread_32_cdb read_32_cdb verify_32_cdb write_32_cdb write_and_verify_32_cdb write_same_32_cdb orwrite_32_cdb write_atomic_32_cdb write_stream_32_cdb write_scattered_32_cdb get_lba_status_32_cdb ata_pass_through_32_cdb",
        "ADDITIONAL SENSE": "fixed_sense_ata",
        "ADDITIONAL SENSE CODE": "fixed_sense_ata",
        "ADDITIONAL SENSE CODE QUALIFIER": "fixed_sense_ata",
        "ADDRESS METHOD": "lun_peripheral lun_flat lun_unit lun_well_known lun_flat_24 lun_flat_40 lun_not_specified lun_other",
        "CTDP": "supported_command_without_timeouts supported_command_with_timeouts one_command_data_without_timeouts one_command_data_with_timeouts",
        "DESCRIPTOR TYPE": "sense_information sense_command_specific sense_key_specific sense_field_replaceable_unit sense_stream sense_block sense_osd_object sense_osd_integrity_check sense_osd_attributes sense_ata_status_return sense_another_progress sense_segment_referral sense_forwarded sense_direct_access_block sense_device_designation sense_microcode_activation",
        "EXTENDED ADDRESS METHOD": "lun_well_known lun_flat_24 lun_flat_40 lun_not_specified",
        "LENGTH": "lun_well_known lun_flat_24 lun_flat_40 lun_not_specified",
        "MAGIC": "unit_state",
        "NAA": "designator_naa_2 designator_naa_3 designator_naa_5 designator_naa_6",
        "NAME LENGTH": "qemu_pr_state",
        "OPERATION CODE": "pr_in_cdb pr_out_cdb request_sense_cdb",
        "PAGE CODE": "vpd_supported_pages vpd_unit_serial_number vpd_device_identification vpd_extended_inquiry vpd_scsi_ports vpd_block_limits vpd_block_characteristics vpd_logical_block_provisioning mode_page_control mode_page_caching",
        "PROTOCOL IDENTIFIER": "transport_id_fcp transport_id_spi transport_id_sbp transport_id_srp transport_id_iscsi_name transport_id_iscsi_port transport_id_sas transport_id_sop",
        "RETURN DATA FORMAT TYPE": "target_port_groups_extended_data",
        "SCOPE": "unit_state",
        "SECTION TYPE": "qemu_pr_state",
        "SKSV": "sense_key_specific_not_valid",
        "SPF": "mode_page_control mode_page_caching mode_page_other mode_subpage",
        "TPID FORMAT": "transport_id_fcp transport_id_spi transport_id_sbp transport_id_srp transport_id_iscsi_name transport_id_iscsi_port transport_id_sas transport_id_sop",
        "VERSION": "unit_state qemu_pr_state",
      }
    `);
  });
});

test("describe: the standard's names, once each, and every bit of the structure in one field; docs.json: a clause, and sentences", () => {
  for (const structure of structures) {
    const { name, size, fields, regions, cases } = describeStructure(core, structure);
    const known = docs.structures[structure]!;
    expect([
      structure,
      name,
      known.doc.endsWith("."),
      /^(assembly\/spec\/|(SPC|SBC|ZBC|SSC|SMC|MMC|SAT|SAM|OSD|ADC)-\d|QEMU)/.test(known.clause),
    ]).toEqual([structure, known.name, true, true]);
    if (cases.length > 0) continue;
    const names = fields.filter(({ flags }) => !(flags & flag.reserved)).map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(known.fields)).toEqual(names);
    const leaves = fields.filter(({ flags, of }) => of || !(flags & flag.group));
    expect([structure, leaves.reduce((sum, { bits }) => sum + bits, 0)]).toEqual([structure, size * 8]);
    expect([...Object.values(known.fields), ...known.regions].every((sentence) => sentence.length > 3)).toBe(true);
    expect(known.regions.length).toBe(regions.length);
  }
});
