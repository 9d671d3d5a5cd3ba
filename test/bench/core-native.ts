/** build/holdfast.wasm through wasm2c and gcc -O2: what the same core costs without a WebAssembly engine. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CLIENT, missing, program, WABT, type Package } from "../common/requirements.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(project, "build/bench/native");

export const NATIVE: Package[] = [...WABT, ...CLIENT];

export interface Native {
  /** Nanoseconds a CDB, and the sum of what was decoded. */
  measure(way: "batch" | "one"): { ns: number; sum: number };
}

/** CDBs, `stride` bytes apart; each measurement takes `ms`. A process a measurement: its start is not in the numbers. */
export function native(cdbs: Uint8Array, stride: number, ms: number): Native {
  const why = missing(NATIVE);
  if (why !== undefined) throw new Error(why);
  const binary = compileModule();
  const file = join(folder, "cdbs");
  writeFileSync(file, cdbs);
  const args = [file, cdbs.length / stride, stride, ms].map(String);
  return {
    measure(way) {
      // The first round warms up.
      const { status, stdout } = spawnSync(binary, args, { input: `${way}\n${way}\n`, encoding: "utf8" });
      const [ns, sum] = stdout.trim().split("\n").at(-1)!.split(" ").map(Number);
      if (status !== 0 || ns === undefined || sum === undefined) throw new Error(`${binary} failed`);
      return { ns, sum };
    },
  };
}

function compileModule(): string {
  mkdirSync(folder, { recursive: true });
  const [source, binary] = ["holdfast.c", "core-native"].map((name) => join(folder, name)) as [string, string];
  execFileSync(program("wasm2c")!, [join(project, "build/holdfast.wasm"), "-n", "holdfast", "-o", source]);
  const includes = ["-I", folder, "-I", join(project, "build")];
  const main = join(project, "test/bench/core-native.c");
  execFileSync("gcc", ["-std=gnu11", "-O2", ...includes, "-o", binary, main, source, "-lwasm-rt-impl", "-lm"]);
  return binary;
}
