/**
 * Runs test suites and closes with one line over all: N passed, N failed.
 * Usage: node test/run.mjs [SUITE ...]   (without a name: all that need no more than the machine's own packages)
 */
import { runAll } from "./runner/all.mjs";
import { suites } from "./runner/suites.mjs";

process.exitCode = await runAll(suites, process.argv.slice(2), process.env.CI === "true");
