/** Rules of the house that no linter knows. */
import { describe, expect, test } from "vitest";
import { suites } from "../runner/suites.mjs";
import { projectFiles, text } from "./files.ts";
import { machinePathsIn, scsiWords } from "./words.ts";

const files = projectFiles();
const mostLines = 320;

test("no file names a folder of one machine", () => {
  const found = files.flatMap((path) => machinePathsIn(text(path)).map((line) => `${path} ${line}`));
  expect(found).toEqual([]);
});

test("no source is too long to read in one sitting", () => {
  const sources = files.filter((path) => /^(assembly|hosts|native|test)\/.*\.(ts|mjs|cc|c|h)$/.test(path));
  const long = sources
    .map((path) => ({ path, lines: text(path).split("\n").length }))
    .filter(({ lines }) => lines > mostLines);
  expect(sources.length).toBeGreaterThan(50);
  expect(long).toEqual([]);
});

test("native/ knows no SCSI", () => {
  const sources = files.filter((path) => path.startsWith("native/"));
  const found = sources.flatMap((path) => scsiWords(text(path)).map((line) => `${path} ${line}`));
  expect(sources.length).toBeGreaterThan(3);
  expect(found).toEqual([]);
});

test("every test file belongs to a suite that runs it", () => {
  const tests = files.filter((path) => /\.(test|spec)\.[cm]?[jt]sx?$/.test(path));
  const strays = tests.filter((path) => {
    const suite = /^test\/([^/]+)\//.exec(path)?.[1] ?? "";
    return !Object.hasOwn(suites, suite) || !path.endsWith(suite === "core" ? ".spec.ts" : ".test.ts");
  });
  expect(strays).toEqual([]);
});

test("the lock file names no registry", () => {
  expect(text("package-lock.json")).not.toContain('"resolved"');
});

describe("what the rules find", () => {
  test.each([
    "if (request[0] == 0x5E) return;",
    "reply[8] = 0x70;",
    "status = 0x18;",
    "// a RESERVATION CONFLICT goes back as it is",
    'const char *name = "PERSISTENT RESERVE OUT";',
    "header.status = SAM_STAT_BUSY;",
    "int asc = sense[12];",
    "#include <scsi/scsi.h>",
    "if (cdb[1] & 0x1f) {}",
  ])("SCSI: %s", (line) => {
    expect(scsiWords(`int a;\n${line}\n`)).toEqual([`line 2: ${line}`]);
  });

  test.each([
    "#include <scsi/sg.h>",
    "queue.reserve(64);",
    "plan.action == HF_PLAN_REASON_NOT_PERSISTENT_RESERVE",
    "ascending",
  ])("no SCSI: %s", (line) => {
    expect(scsiWords(line)).toEqual([]);
  });

  test("a machine's folder", () => {
    const path = ["", "work", "main"].join("/");
    expect(machinePathsIn(`a\nsee ${path}\n`)).toEqual([`line 2: see ${path}`]);
    expect(machinePathsIn(`https://example.org${path} .${path} frame${path}`)).toEqual([]);
  });
});
