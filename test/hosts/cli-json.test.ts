/** decode --json: what the published schema says, and what the vectors say. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../hosts/cli/input.ts";
import { drawJson } from "../../hosts/cli/render/json.ts";
import { drawHex } from "../../hosts/cli/render/hex.ts";
import { drawTree } from "../../hosts/cli/render/tree.ts";
import { subjectOf } from "../../hosts/cli/subject.ts";
import { abi, commands, type StructureName } from "../../hosts/embed/index.ts";
import { holdfastHere } from "./cli-here.ts";
import { holdfast } from "./cli.ts";
import { loadCore, unhex, vectorSets } from "./core.ts";

interface Row {
  readonly structure: StructureName;
  readonly name: string;
  readonly bytes: string;
  readonly lines: string[];
}

interface Field {
  readonly name: string;
  readonly kind: "structure" | "number" | "bytes" | "text";
  readonly byte: number;
  readonly bits: number;
  readonly value?: number | string;
  readonly meaning?: string;
  readonly flags?: string[];
  readonly fields?: Field[];
}

const core = loadCore();
const schema = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve("holdfast/schema/decode.json")), "utf8"));
const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(
  schema,
);
const rows = vectorSets<Row>("structures");
const plain = (_style: string, text: string) => text;

function finding(bytes: string): Finding {
  return { kind: "bytes", bytes: unhex(bytes), text: bytes, note: "a vector" };
}

function decoded(structure: StructureName, bytes: string) {
  const found = finding(bytes);
  return {
    finding: found,
    subject: subjectOf(core, found, { as: structure, cdb: undefined, deviceType: 0, all: true }),
  };
}

/** Fields as test/vectors/structures*.json have them: zeros of which nothing is to be said are left out. */
function linesOf(field: Field, depth = 1): string[] {
  const told = ["truncated", "reserved_set", "unexpected", "trailing"].filter((flag) => field.flags?.includes(flag));
  const value = valueText(field);
  const indent = "  ".repeat(depth);
  const own = `${indent}${field.name}${value}${told.map((flag) => ` (${flag})`).join("")}`;
  const silent = value === "" && field.fields === undefined && told.length === 0;
  const held = field.kind === "structure" && field.meaning ? [`${indent}  ${field.meaning}`] : [];
  const below = (field.fields ?? []).flatMap((one) => linesOf(one, depth + 1 + held.length));
  return [...(silent ? [] : [own]), ...held, ...below];
}

function valueText({ kind, value, meaning, fields }: Field): string {
  if (kind === "text") return ` "${value}"`;
  if (kind === "bytes") return /[^0]/.test(String(value)) ? ` ${value}` : "";
  if (kind === "structure" || (BigInt(value!) === 0n && !meaning && !fields)) return "";
  return ` = ${BigInt(value!).toString(16)}${meaning ? ` ${meaning}` : ""}`;
}

/** The bytes of a number that is cut are shown, of which the vectors do not speak; a structure within speaks by its fields, not by its bytes or number. */
const comparable = (lines: readonly string[]) => {
  const depth = (line = "") => /^ */.exec(line)![0].length;
  const holds = (i: number) => depth(lines[i + 2]) > depth(lines[i + 1]) && depth(lines[i + 1]) > depth(lines[i]);
  return lines.map((line, i) => {
    const uncut = line.replace(/^(.*?)( =)?( [0-9a-f]+)?( \(truncated\))$/, "$1$4");
    if (holds(i)) return uncut.replace(/ = [0-9a-f]+$/, "");
    if (holds(i - 1)) return line.replace(" (truncated)", ""); // its field says so
    return depth(lines[i + 1]) > depth(line) ? uncut.replace(/(?<! =) [0-9a-f]{2,}$/, "") : uncut;
  });
};

