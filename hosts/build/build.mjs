/** Makes what is stale in build/. Usage: node hosts/build/build.mjs */
import { build } from "./products.mjs";
import { main } from "./step.mjs";

await main(build);
