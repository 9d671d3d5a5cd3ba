/** What a user gives to be decoded: where it comes from, and what of SCSI is in it. */
import { existsSync } from "node:fs";
import { type Core, findEvents, findScsi, type Finding as FindingInText, type PasteSource } from "../embed/index.ts";
import { exit, Refusal } from "./exit.ts";
import { readAll } from "./streams.ts";
import { excerpt } from "./words.ts";

/** Without its place in the text: bytes may come without a text. */
export type Finding = Omit<FindingInText, "from" | "to"> & {
  /** Whose log it is from, where it is from one: numbers of a host mean something else in each. */
  readonly source?: PasteSource;
};

export interface Input {
  /** Bytes as they are, or text in which they are looked for. */
  readonly data: Uint8Array | string;
  /** The one word of the command line, where the data is it: it may have been meant as a path. */
  readonly word?: string;
}

export interface Found {
  readonly findings: readonly Finding[];
  /** What the whole text was taken for, and why; "" where that says no more than its findings do. */
  readonly why: string;
}

/** Bytes on the command line, in a file or at the standard input. Errors: Refusal. */
export async function readInput(words: readonly string[], file: string | undefined, binary: boolean): Promise<Input> {
  const piped = words.length === 1 && words[0] === "-";
  if (file !== undefined && words.length > 0)
    throw new Refusal("give bytes or --file, one of them", exit.contradiction);
  if (words.length > 0 && !piped) {
    if (binary) throw new Refusal("--binary is for --file and - (the standard input)", exit.contradiction);
    if (words.every((word) => word.trim() === ""))
      throw new Refusal("there is nothing to decode: give bytes in hexadecimal");
    return { data: words.join(" "), ...(words.length === 1 && { word: words[0]! }) };
  }
  if (file === undefined && !piped && process.stdin.isTTY)
    throw new Refusal("there is nothing to decode: give bytes, --file FILE or - for the standard input");
  const data = await readAll(file ?? "-");
  if (data.length === 0) throw new Refusal("there is nothing to decode: the input is empty");
  return { data: binary ? data : new TextDecoder().decode(data) };
}

/** What no text has, not even a log: control characters but for line ends, tabs and colours, and what is no UTF-8. */
const notText = /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/;

/** What of SCSI is in it. Errors: Refusal. */
export function findingsIn(core: Core, { data, word }: Input): Found {
  if (data instanceof Uint8Array)
    return { findings: [{ kind: "bytes", bytes: data, text: "", note: "the input is binary" }], why: "" };
  const events = [...findEvents(core, data)];
  if (events.length > 0) {
    const findings = events.flatMap(({ source, findings: found }) => found.map((finding) => ({ ...finding, source })));
    return { findings, why: events[0]!.why };
  }
  const { findings, refusal, source, why } = findScsi(core, data);
  if (findings.length === 0 && word !== undefined && existsSync(word))
    throw new Refusal(`'${excerpt(word)}' is a file: take the bytes from it with --file`);
  if (findings.length === 0 && notText.test(data))
    throw new Refusal("this is no text: with --binary its bytes are taken as they are");
  if (findings.length === 0) throw new Refusal(refusal);
  return { findings, why: source === "hex" ? "" : why };
}
