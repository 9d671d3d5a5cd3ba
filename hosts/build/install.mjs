/** `npm ci`, when node_modules is not what package-lock.json says. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, root, say } from "./step.mjs";

export function requireNode(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Failure(`Node.js ${version} is too old: install 20.19 or newer.`);
}

export function install() {
  const lock = readLock("package-lock.json");
  if (lock === undefined) throw new Failure("package-lock.json is missing or broken: restore it from the repository.");
  if (installed(lock, readLock("node_modules/.package-lock.json"))) return;
  say("npm ci");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, encoding: "utf8" });
  if (npm.error) throw new Failure(`npm does not start (${npm.error.message}): install npm, it comes with Node.js.`);
  if (npm.status === 0) return;
  throw new Failure(
    `npm ci failed: it needs access to a package registry; then start this again.\n${npm.stdout}${npm.stderr}`,
  );
}

/**
 * True when `present`, the lock that npm leaves in node_modules at the end of an install, has the packages that `lock` names. Compared
 * by content: a checkout, a copy or an interrupted install leaves modification times that say nothing.
 */
export function installed(lock, present) {
  if (present === undefined) return false;
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === "") continue; // the project itself
    const found = present.packages[path];
    if (found === undefined && wanted.optional) continue; // for another system
    if (found?.version !== wanted.version || found.integrity !== wanted.integrity) return false;
  }
  return true;
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
