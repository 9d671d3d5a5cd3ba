/** build/web/index.html: the page in one file. Scripts and styles are inline, and its policy names their hashes. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "./step.mjs";

/** Makes the page out of hosts/web/, the module and its docs. `esbuild` is the package. Errors: esbuild's. */
export async function buildPage(esbuild, output) {
  const script = await bundleScript(esbuild);
  const sheets = styles("hosts/web").map((file) => readFileSync(join(root, file), "utf8"));
  const style = (await esbuild.transform(sheets.join(""), { loader: "css", minify: true })).code;
  const policy = `default-src 'none'; script-src '${hashOf(script)}' 'wasm-unsafe-eval'; style-src '${hashOf(style)}'`;
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}" />\n    <style>${style}</style>`;
  const page = readFileSync(join(root, "hosts/web/index.html"), "utf8")
    .replace("  </head>", () => `  ${head}\n  </head>`)
    .replace("  </body>", () => `  <script>${script}</script>\n  </body>`);
  const file = join(root, output);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, page);
  renameSync(`${file}.partial`, file);
}

async function bundleScript(esbuild) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, "hosts/web/main.ts")],
    bundle: true,
    write: false,
    format: "iife",
    minify: true,
    charset: "utf8",
    target: "es2022",
    define: { HOLDFAST_WASM: packed("build/holdfast.wasm"), HOLDFAST_DOCS: packed("build/docs.json") },
    logLevel: "silent",
  });
  const { text } = outputFiles[0];
  // Neither may end the element that they are in.
  if (/<\/(script|style)|<!--/i.test(text))
    throw new Error("the page's script would end its own element: write this text in parts");
  return text;
}

const packed = (file) => JSON.stringify(gzipSync(readFileSync(join(root, file)), { level: 9 }).toString("base64"));

/** All style sheets, those of hosts/web/ itself first. */
function styles(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const own = entries.filter(({ name }) => name.endsWith(".css")).map(({ name }) => `${folder}/${name}`);
  return [...own, ...entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => styles(`${folder}/${name}`))];
}

const hashOf = (text) => `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
