/** One build/holdfast.wasm in five hosts: all answer the shared vectors as these want it, and each to the byte like the others. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { abi } from "../../hosts/embed/index.ts";
import { CLIENT, describeUnless, describeWith, missing, WABT } from "../common/requirements.ts";
import { builtTree } from "../lab/tree.ts";
import { buildC, buildWasmEdge, inBrowser, inInterpreter, inNode, run, wasm } from "./programs.ts";
import { expectVectors, lines } from "./vectors.ts";

let folder: string;
let node: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-embed-"));
  node = inNode(lines);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The vectors, and the very bytes of Node.js, which cover records whole and texts. */
function expectSame(answers: string): void {
  expectVectors(answers);
  expect(answers.trimEnd().split("\n")).toEqual(node.trimEnd().split("\n"));
}

describe("Node.js", () => {
  test("answers the vectors", () => expectVectors(node));

  test("answers that are wrong are seen", () => {
    const at = node.indexOf("5e");
    expect(() => expectVectors(`${node.slice(0, at)}5f${node.slice(at + 2)}`)).toThrow("to deeply equal");
    expect(() => expectVectors(node.replace("RESERVE OUT", "RESERVE IN"))).toThrow("to deeply equal");
    expect(() => expectVectors(node.slice(node.indexOf("\n") + 1))).toThrow("length");
  });
});

describeWith([...WABT, ...CLIENT], "C without a runtime: wasm2c and gcc", () => {
  test("answers the vectors, like Node.js", () => expectSame(run(buildC(folder), [], lines)));
});

describeWith(WABT, "wabt's interpreter", () => {
  test("answers the vectors, like Node.js, out of the same file", () => {
    expectSame(inInterpreter(folder, lines));
    expect(readFileSync(join(folder, "script.0.wasm")).equals(readFileSync(wasm))).toBe(true);
  });

  test("wasm-interp runs the file as it is: what needs no arguments", () => {
    const version = (abi.version.major << 16) | abi.version.minor;
    expect(run("wasm-interp", [wasm, "--run-all-exports"])).toContain(`hf_abi_version() => i32:${version}\n`);
  });
});

describeWith(["chromium"], "a browser", () => {
  test("answers the vectors, like Node.js", () => expectSame(inBrowser(lines)));
});

const tree = builtTree();
const noTree =
  tree === undefined ? "the lab's Debian 13 has WasmEdge, and is not built; run as root: npm run test:lab" : undefined;
describeUnless(missing(CLIENT) ?? noTree, "WasmEdge", () => {
  test("answers the vectors, like Node.js", () => expectSame(buildWasmEdge(folder, tree!)(lines)));
});
