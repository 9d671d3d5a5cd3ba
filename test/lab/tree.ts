// The lab's own system, built once into a cache folder: HOLDFAST_LAB, or holdfast/lab in the user's cache folder.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const RECIPE = fileURLToPath(new URL("tree.sh", import.meta.url));

/**
 * Under the cache's lock: $1 recipe, $2 the complete tree, the rest goes to the recipe. Only the rename makes a tree complete, and its
 * name has the hash of the recipe. What an interrupted build left is the recipe's to use; what older recipes left goes.
 */
const BUILD = `recipe=$1 tree=$2
shift 2
[ ! -d "$tree" ] || exit 0
sh "$recipe" "$tree.partial" "$@"
sync -f "$tree.partial"
mv -T "$tree.partial" "$tree"
for other in "\${tree%-*}"-*; do [ "$other" = "$tree" ] || rm -rf "$other"; done`;

function labFolder(): string {
  return process.env.HOLDFAST_LAB ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "holdfast", "lab");
}

/** The lab's tree when it is there already. */
export function builtTree(): string | undefined {
  const tree = treePath(labFolder(), RECIPE);
  return existsSync(tree) ? tree : undefined;
}

/** The lab's tree, complete: at once when it is there, otherwise after some minutes. */
export async function labTree(): Promise<string> {
  const folder = labFolder();
  const tree = builtTree();
  if (tree !== undefined) return tree;
  if (process.getuid!() !== 0)
    throw new Error(`The lab's tree is not in ${folder} yet: run "npm run test:lab" once as root to build it.`);
  process.stderr.write(`Building the lab's Debian 13 tree in ${folder}: some minutes, once.\n`);
  return buildTree(folder, RECIPE, [machineMirror()]);
}

export function treePath(folder: string, recipe: string): string {
  const hash = createHash("sha256").update(readFileSync(recipe)).digest("hex");
  return join(folder, `tree-${hash.slice(0, 16)}`);
}

/** Runs a recipe (`sh RECIPE FOLDER ...more`) unless its tree is complete. Several processes may ask at once: one of them builds. */
export async function buildTree(folder: string, recipe: string, more: string[] = []): Promise<string> {
  const tree = treePath(folder, recipe);
  mkdirSync(folder, { recursive: true });
  const log = join(folder, "build.log");
  const output = openSync(log, "a");
  const build = spawn("flock", [join(folder, "lock"), "sh", "-eu", "-c", BUILD, "build", recipe, tree, ...more], {
    stdio: ["ignore", output, output],
  });
  const code = await new Promise((resolve, reject) => build.on("error", reject).on("close", resolve));
  if (code !== 0) {
    const last = readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
    throw new Error(`The tree could not be built in ${folder}; the end of ${log}:\n${last}`);
  }
  return tree;
}

/** The Debian mirror that this machine uses itself. */
function machineMirror(): string {
  const codename = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  const format = ["--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"];
  const lines = execFileSync("apt-get", ["indextargets", ...format], { encoding: "utf8" })
    .trim()
    .split("\n");
  const own = lines
    .map((line) => line.split(" "))
    .find(([, release, component]) => release === codename && component === "main");
  if (!own) throw new Error(`No Debian mirror was found: apt's sources have no "${codename} main".`);
  return own[0]!;
}
