/**
 * The test suites, in the order in which they run: what is quick and says most comes first. `minutes`: after that long a suite hangs.
 */
const vitest = (name) => ["node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", "--mode", name];

export const suites = {
  core: { args: ["test/core/run.mjs"], minutes: 5, byDefault: true },
  build: { args: vitest("build"), minutes: 10, byDefault: true },
  native: { args: vitest("native"), minutes: 10, byDefault: true },
  hosts: { args: vitest("hosts"), minutes: 20, byDefault: true },
  web: { args: vitest("web"), minutes: 10, byDefault: true },
  oracle: { args: vitest("oracle"), minutes: 10, byDefault: true },
  embed: { args: vitest("embed"), minutes: 10, byDefault: true },
  kernel: { args: vitest("kernel"), minutes: 30, byDefault: true },
  lab: { args: vitest("lab"), minutes: 90, byDefault: false },
};
