/** npm run bench:core: the core and others' decoders side by side. */
import { register } from "node:module";

register("../runner/typescript.mjs", import.meta.url);
const { main } = await import("./core.ts");
try {
  main();
} catch (error) {
  console.error(`holdfast: ${error.message}`);
  process.exitCode = 1;
}
