/** Decoders of REPORT CAPABILITIES and READ FULL STATUS: bytes in, objects out. Keys are `bigint`. Errors: CoreError. */
import abi from "./abi.json" with { type: "json" };
import { type Core, offset } from "./core.ts";

/** REPORT CAPABILITIES data, by the names of the fields. */
export interface Capabilities {
  readonly rlrC: boolean;
  readonly crh: boolean;
  readonly sipC: boolean;
  readonly atpC: boolean;
  readonly ptplC: boolean;
  readonly ptplA: boolean;
  /** ALLOW COMMANDS, 0 to 7. */
  readonly allowCommands: number;
  /** Supported types; undefined where the device does not tell (TMV is 0). */
  readonly types: readonly number[] | undefined;
}

/** One registration. */
export interface FullStatusDescriptor {
  readonly key: bigint;
  readonly allTgPt: boolean;
  readonly holder: boolean;
  /** SCOPE and TYPE are 0 where it is no holder. */
  readonly scope: number;
  readonly type: number;
  /** RELATIVE TARGET PORT IDENTIFIER; undefined where the registration is for all. */
  readonly relativeTargetPort: number | undefined;
  /** TransportID of the initiator port, empty where the device leaves it out. */
  readonly transportId: Uint8Array;
}

/** READ FULL STATUS data. */
export interface FullStatus {
  /** PRGENERATION. */
  readonly generation: number;
  /** ADDITIONAL LENGTH in bytes, of the whole data. */
  readonly additionalLength: number;
  readonly descriptors: FullStatusDescriptor[];
  /** False where descriptors are missing: the allocation length cut them. Ask again with 8 bytes more than `additionalLength`. */
  readonly complete: boolean;
}

/** REPORT CAPABILITIES data of 8 bytes (SPC-4 6.15.4). Errors: CoreError short, too_long. */
export function decodeReportCapabilities(core: Core, data: Uint8Array): Capabilities {
  core.check(core.exports.hf_report_capabilities_decode(core.write("input", data)));
  const at = core.address("record");
  const bit = (field: "rlr_c" | "crh" | "sip_c" | "atp_c" | "ptpl_c" | "ptpl_a" | "tmv") =>
    core.view.getUint8(at + offset("report_capabilities", field)) === 1;
  const types = core.view.getUint16(at + offset("report_capabilities", "types"), true);
  return {
    rlrC: bit("rlr_c"),
    crh: bit("crh"),
    sipC: bit("sip_c"),
    atpC: bit("atp_c"),
    ptplC: bit("ptpl_c"),
    ptplA: bit("ptpl_a"),
    allowCommands: core.view.getUint8(at + offset("report_capabilities", "allow_commands")),
    types: bit("tmv") ? Array.from({ length: 16 }, (_, i) => i).filter((i) => types & (1 << i)) : undefined,
  };
}

/** READ FULL STATUS data of 8 bytes and more (SPC-4 6.15.5); data that the allocation length cut gives its whole descriptors. Errors: CoreError short, too_long. */
export function decodeReadFullStatus(core: Core, data: Uint8Array): FullStatus {
  core.check(core.exports.hf_read_full_status_decode(core.write("input", data)));
  const at = core.address("record");
  const u32 = (field: "generation" | "additional_length" | "first" | "end") =>
    core.view.getUint32(at + offset("read_full_status", field), true);
  const [generation, additionalLength, first, end] = (["generation", "additional_length", "first", "end"] as const).map(
    u32,
  ) as [number, number, number, number];
  const descriptors: FullStatusDescriptor[] = [];
  let place = first;
  while (place < end && core.exports.hf_full_status_decode(place, end) === abi.enumerations.status.ok) {
    descriptors.push(readDescriptor(core, data));
    place = core.view.getUint32(at + offset("full_status", "next"), true);
  }
  return { generation, additionalLength, descriptors, complete: place === first + additionalLength };
}

function readDescriptor(core: Core, data: Uint8Array): FullStatusDescriptor {
  const { view } = core;
  const at = core.address("record");
  const u8 = (field: "all_tg_pt" | "holder" | "scope" | "type") => view.getUint8(at + offset("full_status", field));
  const u32 = (field: "transport_id" | "transport_id_length") =>
    view.getUint32(at + offset("full_status", field), true);
  const port = view.getUint16(at + offset("full_status", "relative_target_port"), true);
  return {
    key: view.getBigUint64(at + offset("full_status", "key"), true),
    allTgPt: u8("all_tg_pt") === 1,
    holder: u8("holder") === 1,
    scope: u8("scope"),
    type: u8("type"),
    relativeTargetPort: u8("all_tg_pt") === 1 ? undefined : port,
    transportId: data.slice(u32("transport_id"), u32("transport_id") + u32("transport_id_length")),
  };
}
