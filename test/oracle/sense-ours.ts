/** What Holdfast explains of sense data, as the lines that sense-theirs.ts makes. */
import { abi, type Core, explain, type FieldNode } from "../../hosts/embed/index.ts";

const flag = abi.enumerations.node_flag;

/** What is said of each of `things`. */
export function ours(core: Core, data: Uint8Array): string[][] {
  const nodes = explain(core, "sense_data", data);
  return sense(new View(nodes, data, 0));
}

/** A node and what is below it. */
class View {
  readonly node: FieldNode;
  constructor(
    readonly nodes: readonly FieldNode[],
    readonly data: Uint8Array,
    readonly at: number,
  ) {
    this.node = nodes[at]!;
  }
  /** What lies directly below, without what is behind the end. */
  get inner(): View[] {
    return this.nodes.flatMap((node, i) =>
      node.parent === this.at && !(node.flags & flag.trailing) ? [new View(this.nodes, this.data, i)] : [],
    );
  }
  /** Structures that are no field's value. */
  get structures(): View[] {
    return this.inner.filter(({ node }) => node.flags & flag.group && node.name !== node.name.toUpperCase());
  }
  get isCut(): boolean {
    return (this.node.flags & flag.truncated) !== 0;
  }
  field(name: string): View | undefined {
    return this.inner.find(({ node, isCut }) => node.name === name && !isCut);
  }
  /** 0 for a field that is not there. */
  value(name: string): bigint {
    return this.field(name)?.node.value ?? 0n;
  }
  meaning(name: string): string {
    return this.field(name)?.node.meaning ?? "";
  }
  line(words: string, name: string): string {
    return `${words} ${this.value(name)}`;
  }
  /** The bytes that the fields below have from byte `first` on, put together again out of their values. */
  bytes(first: number): string {
    const bits = this.#leaves()
      .filter(({ node }) => node.bit >= this.node.bit + first * 8)
      .map((leaf) => leaf.#bits())
      .join("");
    return (bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2).toString(16).padStart(2, "0")).join("");
  }
  #leaves(): View[] {
    const inner = this.nodes.flatMap(({ parent }, i) =>
      parent === this.at ? [new View(this.nodes, this.data, i)] : [],
    );
    return inner.length === 0 ? [this] : inner.flatMap((view) => view.#leaves());
  }
  #bits(): string {
    const { bit, bits, flags, value } = this.node;
    if (!(flags & flag.bytes)) return value.toString(2).padStart(bits, "0");
    const own = this.data.subarray(bit >> 3, (bit + bits) >> 3);
    return Array.from(own, (byte) => byte.toString(2).padStart(8, "0")).join("");
  }
}

function sense(all: View): string[][] {
  const fixed = all.node.name.startsWith("Fixed");
  const head = [
    all.meaning("RESPONSE CODE"),
    `sense key ${all.meaning("SENSE KEY").replace("VENDOR SPECIFIC", "VENDOR SPECIFIC(9)").replace("obsolete (EQUAL)", "EQUAL")}`,
    all.line("overflow", "SDAT_OVFL"),
    `additional ${all
      .meaning("ADDITIONAL SENSE")
      .replace(/ \(SHOULD USE 40 NN\)$| NN$| OF NN$| \(NN = TASK TAG\)$/, "")
      .toUpperCase()}`,
    ...(fixed ? ourFixed(all) : []),
  ];
  return fixed ? [head] : [head, ...all.structures.flatMap(ourDescriptor)];
}

function ourFixed(all: View): string[] {
  if (all.field("ERROR")) return ourRegisters(all);
  const keySpecific = ourKeySpecific(all);
  return [
    ...ourInformation(all),
    all.line("field replaceable unit", "FIELD REPLACEABLE UNIT CODE"),
    ...(keySpecific === "not valid" ? [] : [keySpecific]),
  ];
}

const ourInformation = (all: View): string[] => [
  all.line("valid", "VALID"),
  all.line("information", "INFORMATION"),
  all.line("filemark", "FILEMARK"),
  all.line("end of medium", "EOM"),
  all.line("incorrect length", "ILI"),
];

const ourRegisters = (all: View): string[] => [
  all.line("error", "ERROR"),
  all.line("status", "STATUS"),
  all.line("device", "DEVICE"),
  all.line("count", "COUNT (7:0)"),
  all.line("extend", "EXTEND"),
  all.line("more of the count", "COUNT_UPPER_NONZERO"),
  all.line("more of the address", "LBA_UPPER_NONZERO"),
  all.line("log index", "LOG INDEX"),
  `address ${["LBA (7:0)", "LBA (15:8)", "LBA (23:16)"].map((name) => all.value(name)).join(" ")}`,
];

