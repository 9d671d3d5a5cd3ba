/** Random sense data, and what of it sg_decode_sense and Holdfast say, as lines that can be compared. */
import { readFileSync } from "node:fs";
import { abi, type Core, explain, type FieldNode } from "../../hosts/embed/index.ts";
import { hex } from "../hosts/core.ts";
import { Random } from "../common/random.ts";
import { run } from "./program.ts";

const assigned: number[] = readFileSync(new URL("../vectors/additional-sense.tsv", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => /^[0-9a-f]{4}/.test(line))
  .map((line) => Number.parseInt(line.slice(0, 4), 16));

/** Bytes of each type's descriptor behind its head, as the standards have them; type 0Dh has two lengths. */
const bodies = [10, 10, 6, 2, 2, 2, 30, 32, 14, 12, 6, 26, 10, 30, 14, 6];

function additional(random: Random): number {
  if (random.percent(60)) return random.of(assigned);
  return random.percent(40) ? (random.below(0x80) << 8) | random.below(0x80) : random.below(0x10000);
}

const noise = (random: Random, length: number) => Array.from({ length }, () => random.below(256));

function fixed(random: Random): number[] {
  const code = additional(random);
  const length = random.percent(70) ? 10 : random.of([0, 4, 5, 6, 7, 9, 12, 30]);
  const keySpecific = [random.below(256), random.below(256), random.below(256)];
  const head = [random.of([0x70, 0x71, 0xf0, 0xf1]), 0, random.below(256), ...noise(random, 4), length];
  return [
    ...head,
    ...noise(random, 4),
    code >> 8,
    code & 0xff,
    random.of([0, 0x22]),
    ...keySpecific,
    ...noise(random, 4),
  ];
}

function descriptor(random: Random): number[] {
  const type = random.percent(85) ? random.below(16) : random.of([0x10, 0x7f, 0x80, 0xff]);
  const usual = type === 0x0d ? random.of([22, 30]) : bodies[type];
  const length = random.percent(90) ? (usual ?? random.below(6)) : random.below(8);
  const body = noise(random, length);
  if (type === 0x0b || type === 0x0e) body.fill(0);
  if (type === 0x0c) body.splice(0, 10, random.below(8), 2, 0x72, random.below(16), 0x24, 0, 0, 0, 0, 0);
  return [type, body.length, ...body];
}

function descriptors(random: Random): number[] {
  const list = Array.from({ length: random.below(5) }, () => descriptor(random)).flat();
  const code = additional(random);
  return [random.of([0x72, 0x73]), random.below(16), code >> 8, code & 0xff, 0, 0, 0, list.length, ...list];
}

/** At most 252 bytes of sense data of either format. */
export const sense = (random: Random): Uint8Array =>
  Uint8Array.from(random.percent(50) ? fixed(random) : descriptors(random));

/** What sg_decode_sense prints, without what is within forwarded sense data. */
export function theirs(data: Uint8Array): string[] {
  const { out } = run("sg_decode_sense", ["-n", hex(data)]);
  const text = out
    .replace(/^ v{8,}$[^]*?^ \^{8,}$/gm, "")
    .replace(/:\n {8,}/g, ": ")
    .replace(/\n +>>/g, " >>");
  const head = /^(Fixed|Descriptor) format, (current|<<<deferred>>>); Sense key: (.*)$/m.exec(text);
  const lines = text.split("\n").map((line) => line.trim());
  const keySpecific =
    /Error in|^(?:Actual retry count|Progress indication|Segment pointer|Unit attention condition queue):|unexpected$/;
  return [
    `${head?.[2] === "current" ? "current" : "deferred"}, ${head?.[1]?.toLowerCase()} format`,
    `sense key ${head?.[3]?.toUpperCase()}`,
    `additional ${theirAdditional(lines)}`,
    ...(head?.[1] === "Fixed" ? lines.filter((line) => keySpecific.test(line)).map(theirKeySpecific) : []),
    ...lines.filter((line) => line.startsWith("Descriptor type: ")).map(theirDescriptor),
  ];
}

function theirAdditional(lines: string[]): string {
  if (lines.some((line) => /vendor specific/i.test(line) && line.includes("ASC="))) return "VENDOR SPECIFIC";
  const name = lines.find((line) => line.startsWith("Additional sense: "))?.slice(18) ?? "";
  return name
    .replace(/ \[0x[0-9a-f]+\]$| of 0x[0-9a-f]+$| \(obs\)$/, "")
    .replace(/ \(should use 40 nn\)$/i, "")
    .toUpperCase();
}

function theirKeySpecific(line: string): string {
  const number = Number(/: (?:overflow flag is )?(0x[0-9a-f]+|\d+)$/.exec(line)?.[1] ?? "NaN");
  if (/Actual retry/.test(line)) return `retries ${number}`;
  if (/Progress/.test(line)) return `progress ${/([\d.]+)%/.exec(line)![1]!}`;
  if (/queue/.test(line)) return `overflow ${number}`;
  const [, byte, bit = "none"] = /byte (\d+)(?: bit (\d))?/.exec(line) ?? [];
  if (/Error in/.test(line)) return `field in ${/Command/.test(line) ? "CDB" : "parameter data"} ${byte} ${bit}`;
  return /Segment pointer/.test(line) ? `segment ${/descriptor,/.test(line) ? 1 : 0} ${byte} ${bit}` : "no meaning";
}

function theirDescriptor(line: string): string {
  const text = line.slice(17);
  if (text.includes("too short")) return `${typeOf(text.replace(/:? *>>.*/, ""))} too short`;
  const name = typeOf(text.split(/[:[]| time| 0x/)[0]!);
  if (name === "sense key specific") return `${name}: ${theirKeySpecific(text)}`;
  if (/^(information|command specific|field replaceable unit code)/.test(name))
    return `${name} ${BigInt(/0x[0-9a-f]+/.exec(text)![0])}`;
  if (name === "another progress indication") return `${name} ${hundredths(/([\d.]+)%/.exec(text)![1]!)}`;
  if (name === "microcode activation") return `${name} ${Number(/(\d+) seconds/.exec(text)?.[1] ?? 0)}`;
  return name;
}

/** sg_decode_sense prints 39.84 as 39.0284 here: its format has the width behind the number, ".02%d" for ".%02d". */
const hundredths = (printed: string) =>
  printed.replace(/\.02(\d{1,2})$/, (_all, digits: string) => `.${digits.padStart(2, "0")}`);

const typeOf = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^(unknown|vendor specific).*/, "$1");

/** The same lines of what Holdfast explains. */
export function ours(core: Core, data: Uint8Array): string[] {
  const nodes = explain(core, "sense_data", data);
  const below = (parent: number) => nodes.flatMap((node, i) => (node.parent === parent ? [{ node, i }] : []));
  const field = (parent: number, name: string) => below(parent).find(({ node }) => node.name === name);
  const meaning = (name: string) => field(0, name)?.node.meaning ?? "";
  const keySpecific = field(0, "SENSE KEY SPECIFIC");
  const said = keySpecific && keySpecific.node.bits === 24 ? ourKeySpecific(nodes, keySpecific.i) : "";
  const groups = below(0).filter(
    ({ node }) => node.flags & abi.enumerations.node_flag.group && / descriptor$/.test(node.name),
  );
  return [
    meaning("RESPONSE CODE"),
    `sense key ${meaning("SENSE KEY").replace("VENDOR SPECIFIC", "VENDOR SPECIFIC(9)").replace("obsolete (EQUAL)", "EQUAL")}`,
    `additional ${meaning("ADDITIONAL SENSE")
      .replace(/ \(SHOULD USE 40 NN\)$| NN$| OF NN$| \(NN = TASK TAG\)$/, "")
      .toUpperCase()}`,
    ...(said === "" ? [] : [said]),
    ...groups.map(({ i }) => ourDescriptor(nodes, i)),
  ];
}

function ourKeySpecific(nodes: readonly FieldNode[], at: number): string {
  const inner = nodes.findIndex(({ parent }) => parent === at);
  const get = (name: string) => nodes.find((node) => node.parent === inner && node.name === name)!;
  const bit = () => (get("BPV").value === 1n ? String(get("BIT POINTER").value) : "none");
  switch (nodes[inner]?.name) {
    case "Not valid":
      return "";
    case "Actual retry count":
      return `retries ${get("ACTUAL RETRY COUNT").value}`;
    case "Progress indication":
      return `progress ${percent(get("PROGRESS INDICATION").value)}`;
    case "Unit attention condition queue overflow":
      return `overflow ${get("OVERFLOW").value}`;
    case "Field pointer":
      return `field in ${get("C/D").meaning} ${get("FIELD POINTER").value} ${bit()}`;
    case "Segment pointer":
      return `segment ${get("SD").value} ${get("FIELD POINTER").value} ${bit()}`;
    default:
      return "no meaning";
  }
}

/** Parts of 65536 in hundredths of a percent, as sg_decode_sense rounds them. */
function percent(value: bigint): string {
  const parts = Number(value) * 100;
  return `${parts >> 16}.${String(Math.floor((parts & 0xffff) / 656)).padStart(2, "0")}`;
}

const named: Record<string, string> = {
  "command specific information": "command specific",
  "field replaceable unit": "field replaceable unit code",
};

function ourDescriptor(nodes: readonly FieldNode[], at: number): string {
  const own = nodes.filter(({ parent }) => parent === at);
  const get = (name: string) => own.find((node) => node.name === name);
  const type = typeOf(get("DESCRIPTOR TYPE")!.meaning || "unknown");
  const name = named[type] ?? type;
  const cut = (field: string) => get(field) === undefined || get(field)!.flags & abi.enumerations.node_flag.truncated;
  const value = (field: string) => (cut(field) ? `${name} too short` : `${name} ${get(field)!.value}`);
  if (type === "information") return value("INFORMATION");
  if (type === "command specific information") return value("COMMAND-SPECIFIC INFORMATION");
  if (type === "field replaceable unit") return value("FIELD REPLACEABLE UNIT CODE");
  if (type === "microcode activation") return value("MICROCODE ACTIVATION TIME");
  if (type === "ata status return" && cut("STATUS")) return `${name} too short`;
  if (type === "user data segment referral" && cut("NOT_ALL_R")) return `${name} too short`;
  if (type === "direct-access block device" && cut("COMMAND-SPECIFIC INFORMATION")) return `${name} too short`;
  if (type === "another progress indication")
    return cut("ANOTHER PROGRESS INDICATION")
      ? `${name} too short`
      : `${name} ${percent(get("ANOTHER PROGRESS INDICATION")!.value)}`;
  if (type === "sense key specific")
    return cut("SENSE KEY SPECIFIC")
      ? `${name} too short`
      : `${name}: ${ourKeySpecific(nodes, nodes.indexOf(get("SENSE KEY SPECIFIC")!)) || "not valid"}`;
  return name;
}
