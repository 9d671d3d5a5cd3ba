/**
 * Makes a fresh clone ready to run: installs packages when the lock file asks for others, then makes what is stale in build/.
 * Runs before `npm test` when nothing is installed yet: what it imports uses Node's own modules only.
 */
import { install, requireNode } from "./install.mjs";
import { build } from "./products.mjs";
import { main } from "./step.mjs";

await main(async () => {
  requireNode(process.versions.node);
  install();
  await build();
});
