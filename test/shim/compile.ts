/** Compiles one C file of the tests. The product's name says what it was made from: never stale, and safe when two runs make it at once. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export function compile(source: URL, flags: readonly string[] = []): string {
  const path = fileURLToPath(source);
  const name = path.slice(path.lastIndexOf("/") + 1, -".c".length);
  const args = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread", ...flags];
  const made = createHash("sha256").update(args.join(" ")).update(readFileSync(path)).digest("hex").slice(0, 12);
  const folder = fileURLToPath(new URL("../../build/test", import.meta.url));
  const product = join(folder, `${name}-${made}`);
  if (existsSync(product)) return product;
  mkdirSync(folder, { recursive: true });
  const partial = `${product}.${String(process.pid)}`;
  try {
    execFileSync("gcc", [...args, "-o", partial, path], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: Buffer };
    if (code === "ENOENT") throw new Error("gcc is missing: apt-get install gcc libc6-dev");
    throw new Error(`gcc cannot compile ${path}:\n${stderr?.toString() ?? ""}`);
  }
  renameSync(partial, product);
  return product;
}
