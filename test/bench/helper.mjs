/** npm run bench:helper: our helper and qemu-pr-helper side by side. */
import { register } from "node:module";

register("../runner/typescript.mjs", import.meta.url);
const { main } = await import("./helper.ts");
try {
  await main();
} catch (error) {
  console.error(`holdfast: ${error.message}`);
  process.exitCode = 1;
}
