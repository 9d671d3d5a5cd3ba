/** PERSISTENT RESERVE commands for sg_persist: its arguments, and the same command as our values. */
import type { Random } from "../common/random.ts";
import { compose, type Core, type StructureName, type Values } from "../../hosts/embed/index.ts";

/** A command's CDB and its parameter list, which PERSISTENT RESERVE IN has none of. */
export interface Command {
  readonly cdb: Uint8Array;
  readonly list: Uint8Array | undefined;
}

export interface Case {
  readonly args: readonly string[];
  /** What sg_persist reads with `-X -`: a TransportID a line. */
  readonly input: string;
  readonly ours: (core: Core) => Command;
}

/** An initiator port: how sg_persist is told, and ours. */
interface Port {
  readonly argument: string;
  readonly structure: StructureName;
  readonly values: Values;
  readonly name: string;
}

const IN = ["-k", "-r", "-c", "-s"];
const OUT = ["-G", "-R", "-L", "-C", "-P", "-A", "-I", "-M", "-z"];
const REGISTER = OUT.indexOf("-G");
const IGNORE = OUT.indexOf("-I");
const MOVE = OUT.indexOf("-M");
const NAME = "abcdefghijklmnopqrstuvwxyz0123456789.:-";

/** PERSISTENT RESERVE IN: sg_persist takes at most 8192 bytes. */
export function reserveIn(serviceAction: number, length: number): Case {
  const values = { "SERVICE ACTION": serviceAction, "ALLOCATION LENGTH": length };
  return {
    args: [IN[serviceAction]!, "-l", length.toString(16)],
    input: "",
    ours: (core) => ({ cdb: compose(core, "pr_in_cdb", values), list: undefined }),
  };
}

export function randomIn(random: Random): Case {
  return reserveIn(random.below(IN.length), random.of([random.below(8192) + 1, 8192, 8, 255, 256]));
}

export function randomOut(random: Random): Case {
  const serviceAction = random.below(OUT.length);
  const [key, newKey, type] = [random64(random), random64(random), random.below(16)];
  const args = ["-o", OUT[serviceAction]!, "-K", key.toString(16), "-S", newKey.toString(16), "-T", type.toString(16)];
  const keys = { "RESERVATION KEY": key, "SERVICE ACTION RESERVATION KEY": newKey };
  const command = (made: Omit<OutCase, "serviceAction" | "type">) => reserveOut({ serviceAction, type, ...made });
  const flags = flag(random, args, "-Z", "APTPL");
  if (serviceAction === MOVE) {
    const target = random.below(0x10000);
    const port = randomPort(random);
    args.push("-Q", target.toString(16), "-X", port.argument);
    const values = {
      ...keys,
      ...flags,
      ...flag(random, args, "-U", "UNREG"),
      "RELATIVE TARGET PORT IDENTIFIER": target,
    };
    return command({ args, input: "", structure: "pr_out_move_list", values, ports: [port] });
  }
  const values = { ...keys, ...flags, ...flag(random, args, "-Y", "ALL_TG_PT") };
  const takesPorts = serviceAction === REGISTER || serviceAction === IGNORE;
  if (!takesPorts || random.percent(30)) return command({ args, input: "", structure: "pr_out_list", values });
  const ports = Array.from({ length: random.of([1, 1, 2, 5, 8]) }, () => randomPort(random));
  const one = ports.length === 1;
  args.push("-X", one ? ports[0]!.argument : "-");
  const input = one ? "" : `${ports.map(({ argument }) => argument).join("\n")}\n`;
  return command({ args, input, structure: "pr_out_spec_i_pt_list", values, ports });
}

/** REGISTER of one initiator port more. */
export function registerPort(port: Port): Case {
  const args = ["-o", "-G", "-X", port.argument];
  return reserveOut({
    serviceAction: REGISTER,
    type: 0,
    args,
    input: "",
    structure: "pr_out_spec_i_pt_list",
    values: {},
    ports: [port],
  });
}

interface OutCase {
  readonly serviceAction: number;
  readonly type: number;
  readonly args: readonly string[];
  readonly input: string;
  readonly structure: StructureName;
  readonly values: Values;
  readonly ports?: readonly Port[];
}

