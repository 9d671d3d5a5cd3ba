/**
 * The imports `vectors.*` of the specs: rows of test/vectors/*.json, read at run time. asc cannot read files, and vectors that were copied
 * into specs would drift from those that the other suites run on the shipped binary. The AssemblyScript side is vectors.ts.
 */
import { readFileSync } from "node:fs";

const folder = new URL("../vectors/", import.meta.url);
const files = new Map();

/** `memory()` gives the spec's memory: its buffer is another one after each growth. */
export function vectorImports(memory, from = folder) {
  /** An AssemblyScript string: UTF-16 at the pointer, its size in bytes in the four bytes before. */
  const string = (at) => {
    const size = new DataView(memory()).getUint32(at - 4, true);
    return Buffer.from(memory(), at, size).toString("utf16le");
  };
  const field = (file, row, path) => find(rows(from, string(file)), string(file), row, string(path));
  return {
    count: (file) => rows(from, string(file)).length,
    has: (file, row, path) => Number(lookUp(rows(from, string(file))[row], string(path)) !== undefined),
    bytes: (file, row, path, at) => write(memory(), at, toBytes(field(file, row, path), string(path))),
    number: (file, row, path) => toNumber(field(file, row, path), string(path)),
    text: (file, row, path, at) => write(memory(), at, Buffer.from(String(field(file, row, path)), "utf8")),
  };
}

function rows(from, file) {
  if (!files.has(file)) files.set(file, JSON.parse(readFileSync(new URL(`${file}.json`, from), "utf8")));
  return files.get(file);
}

/** `path` may go into nested objects: "plan.action". */
function lookUp(row, path) {
  return path.split(".").reduce((value, name) => value?.[name], row);
}

function find(all, file, row, path) {
  const value = lookUp(all[row], path);
  if (value === undefined) throw new Error(`${file}.json has no ${path} in row ${row}`);
  return value;
}

function toBytes(value, path) {
  const hex = String(value).replaceAll(" ", "");
  if (!/^([0-9a-f]{2})*$/i.test(hex)) throw new Error(`${path} is not hexadecimal: ${value}`);
  return Buffer.from(hex, "hex");
}

/** 64 bits: a JSON number as far as it is exact, else a string as BigInt reads it ("0x0123456789abcdef"). */
function toNumber(value, path) {
  if (typeof value === "boolean") return BigInt(value);
  if (typeof value === "string" && value !== "") return BigInt(value);
  if (Number.isSafeInteger(value)) return BigInt(value);
  throw new Error(`${path} is not a number that can be exact: ${JSON.stringify(value)}`);
}

function write(memory, at, bytes) {
  new Uint8Array(memory).set(bytes, at);
  return bytes.length;
}
