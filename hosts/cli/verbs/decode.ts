/** holdfast decode: bytes in, what they say out. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { decodeSense } from "../../embed/index.ts";
import { codeOf } from "../code.ts";
import type { Decoded } from "../decoded.ts";
import { deviceTypeFrom } from "../device-type.ts";
import { exit, exitOfSense, exitOfStatus, Refusal } from "../exit.ts";
import type { Context, Verb } from "../frame.ts";
import { type Finding, findingsIn, readInput } from "../input.ts";
import { bytesFrom } from "../numbers.ts";
import { drawHex } from "../render/hex.ts";
import { drawJson } from "../render/json.ts";
import { drawTree } from "../render/tree.ts";
import { type Subject, subjectOf, type Wanted } from "../subject.ts";
import { countOf, excerpt, printable } from "../words.ts";

interface Options {
  readonly file?: string;
  readonly binary?: true;
  readonly as?: string;
  readonly cdb?: Uint8Array;
  readonly deviceType: number;
  readonly all?: true;
  readonly hex?: true;
  readonly json?: true;
  readonly exitCode?: true;
  readonly quiet?: true;
}

const more = `
--hex numbers bits as the standard does, 7 to 0; 6+23 are 23 bits from bit 6 on.

BYTES are hexadecimal in any spacing: 5f01, 5f 01, 0x5f,0x01, 5f:01, \\x5f\\x01.
What they are is guessed, and said on standard error, unless --as or --cdb tells:
  --as cdb, --as sense, or a structure; \`holdfast fields\` lists them

Examples:
  holdfast decode 5f 01 05 00 00 00 00 00 18 00
  holdfast decode --cdb 5e03 --file full-status.txt
  sg_persist -k -HHH /dev/sdb | holdfast decode --as read_keys_data -
  holdfast decode --json 70 00 06 00 00 00 00 0a 00 00 00 00 2a 05 00 00 00 00

Exit codes, those of sg3_utils: 0 decoded; 1 the command line is wrong; 15 a file
cannot be read; 31 options that exclude each other; 97 bytes that are malformed: a
CDB that is cut short, no such format, or bytes behind the end that are not 0.
Data that the allocation length has cut short is decoded as far as it goes.
With --exit-code the first sense data or status decides: 5 ILLEGAL REQUEST,
6 UNIT ATTENTION, 24 RESERVATION CONFLICT and so on.`;

function hexBytes(text: string): Uint8Array {
  const bytes = bytesFrom(text);
  if (bytes && bytes.length > 0) return bytes;
  throw new InvalidArgumentError("give the CDB in hexadecimal");
}

export const decode: Verb<Options> = {
  name: "decode",
  summary: "say what bytes mean: a CDB, its data, sense data",

  declare(command: Command) {
    command
      .argument("[BYTES...]", "hexadecimal, or - for the standard input")
      .option("-f, --file <file>", "take the bytes from this file")
      .option("-b, --binary", "the file or standard input has the bytes themselves")
      .option("-a, --as <what>", "take the bytes for this: cdb, sense or a structure")
      .addOption(
        new Option("-c, --cdb <hex>", "the bytes are the data of this CDB").argParser(hexBytes).conflicts("as"),
      )
      .option("-t, --device-type <type>", "device type: a number, or disk, tape, cd...", deviceTypeFrom, 0)
      .option("--all", "show reserved and obsolete fields that are 0, too")
      .addOption(new Option("-H, --hex", "show every byte with the fields in it").conflicts("json"))
      .option("-j, --json", "print JSON (holdfast/schema/decode.json)")
      .option("--exit-code", "exit with the code of the sense data or status")
      .option("-q, --quiet", "do not say what the bytes were taken for")
      .addHelpText("after", more);
  },

  async run(context, words, options) {
    const input = await readInput(words, options.file, options.binary ?? false);
    const { findings, why } = findingsIn(context.core, input);
    const tried = findings.map((finding) => tryDecode(context, finding, options));
    const refused = tried.filter((one) => one instanceof Refusal);
    const decoded = tried.filter((one): one is Decoded => !(one instanceof Refusal));
    if (decoded.length === 0) throw refused[0]!;
    if (!options.quiet && why) context.say(printable(why));
    if (!options.quiet) for (const one of decoded) sayWhat(context, one);
    context.out(draw(context, decoded, options));
    const logged = findings.every(({ source }) => source !== undefined);
    const notes = decoded.flatMap((one) => ("subject" in one ? notesOf(one.subject) : []));
    for (const note of [...notes, ...(logged ? refused.map(messageOf) : [])]) context.say(note);
    const faults = decoded.flatMap((one) => ("subject" in one ? faultsOf(one.subject) : []));
    if (!logged) faults.push(...refused.map(messageOf));
    for (const fault of faults) context.say(context.paintWords("yellow", fault));
    if (faults.length > 0) return exit.malformed;
    return options.exitCode ? exitCodeOf(context, decoded) : exit.ok;
  },
};

function decodedFrom({ core }: Context, finding: Finding, { as, cdb, deviceType, all, hex }: Options): Decoded {
  if (!["cdb", "sense", "bytes"].includes(finding.kind)) return { finding, code: codeOf(core, finding) };
  const wanted: Wanted = { as, cdb, deviceType, all: all ?? hex ?? false };
  return { finding, subject: subjectOf(core, finding, wanted) };
}

const messageOf = ({ message }: Refusal): string => message;

/** Bytes among others that are nothing known stop none of the others; in a log nothing is wrong with them. */
function tryDecode(context: Context, finding: Finding, options: Options): Decoded | Refusal {
  try {
    return decodedFrom(context, finding, options);
  } catch (error) {
    if (error instanceof Refusal && error.code === exit.malformed) return error;
    throw error;
  }
}

