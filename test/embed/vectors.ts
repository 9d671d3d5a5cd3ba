/** The shared vectors as lines that every embedding answers, and what its answers have to say. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { abi, type RecordName } from "../../hosts/embed/index.ts";

/** Vectors and the record that their decoder leaves. */
const files: [file: string, record: RecordName][] = [
  ["cdb", "cdb"],
  ["parameter-list", "parameter_list"],
  ["read-keys", "read_keys"],
  ["read-reservation", "read_reservation"],
  ["fixed-sense", "sense"],
  ["descriptor-sense", "sense"],
];

type Fields = Record<string, number | string>;
type Row = { name: string; bytes: string; status: number; error?: Fields } & Record<string, unknown>;
interface Vector {
  file: string;
  record: RecordName;
  row: Row;
}

const vectors: Vector[] = files.flatMap(([file, record]) => {
  const text = readFileSync(new URL(`../vectors/${file}.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as Row[]).map((row) => ({ file, record, row }));
});

/** "sense 7000...", one for each vector. */
export const lines = vectors.map(({ record, row }) => `${record} ${row.bytes}\n`).join("");

/** Compares the answers "0 7000... NAME" with the vectors: every field that a vector names. */
export function expectVectors(answers: string): void {
  const list = answers.trimEnd().split("\n");
  expect(list).toHaveLength(vectors.length);
  const told = vectors.map((vector, i) => ({
    name: `${vector.file}: ${vector.row.name}`,
    ...fields(vector, list[i]!),
  }));
  expect(told).toEqual(
    vectors.map((vector) => ({ name: `${vector.file}: ${vector.row.name}`, ...wanted(vector.row) })),
  );
}

/** The fields that a row names, of the record and of the error record. Vectors write numbers of 64 bits as text. */
function wanted({ error, ...row }: Row): Record<string, bigint | string> {
  const named = Object.entries({ ...(row as Fields), ...error }).filter(
    ([field]) => !["name", "bytes"].includes(field),
  );
  const values = named.map(([field, value]) => {
    const number = typeof value === "number" || value.startsWith("0x");
    return [field, number ? BigInt(value) : value];
  });
  return Object.fromEntries(values) as Record<string, bigint | string>;
}

/** What an answer says of the fields that its vector names. */
function fields({ record, row }: Vector, answer: string): Record<string, bigint | string> {
  const [, status, hex, rest] = /^(-?\d+) ([0-9a-f]+)((?: "[^"]*")*)$/.exec(answer)!;
  const texts = Array.from(rest!.matchAll(/"([^"]*)"/g), ([, text]) => text!);
  const bytes = Buffer.from(hex!, "hex");
  const id = Number(status) < 0 ? "error" : record;
  expect(bytes).toHaveLength(abi.records[id].size);
  const words: Record<string, bigint | string | undefined> = { status: BigInt(status!) };
  if (id === "cdb") [words["command"], words["action"]] = texts;
  if (id === "error") [words["field"]] = texts;
  if (id === "sense") [words["text"]] = texts;
  if (id === "read_keys") words["last"] = lastKey(Buffer.from(row.bytes, "hex"), bytes);
  const names = Object.keys(wanted(row));
  return Object.fromEntries(names.map((name) => [name, words[name] ?? number(id, name, bytes)]));
}

function number(id: RecordName, field: string, bytes: Buffer): bigint {
  const all = abi.records[id].fields as Record<string, { type: string; offset: number }>;
  const { type, offset } = all[field]!;
  if (type === "u64") return bytes.readBigUInt64LE(offset);
  if (type === "i32") return BigInt(bytes.readInt32LE(offset));
  return BigInt(bytes.readUIntLE(offset, { u8: 1, u16: 2, u32: 4 }[type]!));
}

/** The last key by where the record says that keys are in the data. */
function lastKey(data: Buffer, record: Buffer): bigint | undefined {
  const [first, count] = [number("read_keys", "keys", record), number("read_keys", "count", record)];
  return count === 0n ? undefined : data.readBigUInt64BE(Number(first + (count - 1n) * 8n));
}
