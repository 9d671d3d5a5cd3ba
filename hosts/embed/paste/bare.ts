/** Text that is no log: bytes in hexadecimal in any shape, or base64. */
import type { Core } from "../core.ts";
import { fromBase64 } from "./base64.ts";
import { findDumps } from "./dump.ts";
import { guessStructure } from "./guess.ts";
import { findLiterals } from "./literal.ts";
import { senseFound } from "./reader.ts";
import type { FindingKind, Found, PasteSource } from "./types.ts";
import { eventData } from "./windows.ts";
import { bytesOfRun, wordRuns, type WordRun } from "./words.ts";

export interface Bare {
  readonly source: PasteSource;
  readonly why: string;
  readonly found: readonly Found[];
  readonly refusal: string;
}

const hex = (why: string, found: readonly Found[]): Bare => ({ source: "hex", why, found, refusal: "" });
const refused = (refusal: string): Bare => ({ source: "unknown", why: "nothing was found", found: [], refusal });

const what = "a CDB or sense data in hexadecimal, or lines of a kernel, vmkernel, QEMU or sg3_utils log";

const explained =
  "sg_persist or mpathpersist has put these reservations in words already: for its bytes, let it print them with -H, and paste that.";

/** Bytes of one run in a text that has more than that: shorter ones are dates, addresses, words. Marked bytes need no more than two. */
const [leastPlain, leastMarked] = [6, 2];

/** Base64 in a longer text would not be pasted. */
const longestBase64 = 131_072;

export function findBare(core: Core, text: string): Bare {
  const bare = bytesIn(core, text);
  const events = bare.found.flatMap((one) => eventData(one) ?? []);
  return events.length > 0 ? { ...bare, source: "windows", why: "data of an event of Windows", found: events } : bare;
}

function bytesIn(core: Core, text: string): Bare {
  if (text.trim() === "") return refused(`Nothing is pasted: paste ${what}.`);
  if (codeAlone.test(text)) return senseCode(text);
  const dumps = findDumps(text);
  if (dumps.length > 0)
    return hex(
      "a dump with offsets",
      dumps.map((dump) => labelled(text, dump)),
    );
  const literals = findLiterals(text);
  if (literals.length > 0)
    return hex(
      "bytes as a program's source has them",
      literals.map((one) => labelled(text, one)),
    );
  if (/\bPR generation=0x/.test(text)) return refused(explained);
  return (
    findRuns(withoutComments(text)) ??
    findBase64(core, text) ??
    refused(`No SCSI was found in this text: paste ${what}.`)
  );
}

