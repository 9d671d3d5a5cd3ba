/** holdfast-pr-helper's own log, as text or JSON: one line a command that changes state. */
import type { Core } from "../core.ts";
import { compose } from "../codec.ts";
import { numberAt } from "./hex.ts";
import type { Lines } from "./lines.ts";
import { outActionOf, statusOf } from "./names.ts";
import { type Reader, triple } from "./reader.ts";
import type { Found } from "./types.ts";

const why = "the log of holdfast-pr-helper";

/** The value of a fact, with or without quotes: `status=GOOD`, `status="CHECK CONDITION"`, `"status":"GOOD"`. */
function fact(
  line: string,
  name: string,
): { readonly text: string; readonly from: number; readonly to: number } | undefined {
  for (const label of [`"${name}":"`, ` ${name}="`, ` ${name}=`]) {
    const at = line.indexOf(label);
    if (at < 0) continue;
    const from = at + label.length;
    const end = line.indexOf(label.endsWith('"') ? '"' : " ", from);
    const to = end < 0 ? line.length : end;
    return { text: line.slice(from, to), from, to };
  }
  return undefined;
}

/** The service action: the message of the line. */
function action(core: Core, { line, at }: Lines): Found | undefined {
  const label = "holdfast-pr-helper: ";
  const text = line.indexOf(label);
  const message = fact(line, "message");
  const from = text < 0 ? (message?.from ?? -1) : text + label.length;
  if (from < 0) return undefined;
  const to = text < 0 ? message!.to : endOfName(line, from);
  const number = outActionOf(core, line.slice(from, to));
  if (number === undefined) return undefined;
  const bytes = compose(core, "pr_out_cdb", { "SERVICE ACTION": number }).subarray(0, 2);
  const note = "a service action of PERSISTENT RESERVE OUT: bytes 0 and 1 of the CDB";
  return { kind: "operation_code", bytes, value: bytes[0]!, from: at + from, to: at + to, note };
}

/** Names are in capitals, facts are not. */
function endOfName(line: string, from: number): number {
  let to = from;
  while (to < line.length && to - from < 60 && /[A-Z ]/.test(line[to]!)) to++;
  while (to > from && line[to - 1] === " ") to--;
  return to;
}

function status(core: Core, { line, at }: Lines): Found | undefined {
  const word = fact(line, "status");
  const value = word && statusOf(core, word.text);
  return value === undefined
    ? undefined
    : { kind: "status", value, from: at + word!.from, to: at + word!.to, note: "the status of the line" };
}

/** `sense="05/26/04 INVALID RELEASE OF PERSISTENT RESERVATION"`. */
function sense({ line, at }: Lines): Found | undefined {
  const word = fact(line, "sense");
  if (!word) return undefined;
  const values: number[] = [];
  let next = word.from;
  for (let i = 0; i < 3; i++) {
    const number = numberAt(line, next, 16);
    if (!number) return undefined;
    values.push(number.value);
    next = number.to + 1;
  }
  const value = triple(values[0], values[1], values[2]);
  return { kind: "sense_code", value, from: at + word.from, to: at + word.to, note: "the sense code of the line" };
}

const command: Reader = (core, lines) => {
  const list = [action(core, lines), status(core, lines), sense(lines)].filter((one) => one !== undefined);
  return list.length === 0
    ? undefined
    : { source: "holdfast", why, key: "", slot: "command", starts: true, found: list };
};

export const holdfastReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["holdfast-pr-helper: ", command],
  ['"service-action-key":"', command],
];
