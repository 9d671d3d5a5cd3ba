/** What sg_decode_sense (sg3_utils 1.46) prints of sense data, as lines that can be compared. */
import { hex } from "../hosts/core.ts";
import { run } from "./program.ts";

/** What is said of each of `things`. */
export const theirs = (data: Uint8Array): string[][] =>
  sense(
    run("sg_decode_sense", ["-n", hex(data)])
      .out.split("\n")
      .filter((line) => line !== ""),
  );

const isDescriptor = (line: string) => line.startsWith("  Descriptor type: ");
const isStart = (line: string) => /^ v{8,}$/.test(line);
const isEnd = (line: string) => /^ \^{8,}$/.test(line);

/** Takes the lines of sense data, and of what is in it between lines of v and ^. */
function sense(lines: string[]): string[][] {
  const said = [theirHead(taken(lines, (line) => isDescriptor(line) || isEnd(line)))];
  while (lines.length > 0 && !isEnd(lines[0]!)) {
    const own = [lines.shift()!, ...taken(lines, (line) => isDescriptor(line) || isStart(line) || isEnd(line))];
    said.push(theirDescriptor(own.map((line) => line.trim())));
    if (!isStart(lines[0] ?? "")) continue;
    lines.shift();
    said.push(...sense(lines));
    lines.shift();
  }
  return said;
}

/** Takes lines up to one that `ends`. */
function taken(lines: string[], ends: (line: string) => boolean): string[] {
  const end = lines.findIndex(ends);
  return lines.splice(0, end < 0 ? lines.length : end);
}

/** The text that stands behind `label`, undefined where it is not there. */
const behind = (text: string, label: RegExp): string | undefined => label.exec(text)?.[1];
const numberBehind = (text: string, label: string): bigint =>
  BigInt(behind(text, new RegExp(`${label}(0x[0-9a-f]+|\\d+)`)) ?? 0);
const flagOf = (condition: boolean) => (condition ? 1 : 0);

function theirHead(lines: readonly string[]): string[] {
  const text = lines.join("\n");
  const [, format, current, key] =
    /^(Fixed|Descriptor) format, (current|<<<deferred>>>); Sense key: (.*)$/m.exec(text) ?? [];
  return [
    `${current === "current" ? "current" : "deferred"}, ${format?.toLowerCase()} format`,
    `sense key ${key?.toUpperCase()}`,
    `overflow ${flagOf(text.includes("SDAT_OVFL"))}`,
    `additional ${theirAdditional(lines.map((line) => line.trim()))}`,
    ...(format === "Fixed" ? theirFixed(text, lines) : []),
  ];
}

function theirAdditional(lines: readonly string[]): string {
  if (lines.some((line) => /vendor specific/i.test(line) && line.includes("ASC="))) return "VENDOR SPECIFIC";
  const name = lines.find((line) => line.startsWith("Additional sense: "))?.slice(18) ?? "";
  return name
    .replace(/ \[0x[0-9a-f]+\]$| of 0x[0-9a-f]+$| \(obs\)$/, "")
    .replace(/ \(should use 40 nn\)$/i, "")
    .toUpperCase();
}

function theirFixed(text: string, lines: readonly string[]): string[] {
  const keySpecific = lines.find((line) =>
    /Error in|^ +(?:Actual retry count|Progress indication|Segment pointer|Unit attention condition queue):|unexpected$/.test(
      line,
    ),
  );
  if (/^ +error=/m.test(text)) return theirRegisters(text);
  return [
    ...theirInformation(text),
    `field replaceable unit ${numberBehind(text, "Field replaceable unit code: ")}`,
    ...(keySpecific === undefined ? [] : [theirKeySpecific(keySpecific)]),
  ];
}

/** The line is there if anything of it is not 0. */
function theirInformation(text: string): string[] {
  const line = /^.*Info fld=.*$/m.exec(text)?.[0] ?? "Valid=0, ";
  return [
    `valid ${flagOf(!line.includes("Valid=0, "))}`,
    `information ${numberBehind(line, "Info fld=")}`,
    `filemark ${flagOf(line.includes("FMK"))}`,
    `end of medium ${flagOf(line.includes("EOM"))}`,
    `incorrect length ${flagOf(line.includes("ILI"))}`,
  ];
}

