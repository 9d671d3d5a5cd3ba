/** Fields of data: our names, and what sg_inq, sg_vpd and sg_luns (sg3_utils 1.46) call them. */
import type { StructureName } from "../../hosts/embed/index.ts";
import type { Random } from "../common/random.ts";

export interface Decoder {
  readonly name: string;
  readonly structure: StructureName;
  readonly program: string;
  readonly args: readonly string[];
  /** Data of which each bit that a field here has is random. */
  readonly data: (random: Random) => Uint8Array;
  /** Our field, their label; by default the same. */
  readonly fields: Readonly<Record<string, string>>;
}

const bytes = (random: Random, count: number) => Array.from({ length: count }, () => random.below(256));

/** A VPD page with random parameters, of a disk. */
const page = (code: number, length: number) => (random: Random) =>
  new Uint8Array([0, code, 0, length, ...bytes(random, length)]);

const same = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

/** Their names for these codes are read, too: what is random is which. */
const standards = [0x00a0, 0x0960, 0x0460, 0x04c0, 0x0620, 0x0a40, 0x1740, 0x1ec0, 0x20c0, 0x0c60, 0x0020, 0x1600];

function inquiry(random: Random): Uint8Array {
  const data = new Uint8Array(bytes(random, 96));
  data[0] = random.of([0x00, 0x20, 0x60]) | random.of([0x00, 0x01, 0x05, 0x0c, 0x14]);
  data[2] = random.of([3, 4, 5, 6, 7]);
  data[4] = 91;
  data.set(Buffer.from("VENDOR  PRODUCT         1.0                     "), 8);
  data[56] = 1 + random.below(15); // 0 is not told
  for (let i = 0; i < 8; i++) new DataView(data.buffer).setUint16(58 + i * 2, random.of(standards));
  return data;
}

/** One of each type that has numbers. */
function designators(random: Random): Uint8Array {
  const types: readonly (readonly [head: readonly number[], length: number, first?: number])[] = [
    [[0x01, 0x02, 0], 8],
    [[0x01, 0x02, 0], 12],
    [[0x01, 0x02, 0], 16],
    [[0x01, 0x03, 0], 8, 0x20],
    [[0x01, 0x03, 0], 8, 0x50],
    [[0x01, 0x03, 0], 16, 0x60],
    [[0x61, 0x94, 0], 4],
    [[0x01, 0x15, 0], 4],
    [[0x01, 0x06, 0], 4],
    [[0x91, 0x99, 0], 4],
  ];
  const all = types.flatMap(([head, length, first]) => {
    const [start, ...rest] = bytes(random, length);
    return [...head, length, first === undefined ? start! : first | (start! & 0x0f), ...rest];
  });
  return new Uint8Array([0, 0x83, 0, all.length, ...all]);
}

const vpd = { structure: "vpd_page", program: "sg_vpd", args: ["--inhex=-", "--long"] } as const;

