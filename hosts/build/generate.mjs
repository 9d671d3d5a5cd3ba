/**
 * The generator: assembly/spec/ -> assembly/generated/*.ts, build/abi.h, and build/docs.json: what the module has no room for. Writes only what changed, so that nothing else is rebuilt.
 * Usage: node hosts/build/generate.mjs
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderCommands } from "./generate/commands.mjs";
import { renderDocs } from "./generate/docs.mjs";
import { renderFailures, renderNames } from "./generate/codes.mjs";
import { renderFields } from "./generate/fields.mjs";
import { renderHeader } from "./generate/header.mjs";
import { layOut } from "./generate/layout.mjs";
import { Packer } from "./generate/pack.mjs";
import { renderPacked } from "./generate/packed.mjs";
import { renderRecords } from "./generate/records.mjs";
import { loadSpec } from "./generate/spec.mjs";
import { own, renderTables } from "./generate/tables.mjs";
import { Text } from "./generate/text.mjs";
import { root } from "./step.mjs";

const banner = (file) => `// Made by hosts/build/generate.mjs from assembly/spec/${file}: change that, not this.\n`;

const spec = await loadSpec();
const records = layOut(spec.records);
const text = new Text();
Object.values(own).forEach((words) => text.add(words));
const packer = new Packer(text);
const tables = renderTables(spec, text, packer);
const commands = renderCommands(spec, text, packer);
const outputs = {
  "assembly/generated/records.ts": banner("abi.ts and records.ts") + renderRecords(spec, records),
  "assembly/generated/fields.ts": banner("") + renderFields(spec),
  "assembly/generated/codes.ts": banner("") + renderNames(spec),
  "assembly/generated/commands.ts": banner("commands.ts") + commands,
  "assembly/generated/failures.ts": banner("linux.ts") + renderFailures(spec),
  "assembly/generated/tables.ts": banner("") + tables,
  "assembly/generated/packed.ts": banner("") + renderPacked(text, packer),
  "build/abi.h": banner("abi.ts and records.ts") + renderHeader(spec, records),
  "build/docs.json": renderDocs(spec),
};
for (const [file, content] of Object.entries(outputs)) writeIfChanged(join(root, file), content);

function writeIfChanged(file, content) {
  try {
    if (readFileSync(file, "utf8") === content) return;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
