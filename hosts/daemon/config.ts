/** /etc/holdfast.conf: `name = value` lines by the long options' names, for who starts the helper without options (libvirt). */
import { readFileSync } from "node:fs";
import { defaultConfig, type Given, options, SettingsError } from "./settings.ts";

/** `path`: as named with --config; the default one need not be there. Errors: SettingsError. */
export function readConfig(path: string | undefined): Given {
  let text;
  try {
    text = readFileSync(path ?? defaultConfig, "utf8");
  } catch (error) {
    if (path === undefined && (error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new SettingsError(`cannot read the configuration file (${(error as Error).message})`, { cause: error });
  }
  return parseConfig(text, path ?? defaultConfig);
}

/** Errors: SettingsError with file and line. */
function parseConfig(text: string, path: string): Given {
  const given: Record<string, string> = {};
  for (const [index, line] of text.split("\n").entries()) {
    const content = line.replace(/(^|\s)#.*/, "").trim();
    if (content === "") continue;
    const [, name, value] = /^([a-z-]+)\s*=\s*(\S.*)$/.exec(content) ?? [];
    const at = `${path}, line ${index + 1}`;
    if (name === undefined || value === undefined)
      throw new SettingsError(`${at}: '${content}' is no setting: write it as \`timeout = 30\``);
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option || option.commandLineOnly) throw new SettingsError(`${at}: there is no setting '${name}': see --help`);
    Object.assign(given, option.argument ? { [name]: value } : switchFrom(name, value, at));
  }
  return given;
}

/** A switch is yes or no; verbose may be a number. */
function switchFrom(name: string, value: string, at: string): Given {
  if (value === "yes") return { [name]: "1" };
  if (value === "no") return {};
  if (name === "verbose" && /^[0-9]$/.test(value)) return { [name]: value };
  throw new SettingsError(`${at}: '${value}' is neither yes nor no`);
}
