/** The command line. Options are those of qemu-pr-helper, so that one program can take the other's place, and a few more. */
import { parseArgs } from "node:util";
import { type Given, options, SettingsError } from "./settings.ts";

/** What was given, by the long option's name: its argument, or for a switch how often it was given. Errors: SettingsError. */
export function readOptions(args: readonly string[]): Given {
  const given: Record<string, string> = {};
  const known = Object.fromEntries(
    Object.entries(options).map(([name, { short, argument }]) => [
      name,
      { type: argument ? ("string" as const) : ("boolean" as const), ...(short ? { short } : {}) },
    ]),
  );
  for (const token of parseArgs({ args: [...args], options: known, strict: false, tokens: true }).tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional")
      throw new SettingsError(`unexpected argument '${token.value}': name the socket with -k PATH`);
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw new SettingsError(`unrecognized option '${token.rawName}': see --help`);
    const shown = option.short ? `-${option.short}` : `--${token.name}`;
    if (option.argument && !token.value) throw new SettingsError(`option '${shown}' needs an argument: see --help`);
    if (!option.argument && token.value !== undefined)
      throw new SettingsError(`option '${shown}' takes no argument: see --help`);
    given[token.name] = option.argument ? token.value! : String(Number(given[token.name] ?? 0) + 1);
  }
  return given;
}

/** The text of --help. */
export function help(): string {
  const rows = Object.entries(options).map(([name, { short, argument, help: says }]) => {
    const left = `  ${short ? `-${short}, ` : "    "}--${name}${argument ? `=${argument}` : ""}`;
    return `${left.padEnd(26)}${says.replaceAll("\n", `\n${" ".repeat(26)}`)}`;
  });
  return `Usage: holdfast-pr-helper [OPTIONS]
Puts the persistent reservation commands of QEMU's guests to their disks.

${rows.join("\n")}

All but -d, -T, -h and -V can be set in the configuration file, too, as lines of the form \`timeout = 30\`; the command line wins.
`;
}
