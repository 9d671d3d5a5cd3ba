/** Commands as links to the encoder have them, with their bytes by compose. */
import { compose, type Core, type StructureName, type Values } from "../../hosts/embed/index.ts";

export interface Combination {
  readonly link: string;
  readonly cdb: Uint8Array;
  /** PERSISTENT RESERVE IN has none. */
  readonly list: Uint8Array | undefined;
  /** sg_persist can send it. */
  readonly sgPersist: boolean;
}

/** TransportIDs as links have them. */
export const ports = {
  iscsiPort: "iscsi_port,iqn.2026-11.invalid:a,00023d000001",
  iscsiName: "iscsi_name,iqn.2026-11.invalid:a",
  eui: "iscsi_name,eui.02004567A425678D",
  long: `iscsi_port,iqn.2026-11.invalid:${"n".repeat(203)},00023d000001`,
  fcp: "fcp,21000024ff7c9a01",
  sas: "sas,0x500605b00006f261",
  sbp: "sbp,11223344556677",
  spi: "spi,7,0x12",
  srp: "srp,0123456789abcdef0002c90300a1b2c3",
  sop: "sop,0x1f2",
} as const;

type PortName = keyof typeof ports;

function transportId(core: Core, name: PortName): Uint8Array {
  const [, first = "", second = ""] = ports[name].split(",");
  const one = (structure: StructureName, values: Values) => compose(core, structure, values);
  const all: Record<PortName, () => Uint8Array> = {
    iscsiPort: () => compose(core, "transport_id_iscsi_port", {}, `${first},i,0x${second}`),
    long: () => compose(core, "transport_id_iscsi_port", {}, `${first},i,0x${second}`),
    iscsiName: () => compose(core, "transport_id_iscsi_name", {}, first),
    eui: () => compose(core, "transport_id_iscsi_name", {}, first),
    fcp: () => one("transport_id_fcp", { N_PORT_NAME: 0x21000024ff7c9a01n }),
    sas: () => one("transport_id_sas", { "SAS ADDRESS": 0x500605b00006f261n }),
    sbp: () => one("transport_id_sbp", { "EUI-64 NAME": 0x11223344556677n }),
    spi: () => one("transport_id_spi", { "SCSI ADDRESS": 7, "RELATIVE TARGET PORT IDENTIFIER": 0x12 }),
    srp: () => one("transport_id_srp", { "INITIATOR PORT IDENTIFIER": Uint8Array.from(Buffer.from(first, "hex")) }),
    sop: () => one("transport_id_sop", { "ROUTING ID": 0x1f2 }),
  };
  return all[name]();
}

const linkOf = (kind: string, values: Values, names: readonly PortName[] = []): string => {
  const link = new URLSearchParams({ do: kind });
  for (const [name, value] of Object.entries(values)) {
    const key = name.endsWith("RESERVATION KEY");
    link.set(name, key ? (value as bigint).toString(16) : String(value));
  }
  for (const name of names) link.append("id", ports[name]);
  return `#encode?${link.toString()}`;
};

export function combinations(core: Core): Combination[] {
  const inOf = (values: Values, sgPersist = true): Combination => {
    const cdb = compose(core, "pr_in_cdb", values);
    return { link: linkOf("in", values), cdb, list: undefined, sgPersist };
  };
  const outOf = (
    cdbValues: Values,
    listValues: Values,
    names: readonly PortName[] = [],
    sgPersist = true,
  ): Combination => {
    const ids = names.map((name) => transportId(core, name));
    const structure = structureOf(cdbValues, listValues);
    const list = compose(core, structure, listValues, structure === "pr_out_list" ? undefined : ids);
    const cdb = compose(core, "pr_out_cdb", { "PARAMETER LIST LENGTH": list.length, ...cdbValues });
    return { link: linkOf("out", { ...cdbValues, ...listValues }, names), cdb, list, sgPersist };
  };
  const [key, other] = [0xa1n, 0xfeedfacecafebeefn];
  const keys: Values = { "RESERVATION KEY": key, "SERVICE ACTION RESERVATION KEY": other };
  const action = (serviceAction: number, more: Values = {}): Values => ({ "SERVICE ACTION": serviceAction, ...more });
  const flags: Values = { ALL_TG_PT: 1, APTPL: 1 };
  const spec = (...names: PortName[]) => outOf(action(0), { ...keys, SPEC_I_PT: 1 }, names);
  const move = (name: PortName, more: Values = {}) =>
    outOf(action(7), { ...keys, "RELATIVE TARGET PORT IDENTIFIER": 0x1234, ...more }, [name]);
  return [
    ...[0, 1, 2, 3].map((serviceAction) => inOf(action(serviceAction, { "ALLOCATION LENGTH": 8192 }))),
    inOf(action(0, { "ALLOCATION LENGTH": 0 })),
    ...[0, 3, 6].map((serviceAction) => outOf(action(serviceAction), { ...keys, ...flags })),
    ...[1, 2, 4, 5, 8].map((serviceAction, i) => outOf(action(serviceAction, { TYPE: [5, 6, 7, 8, 1][i]! }), keys)),
    outOf(action(1, { TYPE: 15 }), keys),
    ...(Object.keys(ports) as PortName[]).map((name) => spec(name)),
    spec("iscsiPort", "sas", "fcp"),
    spec("srp", "spi", "sop", "iscsiName"),
    outOf(action(6), { ...keys, ...flags, SPEC_I_PT: 1 }, ["sas"]),
    move("iscsiPort", { UNREG: 1, APTPL: 1 }),
    move("fcp"),
    move("srp", { UNREG: 1 }),
    inOf(action(4, { "ALLOCATION LENGTH": 8 }), false),
    inOf(action(0, { "ALLOCATION LENGTH": 8193 }), false),
    inOf(action(0, { "ALLOCATION LENGTH": 8, CONTROL: 4 }), false),
    outOf(action(9), keys, [], false),
    outOf(action(0, { SCOPE: 1 }), keys, [], false),
    outOf(action(0, { CONTROL: 4 }), keys, [], false),
    outOf(action(0, { "PARAMETER LIST LENGTH": 23 }), keys, [], false),
    outOf(action(0), { ...keys, SPEC_I_PT: 1 }, [], false),
    outOf(action(7), { ...keys, "RELATIVE TARGET PORT IDENTIFIER": 1 }, [], false),
  ];
}

