/** What a user of the package imports: the built files, by the names in package.json. */
import { execFileSync } from "node:child_process";
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

test("holdfast/node finds its addon and its core", () => {
  const script = `
    import { PrManagerHelper } from "holdfast/node";
    const manager = new PrManagerHelper({ path: "/nonexistent/socket", attempts: 1 });
    await manager.execute(0, Buffer.from("5e000000000000001800", "hex")).catch((error) => console.log(error.constructor.name, error.message));`;
  expect(evaluate(script)).toMatch(/^HelperUnreachableError no helper answers at \/nonexistent\/socket \(ENOENT/);
});
