/** Node.js: node node.mjs < lines. In a project of your own: import.meta.resolve("holdfast/holdfast.wasm") and ("holdfast/abi.json"). */
import { readFileSync } from "node:fs";
import { decoder } from "./decode.mjs";

const built = (name) => readFileSync(new URL(`../../build/${name}`, import.meta.url));
const decode = await decoder(built("holdfast.wasm"), JSON.parse(built("abi.json")));
for (const line of readFileSync(0, "utf8").trimEnd().split("\n")) console.log(decode(line));
