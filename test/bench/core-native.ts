/** build/holdfast.wasm through wasm2c and gcc -O2: what the same core costs without a WebAssembly engine. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { missing, program, type Package } from "../kernel/requirements.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(project, "build/bench/native");

export const NATIVE: Package[] = ["wabt", "gcc", "libc6-dev"];

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
  const [source, header, binary] = ["holdfast.c", "holdfast.h", "core-native"].map((name) => join(folder, name));
  execFileSync(program("wasm2c")!, [join(project, "build/holdfast.wasm"), "-n", "holdfast", "-o", source!]);
  const runtime = runtimeFolder();
  const flags = Object.entries(symbols(readFileSync(header!, "utf8"))).map(([name, symbol]) => `-D${name}=${symbol}`);
  const includes = [folder, join(project, "build"), runtime].flatMap((path) => ["-I", path]);
  const sources = [join(project, "test/bench/core-native.c"), source!, join(runtime, "wasm-rt-impl.c")];
  execFileSync("gcc", ["-std=gnu11", "-O2", ...flags, ...includes, "-o", binary!, ...sources, "-lm"]);
  return binary!;
}

/** wasm2c's own C files, which the Debian package has beside it. */
function runtimeFolder(): string {
  return join(dirname(program("wasm2c")!), "../share/wabt/wasm2c");
}

/** wasm2c's names for what core-native.c calls. */
function symbols(header: string): Record<string, string> {
  const find = (pattern: RegExp) => {
    const found = pattern.exec(header)?.[1];
    if (found === undefined) throw new Error(`wasm2c's header has no ${pattern.source}: this wants wabt 1.0.32`);
    return found;
  };
  return {
    DECODE: find(/u32 (\w*hf_cdb_decode)\(/),
    BATCH: find(/u32 (\w*hf_cdb_decode_batch)\(/),
    BUFFER: find(/u32 (\w*hf_buffer)\(/),
    MEMORY: find(/wasm_rt_memory_t\* ?(\w*memory)\(/),
    INSTANCE: find(/}\s*(\w*instance_t);/),
    INIT: find(/void (\w*init_module)\(void\)/),
    INSTANTIATE: find(/void (\w*instantiate)\(/),
  };
}
