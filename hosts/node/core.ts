/** The core from the file system. */
import { readFileSync } from "node:fs";
import { findProduct } from "./product.ts";

/** Compiles the holdfast.wasm that the build made. Core.load() makes instances of it. */
export function compileCore(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(findProduct("holdfast.wasm")));
}
