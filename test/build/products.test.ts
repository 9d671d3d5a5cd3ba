/** When something is built or installed again, and when not. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installed, requireNode } from "../../hosts/build/install.mjs";
import { headers } from "../../hosts/build/native.mjs";
import { Failure, runStep } from "../../hosts/build/step.mjs";

describe("a build step", () => {
  let base: string;
  let runs: number;
  let step: {
    name: string;
    reads: string[];
    makes: string[];
    tools: string[];
    ignores: (path: string) => boolean;
    run: () => void;
  };

  const put = (path: string, content: string) => {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), content);
  };

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "holdfast-step-"));
    runs = 0;
    put("src/a.ts", "a");
    put("src/deep/b.ts", "b");
    put("notes/n.md", "n");
    step = {
      name: "thing",
      reads: ["src", "notes"],
      ignores: (path) => path.endsWith(".md"),
      makes: ["build/thing"],
      tools: ["compiler 1"],
      run: () => {
        runs += 1;
        put("build/thing", "made");
      },
    };
  });
  afterEach(() => {
    rmSync(base, { recursive: true });
  });

  test("runs once", async () => {
    expect(await runStep(step, base)).toBe(true);
    expect(await runStep(step, base)).toBe(false);
    expect(runs).toBe(1);
  });

  test("does not mind times that a checkout leaves, nor files that it ignores", async () => {
    await runStep(step, base);
    utimesSync(join(base, "src/a.ts"), 1, 2_000_000_000);
    put("notes/n.md", "other");
    expect(await runStep(step, base)).toBe(false);
  });

  test.each<[string, () => void]>([
    ["a source changed", () => put("src/deep/b.ts", "c")],
    ["a source is new", () => put("src/c.ts", "")],
    ["a source is gone", () => rmSync(join(base, "src/a.ts"))],
    ["the tool is another", () => step.tools.push("compiler 2")],
    ["the product is gone", () => rmSync(join(base, "build/thing"))],
    ["the product was edited", () => put("build/thing", "edited")],
    ["its stamp is broken", () => put("build/.stamps/thing.json", "{")],
  ])("runs again when %s", async (_when, change) => {
    await runStep(step, base);
    change();
    expect(await runStep(step, base)).toBe(true);
    expect(await runStep(step, base)).toBe(false);
  });

  test("runs again when it failed", async () => {
    await runStep(step, base);
    put("src/a.ts", "broken");
    const broken = { ...step, run: () => Promise.reject(new Error("no")) };
    await expect(runStep(broken, base)).rejects.toThrow("no");
    put("src/a.ts", "a"); // what the last good run read: its product may be half of the broken run's
    expect(await runStep(step, base)).toBe(true);
  });

  test("fails when it makes nothing", async () => {
    const idle = { ...step, run: () => undefined };
    await expect(runStep(idle, base)).rejects.toThrow(
      'The build step "thing" ended without an error but made no build/thing.',
    );
  });
});

describe("installed packages", () => {
  const lock = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
      "node_modules/other-system": { version: "1.0.0", integrity: "sha512-o", optional: true },
    },
  };
  const a = { version: "1.0.0", integrity: "sha512-a" };

  test.each([
    ["are there", { packages: { "node_modules/a": a } }, true],
    ["are there, with one more", { packages: { "node_modules/a": a, "node_modules/b": a } }, true],
    ["were never installed", undefined, false],
    ["lack one", { packages: {} }, false],
    ["have an older one", { packages: { "node_modules/a": { ...a, version: "0.9.0" } } }, false],
    ["have one that was changed", { packages: { "node_modules/a": { ...a, integrity: "sha512-b" } } }, false],
  ])("%s", (_what, present, expected) => {
    expect(installed(lock, present)).toBe(expected);
  });
});

describe("what the machine lacks is said in one sentence", () => {
  test("Node's headers", () => {
    expect(headers("/opt/node/bin/node", () => true)).toBe("/opt/node/include/node");
    expect(() => headers("/opt/node/bin/node", () => false)).toThrow(Failure);
    expect(() => headers("/opt/node/bin/node", () => false)).toThrow(
      /^The headers of Node\.js are missing \(\/opt\/node\/include\/node\/node_api\.h\): install .*\.$/,
    );
  });

  test("an old Node", () => {
    expect(() => requireNode("20.18.3")).toThrow("Node.js 20.18.3 is too old: install 20.19 or newer.");
    expect(() => requireNode("18.20.0")).toThrow(Failure);
    for (const version of ["20.19.0", "22.1.0", "24.0.0"]) expect(() => requireNode(version)).not.toThrow();
  });
});

test("the version that bootstrap asks for is package.json's", () => {
  const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(engines.node).toBe(">=20.19");
});
