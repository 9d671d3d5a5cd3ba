/** What a user gives to be decoded: where it comes from, and which bytes are in it. */
import type { Core, StructureName } from "../embed/index.ts";
import { commands } from "./commands.ts";
import { exit, Refusal } from "./exit.ts";
import { bytesFrom } from "./numbers.ts";
import { readAll } from "./streams.ts";
import { excerpt } from "./words.ts";

export type FindingKind =
  | "cdb"
  | "sense"
  | "operation_code"
  | "status"
  | "sense_code"
  | "host_status"
  | "driver_status"
  | "plugin_status"
  | "bytes";

export interface Finding {
  readonly kind: FindingKind;
  /** Empty where there are none. */
  readonly bytes: Uint8Array;
  /** Of the kinds without bytes. */
  readonly value?: number | { key: number | undefined; asc: number | undefined; ascq: number | undefined };
  /** As it stands in the text; "" where the bytes were no text. */
  readonly text: string;
  /** Why it is taken for that. */
  readonly note: string;
}

export interface Input {
  /** Bytes as they are, or text in which they are looked for. */
  readonly data: Uint8Array | string;
}

/** Bytes on the command line, in a file or at the standard input. Errors: Refusal. */
export async function readInput(words: readonly string[], file: string | undefined, binary: boolean): Promise<Input> {
  const piped = words.length === 1 && words[0] === "-";
  if (file !== undefined && words.length > 0)
    throw new Refusal("give bytes or --file, one of them", exit.contradiction);
  if (words.length > 0 && !piped) {
    if (binary) throw new Refusal("--binary is for --file and - (the standard input)", exit.contradiction);
    return { data: words.join(" ") };
  }
  if (file === undefined && !piped && process.stdin.isTTY)
    throw new Refusal("there is nothing to decode: give bytes, --file FILE or - for the standard input");
  const data = await readAll(file ?? "-");
  if (data.length === 0) throw new Refusal("there is nothing to decode: the input is empty");
  return { data: binary ? data : new TextDecoder().decode(data) };
}

/** What SCSI is in it. Errors: Refusal. */
export function findingsIn(_core: Core, { data }: Input): Finding[] {
  if (data instanceof Uint8Array) return [{ kind: "bytes", bytes: data, text: "", note: "the input is binary" }];
  const bytes = bytesFrom(data);
  if (bytes && bytes.length > 0) return [{ kind: "bytes", bytes, text: data, note: "all of it is hexadecimal" }];
  throw new Refusal(`'${excerpt(data)}' is not hexadecimal: give bytes like 5f 01`);
}

/** What bytes without a name are, the likeliest first, and why. */
export function guessStructure(
  core: Core,
  bytes: Uint8Array,
): { readonly structure: "cdb" | StructureName; readonly why: string }[] {
  const code = bytes[0]! & 0x7f;
  if (code >= 0x70 && code <= 0x73 && bytes.length >= 8)
    return [
      {
        structure: code < 0x72 ? "fixed_sense" : "descriptor_sense",
        why: "it begins with a response code of sense data",
      },
    ];
  const command = commands(core).find(({ operationCode }) => operationCode === bytes[0]);
  if (command === undefined) return [];
  return [{ structure: "cdb", why: `it begins with the operation code of ${command.name}` }];
}
