/** holdfast.wasm from the file system. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Compiles the module beside this program. Core.load() makes instances of it. */
export function readCore(): WebAssembly.Module {
  const path = fileURLToPath(new URL("holdfast.wasm", import.meta.url));
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Error(`The core ${path} cannot be read (${(error as Error).message}): run \`npm run build\`.`, {
      cause: error,
    });
  }
  return new WebAssembly.Module(bytes);
}
