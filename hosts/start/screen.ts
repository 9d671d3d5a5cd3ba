/** What the demonstration prints: a command, its parameter list, and what came back, decoded. */
import { styleText } from "node:util";
import {
  type Core,
  CoreError,
  decodeCdb,
  decodeSense,
  hexOf,
  type Line,
  outline,
  parameterDataStructure,
  parameterListStructure,
  senseCode,
  type StructureName,
} from "../embed/index.ts";
import type { Answer } from "../node/index.ts";
import type { ServedPage } from "./page.ts";
import type { Step } from "./script.ts";

type Style = Parameters<typeof styleText>[0];

const colours = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
const print = (text = "") => process.stdout.write(`${text}\n`);
const paint = (style: Style, text: string) => (colours ? styleText(style, text) : text);

export function sayWelcome(program: string, socket: string, disk: string): void {
  print(paint("bold", "Holdfast: a PR helper on an emulated logical unit, and two initiators that want the same disk"));
  print(
    `\n  $ ${program} --emulate -q -k ${socket}\n  disk ${disk}, a file of no bytes: only reservations are emulated\n`,
  );
}

export function showStep(core: Core, number: number, { who, title, cdb, list }: Step): void {
  const { command, action } = decodeCdb(core, cdb);
  print(paint("bold", `${number}. ${title}`));
  show(core, `${who} sends ${command}, ${action}`, who, cdb, command.endsWith("IN") ? "pr_in_cdb" : "pr_out_cdb");
  if (list.length === 0) return;
  const { serviceAction } = decodeCdb(core, cdb);
  show(core, "with the parameter list", who, list, parameterListStructure(core, serviceAction, list));
}

export function showAnswer(core: Core, { who, cdb }: Step, status: string, { sense, data }: Answer): void {
  const good = status === "GOOD";
  print(`   ${paint(good ? "green" : "yellow", `${who} gets ${status}`)}${meaningOf(core, status, sense)}`);
  if (good && data.length > 0)
    show(core, "and", who, data, parameterDataStructure(core, decodeCdb(core, cdb).serviceAction));
  print();
}

function meaningOf(core: Core, status: string, sense: Uint8Array): string {
  if (status === "RESERVATION CONFLICT")
    return ": another I_T nexus holds the reservation, and a registration alone does not share it (SPC-4 5.13.10)";
  if (status !== "CHECK CONDITION") return "";
  try {
    const decoded = decodeSense(core, sense);
    const fields = outline(core, "fixed_sense", sense);
    const keyName = fields.find((line) => line.name === "SENSE KEY")!.value;
    return `: ${keyName}, ${decoded.name} (${senseCode(decoded)})`;
  } catch (error) {
    if (error instanceof CoreError) return `: sense data that cannot be read (${error.message})`;
    throw error;
  }
}

/** Hexadecimal in rows of 16, then the fields that say something. */
function show(core: Core, title: string, who: string, bytes: Uint8Array, structure: StructureName): void {
  print(`   ${paint(who === "A" ? "cyan" : "magenta", title)}`);
  for (let at = 0; at < bytes.length; at += 16) print(paint("dim", `      ${hexOf(bytes.subarray(at, at + 16))}`));
  const lines = telling(outline(core, structure, bytes));
  const width = Math.max(...lines.map(({ depth, name }) => depth * 2 + name.length));
  for (const line of lines) print(`      ${row(line, width)}`);
}

/** Without what was said before, zeros, a TYPE that does not count here (0 is none), and structures of which nothing is left. */
function telling(lines: readonly Line[]): Line[] {
  const ignored = (line?: Line) => line?.name === "TYPE" && line.value.startsWith("obsolete");
  const said = lines.filter(
    (line, i) =>
      line.name !== "OPERATION CODE" &&
      line.value !== "0" &&
      !ignored(line) &&
      !(line.name === "SCOPE" && ignored(lines[i + 1])),
  );
  return said.filter((line, i) => line.value !== "" || (said[i + 1]?.depth ?? 0) > line.depth);
}

function row({ depth, name, value, remark }: Line, width: number): string {
  const left = `${"  ".repeat(depth)}${name}`;
  return `${value ? left.padEnd(width) : left}  ${value}${remark ? paint("yellow", ` (${remark})`) : ""}`.trimEnd();
}

export function sayServing(socket: string, disk: string, { address }: ServedPage): void {
  const serving = paint("bold", "The helper goes on until Ctrl-C, and so does the decoder page.");
  const where = `  page    ${address}\n  socket  ${socket}\n  disk    ${disk}`;
  const how =
    "  A client sends the descriptor of such a file with each command (see PrManagerHelper in holdfast/node).";
  print([serving, where, how].join("\n")); // in one piece: who waits for the first line finds the others
}

export function sayDone(): void {
  print(paint("bold", "All eight answers were as the standard has them."));
}
