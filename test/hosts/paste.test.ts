/** What is found in real lines: each row of the corpus has where its text is from. */
import { expect, test } from "vitest";
import {
  abi,
  type Finding,
  findEvents,
  findScsi,
  nameOfValue,
  type Paste,
  type SenseTriple,
} from "../../hosts/embed/index.ts";
import { hex, loadCore, vectors } from "./core.ts";

interface Expected {
  readonly kind: string;
  readonly bytes?: string;
  /** A number, or KEY/ASC/ASCQ in hexadecimal, - for what the text does not have. */
  readonly value?: number | string;
  /** The text has the additional sense code's name only. */
  readonly named?: boolean;
  readonly text?: string;
}

interface Row {
  readonly name: string;
  /** Where the text is from. */
  readonly source: string;
  /** For text that nobody's machine printed: the description of the format that it was typed from. */
  readonly typed?: string;
  readonly text: string;
  readonly is: string;
  readonly events: number;
  readonly findings: readonly Expected[];
  readonly refusal?: string;
}

const core = loadCore();
const rows = vectors<Row>("paste");

const part = (value: number | undefined): string => (value === undefined ? "-" : value.toString(16).padStart(2, "0"));
const code = ({ key, asc, ascq }: SenseTriple): string => [key, asc, ascq].map(part).join("/");

function shown({ kind, bytes, value, text }: Finding, like: Expected): Expected {
  return {
    kind,
    ...(bytes.length > 0 ? { bytes: hex(bytes) } : {}),
    ...(value === undefined ? {} : { value: typeof value === "number" ? value : code(value) }),
    ...(like.named ? { named: true } : {}),
    ...(like.text === undefined ? {} : { text }),
  };
}

/** What can be expected of a core that does not know every name yet. */
function known(expected: Expected): Expected {
  const { value, ...rest } = expected;
  const list = expected.kind === "host_status" || expected.kind === "driver_status" ? expected.kind : undefined;
  if (list && !/^0x/.test(expected.text ?? "0x") && !Object.hasOwn(abi.names, list)) return rest;
  if (!expected.named) return expected;
  const [key, asc, ascq] = String(value).split("/");
  const name = nameOfValue(core, "fixed_sense", "ADDITIONAL SENSE", Number.parseInt(`${asc!}${ascq!}`, 16));
  return name === "" ? { ...rest, value: `${key!}/-/-` } : expected;
}

const summary = (paste: Paste, like: readonly Expected[]) => ({
  is: paste.source,
  refusal: paste.refusal,
  findings: paste.findings.map((finding, i) => shown(finding, like[i] ?? { kind: "" })),
});

for (const { name, source, text, is, events, findings, refusal = "" } of rows) {
  const wanted = { is, refusal, findings: findings.map(known) };

  test(`${is}: ${name} (${source})`, () => {
    expect(summary(findScsi(core, text), findings)).toEqual(wanted);
    expect([...findEvents(core, text)]).toHaveLength(events);
  });

  test(`${is}: ${name}: with the line ends of Windows, and behind a log's own prefix`, () => {
    const windows = findScsi(core, text.replace(/\r?\n/g, "\r\n"));
    expect(summary(windows, findings.map(withoutLines)).findings).toEqual(wanted.findings.map(withoutLines));
    if (events === 0) return;
    const prefixed = findScsi(core, text.replace(/^(?=.)/gm, "| "));
    expect(prefixed.source).toBe(is);
  });

  test(`${is}: ${name}: offsets are those of the text`, () => {
    const paste = findScsi(core, text);
    for (const { from, to, text: part, note } of paste.findings) {
      expect(text.slice(from, to)).toBe(part);
      expect(part.trim()).not.toBe("");
      expect(note).not.toBe("");
    }
    expect(paste.why).not.toBe("");
  });
}

test.each([
  [
    "a CDB without its last byte",
    "sd 1:0:0:0: [sda] CDB: Read(10) 28 00 00 00 00 07 00 00 01",
    ["cdb 280000000007000001"],
  ],
  [
    "a record of AIX before its status",
    `SENSE DATA\n0A00 5F01 0500 0000 0000 1800 ${"0000 ".repeat(6)}01`,
    ["cdb 5f010500000000001800"],
  ],
])("what is cut off is not made up: %s", (_, text, wanted) => {
  const found = findScsi(core, text).findings.map(({ kind, bytes }) => `${kind} ${hex(bytes)}`);
  expect(found).toEqual(wanted);
});

/** What mail programs, browsers and terminals do to each line. */
const ways: readonly (readonly [way: string, change: (text: string) => string])[] = [
  ["quoted", (text) => text.replace(/^/gm, "> ")],
  ["indented", (text) => text.replace(/^/gm, "    ")],
  ["with blanks behind", (text) => text.replace(/$/gm, "  ")],
];
const other = [{ name: "base64", way: "quoted", why: "marks between the lines are none of base64's characters" }];

test.each(ways)("lines that are %s say the same", (way, change) => {
  const bare = (text: string) =>
    findScsi(core, text).findings.map(({ kind, bytes, value }) => ({ kind, bytes, value }));
  const changed = rows.filter(({ text }) => JSON.stringify(bare(change(text))) !== JSON.stringify(bare(text)));
  const accepted = other.filter((one) => one.way === way);
  expect(changed.map(({ name }) => name)).toEqual(accepted.map(({ name }) => name));
});

/** A text over several lines has the line ends in it. */
function withoutLines(expected: Expected): Expected {
  const { text, ...rest } = expected;
  return text === undefined || text.includes("\n") ? rest : expected;
}

test("every row says where it is from, and no two are alike", () => {
  expect(rows.filter(({ source }) => source === "")).toEqual([]);
  expect(new Set(rows.map(({ text }) => text)).size).toBe(rows.length);
  expect(new Set(rows.map(({ is }) => is)).size).toBe(14);
});
