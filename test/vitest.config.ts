/** One configuration for all vitest suites; the mode names the suite: vitest run --config test/vitest.config.ts --mode hosts */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Suites that boot machines: one at a time, and a minute is not long. */
const slow = ["kernel", "lab"];

export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL("..", import.meta.url)),
  cacheDir: "build/.vite",
  test: {
    include: [`test/${mode}/**/*.test.ts`],
    reporters: ["default", "./test/runner/vitest-counts.mjs"],
    pool: "forks", // the addon and its signals want a process, not a thread
    fileParallelism: !slow.includes(mode),
    testTimeout: slow.includes(mode) ? 600_000 : 30_000,
    hookTimeout: slow.includes(mode) ? 1_200_000 : 60_000,
    teardownTimeout: 30_000,
    allowOnly: false,
    expect: { requireAssertions: true },
  },
}));
