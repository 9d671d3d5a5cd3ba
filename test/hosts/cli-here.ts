/** holdfast without a process of its own: its verbs in this one. */
import { follow } from "../../hosts/cli/frame.ts";
import { decode } from "../../hosts/cli/verbs/decode.ts";
import { encode } from "../../hosts/cli/verbs/encode.ts";
import { fields } from "../../hosts/cli/verbs/fields.ts";
import type { Run } from "./cli.ts";

/** Runs `holdfast ARGS` where no terminal is. Nothing is at the standard input. */
export async function holdfastHere(args: readonly string[]): Promise<Run> {
  const [stdout, stderr] = [collector(), collector()];
  const code = await follow([decode, encode, fields], args, { stdout, stderr });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collector() {
  const chunks: Buffer[] = [];
  return {
    isTTY: false,
    write: (data: string | Uint8Array) => chunks.push(Buffer.from(data as string)),
    text: () => Buffer.concat(chunks).toString("utf8"),
  };
}