export const decoders: readonly Decoder[] = [
  {
    ...{ name: "standard INQUIRY data", structure: "inquiry_data", program: "sg_inq", args: ["--inhex=-"] },
    data: inquiry,
    fields: {
      ...same("RMB", "LU_CONG", "SCCS", "ACC", "TPGS", "3PC", "QAS", "IUS"),
      "PERIPHERAL QUALIFIER": "PQual",
      "PERIPHERAL DEVICE TYPE": "PDT",
      HOT_PLUGGABLE: "hot_pluggable",
      VERSION: "version",
      NORMACA: "NormACA",
      HISUP: "HiSUP",
      "RESPONSE DATA FORMAT": "Resp_data_format",
      PROTECT: "Protect",
      "Obsolete (BQUE)": "BQue",
      ENCSERV: "EncServ",
      MULTIP: "MultiP",
      ADDR16: "Addr16",
      WBUS16: "WBus16",
      SYNC: "Sync",
      CMDQUE: "CmdQue",
      CLOCKING: "Clocking",
    },
  },
  {
    ...vpd,
    name: "Device Identification",
    args: [...vpd.args, "--page=di_asis"],
    data: designators,
    fields: {
      "IEEE COMPANY_ID": "IEEE Company_id",
      "VENDOR SPECIFIC EXTENSION IDENTIFIER": "Vendor Specific Extension Identifier",
      "IDENTIFIER EXTENSION": "Identifier extension",
      "DIRECTORY ID": "Directory ID",
      "VENDOR SPECIFIC IDENTIFIER A": "vendor specific identifier A",
      "VENDOR SPECIFIC IDENTIFIER B": "vendor specific identifier B",
      "VENDOR SPECIFIC IDENTIFIER": "Vendor Specific Identifier",
      "VENDOR SPECIFIC IDENTIFIER EXTENSION": "Vendor Specific Identifier Extension",
      "RELATIVE TARGET PORT IDENTIFIER": "Relative target port",
      "TARGET PORT GROUP": "Target port group",
      "LOGICAL UNIT GROUP": "Logical unit group",
      "DEVICE ADDRESS": "USB device address",
      "INTERFACE NUMBER": "USB interface number",
    },
  },
  {
    ...vpd,
    name: "Extended INQUIRY Data",
    data: page(0x86, 0x3c),
    fields: {
      ...same("ACTIVATE_MICROCODE", "SPT", "GRD_CHK", "APP_CHK", "REF_CHK", "UASK_SUP", "GROUP_SUP", "PRIOR_SUP"),
      ...same("HEADSUP", "ORDSUP", "SIMPSUP", "WU_SUP", "CRD_SUP", "NV_SUP", "V_SUP", "NO_PI_CHK", "P_I_I_SUP"),
      ...same("LUICLR", "R_SUP", "RTD_SUP", "HSSRELEF", "CBCS", "POA_SUP", "HRA_SUP", "VSA_SUP", "DMS_VALID"),
      ...same("IBS", "IAS", "SAC", "NRD1", "NRD0", "DM_MD_4", "DM_MD_5", "DM_MD_6", "DM_MD_7", "DM_MD_D"),
      ...same("DM_MD_E", "DM_MD_F"),
      "LU COLLECTION TYPE": "LU_COLL_TYPE",
      "MULTI I_T NEXUS MICROCODE DOWNLOAD": "Multi I_T nexus microcode download",
      "EXTENDED SELF-TEST COMPLETION MINUTES": "Extended self-test completion minutes",
      "MAXIMUM SUPPORTED SENSE DATA LENGTH": "Maximum supported sense data length",
      "MAXIMUM INQUIRY CHANGE LOGS": "Maximum inquiry change logs",
      "MAXIMUM MODE PAGE CHANGE LOGS": "Maximum mode page change logs",
    },
  },
  {
    ...vpd,
    name: "Block Limits",
    data: page(0xb0, 0x3c),
    fields: {
      WSNZ: "Write same non-zero \\(WSNZ\\)",
      "MAXIMUM COMPARE AND WRITE LENGTH": "Maximum compare and write length",
      "OPTIMAL TRANSFER LENGTH GRANULARITY": "Optimal transfer length granularity",
      "MAXIMUM TRANSFER LENGTH": "Maximum transfer length",
      "OPTIMAL TRANSFER LENGTH": "Optimal transfer length",
      "MAXIMUM PREFETCH LENGTH": "Maximum prefetch transfer length",
      "MAXIMUM UNMAP LBA COUNT": "Maximum unmap LBA count",
      "MAXIMUM UNMAP BLOCK DESCRIPTOR COUNT": "Maximum unmap block descriptor count",
      "OPTIMAL UNMAP GRANULARITY": "Optimal unmap granularity",
      UGAVALID: "Unmap granularity alignment valid",
      "UNMAP GRANULARITY ALIGNMENT": "Unmap granularity alignment",
      "MAXIMUM WRITE SAME LENGTH": "Maximum write same length",
      "MAXIMUM ATOMIC TRANSFER LENGTH": "Maximum atomic transfer length",
      "ATOMIC ALIGNMENT": "Atomic alignment",
      "ATOMIC TRANSFER LENGTH GRANULARITY": "Atomic transfer length granularity",
      "MAXIMUM ATOMIC TRANSFER LENGTH WITH ATOMIC BOUNDARY": "Maximum atomic transfer length with atomic boundary",
      "MAXIMUM ATOMIC BOUNDARY SIZE": "Maximum atomic boundary size",
    },
  },
  {
    ...vpd,
    name: "Block Device Characteristics",
    data: (random) => {
      const data = page(0xb1, 0x3c)(random);
      data[4]! |= 0x08; // above 0400h: a rate
      return data;
    },
    fields: {
      ...same("WABEREQ", "WACEREQ", "ZONED", "RBWZ", "BOCS", "FUAB", "VBULS"),
      "MEDIUM ROTATION RATE": "Nominal rotation rate",
      "DEPOPULATION TIME": "DEPOPULATION_TIME",
    },
  },
  {
    ...vpd,
    name: "Logical Block Provisioning",
    data: (random) => {
      const data = page(0xb2, 0x04)(random);
      data[5]! &= 0xfe; // no descriptor
      return data;
    },
    fields: {
      "THRESHOLD EXPONENT": "Threshold exponent",
      LBPU: "Unmap command supported \\(LBPU\\)",
      LBPWS: "Write same \\(16\\) with unmap bit supported \\(LBPWS\\)",
      LBPWS10: "Write same \\(10\\) with unmap bit supported \\(LBPWS10\\)",
      LBPRZ: "Logical block provisioning read zeros \\(LBPRZ\\)",
      ANC_SUP: "Anchored LBAs supported \\(ANC_SUP\\)",
      "MINIMUM PERCENTAGE": "Minimum percentage",
      "PROVISIONING TYPE": "Provisioning type",
      "THRESHOLD PERCENTAGE": "Threshold percentage",
    },
  },
];

/** Fields that sg3_utils 1.46 reads otherwise than the standard says. */
export const differences: readonly { readonly field: string; readonly reads: string; readonly reason: string }[] = [
  {
    field: "NO_PI_CHK",
    reads: "P_I_I_SUP",
    reason: "SPC-5 has NO_PI_CHK in bit 5 of byte 7; sg_vpd reads bit 4, that of P_I_I_SUP, twice.",
  },
];

/** First bytes of LUNs, the fields of these formats, and sg_luns' labels. */
export const luns: readonly { readonly first: (random: Random) => number; readonly fields: Record<string, string> }[] =
  [
    {
      first: () => 0,
      fields: { "TARGET OR LUN": "lun" },
    },
    {
      first: (random) => 1 + random.below(0x3f),
      fields: { "BUS IDENTIFIER": "bus_id", "TARGET OR LUN": "target" },
    },
    { first: (random) => 0x40 | random.below(0x40), fields: { "FLAT SPACE LUN": "lun" } },
    { first: (random) => 0x80 | random.below(0x40), fields: { "BUS NUMBER": "bus_id", TARGET: "target", LUN: "lun" } },
    { first: () => 0xd2, fields: { "EXTENDED FLAT SPACE LUN": "lun" } },
    { first: () => 0xe2, fields: { "LONG EXTENDED FLAT SPACE LUN": "lun" } },
  ];
