/** Another project's program, run on data that is given. */
import { spawnSync } from "node:child_process";
import { program } from "../common/requirements.ts";

export interface Run {
  /** Exit status; -1 for a program that a signal ended. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Bytes of what a program writes; a dissected capture takes megabytes. */
const maxBuffer = 1 << 28;

export function run(name: string, args: readonly string[], input = ""): Run {
  const env = { ...process.env, LC_ALL: "C.UTF-8" }; // numbers and quotes as the comparison expects them
  const { status, stdout, stderr, error } = spawnSync(program(name)!, args, {
    encoding: "utf8",
    input,
    maxBuffer,
    env,
  });
  if (error) throw error;
  return { code: status ?? -1, out: stdout, err: stderr };
}