/** SENSE KEY SPECIFIC of what is given. */
function ourKeySpecific(all: View): string {
  const inner = all.field("SENSE KEY SPECIFIC")?.inner[0];
  if (!inner) return "not valid";
  const bit = inner.value("BPV") === 1n ? inner.value("BIT POINTER") : "none";
  switch (inner.node.name) {
    case "Not valid":
      return "not valid";
    case "Actual retry count":
      return inner.line("retries", "ACTUAL RETRY COUNT");
    case "Progress indication":
      return `progress ${percent(inner.value("PROGRESS INDICATION"))}`;
    case "Unit attention condition queue overflow":
      return inner.line("overflow", "OVERFLOW");
    case "Field pointer":
      return `field in ${inner.meaning("C/D")} ${inner.value("FIELD POINTER")} ${bit}`;
    case "Segment pointer":
      return `segment ${inner.value("SD")} ${inner.value("FIELD POINTER")} ${bit}`;
    default:
      return "no meaning";
  }
}

/** Parts of 65536 in hundredths of a percent, as sg_decode_sense rounds them. */
function percent(value: bigint): string {
  const parts = Number(value) * 100;
  return `${parts >> 16}.${String(Math.floor((parts & 0xffff) / 656)).padStart(2, "0")}`;
}

/** The descriptor, and the sense data that it has in it. */
function ourDescriptor(all: View): string[][] {
  const type = (all.meaning("DESCRIPTOR TYPE") || "unknown").toLowerCase();
  const reader = readers[type];
  if (!reader) return [[type, `bytes ${all.bytes(2)}`]];
  if (all.isCut) return [[type, "too short"]];
  return [[type, ...reader(all)], ...(type === "forwarded sense data" ? all.structures.flatMap(sense) : [])];
}

const readers: Readonly<Record<string, (all: View) => string[]>> = {
  information: (all) => [all.line("valid", "VALID"), all.line("information", "INFORMATION")],
  "command specific information": (all) => [all.line("command-specific", "COMMAND-SPECIFIC INFORMATION")],
  "sense key specific": (all) => [ourKeySpecific(all)],
  "field replaceable unit": (all) => [all.line("field replaceable unit", "FIELD REPLACEABLE UNIT CODE")],
  "stream commands": (all) => [
    all.line("filemark", "FILEMARK"),
    all.line("end of medium", "EOM"),
    all.line("incorrect length", "ILI"),
  ],
  "block commands": (all) => [all.line("incorrect length", "ILI")],
  "ata status return": ourStatusReturn,
  "another progress indication": (all) => [
    all.line("sense key", "ANOTHER SENSE KEY"),
    `additional ${[" CODE", " CODE QUALIFIER"].map((part) => all.field("ANOTHER ADDITIONAL SENSE")!.value(`ANOTHER ADDITIONAL SENSE${part}`)).join(" ")}`,
    `progress ${percent(all.value("ANOTHER PROGRESS INDICATION"))}`,
  ],
  "user data segment referral": (all) => [
    all.line("not all referrals", "NOT_ALL_R"),
    ...all.structures.flatMap((segment) => [
      "segment",
      segment.line("first", "FIRST USER DATA SEGMENT LBA"),
      segment.line("last", "LAST USER DATA SEGMENT LBA"),
      ...segment.structures.map(
        (group) => `${group.line("group", "TARGET PORT GROUP")} ${group.meaning("ASYMMETRIC ACCESS STATE")}`,
      ),
    ]),
  ],
  "forwarded sense data": (all) => [
    all.line("truncated", "FSDT"),
    `source ${all.meaning("SENSE DATA SOURCE").replace("EXTENDED COPY command copy ", "")}`,
    `status ${all.meaning("FORWARDED STATUS")}`,
  ],
  "direct-access block device": (all) => [
    all.line("incorrect length", "ILI"),
    ourKeySpecific(all),
    all.line("field replaceable unit", "FIELD REPLACEABLE UNIT CODE"),
    all.value("VALID") === 0n ? "valid 0" : all.line("information", "INFORMATION"),
    all.line("command-specific", "COMMAND-SPECIFIC INFORMATION"),
  ],
  "device designation": (all) => [
    `reason ${all.meaning("DEVICE USAGE REASON")}`,
    ...all.structures.map((designator) =>
      `${designator.meaning("DESIGNATOR TYPE")}, ${designator.meaning("CODE SET")} ${designator.bytes(4)}`.toLowerCase(),
    ),
  ],
  "microcode activation": (all) => [all.line("seconds", "MICROCODE ACTIVATION TIME")],
};

/** Without EXTEND sg_decode_sense does not show the upper half of each register. */
function ourStatusReturn(all: View): string[] {
  const isWide = all.value("EXTEND") === 1n;
  const address = ["LBA (47:40)", "LBA (39:32)", "LBA (31:24)", "LBA (23:16)", "LBA (15:8)", "LBA (7:0)"];
  const shown = isWide ? address : address.slice(3);
  return [
    all.line("extend", "EXTEND"),
    all.line("error", "ERROR"),
    `count ${isWide ? all.value("COUNT") : all.value("COUNT") & 0xffn}`,
    `lba ${shown.reduce((sum, name) => sum * 256n + all.value(name), 0n)}`,
    all.line("device", "DEVICE"),
    all.line("status", "STATUS"),
  ];
}
