/**
 * What a build step is, and when it is stale. A step is stale when the content of what it reads changed since it last ended well
 * (git checkout and copies change modification times without reason), or when a file that it made is gone or was touched.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** An error whose message is all that a user needs. */
export class Failure extends Error {}

/** To stderr: the standard output of `npm test` belongs to the tests. */
export function say(words) {
  process.stderr.write(`holdfast: ${words}\n`);
}

/** Runs a script's work; a Failure ends it with its one sentence and exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

/** Every file below `path`, or `path` itself; none when it does not exist. Sorted, relative to the project. */
export function filesBelow(path, base = root) {
  const stat = statSync(join(base, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(base, path))
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`, base));
}

/**
 * Runs `step` unless it is fresh. A step: `name`; `reads`, paths of files and folders; `ignores(path)`, those of them that do not count;
 * `tools`, strings that its result depends on; `makes`, paths of files and folders; `run()`.
 */
export async function runStep(step, base = root) {
  const stamp = join(base, "build/.stamps", `${step.name}.json`);
  const inputs = digest(step, base);
  if (fresh(stamp, inputs, step, base)) return false;
  rmSync(stamp, { force: true }); // so that a step which dies half-way is stale
  say(`building ${step.makes.join(", ")}`);
  await step.run();
  const outputs = shapes(step, base);
  const missing = step.makes.find((path) => filesBelow(path, base).length === 0);
  if (missing !== undefined)
    throw new Failure(`The build step "${step.name}" ended without an error but made no ${missing}.`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ inputs, outputs }));
  return true;
}

function digest(step, base) {
  const hash = createHash("sha256").update(JSON.stringify(step.tools));
  for (const path of step.reads.flatMap((path) => filesBelow(path, base))) {
    if (step.ignores?.(path)) continue;
    const content = readFileSync(join(base, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Size and modification time of each product: enough to see one that is gone, cut or edited, and quick. */
function shapes(step, base) {
  return step.makes
    .flatMap((path) => filesBelow(path, base))
    .map((path) => {
      const { size, mtimeMs } = statSync(join(base, path));
      return `${path} ${size} ${mtimeMs}`;
    });
}

function fresh(stamp, inputs, step, base) {
  try {
    const last = JSON.parse(readFileSync(stamp, "utf8"));
    return last.inputs === inputs && JSON.stringify(last.outputs) === JSON.stringify(shapes(step, base));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return false;
    throw error;
  }
}
