/**
 * What TypeScript knows of holdfast/embed and holdfast/node: build/types/. Types are not checked here (npm run lint does). What TypeScript
 * leaves for its own kind of host is made plain: the manifest becomes a declaration of its shape, and paths end as those of JavaScript.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, filesBelow, root } from "./step.mjs";

const output = "build/types";
const entries = ["hosts/embed/index.ts", "hosts/node/index.ts"];
const flags =
  "--ignoreConfig --noCheck --declaration --emitDeclarationOnly --rootDir hosts --target es2023 --module esnext " +
  "--moduleResolution bundler --types node --allowImportingTsExtensions --resolveJsonModule --strict --skipLibCheck";

export function buildTypes() {
  rmSync(join(root, output), { recursive: true, force: true });
  const tsc = ["node_modules/typescript/bin/tsc", ...flags.split(" "), "--outDir", output, ...entries];
  const { status, stdout } = spawnSync(process.execPath, tsc, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Failure(`TypeScript cannot declare ${entries.join(" and ")}: correct this.\n${stdout}`);
  for (const path of filesBelow(output).map((file) => join(root, file)))
    writeFileSync(path, plainPaths(readFileSync(path, "utf8")));
  const manifest = JSON.parse(readFileSync(join(root, "hosts/embed/abi.json"), "utf8"));
  writeFileSync(
    join(root, output, "embed/abi.d.ts"),
    `/** The manifest of holdfast.wasm. */\ndeclare const abi: ${shapeOf(manifest)};\nexport default abi;\n`,
  );
}

/** "./codec.ts" and "./abi.json" in what is imported from them: "./codec.js", "./abi.js". */
const plainPaths = (text) => text.replaceAll(/(from |import\()"(\.[^"]*)\.(?:ts|json)"/g, '$1"$2.js"');

/** The type of a value of JSON. */
function shapeOf(value) {
  if (Array.isArray(value)) return `readonly (${[...new Set(value.map(shapeOf))].join(" | ") || "never"})[]`;
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  const fields = Object.entries(value).map(([name, of]) => `readonly ${JSON.stringify(name)}: ${shapeOf(of)}`);
  return `{ ${fields.join("; ")} }`;
}
