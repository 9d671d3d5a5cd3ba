/** The project's own files: all but what git ignores. Walked, not asked of git: a source archive has no .git. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const ignored = [".git", "node_modules", "build", "assembly/generated"];

export function projectFiles(folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .map((entry) => ({ entry, path: folder === "" ? entry.name : `${folder}/${entry.name}` }))
    .filter(({ path }) => !ignored.includes(path))
    .flatMap(({ entry, path }) => (entry.isDirectory() ? projectFiles(path) : [path]))
    .sort();
}

export function text(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