test.each(rows)("$structure: $name", ({ structure, bytes, lines }) => {
  const document = JSON.parse(drawJson([decoded(structure, bytes)]));
  expect(validate(document), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  const [found] = document.findings;
  expect(found.bytes).toBe(bytes);
  const told = (found.fields as Field[]).flatMap((field) => linesOf(field));
  expect(comparable(told)).toEqual(comparable(lines.slice(1)));
});

test("tree and hex have a line for each field", () => {
  for (const { structure, bytes } of rows) {
    const { subject } = decoded(structure, bytes);
    const count = subject.lines.length;
    const rowsOfTree = drawTree(subject, plain).split("\n").filter((line) => /^ +[A-Za-z]/.test(line)); // prettier-ignore
    expect(rowsOfTree.length).toBeGreaterThanOrEqual(count - subject.lines.filter(({ name }) => !/^[A-Za-z]/.test(name)).length); // prettier-ignore
    const dumped = drawHex(subject, plain).split("\n").slice(2);
    for (const { name } of subject.lines) expect(dumped.some((line) => line.includes(name))).toBe(true);
  }
});

describe("numbers that JavaScript would round are strings", () => {
  test("a key", () => {
    const { stdout } = holdfast(["decode", "--json", "--as", "read_keys_data", "00000001000000080123456789abcdef"]);
    const [found] = JSON.parse(stdout).findings;
    const fields = found.fields as Field[];
    expect(fields.at(-1)!.fields!.at(-1)).toMatchObject({
      name: "RESERVATION KEY",
      bits: 64,
      value: "0x0123456789abcdef",
    });
  });

  test("all numbers in all vectors are safe", () => {
    for (const { structure, bytes } of rows) {
      const unsafe: unknown[] = [];
      JSON.parse(drawJson([decoded(structure, bytes)]), (_key, value: unknown) => {
        if (typeof value === "number" && !Number.isSafeInteger(value)) unsafe.push(value);
        return value;
      });
      expect(unsafe).toEqual([]);
    }
  });
});

describe("the schema refuses", () => {
  const document = () => JSON.parse(drawJson([decoded("pr_out_list", "00".repeat(24))]));

  test.each<[string, (found: { fields: Field[]; [name: string]: unknown }) => void]>([
    ["a key that is a number", ({ fields }) => Object.assign(fields[0]!, { value: 1 })],
    ["a field without a value", ({ fields }) => Object.assign(fields[0]!, { value: undefined })],
    ["a member that it does not know", (found) => Object.assign(found, { colour: "red" })],
    ["bytes that are not hexadecimal", (found) => Object.assign(found, { bytes: "5" })],
    ["an unknown kind", (found) => Object.assign(found, { kind: "thing" })],
  ])("%s", (_what, spoil) => {
    const spoilt = document();
    spoil(spoilt.findings[0]);
    expect(validate(JSON.parse(JSON.stringify(spoilt)))).toBe(false);
  });

  test("another version", () => {
    expect(validate({ ...document(), format_version: 2 })).toBe(false);
  });
});

test("codes out of a log fit the schema, too", () => {
  const log = "sd 2:0:0:1: [sdb] tag#0 Sense Key : Unit Attention [current]\nsd 2:0:0:1: reservation conflict";
  const document = JSON.parse(holdfast(["decode", "--json", "-"], { input: log }).stdout);
  expect(document.findings).toHaveLength(2);
  expect(validate(document), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
});

interface Described {
  readonly commands: unknown[];
  readonly structures: {
    readonly id: string;
    readonly fields: { readonly name: string; readonly values: unknown[] }[];
  }[];
}

describe("fields --json", () => {
  const fieldsSchema = JSON.parse(
    readFileSync(fileURLToPath(import.meta.resolve("holdfast/schema/fields.json")), "utf8"),
  );
  const check = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(fieldsSchema);

  test("all commands and structures fit the schema", async () => {
    const document = JSON.parse((await holdfastHere(["fields", "--json"])).stdout) as Described;
    expect(check(document), JSON.stringify(check.errors?.slice(0, 3))).toBe(true);
    expect(document.commands.length).toBe(commands(core).length);
    expect(document.structures.map(({ id }) => id)).toEqual(Object.keys(abi.structures));
    expect(check({ ...document, format_version: 2 })).toBe(false);
    expect(check({ ...document, structures: [{ id: "x" }] })).toBe(false);
  });

  test("a command, with the names of its values", async () => {
    const { stdout } = await holdfastHere(["fields", "-j", "report", "luns"]);
    const { commands: found, structures } = JSON.parse(stdout) as Described;
    expect(found).toMatchObject([
      { name: "REPORT LUNS", operation_code: 0xa0, structure: "report_luns_cdb", length: 12 },
    ]);
    const select = structures[0]!.fields.find(({ name }) => name === "SELECT REPORT")!;
    expect(select).toMatchObject({ kind: "number", byte: 2, bit: 7, bits: 8 });
    expect(select.values).toContainEqual({ first: 1, last: 1, name: "well known" });
  });
});

test("no bytes, however hostile, make JSON that the schema refuses", () => {
  const structures = ["fixed_sense", "descriptor_sense", "read_full_status_data", "transport_id", "pr_out_move_list"];
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 0x7fffffff);
  for (let round = 0; round < 400; round++) {
    const bytes = Array.from({ length: 1 + (random() % 80) }, () => (random() % 256).toString(16).padStart(2, "0"));
    const document = JSON.parse(drawJson([decoded(structures[round % 5] as StructureName, bytes.join(""))]));
    expect(validate(document), `${bytes.join("")} ${JSON.stringify(validate.errors?.slice(0, 3))}`).toBe(true);
  }
});
