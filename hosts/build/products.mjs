/**
 * What build/ is made of. Only Node's own modules are loaded before a step runs: bootstrap.mjs imports this file before anything is
 * installed.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { buildNative, flags } from "./native.mjs";
import { Failure, root, runStep } from "./step.mjs";
import { buildTypes } from "./types.mjs";
import { buildPage } from "./web.mjs";

/** In the order of who needs whom. */
const steps = [
  {
    name: "tables",
    reads: ["assembly/spec", "hosts/build/generate.mjs", "hosts/build/generate", "hosts/build/step.mjs"],
    makes: ["assembly/generated", "build/abi.h", "build/docs.json"],
    uses: ["esbuild"],
    run: () => node("the generator cannot use assembly/spec/", "hosts/build/generate.mjs"),
  },
  {
    name: "core",
    reads: ["assembly", "asconfig.json"],
    ignores: (path) => path.startsWith("assembly/spec/"),
    makes: ["build/holdfast.wasm"],
    uses: ["assemblyscript"],
    run: () => node("asc cannot compile assembly/", "node_modules/assemblyscript/bin/asc.js", "--target", "release"),
  },
  {
    name: "manifest",
    reads: ["hosts/embed/abi.json"],
    makes: ["build/abi.json"],
    uses: [],
    run: () => copyFileSync(join(root, "hosts/embed/abi.json"), join(root, "build/abi.json")),
  },
  {
    name: "native",
    reads: ["native", "build/abi.h", "hosts/build/native.mjs"],
    makes: ["build/native/holdfast.node"],
    uses: ["node-addon-api"],
    flags,
    run: buildNative,
  },
  bundled("daemon", "hosts/daemon/main.ts", "build/holdfast-pr-helper.mjs", [
    "hosts/embed",
    "hosts/node",
    "hosts/daemon",
    "package.json",
  ]),
  bundled(
    "cli",
    "hosts/cli/main.ts",
    "build/holdfast.mjs",
    ["hosts/embed", "hosts/node", "hosts/cli", "package.json"],
    ["commander"],
  ),
  bundled("start", "hosts/start/main.ts", "build/start.mjs", ["hosts/embed", "hosts/node", "hosts/start"]),
  bundled("node", "hosts/node/index.ts", "build/node.mjs", ["hosts/embed", "hosts/node"]),
  {
    name: "web",
    reads: ["hosts/embed", "hosts/web", "hosts/build/web.mjs", "build/holdfast.wasm", "build/docs.json"],
    makes: ["build/web/index.html"],
    uses: ["esbuild"],
    run: page,
  },
  bundled("embed", "hosts/embed/index.ts", "build/embed.mjs", ["hosts/embed"]),
  {
    name: "types",
    reads: ["hosts/embed", "hosts/node", "hosts/build/types.mjs"],
    makes: ["build/types"],
    uses: ["typescript"],
    run: buildTypes,
  },
];

/** Makes all of build/, each part only when it is stale. */
export async function build() {
  mkdirSync(join(root, "build"), { recursive: true });
  for (const step of steps) await runStep({ ...step, tools: tools(step) });
}

/** A new compiler, other flags or another Node may make another product from the same source. */
function tools(step) {
  const versions = step.uses.map((name) => `${name} ${packageVersion(name)}`);
  return [...versions, ...(step.flags ?? []), `node ${process.versions.modules} ${process.arch}`];
}

function packageVersion(name) {
  try {
    return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
  } catch {
    throw new Failure(`The package ${name} is not installed: run \`npm ci\`.`);
  }
}

function node(failure, ...args) {
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (run.status === 0) return;
  throw new Failure(`${failure}: correct this.\n${run.stdout}${run.stderr}`);
}

function bundled(name, entry, output, reads, packages = []) {
  const step = { name, reads: [...reads, "hosts/build/products.mjs"], makes: [output], uses: ["esbuild", ...packages] };
  return { ...step, run: () => bundle(entry, output, entry.endsWith("/main.ts"), packages.length > 0) };
}

async function page() {
  const esbuild = await import("esbuild");
  await sayErrors(esbuild, "hosts/web/", () => buildPage(esbuild, "build/web/index.html"));
}

async function sayErrors({ formatMessages }, what, work) {
  try {
    await work();
  } catch (error) {
    if (!error.errors) throw error;
    const messages = await formatMessages(error.errors, { kind: "error" });
    throw new Failure(`esbuild cannot bundle ${what}: correct this.\n${messages.join("")}`);
  }
}

/** For packages that are CommonJS: they require Node's own modules. */
const requiring =
  'import { createRequire as requireFor } from "node:module"; const require = requireFor(import.meta.url);';

/** One file that runs as it is: it has no package beside it, and finds holdfast.wasm and native/holdfast.node by import.meta.url. */
async function bundle(entry, output, program, requires) {
  const esbuild = await import("esbuild");
  const partial = join(root, `${output}.partial`);
  await sayErrors(esbuild, entry, () =>
    esbuild.build({
      entryPoints: [join(root, entry)],
      outfile: partial,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      banner: { js: [...(program ? ["#!/usr/bin/env node"] : []), ...(requires ? [requiring] : [])].join("\n") },
      logLevel: "silent",
    }),
  );
  if (program) chmodSync(partial, 0o755);
  renameSync(partial, join(root, output)); // never half a file where a daemon may start
}
