/** What readers of lines share. */
import type { Core } from "../core.ts";
import { additionalSenseOf, hostStatusOf, driverStatusOf, senseKeyOf, statusOf } from "./names.ts";
import { findPairs, isBlank, numberAt, onlyPairs, type PlacedNumber, type Run, wordEnd } from "./hex.ts";
import type { Lines } from "./lines.ts";
import type { FindingKind, Found, PasteSource, Piece, SenseTriple } from "./types.ts";

/** Reads the line that `lines` is at, and goes on to further lines that belong to it; `marker` is the text in it for which it is asked. Undefined: nothing here. */
export type Reader = (core: Core, lines: Lines, marker: string) => Piece | undefined;

export const found = (kind: FindingKind, run: Run, at: number, note: string): Found => ({
  kind,
  bytes: Uint8Array.from(run.bytes),
  from: at + run.from,
  to: at + run.to,
  note,
});

/** Makes pieces of one source: what of a list there is, undefined for nothing. */
export const piecesOf =
  (source: PasteSource, why: string) =>
  (slot: string, list: readonly (Found | undefined)[], starts = false, key = ""): Piece | undefined => {
    const there = list.filter((one) => one !== undefined);
    return there.length === 0 ? undefined : { source, why, key, slot, starts, found: there };
  };

/** A number of a line that begins at `at`; undefined for none, and for more than a byte. */
export const numberFound = (
  kind: FindingKind,
  number: PlacedNumber | undefined,
  at: number,
  note: string,
): Found | undefined =>
  number && number.value <= 0xff
    ? { kind, value: number.value, from: at + number.from, to: at + number.to, note }
    : undefined;

/** A sense code at a place of the text. */
export const senseFound = (
  [key, asc, ascq]: readonly (number | undefined)[],
  from: number,
  to: number,
  note: string,
): Found => ({ kind: "sense_code", value: triple(key, asc, ascq), from, to, note });

/** The words for RESERVATION CONFLICT that are the marker of a line. */
export const conflictFound = (core: Core, { line, at }: Lines, marker: string, whose: string): Found => ({
  ...{ kind: "status", value: statusOf(core, "RESERVATION CONFLICT")! },
  from: at + line.indexOf(marker),
  to: at + line.indexOf(marker) + marker.length,
  note: `${whose} words for the status RESERVATION CONFLICT`,
});

/** Rows that are read of one dump: no structure is longer than the core's input. */
const mostRows = 5000;

/** Pairs behind `from` in this line, or in the next where that has nothing else: mail programs wrap lines. */
export function pairsBehind(lines: Lines, from: number, least: number): Found | undefined {
  const { at } = lines;
  const here = findPairs(lines.line, from, least);
  const next = here === undefined || here.to >= lines.line.trimEnd().length ? nextPairs(lines) : undefined;
  if (!next) return here && found("bytes", here, at, "");
  lines.advance();
  const first = here ? at + here.from : lines.at + next.from;
  return {
    kind: "bytes",
    bytes: Uint8Array.from([...(here?.bytes ?? []), ...next.bytes]),
    from: first,
    to: lines.at + next.to,
    note: "",
  };
}

function nextPairs(lines: Lines): Run | undefined {
  const next = lines.peek();
  return next && next.line.length < 200 ? onlyPairs(next.line) : undefined;
}

/** The rows of a dump below this line, each as `row` reads it. */
export function rowsBelow(
  lines: Lines,
  kind: FindingKind,
  note: string,
  row: (line: string) => Run | undefined,
): Found | undefined {
  const bytes: number[] = [];
  let [from, to] = [-1, -1];
  for (let count = 0; count < mostRows; count++) {
    const next = lines.peek();
    const run = next && next.line.length < 400 ? row(next.line) : undefined;
    if (!run) break;
    lines.advance();
    if (from < 0) from = lines.at + run.from;
    to = lines.at + run.to;
    for (const byte of run.bytes) bytes.push(byte);
  }
  return from < 0 ? undefined : { kind, bytes: Uint8Array.from(bytes), from, to, note };
}

/** The rest of = in mail that is quoted-printable (RFC 2045 6.7). */
const encoded = /^3D(?=[A-Z])/;

/** The status behind `label`: a number, or a name that the core knows. */
export function statusBehind(
  core: Core,
  { line, at }: Lines,
  label: string,
  kind: "status" | "host_status" | "driver_status",
  note: string,
): Found | undefined {
  const behind = line.indexOf(label);
  if (behind < 0) return undefined;
  const from = behind + label.length;
  const to = wordEnd(line, from);
  if (to === from) return undefined;
  const number = numberAt(line, from);
  const value = number?.to === to ? number.value : namedStatus(core, kind, line.slice(from, to).replace(encoded, ""));
  return { kind, ...(value === undefined ? {} : { value }), from: at + from, to: at + to, note };
}

function namedStatus(core: Core, kind: "status" | "host_status" | "driver_status", name: string): number | undefined {
  if (kind === "status") return statusOf(core, name);
  return kind === "host_status" ? hostStatusOf(core, name) : driverStatusOf(core, name);
}

/** A sense key: a number or a name. */
export function senseKeyAt(core: Core, name: string): number | undefined {
  const number = numberAt(name, 0);
  return number ? number.value : senseKeyOf(core, name);
}

export const triple = (key: number | undefined, asc: number | undefined, ascq: number | undefined): SenseTriple => ({
  key,
  asc,
  ascq,
});

/** A code of two bytes by its name, without a sense key. */
export function additionalByName(core: Core, name: string): SenseTriple {
  const code = additionalSenseOf(core, name);
  return code === undefined ? triple(undefined, undefined, undefined) : triple(undefined, code >> 8, code & 0xff);
}

/** `to` without blanks before it. */
export function trimEnd(line: string, from: number, to: number): number {
  let end = to;
  while (end > from && isBlank(line, end - 1)) end--;
  return end;
}
