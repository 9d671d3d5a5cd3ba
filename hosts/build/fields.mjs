/**
 * Every structure that the built module knows, as Markdown: build/fields.md, or standard output with `-`.
 * Usage: node hosts/build/fields.mjs [-]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderFields } from "./fields/markdown.mjs";
import { root } from "./step.mjs";

const built = (name) => join(root, "build", name);
const embed = await import(pathToFileURL(built("embed.mjs")));
const core = embed.Core.load(readFileSync(built("holdfast.wasm")));
const { structures } = JSON.parse(readFileSync(built("docs.json"), "utf8"));

const text = renderFields(embed, core, structures);
if (process.argv[2] === "-") process.stdout.write(text);
else writeFileSync(built("fields.md"), text);