/** ATA registers; + stands for more than the byte that is shown. */
function theirRegisters(text: string): string[] {
  const [, count, upperCount] = /count\(7:0\)=(0x[0-9a-f]+)(\+?)/.exec(text)!;
  const [, high, mid, low, upperAddress] =
    /lba_high,mid,low\(7:0\)=(0x[0-9a-f]+),(0x[0-9a-f]+),(0x[0-9a-f]+)(\+?)/.exec(text)!;
  return [
    ...["error", "status", "device"].map((name) => `${name} ${numberBehind(text, `${name}=`)}`),
    `count ${Number(count)}`,
    `extend ${numberBehind(text, "extend=")}`,
    `more of the count ${flagOf(upperCount !== "")}`,
    `more of the address ${flagOf(upperAddress !== "")}`,
    `log index ${numberBehind(text, "log_index=")}`,
    `address ${[low, mid, high].map(Number).join(" ")}`,
  ];
}

function theirKeySpecific(text: string): string {
  const number = Number(/: (?:overflow flag is )?(0x[0-9a-f]+|\d+)$/.exec(text)?.[1] ?? "NaN");
  if (text.includes("Actual retry")) return `retries ${number}`;
  if (text.includes("Progress")) return `progress ${behind(text, /([\d.]+)%/)}`;
  if (text.includes("queue")) return `overflow ${number}`;
  const [, byte, bit = "none"] = /byte (\d+)(?: bit (\d))?/.exec(text) ?? [];
  if (text.includes("Segment pointer")) return `segment ${/descriptor,/.test(text) ? 1 : 0} ${byte} ${bit}`;
  if (text.includes("Error in"))
    return `field in ${text.includes("Command") ? "CDB" : "parameter data"} ${byte} ${bit}`;
  return "no meaning";
}

