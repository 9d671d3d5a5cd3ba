/** holdfast as a process. */
import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folder } from "./daemon.ts";

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

/**
 * A line of bash, in which `holdfast` is the program. Of the surroundings only PATH counts: bash reads start-up files when it takes its
 * standard input for a network connection, script(1) starts what SHELL names, and a locale that is missing is complained about.
 */
export function shell(line: string): Run {
  const bin = folder();
  symlinkSync(program, join(bin, "holdfast"));
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "--noprofile", "-c", line], {
    encoding: "utf8",
    timeout: 20_000,
    env: { PATH: `${bin}:${process.env["PATH"]}`, SHELL: "/bin/bash", LC_ALL: "C.UTF-8" },
  });
  return { code: status, stdout, stderr };
}
