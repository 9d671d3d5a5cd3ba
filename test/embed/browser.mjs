/** The core in a browser: node browser.mjs CHROMIUM < lines opens page.html without a server and prints what the page shows. */
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const read = (path) => readFileSync(new URL(path, import.meta.url));
const files = {
  "/page.html": ["text/html", read("page.html")],
  "/decode.mjs": ["text/javascript", read("decode.mjs")],
  "/holdfast.wasm": ["application/wasm", read("../../build/holdfast.wasm")],
  "/abi.json": ["application/json", read("../../build/abi.json")],
  "/lines": ["text/plain", readFileSync(0)],
};

const browser = await chromium.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] }); // root has no sandbox
try {
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error));
  await page.route("**", (route) => {
    const [contentType, body] = files[new URL(route.request().url()).pathname] ?? [];
    return body ? route.fulfill({ contentType, body }) : route.fulfill({ status: 404 });
  });
  await page.goto("http://holdfast.invalid/page.html");
  const done = page.waitForFunction(() => document.title === "done", undefined, { timeout: 20_000 });
  await done.catch((error) => {
    throw faults[0] ?? error;
  });
  console.log(await page.locator("pre").textContent());
} finally {
  await browser.close();
}