function sayWhat({ say }: Context, one: Decoded): void {
  const [name, why] = "subject" in one ? [one.subject.name, one.subject.why] : [one.code.what, one.finding.note];
  const what = "subject" in one && one.subject.kind === "cdb" && one.subject.structure ? "the CDB of " : "";
  const quoted = one.finding.text ? `'${excerpt(one.finding.text, 30)}'` : "the input";
  say(`${quoted} is taken for ${what}${name}: ${printable(why)}`);
}

/** Codes line by line, with a blank line around what has more than one. */
function draw({ paint }: Context, decoded: readonly Decoded[], { json, hex }: Options): string {
  if (json) return drawJson(decoded);
  const drawOne = hex ? drawHex : drawTree;
  const apart = (i: number) => i > 0 && ("subject" in decoded[i]! || "subject" in decoded[i - 1]!);
  return decoded
    .map((one, i) => `${apart(i) ? "\n" : ""}${"subject" in one ? drawOne(one.subject, paint) : `${one.code.text}\n`}`)
    .join("");
}

/** The allocation length cuts data: nothing is wrong with what is there. */
const notesOf = (subject: Subject): string[] => (subject.kind !== "cdb" && subject.short ? [goesOn(subject)] : []);

const goesOn = ({ name, bytes }: Subject): string =>
  `${name} goes on behind ${bytes.length === 1 ? "this" : "these"} ${countOf(bytes.length)}`;

/** Nothing cuts a CDB: of one that `--as` names the structure the core has not said yet that it is too short. */
function faultsOf(subject: Subject): string[] {
  const { kind, name, behind, fault, short } = subject;
  const faults = fault ? [fault] : kind === "cdb" && short ? [goesOn(subject)] : [];
  if (behind > 0) faults.push(`${countOf(behind)} too many for ${name}`);
  return faults;
}

/** Of the first that says how a command ended. */
function exitCodeOf({ core }: Context, decoded: readonly Decoded[]): number {
  for (const one of decoded) {
    if ("subject" in one && one.subject.kind === "sense") return exitOfSense(decodeSense(core, one.subject.bytes));
    if ("code" in one && one.code.sense) return exitOfSense(one.code.sense);
    const { kind, value } = one.finding;
    if (kind === "status" && typeof value === "number" && value !== 0x02) return exitOfStatus(value);
  }
  return exit.ok;
}
