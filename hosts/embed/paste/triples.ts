/** Sense keys and additional sense codes in the words of any program: `key/asc/ascq: 6/2a/3`, `ASC: 0x2a ... ASCQ: 0x3`, `Sense: 3/11/00`. */
import type { Core } from "../core.ts";
import { senseKeyOf } from "./names.ts";
import { senseFound } from "./reader.ts";
import type { Found } from "./types.ts";

/** A byte: 0x2a, 2Ah, $2a, 2a. Sense codes are in hexadecimal with and without a mark. */
const byte = String.raw`(?:0x|\$)?([0-9a-f]{1,2})h?(?![0-9a-z_])`;
/** Between two numbers of a list. */
const comma = String.raw`[\s,/:-]{1,3}`;
/** Between a name and its number. */
const is = String.raw`[^\w$\n]{0,8}`;
/** Name of a sense key. */
const key = String.raw`(?:sense[ _]?(?:key|code|data)?|skey|key|sk)`;

/** `[sense_key,asc,ascq]: [0x06,0x29,0x00]`, `Key-Asc-Ascq: 03-11-05`. */
const whole = new RegExp(String.raw`\b${key}\W{1,4}asc\W{1,4}ascq${is}${byte}${comma}${byte}${comma}${byte}`, "i");
/** `ASC/ASCQ: 0x28/0x00`. */
const both = new RegExp(String.raw`(?<![a-z])asc\W{1,3}ascq${is}${byte}${comma}${byte}`, "i");
/** `ASC: 0x2a (parameters changed), ASCQ: 0x3`. */
const each = new RegExp(String.raw`(?<![a-z])asc${is}${byte}[^\n]{0,90}?(?<![a-z])ascq${is}${byte}`, "i");
const namedByte = byte.replace("([", "(?<digits>[");
/** The sense key before those: a number, or a name. */
const before = new RegExp(
  String.raw`\b(?:sense[ _]?key|skey|key|sk|sense)\b[^\w$\n]{1,4}(?:${namedByte}|(?<name>(?!sense|key)[a-z]{2,10}(?:[ _][a-z]{2,10})?))`,
  "gi",
);

/** `ILLEGAL REQUEST asc=0x64`: the name itself is right before the code. */
const lastWords = /\b(?<name>[a-z]{2,9} [a-z]{4,10}|[a-z]{10})\W{1,3}$/i;

/** How much of a line belongs to a code, before and behind its ASCQ. */
const [widthBefore, widthBehind] = [200, 40];

/** ASCQ is a word that nothing but SCSI has. Undefined for a line without numbers for it, and for a sense key that is none: FFh stands for no sense data. */
export function labelledTriple(core: Core, line: string, offset: number): Found | undefined {
  const place = line.search(/ascq/i);
  if (place < 0) return undefined;
  const start = Math.max(0, place - widthBefore);
  const part = line.slice(start, place + widthBehind);
  const at = offset + start;
  const all = whole.exec(part);
  if (all) return found(at, all.index, all, all.slice(1, 4).map(parse), "sense key, ASC and ASCQ by their names");
  const code = both.exec(part) ?? each.exec(part);
  if (!code) return undefined;
  const [asc, ascq] = code.slice(1, 3).map(parse);
  const key = keyBefore(core, part.slice(0, code.index));
  const note = "sense key, ASC and ASCQ by their names";
  if (key) return found(at, key.index, code, [key.value, asc, ascq], note);
  const alone = found(at, code.index, code, [undefined, asc, ascq], "ASC and ASCQ by their names");
  return alone && { ...alone, part: "additional" };
}

/** The sense key that stands last in a text: with a name before it, or a name itself at the end. */
function keyBefore(core: Core, text: string): { readonly value: number; readonly index: number } | undefined {
  const place = [...text.matchAll(before)].at(-1) ?? lastWords.exec(text);
  const { digits, name = "" } = place?.groups ?? {};
  const value = digits === undefined ? keyNamed(core, name) : parse(digits);
  return value === undefined ? undefined : { value, index: place!.index };
}

/** A name of one word may have another one behind it. */
const keyNamed = (core: Core, name: string): number | undefined =>
  senseKeyOf(core, name) ?? senseKeyOf(core, name.split(/[ _]/, 1)[0]!);

const parse = (digits: string): number => Number.parseInt(digits, 16);

function found(
  at: number,
  from: number,
  { index, 0: { length } }: RegExpExecArray,
  [senseKey, asc, ascq]: readonly (number | undefined)[],
  note: string,
): Found | undefined {
  if (senseKey !== undefined && senseKey > 0x0f) return undefined;
  return senseFound([senseKey, asc, ascq], at + from, at + index + length, note);
}

/** `Sense: 3/11/00`. */
const slashes = new RegExp(
  String.raw`\bsense:? {0,2}(?:0x)?0?([0-9a-f])/(?:0x)?([0-9a-f]{1,2})/(?:0x)?([0-9a-f]{1,2})(?![0-9a-z/])`,
  "i",
);

/** The code behind `label`, a word at `place`. */
export function slashedTriple(line: string, place: number, offset: number): Found | undefined {
  const code = slashes.exec(line.slice(place, place + 40));
  return code
    ? found(offset + place, 0, code, code.slice(1, 4).map(parse), "sense key, ASC and ASCQ behind Sense:")
    : undefined;
}

/** `Sense key:  3 Sense code: 11 Sense qualifier:  0`, as Dell's OMSA has it. */
const spelled = new RegExp(
  String.raw`\bsense key:? {0,3}${byte}[, ]{1,3}sense code:? {0,3}${byte}[, ]{1,3}sense qualifier:? {0,3}${byte}`,
  "i",
);

export function spelledTriple(line: string, place: number, offset: number): Found | undefined {
  const start = Math.max(0, place - 60);
  const code = spelled.exec(line.slice(start, place + 60));
  return code
    ? found(
        offset + start,
        code.index,
        code,
        code.slice(1, 4).map(parse),
        "sense key, sense code and qualifier by their names",
      )
    : undefined;
}
