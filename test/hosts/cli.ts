/** holdfast as a process. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const program = fileURLToPath(new URL("../../build/holdfast.mjs", import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `holdfast ARGS` without a terminal. */
export function holdfast(args: readonly string[], { input = "", env = {} }: Surroundings = {}): Run {
  const surroundings: NodeJS.ProcessEnv = { ...process.env, ...env };
  if (env["NO_COLOR"] === undefined) delete surroundings["NO_COLOR"];
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    timeout: 20_000,
    maxBuffer: 64 * 1024 * 1024,
    input,
    env: surroundings,
  });
  return { code: status, stdout, stderr };
}

/** A line of a shell, in which `holdfast` is the program. */
export function shell(line: string): Run {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `holdfast() { "${program}" "$@"; }; ${line}`], {
    encoding: "utf8",
    timeout: 20_000,
  });
  return { code: status, stdout, stderr };
}
