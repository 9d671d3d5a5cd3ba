/**
 * test/vectors/cli/*.txt: what the command line prints. The first line of a file is the command, after "$ "; the rest its standard output.
 * HOLDFAST_WRITE_GOLDEN=1 writes them anew: read the difference before it is committed.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { shell } from "./cli.ts";

const folder = fileURLToPath(new URL("../vectors/cli/", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));

test.each(files)("%s", (file) => {
  const text = readFileSync(folder + file, "utf8");
  const [first] = text.split("\n", 1);
  const command = first!.replace(/^\$ /, "");
  const { stdout, code } = shell(command);
  if (process.env["HOLDFAST_WRITE_GOLDEN"]) writeFileSync(folder + file, `$ ${command}\n${stdout}`);
  expect(code).toBe(0);
  expect(`$ ${command}\n${stdout}`).toBe(readFileSync(folder + file, "utf8"));
});

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/^```\n\$ (holdfast .*)\n([^]*?)^```$/gm)].map(([, command, output]) => [
  command!,
  output!,
]);

test.each(examples)("README.md: %s", (command, output) => {
  expect(shell(command).stdout).toBe(output);
});

test("README.md has examples of decode and encode", () => {
  expect(examples.map(([command]) => command!.split(" ")[1])).toEqual(expect.arrayContaining(["decode", "encode"]));
});

test("each way to draw is there", () => {
  const commands = files.map((file) => readFileSync(folder + file, "utf8").split("\n", 1)[0]!);
  for (const part of ["--hex", "--json", "--all", "holdfast encode", "holdfast fields"])
    expect(commands.filter((command) => command.includes(part)).length, part).toBeGreaterThan(0);
});
