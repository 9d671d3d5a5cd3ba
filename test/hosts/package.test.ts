/** What a user of the package imports: the built files, by the names in package.json. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

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
  const named = [...Object.values(exports), ...Object.values(bin)].map((path) => (path as string).replace(/^\.\//, ""));
  expect(named.length).toBeGreaterThan(5);
  expect(files).toEqual(expect.arrayContaining(named));
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const linked = [...readme.matchAll(/\[[^\]\n]+\]\(([\w./-]+\/[\w./-]+)\)/g)].map(([, path]) => path);
  expect(linked).toContain("hosts/web/decoder.png");
  expect(files).toEqual(expect.arrayContaining([...linked, "hosts/daemon/systemd/holdfast-pr-helper.service"]));
  expect(files.filter((path) => /^build\/(\.|(bench|pictures|test)\/|native\/objects)/.test(path))).toEqual([]);
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
