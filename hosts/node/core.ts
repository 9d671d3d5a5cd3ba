/** The core in Node: holdfast.wasm beside the bundle, or in build/ for code that runs from the source folder. */
import { readFileSync } from "node:fs";
import { Core } from "../embed/index.ts";
import { findProduct } from "./product.ts";

/** The compiled module; each `Core.load` of it is a new instance. Errors: Error with one sentence that says what to do. */
export function compileCore(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(findProduct("holdfast.wasm")));
}

export function loadCore(): Core {
  return Core.load(compileCore());
}
