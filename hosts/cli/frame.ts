/** What every verb stands in: its shape, what it is given, and how the program ends. */
import { Command, CommanderError, Option } from "commander";
import { version } from "../../package.json";
import { AbiError, Core, CoreError } from "../embed/index.ts";
import { compileCore } from "../node/core.ts";
import { exit, Refusal } from "./exit.ts";
import { type Paint, painter, type When, whens } from "./paint.ts";
import { guardOutput, written } from "./streams.ts";
import { printable } from "./words.ts";

/** One verb of the command line, one file below verbs/. */
export interface Verb<Options extends object = object> {
  readonly name: string;
  /** What it does, in one line of the list of verbs. */
  readonly summary: string;
  /** Arguments, options and the rest of its help. */
  declare(command: Command): void;
  /** Returns the exit code. Errors: Refusal; CoreError for bytes that are malformed. */
  run(context: Context, words: readonly string[], options: Options): number | Promise<number>;
}

export interface Context {
  readonly core: Core;
  /** For the standard output, and for standard error. */
  readonly paint: Paint;
  readonly paintWords: Paint;
  /** Columns of the terminal; Infinity where the standard output is none. */
  readonly width: number;
  /** Data: to the standard output, as it is. */
  readonly out: (data: string | Uint8Array) => void;
  /** A sentence for who looks on: to standard error. */
  readonly say: (words: string) => void;
  /** Lines for who looks on: to standard error, as they are. */
  readonly tell: (lines: string) => void;
}

/** Where a standard stream goes. */
export interface Output {
  readonly isTTY: boolean;
  readonly columns?: number;
  write(data: string | Uint8Array): unknown;
}

export interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Runs the command line `args`, without node and program; the exit code goes to the process. */
export async function run(verbs: readonly Verb[], args: readonly string[]): Promise<void> {
  guardOutput();
  process.exitCode = await follow(verbs, args, process);
  await written();
}

/** Follows a command line, and returns the exit code. */
export async function follow(verbs: readonly Verb[], args: readonly string[], outputs: Outputs): Promise<number> {
  let code: number = exit.ok;
  const program = frame(verbs, outputs, (ended) => (code = ended));
  try {
    if (args.length === 0) throw new Refusal("say what to do: see holdfast --help");
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return report(error, program, outputs.stderr);
  }
}

function frame(verbs: readonly Verb[], outputs: Outputs, end: (code: number) => void): Command {
  const program = new Command("holdfast")
    .usage("VERB ...")
    .description("SCSI commands, their data and sense data: what each byte says, and the bytes for what is to be said.")
    .version(version, "-V, --version", "show the version and exit")
    .helpOption("-h, --help", "show this and exit; holdfast VERB --help says more")
    .helpCommand(false)
    .configureOutput({
      getOutHelpWidth: () => Math.min(outputs.stdout.columns || 80, 80),
      writeOut: (text) => outputs.stdout.write(text),
      writeErr: () => undefined,
    })
    .exitOverride();
  for (const verb of verbs) {
    const command = program
      .command(verb.name)
      .summary(verb.summary)
      .description(`${verb.summary[0]!.toUpperCase()}${verb.summary.slice(1)}.`);
    command.helpOption("-h, --help", "show this and exit");
    verb.declare(command);
    command.addOption(new Option("--color <when>", "colour the output").choices(whens).default("auto", "auto"));
    command.action(async () => {
      const options = command.opts<{ color: When }>();
      end(await verb.run(contextFor(options.color, outputs), command.args, options));
    });
  }
  return program;
}

function contextFor(when: When, { stdout, stderr }: Outputs): Context {
  let core: Core | undefined;
  const paintWords = painter(when, stderr.isTTY);
  return {
    get core() {
      return (core ??= Core.load(compileCore()));
    },
    paint: painter(when, stdout.isTTY),
    paintWords,
    width: (stdout.isTTY && stdout.columns) || Infinity,
    out: (data) => void stdout.write(data),
    say: (words) => void stderr.write(`${paintWords("dim", "holdfast:")} ${words}\n`),
    tell: (lines) => void stderr.write(lines),
  };
}

/** Says what went wrong in one sentence. Returns the exit code. */
function report(error: unknown, program: Command, stderr: Output): number {
  if (error instanceof CommanderError && error.exitCode === 0) return exit.ok; // help and version
  const [sentence, code] = sentenceOf(error, program);
  stderr.write(`holdfast: ${sentence}\n`);
  return code;
}

function sentenceOf(error: unknown, program: Command): [string, number] {
  if (error instanceof Refusal) return [error.message, error.code];
  if (error instanceof CoreError) return [error.message, exit.malformed];
  if (error instanceof CommanderError) {
    const conflict = error.code === "commander.conflictingOption";
    return [commanderSentence(error, program), conflict ? exit.contradiction : exit.syntax];
  }
  if (error instanceof AbiError || isMissing(error)) return [error.message, exit.other];
  throw error;
}

/** holdfast.wasm is not where the build puts it: the sentence is node/product.ts' own. */
function isMissing(error: unknown): error is Error {
  return error instanceof Error && error.message.includes("npm run build");
}

/** "error: unknown option '--hx'\n(Did you mean --hex?)" as a sentence of ours. */
function commanderSentence({ message }: CommanderError, program: Command): string {
  const said = message
    .replace(/^error: /, "")
    .replace(" is invalid. ", " is invalid: ")
    .replaceAll(/\s*\n\s*/g, " ");
  const verb = program.commands.find((command) => program.args[0] === command.name());
  return `${printable(said.replace(/\.$/, ""))}; see holdfast ${verb ? `${verb.name()} ` : ""}--help`;
}
