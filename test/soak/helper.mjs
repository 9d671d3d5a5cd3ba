/** npm run soak:helper [-- --minutes 10 --clients 200]: does our helper grow while clients come and go? */
import { register } from "node:module";

register("../runner/typescript.mjs", import.meta.url);
const { main } = await import("./helper.ts");
try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  console.error(`holdfast: ${error.message}`);
  process.exitCode = 1;
}