/** The type, then what its fields are. */
function theirDescriptor(lines: readonly string[]): string[] {
  const text = lines.join(" ").slice("Descriptor type: ".length);
  const reader = readers.find(({ title }) => text.startsWith(title));
  const name = reader?.name ?? lines[0]!.slice("Descriptor type: ".length).replace(/ \[.*/, "").toLowerCase();
  if (/>> descriptor too short|got length of -/.test(text)) return [name, "too short"];
  return [name, ...(reader?.read ?? theirBytes)(text, lines)];
}

const theirBytes = (_text: string, lines: readonly string[]): string[] => [
  `bytes ${lines.slice(1).join("").replaceAll(" ", "")}`,
];

interface Reader {
  readonly title: string;
  readonly name: string;
  readonly read: (text: string, lines: readonly string[]) => string[];
}

const readers: readonly Reader[] = [
  {
    title: "Information:",
    name: "information",
    read: (text) => [
      `valid ${flagOf(!text.includes("Valid=0"))}`,
      `information ${BigInt(behind(text, /(0x[0-9a-f]+)/)!)}`,
    ],
  },
  {
    title: "Command specific:",
    name: "command specific information",
    read: (text) => [`command-specific ${numberBehind(text, ": ")}`],
  },
  { title: "Sense key specific:", name: "sense key specific", read: (text) => [theirKeySpecific(text)] },
  {
    title: "Field replaceable unit code:",
    name: "field replaceable unit",
    read: (text) => [`field replaceable unit ${numberBehind(text, ": ")}`],
  },
  {
    title: "Stream commands:",
    name: "stream commands",
    read: (text) => [
      `filemark ${flagOf(text.includes("FILEMARK"))}`,
      `end of medium ${flagOf(text.includes("(EOM)"))}`,
      `incorrect length ${flagOf(text.includes("(ILI)"))}`,
    ],
  },
  {
    title: "Block commands:",
    name: "block commands",
    read: (text) => [`incorrect length ${flagOf(text.includes("(ILI) set"))}`],
  },
  { title: "ATA Status Return:", name: "ata status return", read: theirStatusReturn },
  {
    title: "Another progress indication:",
    name: "another progress indication",
    read: (text) => [
      `sense key ${numberBehind(text, "sense_key=")}`,
      `additional ${behind(text, /asc,ascq=(\S+)\]/)!
        .split(",")
        .map(Number)
        .join(" ")}`,
      `progress ${hundredths(behind(text, /([\d.]+)%/)!)}`,
    ],
  },
  { title: "User data segment referral:", name: "user data segment referral", read: theirReferrals },
  {
    title: "Forwarded sense data",
    name: "forwarded sense data",
    read: (text) => [
      `truncated ${flagOf(text.includes("FSDT: set"))}`,
      `source ${behind(text, /source: Extended copy command (source|destination \S* ?\d+)/) ?? ""}`,
      `status ${behind(text, /status: (.*)$/)!
        .replace(/ \(obsolete\)|Unknown status.*/, "")
        .toUpperCase()}`,
    ],
  },
  { title: "Direct-access block device", name: "direct-access block device", read: theirBlockDevice },
  { title: "Device designation", name: "device designation", read: theirDesignation },
  {
    title: "Microcode activation",
    name: "microcode activation",
    read: (text) => [`seconds ${behind(text, /(\d+) seconds/) ?? 0}`],
  },
];

/** sg_decode_sense prints 39.84 as 39.0284 here: its format has the width behind the number, ".02%d" for ".%02d". */
const hundredths = (printed: string) =>
  printed.replace(/\.02(\d{1,2})$/, (_all, digits: string) => `.${digits.padStart(2, "0")}`);

/** Without EXTEND the upper half of each register is not shown. */
function theirStatusReturn(text: string): string[] {
  return ["extend", "error", "count", "lba", "device", "status"].map(
    (name) => `${name} ${numberBehind(text, `${name}=`)}`,
  );
}

function theirReferrals(_text: string, lines: readonly string[]): string[] {
  return lines.slice(1).flatMap((line) => {
    if (line.startsWith("Descriptor ")) return ["segment"];
    const [, label, value] = /^(Not all referrals|first uds LBA|last uds LBA): +(\S+)$/.exec(line) ?? [];
    if (label) return [`${label.replace(" uds LBA", "")} ${BigInt(value!)}`.toLowerCase()];
    const [, group, state] = /^tpg: (\d+) +state: (.*)$/.exec(line) ?? [];
    return group
      ? [`group ${group} ${state!.replace("active/non ", "active/non-").replace(/^unknown.*/, "")}`]
      : [line];
  });
}

function theirBlockDevice(text: string): string[] {
  const keySpecific = behind(text, /Sense key specific: (.*?) Field replaceable/);
  const information = behind(text, /Information: (0x[0-9a-f]+)/);
  return [
    `incorrect length ${flagOf(text.includes("indication) set"))}`,
    keySpecific === undefined ? "not valid" : theirKeySpecific(keySpecific),
    `field replaceable unit ${numberBehind(text, "unit code: ")}`,
    information === undefined ? "valid 0" : `information ${BigInt(information)}`,
    `command-specific ${numberBehind(text, "Command specific: ")}`,
  ];
}

/** What sg_decode_sense calls DEVICE USAGE REASON, and what Holdfast does. */
const reasons: Readonly<Record<string, string>> = {
  Unknown: "unknown",
  "resend this and further commands to": "resend this and further commands to it",
  "resend this command to": "resend this command to it",
  "new subsiduary lu added to this administrative lu":
    "a new subsidiary logical unit of this administrative logical unit",
  "administrative lu associated with a preferred binding": "the administrative logical unit of a preferred binding",
};

function theirDesignation(_text: string, lines: readonly string[]): string[] {
  const text = lines.join("\n");
  const reason = behind(text, /^Usage reason: (.*?):?$/m)!;
  const designator = /^designator type: (.*), +code set: (.*)\n(0x[0-9a-f]+)/m.exec(text);
  return [
    `reason ${/^reserved/.test(reason) ? "" : reasons[reason]}`,
    ...(designator ? [`${designator[1]}, ${designator[2]} ${designator[3]!.slice(2)}`.toLowerCase()] : []),
  ];
}
