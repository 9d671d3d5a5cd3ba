/** What a user of the package imports: the built files, by the names in package.json. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folder } from "./daemon.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const evaluate = (script: string) =>
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" }).trim();

test("holdfast/embed decodes with holdfast/holdfast.wasm", () => {
  const script = `
    import { readFileSync } from "node:fs";
    import { fileURLToPath } from "node:url";
    import { Core, decodeCdb } from "holdfast/embed";
    const core = Core.load(readFileSync(fileURLToPath(import.meta.resolve("holdfast/holdfast.wasm"))));
    console.log(decodeCdb(core, Buffer.from("5f010500000000001800", "hex")).action);`;
  expect(evaluate(script)).toBe("RESERVE");
});

test("the README's example of holdfast/embed prints what it says", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const example = /```js\n(import [^`]*?from "holdfast\/embed";[^]*?)\n```/.exec(readme)![1]!;
  const said = [...example.matchAll(/\/\/ (.*?)(?: \.\.\.)?$/gm)].map(([, words]) => words);
  expect(said).toHaveLength(3);
  expect(evaluate(example).split("\n").slice(0, 3)).toEqual(said);
});

test("holdfast/abi.json and holdfast/abi.h are of the same ABI as holdfast/holdfast.wasm", () => {
  const script = `
    import { readFileSync } from "node:fs";
    import { createRequire } from "node:module";
    const file = (name) => readFileSync(createRequire(import.meta.url).resolve("holdfast/" + name));
    const { instance } = await WebAssembly.instantiate(file("holdfast.wasm"));
    const { major, minor } = JSON.parse(file("abi.json")).version;
    const [, header] = /^#define HF_ABI_VERSION (\\d+)$/m.exec(file("abi.h"));
    console.log(instance.exports.hf_abi_version(), (major << 16) | minor, header);`;
  const versions = evaluate(script).split(" ");
  expect(versions).toHaveLength(3);
  expect(new Set(versions).size).toBe(1);
});

test("the package has every file that it exports or that its README points to, and none that is only for building", () => {
  const pack = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const listed = JSON.parse(execFileSync("npm", pack, { cwd: root, encoding: "utf8", stdio: "pipe" })) as [
    { files: { path: string }[] },
  ];
  const files = listed[0].files.map(({ path }) => path);
  const { exports, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const exported = Object.values(exports as Record<string, string | Record<string, string>>);
  const paths = [
    ...exported.flatMap((to) => (typeof to === "string" ? [to] : Object.values(to))),
    ...Object.values(bin),
  ];
  const named = paths.map((path) => (path as string).replace(/^\.\//, ""));
  expect(named.length).toBeGreaterThan(5);
  expect(files).toEqual(expect.arrayContaining(named));
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const linked = [...readme.matchAll(/\[[^\]\n]+\]\(([\w./-]+\/[\w./-]+)\)/g)].map(([, path]) => path);
  expect(linked).toContain("hosts/web/decoder.png");
  expect(files).toEqual(expect.arrayContaining([...linked, "hosts/daemon/systemd/holdfast-pr-helper.service"]));
  expect(files.filter((path) => /^build\/(\.|(bench|pictures|test)\/|native\/objects)/.test(path))).toEqual([]);
});

/** All that holdfast/embed needs of a runtime. */
const webAssembly = `declare namespace WebAssembly {
  class Module { #bytes; constructor(bytes: ArrayBuffer); }
  class Instance { #module; }
}
type BufferSource = ArrayBuffer | ArrayBufferView;`;

/** What tsc says of a file of a project that has holdfast, and nothing else, in its node_modules. */
function typeErrors(code: string, options: object): string[] {
  const project = folder();
  mkdirSync(join(project, "node_modules"));
  symlinkSync(root, join(project, "node_modules/holdfast"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(project, "app.ts"), code);
  if (!("typeRoots" in options)) writeFileSync(join(project, "runtime.d.ts"), webAssembly);
  const compilerOptions = { noEmit: true, strict: true, target: "es2024", lib: ["es2024"], types: [], ...options };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc], { cwd: project, encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.includes("error TS"));
}

test.each([
  { module: "nodenext", moduleResolution: "nodenext" },
  { module: "esnext", moduleResolution: "bundler" },
])("TypeScript knows what holdfast/embed takes and gives: $moduleResolution", (resolution) => {
  const head = `import { abi, composeCdb, Core, EmulatedUnit, explain, findCommand, type Cdb } from "holdfast/embed";
    declare const core: Core;
    declare const bytes: Uint8Array;\n`;
  const right = `const key: bigint = explain(core, "read_keys_key", bytes)[1]!.value;
    composeCdb(core, findCommand(core, bytes), { "ALLOCATION LENGTH": key });
    new EmulatedUnit(new WebAssembly.Module(new ArrayBuffer(8))).event("nexus_loss");
    const size: number = abi.records.cdb.size;
    export const said = (cdb: Cdb): string => cdb.action + size;`;
  expect(typeErrors(head + right, resolution)).toEqual([]);
  const wrong = `explain(core, "nosuch", bytes);
    new EmulatedUnit(bytes);
    findCommand(core, bytes, "5");`;
  const said = typeErrors(head + wrong, resolution);
  expect(said.map((line) => /error (TS\d+)/.exec(line)?.[1])).toEqual(["TS2345", "TS2345", "TS2345"]);
});

test("TypeScript knows what holdfast/node gives", () => {
  const code = `import { loadCore, PrManagerHelper } from "holdfast/node";
    const answer = await new PrManagerHelper({ path: "/run/x" }).execute(0, loadCore().bytes);
    const status: number = answer.status;
    console.log(status);`;
  const types = { types: ["node"], typeRoots: [join(root, "node_modules/@types")], skipLibCheck: true };
  expect(typeErrors(code, { module: "nodenext", ...types })).toEqual([]);
});

test("holdfast/node finds its addon and its core", () => {
  const script = `
    import { PrManagerHelper } from "holdfast/node";
    const manager = new PrManagerHelper({ path: "/nonexistent/socket", attempts: 1 });
    await manager.execute(0, Buffer.from("5e000000000000001800", "hex")).catch((error) => console.log(error.constructor.name, error.message));`;
  expect(evaluate(script)).toMatch(/^HelperUnreachableError no helper answers at \/nonexistent\/socket \(ENOENT/);
});

test("the addon of the package is not for a debugger", () => {
  const addon = readFileSync(join(root, "build/native/holdfast.node"));
  expect(addon.includes(".symtab")).toBe(true); // names of sections are there to be found
  expect(addon.includes(".debug_info")).toBe(false);
});
