/**
 * The core in wabt's interpreter: node interp.mjs FOLDER < lines. FOLDER is for what it makes. wasm-interp itself passes no numbers and
 * links no second module; spectest-interp is the same interpreter with a script, which has the bytes of holdfast.wasm in it.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { texts } from "./decode.mjs";

const folder = process.argv[2];
const read = (path) => readFileSync(new URL(path, import.meta.url));
const abi = JSON.parse(read("../../build/abi.json"));
const { input, record, last_error: error } = abi.buffers;
const textSize = 128;

const eights = (size) => Array.from({ length: Math.ceil(size / 8) }, (_, i) => i * 8);
const invoke = (call, ...numbers) => `(invoke ${call} ${numbers.map((number) => `(i32.const ${number})`).join(" ")})`;

/** Script that reads the record `id` in a buffer, then the texts that it has the numbers of. */
function reading(id, { index }) {
  const { size, fields } = abi.records[id];
  const text = (field) => eights(textSize).map((at) => invoke('$host "text"', index, fields[field].offset, at));
  return [...eights(size).map((at) => invoke('$host "read"', index, at)), ...(texts[id] ?? []).flatMap(text)];
}

/** Script for a line: its bytes in, the call, both records out; the error record first, because a stale number of a text is an error. */
function asking(name, bytes) {
  const words = Buffer.concat([bytes, Buffer.alloc(8)]);
  const write = (at) =>
    `(invoke $host "write" (i32.const ${input.index}) (i32.const ${at}) (i64.const ${words.readBigInt64LE(at)}))`;
  const call = invoke(`$core "hf_${name}_decode"`, bytes.length);
  return [...eights(bytes.length).map(write), call, ...reading("error", error), ...reading(name, record)];
}

/** The line that the numbers of one `reading` make. */
function answer(status, id, numbers) {
  const { size } = abi.records[id];
  const bytes = Buffer.alloc(numbers.length * 8);
  numbers.forEach((number, i) => bytes.writeBigUInt64LE(number, i * 8));
  const names = (texts[id] ?? []).map((_, i) => {
    const text = bytes.subarray(eights(size).length * 8 + i * textSize);
    const length = text.readUInt16LE();
    return `"${text.toString("utf8", 2, 2 + length)}"`;
  });
  return [status, bytes.toString("hex", 0, size), ...names].join(" ");
}

const lines = readFileSync(0, "utf8").trimEnd().split("\n");
const asked = lines.map((line) => line.split(" ")).map(([name, hex]) => ({ name, bytes: Buffer.from(hex, "hex") }));
const binary = read("../../build/holdfast.wasm").toString("hex").replace(/../g, "\\$&");
const modules = [`(module $core binary "${binary}")`, '(register "core" $core)', read("host.wat")];
const script = [...modules, ...asked.flatMap(({ name, bytes }) => asking(name, bytes))];
writeFileSync(join(folder, "script.wast"), script.join("\n"));
execFileSync("wast2json", ["script.wast"], { cwd: folder });
const printed = execFileSync("spectest-interp", ["script.json"], { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });

const results = [...printed.matchAll(/=> i\d\d:(\d+)/g)].map(([, number]) => BigInt(number));
for (const { name } of asked) {
  const status = Number(BigInt.asIntN(32, results.shift()));
  const [failure, own] = [reading("error", error), reading(name, record)].map(({ length }) =>
    results.splice(0, length),
  );
  console.log(status < 0 ? answer(status, "error", failure) : answer(status, name, own));
}
