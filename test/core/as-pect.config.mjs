/** as-pect's configuration. Its command line cannot name a reporter or a filter that works: all is said here. */
import { vectorImports } from "./vectors.mjs";

export default {
  entries: [process.env.HOLDFAST_CORE_SPECS ?? "test/core/**/*.spec.ts"],
  include: [],
  disclude: [/node_modules/],
  reporter: "./test/core/reporter.mjs",
  async instantiate(memory, createImports, instantiate, binary) {
    const core = {};
    const imports = createImports({
      env: { memory },
      vectors: vectorImports(() => core.instance.exports.memory.buffer),
    });
    core.instance = await instantiate(binary, imports);
    return core.instance;
  },
};