/** Comments within a list of C as blanks: bytes go on behind them. */
const withoutComments = (text: string): string =>
  text.replace(/(?<=[,{[]\s{0,40})(?:\/\*[^*]{0,200}\*\/|\/\/[^\n]*)/g, (comment) => comment.replace(/[^\n]/g, " "));

/** `6/2a/5`, `(06/2A/05)`, `0x6 0x2a 0x5`, and nothing else but marks of quoted mail. */
const codeAlone =
  /^[\s>]{0,9}\(?(?:0?[0-9a-f]\/[0-9a-f]{1,2}\/[0-9a-f]{1,2}|0x[0-9a-f][ ,]{1,2}0x[0-9a-f]{1,2}[ ,]{1,2}0x[0-9a-f]{1,2})\)?[\s>]{0,9}$/i;

function senseCode(text: string): Bare {
  const why = "nothing but a sense key, ASC and ASCQ";
  const values = Array.from(text.matchAll(/(?:0x)?([0-9a-f]+)/gi), ([, digits]) => Number.parseInt(digits!, 16));
  const [from, to] = [text.search(/[^\s>]/), text.search(/[\s>]*$/)];
  return { source: "log", why, found: [senseFound(values, from, to, why)], refusal: "" };
}

function findRuns(text: string): Bare | undefined {
  const found: Found[] = [];
  let [first, half, count]: [WordRun | undefined, WordRun | undefined, number] = [undefined, undefined, 0];
  for (const run of wordRuns(text)) {
    first ??= run;
    count++;
    if (run.words.length < leastMarked && run.to - run.from < 2 * leastPlain) continue;
    const bytes = bytesOfRun(run);
    if (bytes === "half") half ??= run.words.length >= leastPlain && hasDigit(run) ? run : undefined;
    else if (bytes.length >= (run.style === "plain" || run.style === "list" ? leastPlain : leastMarked)) {
      const one = labelled(text, foundIn(run, bytes));
      if (one.kind !== "bytes" || !isNumber(run)) found.push(one);
    }
  }
  if (first && count === 1 && isAll(text, first)) return wholeRun(text, first);
  if (found.length > 0) return hex("bytes in hexadecimal within other text", found);
  return half && halfByte(text, half);
}

/** Decimal digits in one word, or with points between them: a time, a serial number. Up to 64 bits behind 0x: an address, a key. */
const isNumber = ({ style, words, between, from, to }: WordRun): boolean =>
  style === "plain"
    ? (words.length === 1 || between === ".") && words.every((word) => /^\d+$/.test(word))
    : style === "0x" && words.length === 1 && to - from <= "0x".length + 16;

/** Whether nothing but marks is before and behind a run. */
const isAll = (text: string, { from, to }: WordRun): boolean =>
  !/[\p{L}\p{N}]/u.test(text.slice(0, from)) && !/[\p{L}\p{N}]/u.test(text.slice(to));

function wholeRun(text: string, run: WordRun): Bare | undefined {
  const bytes = bytesOfRun(run);
  if (bytes === "half") return hasDigit(run) ? halfByte(text, run) : undefined;
  return hex("nothing but bytes in hexadecimal", [foundIn(run, bytes)]);
}

/** Words without a digit are words: "bad", "faced". */
const hasDigit = ({ words }: WordRun): boolean => words.some((word) => /\d/.test(word));

function halfByte(text: string, { from, to }: WordRun): Bare {
  const end = text.slice(Math.max(from, to - 8), to).trim();
  return refused(`The hexadecimal that ends with “${end}” has half a byte: a byte has two digits; paste all of it.`);
}

const foundIn = ({ from, to }: WordRun, bytes: readonly number[]): Found => ({
  kind: "bytes",
  bytes: Uint8Array.from(bytes),
  from,
  to,
  note: "bytes in hexadecimal",
});

/** Characters before bytes in which a name for them is looked for. */
const labelWidth = 60;

/** MODE SENSE and REQUEST SENSE are names of commands, "Request Sense data" is not. */
const labels: readonly (readonly [RegExp, FindingKind, string])[] = [
  [/cdb/gi, "cdb", "the text before it calls it a CDB"],
  [/(?<!mode[ _])(?<!request[ _](?!sense[ _]data))sense|\bsb\[\]/gi, "sense", "the text before it calls it sense data"],
];

/** The kind by what stands before the bytes in their line, or in the line before where that opens a list; of two names the nearer. */
function labelled(text: string, found: Found): Found {
  const before = text.slice(Math.max(0, found.from - labelWidth), found.from);
  const line = /(?:[^\n]*[{[(=:][ \t\r]*\n)?[^\n]*$/.exec(before)![0];
  const [label] = labels
    .map(([name, kind, why]) => ({ at: lastOf(line, name), kind, note: `${found.note}: ${why}` }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => other.at - one.at);
  return label ? { ...found, kind: label.kind, note: label.note } : found;
}

/** Where the last match begins, -1 for none. */
const lastOf = (line: string, name: RegExp): number => [...line.matchAll(name)].at(-1)?.index ?? -1;

/** Base64 that is some structure from the first bit to the last: many words are base64 otherwise. */
function findBase64(core: Core, text: string): Bare | undefined {
  const bytes = text.length > longestBase64 ? undefined : fromBase64(text);
  const guess = bytes && guessStructure(core, bytes)[0];
  if (!guess?.exact) return undefined;
  const from = text.length - text.trimStart().length;
  const note = `base64 of ${guess.why}`;
  const found: Found = { kind: "bytes", bytes, from, to: text.trimEnd().length, note };
  return { source: "base64", why: note, found: [found], refusal: "" };
}
