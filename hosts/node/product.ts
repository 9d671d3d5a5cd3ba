import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Path of a file that the build makes. Errors: Error that names the places where it was sought, and how to make it. */
export function findProduct(name: string, override?: string): string {
  const places = override
    ? [override]
    : [`./${name}`, `../../build/${name}`].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  throw new Error(`${name} is missing (sought ${places.join(", ")}): make it with \`npm run build\`.`);
}
