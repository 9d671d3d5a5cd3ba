/** Another project's program, run on data that is given. */
import { spawnSync } from "node:child_process";
import { program } from "../kernel/requirements.ts";

export interface Run {
  /** Exit status; -1 for a program that a signal ended. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export function run(name: string, args: readonly string[], input = ""): Run {
  const { status, stdout, stderr, error } = spawnSync(program(name)!, args, { encoding: "utf8", input });
  if (error) throw error;
  return { code: status ?? -1, out: stdout, err: stderr };
}