function reserveOut({ serviceAction, type, args, input, structure, values, ports = [] }: OutCase): Case {
  const ours = (core: Core) => {
    const ids = ports.map((port) => compose(core, port.structure, port.values, port.name));
    const list = compose(core, structure, values, structure === "pr_out_move_list" ? ids[0] : ids);
    const fields = { "SERVICE ACTION": serviceAction, TYPE: type, "PARAMETER LIST LENGTH": list.length };
    return { cdb: compose(core, "pr_out_cdb", fields), list };
  };
  return { args, input, ours };
}

/** Sets a flag in half of the cases. */
function flag(random: Random, args: string[], option: string, field: string): Values {
  if (!random.percent(50)) return {};
  args.push(option);
  return { [field]: 1 };
}

function randomPort(random: Random): Port {
  const number = random64(random);
  const digits = number.toString(16).padStart(16, "0");
  const address = random.below(0x10000);
  const target = random.below(0x10000);
  return random.of<() => Port>([
    () => namedPort("fcp", `fcp,${digits}`, { N_PORT_NAME: number }),
    () => namedPort("sas", `sas,${digits}`, { "SAS ADDRESS": number }),
    () => namedPort("sbp", `sbp,${digits}`, { "EUI-64 NAME": number }),
    () =>
      namedPort("spi", `spi,${String(address)},${String(target)}`, {
        "SCSI ADDRESS": address,
        "RELATIVE TARGET PORT IDENTIFIER": target,
      }),
    () => iscsiPort(randomName(random)),
    () => iscsiPort(randomName(random), digits.slice(4)),
  ])();
}

/** Ports of which sg_persist 1.46 knows the protocol, or says so, and takes none. */
export const portsNotTaken: readonly Port[] = [
  {
    argument: "srp,0123456789abcdef0123456789abcdef",
    structure: "transport_id_srp",
    values: { "INITIATOR PORT IDENTIFIER": Uint8Array.from(Buffer.from("0123456789abcdef".repeat(2), "hex")) },
    name: "",
  },
  { argument: "sop,1f2", structure: "transport_id_sop", values: { "ROUTING ID": 0x1f2 }, name: "" },
  iscsiPort("eui.02004567A425678D"),
  iscsiPort("naa.52004567BA64678D"),
];

function namedPort(protocol: "fcp" | "sas" | "sbp" | "spi", argument: string, values: Values): Port {
  return { argument, structure: `transport_id_${protocol}`, values, name: "" };
}

/** `session`: 12 hexadecimal digits of an ISID. */
export function iscsiPort(iscsiName: string, session?: string): Port {
  const [structure, name] =
    session === undefined
      ? (["transport_id_iscsi_name", iscsiName] as const)
      : (["transport_id_iscsi_port", `${iscsiName},i,0x${session}`] as const);
  return { argument: name, structure, values: {}, name };
}

/** An iSCSI name of `length` bytes. */
export const nameOf = (length: number): string => "iqn.2026-01.test:".padEnd(length, NAME).slice(0, length);

function randomName(random: Random): string {
  const rest = Array.from({ length: random.below(60) }, () => NAME[random.below(NAME.length)]).join("");
  return `iqn.2026-01.test:${rest}`;
}

function random64(random: Random): bigint {
  const word = () => BigInt(random.below(0x100000000));
  return random.of([0n, word(), (word() << 32n) | word(), 0xffffffffffffffffn]);
}

/** CDB and parameter list in what sg_persist says with -vv, in hexadecimal; undefined where it got to none. */
export function sentBy(err: string): string | undefined {
  const cdb = /cdb: \[([0-9a-f ]+)\]/.exec(err)?.[1];
  if (cdb === undefined) return undefined;
  const dump = err.split("\n").filter((line) => /^ [0-9a-f]{2,3} {4,5}[0-9a-f]{2} /.test(line));
  const list = dump.map((line) => line.slice(8, 56)).join(" ");
  return [cdb, list]
    .map((bytes) => bytes.replaceAll(" ", ""))
    .join(" ")
    .trim();
}