function structureOf({ "SERVICE ACTION": action }: Values, { SPEC_I_PT: specified }: Values): StructureName {
  if (action === 7) return "pr_out_move_list";
  return specified ? "pr_out_spec_i_pt_list" : "pr_out_list";
}

const sark = "SERVICE+ACTION+RESERVATION+KEY=b1";
const key = "RESERVATION+KEY=a1";
const [sarkField, keyField, lengthField] = [
  "SERVICE ACTION RESERVATION KEY",
  "RESERVATION KEY",
  "PARAMETER LIST LENGTH",
];

/** What a link gives for PERSISTENT RESERVE OUT; what the unit answers; the fields that it refuses, and those that are worth a word. */
export const ruleCases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  [sark, "GOOD", [], []],
  ["", "GOOD", [], [sarkField]],
  [key, "GOOD", [], [sarkField]],
  [`${sark}&TYPE=5&SCOPE=1`, "GOOD", [], ["SCOPE", "TYPE"]],
  [`${sark}&APTPL=1&ALL_TG_PT=1`, "GOOD", [], ["ALL_TG_PT", "APTPL"]],
  [`${sark}&PARAMETER+LIST+LENGTH=23`, "05/1A/00", [lengthField], []],
  [`${sark}&PARAMETER+LIST+LENGTH=25`, "05/1A/00", [lengthField], []],
  [`${sark}&SPEC_I_PT=1&id=${ports.iscsiPort}`, "GOOD", [], ["SPEC_I_PT"]],
  [`${sark}&SPEC_I_PT=1&${key}`, "05/26/00", [keyField], ["SPEC_I_PT"]],
  [`${sark}&SPEC_I_PT=1&id=iscsi_name,iqn.2026-11.invalid:a`, "05/26/00", ["TransportID 1"], ["SPEC_I_PT"]],
  [`${sark}&SPEC_I_PT=1&id=${ports.sas}&id=bytes,0600`, "05/26/00", ["TransportID 2"], ["SPEC_I_PT"]],
  [`${sark}&SPEC_I_PT=1&id=bytes,${"07".padEnd(48, "0")}`, "05/26/00", ["TransportID 1"], ["SPEC_I_PT"]],
  [`SERVICE+ACTION=1&${key}`, "GOOD", [], []],
  ["SERVICE+ACTION=1", "RESERVATION CONFLICT", [keyField], []],
  [`SERVICE+ACTION=1&${key}&TYPE=4`, "05/24/00", ["TYPE"], []],
  [`SERVICE+ACTION=1&${key}&TYPE=15`, "05/24/00", ["TYPE"], []],
  [`SERVICE+ACTION=1&${key}&SCOPE=2`, "05/24/00", ["SCOPE"], []],
  [`SERVICE+ACTION=1&${key}&SPEC_I_PT=1`, "05/26/00", ["SPEC_I_PT"], []],
  [`SERVICE+ACTION=1&${key}&${sark}&APTPL=1`, "GOOD", [], [sarkField, "APTPL"]],
  [`SERVICE+ACTION=2&${key}&TYPE=8`, "GOOD", [], []],
  [`SERVICE+ACTION=2&${key}&TYPE=9&SCOPE=2`, "05/24/00", ["SCOPE", "TYPE"], []],
  [`SERVICE+ACTION=3&${key}`, "GOOD", [], []],
  [`SERVICE+ACTION=4&${key}`, "05/26/00", [sarkField], ["TYPE", sarkField]],
  [`SERVICE+ACTION=5&${key}&${sark}&TYPE=2`, "05/24/00", ["TYPE"], ["TYPE"]],
  [`SERVICE+ACTION=6&${sark}&${key}`, "GOOD", [], [keyField]],
  [`SERVICE+ACTION=6&${sark}&SPEC_I_PT=1`, "05/26/00", ["SPEC_I_PT"], []],
  [`SERVICE+ACTION=7&${sark}&${key}&id=${ports.sas}`, "GOOD", [], []],
  [`SERVICE+ACTION=7&${sark}&${key}`, "05/26/00", ["TransportID"], []],
  [
    `SERVICE+ACTION=7&${key}&id=${ports.sas}&RELATIVE+TARGET+PORT+IDENTIFIER=0`,
    "05/26/00",
    ["RELATIVE TARGET PORT IDENTIFIER", sarkField],
    [],
  ],
  [`SERVICE+ACTION=8&${sark}`, "GOOD", [], []],
  [`SERVICE+ACTION=8&${sark}&${key}&ALL_TG_PT=1`, "05/26/00", [keyField, "ALL_TG_PT"], []],
  [`SERVICE+ACTION=9&${sark}`, "05/24/00", ["SERVICE ACTION"], []],
];
