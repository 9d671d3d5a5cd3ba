/** The core from the file system. */
import { readFileSync } from "node:fs";
import { Core } from "../embed/index.ts";
import { findProduct } from "./product.ts";

/** Compiles the holdfast.wasm that the build made. Core.load() makes instances of it. */
export function compileCore(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(findProduct("holdfast.wasm")));
}

/** An instance of it. */
export function loadCore(): Core {
  return Core.load(compileCore());
}
