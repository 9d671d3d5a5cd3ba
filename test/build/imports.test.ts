import { describe, expect, test } from "vitest";
import { projectFiles, text } from "./files.ts";
import { importsOf, layerOf, violations } from "./imports.ts";

const sources = [...projectFiles(), ...projectFiles("assembly/generated")].filter(
  (path) => /^(assembly|hosts)\/.*\.(ts|mjs|js)$/.test(path) && !path.endsWith(".d.ts"),
);

test.each(sources)("%s imports only what its layer may", (path) => {
  expect(violations(path, importsOf(text(path)))).toEqual([]);
});

test("no layer that exists is left out", () => {
  const found = new Set(sources.map(layerOf));
  expect([...found]).toEqual(
    expect.arrayContaining(["spec", "bytes", "generated", "core", "embed", "node", "daemon", "cli", "build"]),
  );
});

describe("the rule refuses", () => {
  test.each([
    ["hosts/embed/core.ts", "node:fs", "Node in what any JavaScript runs"],
    ["hosts/embed/core.ts", "fs", "the same without its prefix"],
    ["hosts/embed/core.ts", "../node/addon.ts", "the layer after it"],
    ["hosts/embed/core.ts", "../../package.json", "what is not there when it is embedded"],
    ["hosts/embed/core.ts", "../../assembly/abi/status.ts", "the core's source"],
    ["hosts/node/addon.ts", "../daemon/main.ts", "the daemon"],
    ["hosts/node/addon.ts", "../cli/main.ts", "the command line"],
    ["hosts/node/addon.ts", "../../assembly/index.ts", "the core's source"],
    ["hosts/node/addon.ts", "../../assembly/spec/abi.ts", "the description: hosts ask the wasm"],
    ["hosts/node/addon.ts", "../../test/shim/shim.ts", "a test's instrument"],
    ["hosts/node/addon.ts", "left-pad", "a package"],
    ["hosts/node/addon.ts", "fs", "a built-in module without its prefix"],
    ["hosts/daemon/main.ts", "../cli/main.ts", "its sister"],
    ["hosts/daemon/main.ts", "commander", "a package: the daemon has none"],
    ["hosts/cli/main.ts", "../daemon/options.ts", "its sister"],
    ["hosts/cli/verbs/decode.ts", "../../../assembly/spec/index.ts", "the description: it asks the wasm"],
    ["hosts/cli/verbs/decode.ts", "ajv", "a package that only its tests have"],
    ["hosts/embed/outline.ts", "../cli/render/tree.ts", "who draws it"],
    ["hosts/web/page.ts", "../cli/render/tree.ts", "the command line in a browser"],
    ["hosts/web/page.ts", "../node/addon.ts", "Node in a browser"],
    ["hosts/build/products.mjs", "../node/addon.ts", "a host in the build"],
    ["hosts/build/generate.mjs", "../../assembly/index.ts", "the core's source: only the description"],
    ["assembly/index.ts", "./spec/abi", "the description, which asc never compiles"],
    ["assembly/generated/codes.ts", "../abi/status", "the core in what the core is made from"],
    ["assembly/spec/abi.ts", "../generated/codes.ts", "what is made from it"],
    ["assembly/bytes.ts", "./generated/codes", "what stands on it"],
    ["assembly/abi/status.ts", "../../hosts/embed/index.ts", "a host in the core"],
    ["hosts/other/a.ts", "./b.ts", "a layer that nobody described"],
  ])("%s -> %s: %s", (path, specifier) => {
    expect(violations(path, [specifier])).toHaveLength(1);
  });
});

describe("the rule allows", () => {
  test.each([
    [
      "hosts/daemon/main.ts",
      ["node:fs", "../../package.json", "./options.ts", "../node/addon.ts", "../embed/index.ts"],
    ],
    ["hosts/node/core.ts", ["node:fs", "../embed/index.ts"]],
    ["hosts/cli/frame.ts", ["commander", "node:fs", "../../package.json", "../embed/index.ts", "../node/core.ts"]],
    ["hosts/cli/verbs/decode.ts", ["commander", "../frame.ts", "../../embed/index.ts"]],
    ["hosts/embed/index.ts", ["./abi.json", "./records.ts"]],
    ["hosts/build/generate.mjs", ["esbuild", "node:path", "../../assembly/spec/index.ts"]],
    ["assembly/generated/fields.ts", ["../bytes", "../bits"]],
    ["assembly/helper/plan.ts", ["../generated/records", "../bytes"]],
  ])("%s -> %j", (path, specifiers) => {
    expect(violations(path, specifiers)).toEqual([]);
  });
});

test("every way to import is seen", () => {
  const source = `
    import a from "./a.ts";
    import type { B } from "./b.ts";
    import "./c.ts";
    export * from "./d.ts";
    export { e } from "./e.ts";
    const f = await import("./f.ts");
    const g = require("./g.cjs");
    let h: import("./h.ts").H;
    // import i from "./not-i.ts"
  `;
  const seen = ["./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts", "./f.ts", "./g.cjs", "./h.ts"];
  expect(importsOf(source).toSorted()).toEqual(seen);
});
