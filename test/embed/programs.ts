/** Builds and runs the programs of this folder. Each reads lines and prints answers, see vectors.ts. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { program } from "../common/requirements.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const build = fileURLToPath(new URL("../../build", import.meta.url));
export const wasm = join(build, "holdfast.wasm");

/** Standard output. Errors: what the program said on standard error. */
export function run(command: string, words: string[], input = "", cwd = here): string {
  return execFileSync(command, words, { input, cwd, encoding: "utf8", stdio: "pipe", maxBuffer: 2 ** 26 });
}

const gcc = (...words: string[]) => run("gcc", ["-O2", ...words]);
const strict = ["-std=gnu11", "-Wall", "-Wextra", "-Werror"];

/** The core as C, compiled; what wasm2c writes has warnings that are not ours. Multiplications and additions are fused where this CPU can: names come out all the same. */
export function buildC(folder: string): string {
  const at = (name: string) => join(folder, name);
  run("wasm2c", [wasm, "-n", "holdfast", "-o", at("holdfast.c")]);
  gcc("-w", "-march=native", "-ffp-contract=fast", "-c", at("holdfast.c"), "-o", at("holdfast.o"));
  gcc(...strict, "-I", build, "-I", folder, "-c", "decode.c", "-o", at("decode.o"));
  gcc(at("decode.o"), at("holdfast.o"), "-lwasm-rt-impl", "-o", at("decode"));
  return at("decode");
}

/**
 * The program for WasmEdge, with the headers and the library of `tree`. The library wants a newer libc than this machine may have: the
 * tree's own loader starts the program.
 */
export function buildWasmEdge(folder: string, tree: string): (input: string) => string {
  const libraries = join(tree, "usr/lib/x86_64-linux-gnu");
  const product = join(folder, "wasmedge");
  const headers = ["-I", build, "-idirafter", join(tree, "usr/include")];
  const library = [join(libraries, "libwasmedge.so"), "-Wl,--allow-shlib-undefined"];
  gcc(...strict, ...headers, "wasmedge.c", ...library, "-o", product);
  const loader = join(libraries, "ld-linux-x86-64.so.2");
  return (input) => run(loader, ["--library-path", libraries, product, wasm], input);
}

export const inNode = (input: string): string => run(process.execPath, ["node.mjs"], input);
export const inBrowser = (input: string): string => run(process.execPath, ["browser.mjs", program("chromium")!], input);
export const inInterpreter = (folder: string, input: string): string =>
  run(process.execPath, ["interp.mjs", folder], input);
