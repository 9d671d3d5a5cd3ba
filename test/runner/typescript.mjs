/** Lets Node 20 load .ts modules of the tests: node:module's register() runs this file as a loader. */
import { readFile } from "node:fs/promises";
import { transform } from "esbuild";

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const { code } = await transform(await readFile(new URL(url), "utf8"), { loader: "ts", format: "esm" });
  return { format: "module", source: code, shortCircuit: true };
}
