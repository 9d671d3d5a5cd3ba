/** Runs the specs of the core. Usage: node test/core/run.mjs [FOLDER]   (every *.spec.ts below FOLDER, test/core if not given) */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { filesBelow, root } from "../../hosts/build/step.mjs";
import { reportCounts } from "../runner/counts.mjs";
import { judge, marker } from "./judge.mjs";

const folder = process.argv[2] ?? "test/core";
const specs = filesBelow(folder).filter((path) => path.endsWith(".spec.ts"));

// Not bin/asp.js: it starts this in a child of its own, and turns a signal that ends it into exit code 0.
const aspect = [
  ...["--enable-source-maps", "node_modules/@as-pect/cli/lib/test.js"],
  ...["-c", "test/core/as-pect.config.mjs", "-a", "test/core/as-pect.asconfig.json"],
];

const { passed, failed, problems } = judge(await run(), specs);
for (const problem of problems) console.log(problem);
reportCounts({ passed, failed, skipped: 0, failures: problems });
process.exitCode = failed === 0 ? 0 : 1;

async function run() {
  const env = { ...process.env, HOLDFAST_CORE_SPECS: `${folder}/**/*.spec.ts` };
  const child = spawn(process.execPath, aspect, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.trim() !== "" && !line.startsWith(marker)) console.log(shortened(line)); // as-pect closes with lines of blanks
  }
  return { ...(await ended), output: lines.join("\n") };
}

/** An error inside of the compiler comes with a line of its source: all of Binaryen, minified. */
function shortened(line) {
  return line.length > 1000 ? `${line.slice(0, 1000)} ...` : line;
}
