/** The shipped artefact for the tests of hosts/: build/holdfast.wasm. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Core } from "../../hosts/embed/index.ts";

export const wasm = readFileSync(fileURLToPath(new URL("../../build/holdfast.wasm", import.meta.url)));
export const wasmModule = new WebAssembly.Module(wasm);
export const loadCore = (): Core => Core.load(wasmModule);

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));

export function vectors<Row>(file: string): Row[] {
  return JSON.parse(readFileSync(new URL(`../vectors/${file}.json`, import.meta.url), "utf8")) as Row[];
}

/** The rows of all files whose names begin with `set`: "structures" has structures.json, structures-cdb.json and so on. */
export function vectorSets<Row>(set: string): Row[] {
  const files = readdirSync(new URL("../vectors/", import.meta.url)).filter((name) => name.endsWith(".json"));
  const names = files.map((name) => name.slice(0, -".json".length));
  return names.filter((name) => name === set || name.startsWith(`${set}-`)).flatMap((name) => vectors<Row>(name));
}
