/**
 * Compiles native/ with g++ to build/native/holdfast.node. No node-gyp: it needs Python and make, and its own output folder beside the
 * sources, for what are a few g++ calls; N-API needs no other flag.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Failure, filesBelow, root } from "./step.mjs";

/** For a debugger; it makes the addon 18 times as large. */
const debug = process.env.HOLDFAST_DEBUG ? ["-g"] : [];
/** Of the compiler. */
export const flags = [
  ...["-std=c++17", "-O2", "-fPIC", "-fvisibility=hidden", "-pthread", "-Wall", "-Wextra", "-Werror"],
  ...debug,
];
const defines = ["-DNAPI_VERSION=8", "-DNODE_ADDON_API_CPP_EXCEPTIONS", "-D_GNU_SOURCE"];

/** Where a Node keeps its headers: beside its bin folder, in an unpacked archive as well as in a distribution's packages. */
export function headers(execPath, exists = existsSync) {
  const prefix = dirname(dirname(execPath));
  const folder = join(prefix, "include/node");
  if (exists(join(folder, "node_api.h"))) return folder;
  throw new Failure(
    `The headers of Node.js are missing (${folder}/node_api.h): install the package that has them (libnode-dev on Debian), ` +
      "or use Node.js unpacked from its official archive, which brings them.",
  );
}

export async function buildNative() {
  const includes = [headers(process.execPath), join(root, "node_modules/node-addon-api"), join(root, "build")];
  const sources = filesBelow("native").filter((path) => path.endsWith(".cc"));
  if (sources.length === 0) throw new Failure("native/ has no .cc file: restore it from the repository.");
  const objects = join(root, "build/native/objects");
  rmSync(objects, { recursive: true, force: true });
  mkdirSync(objects, { recursive: true });

  const compile = (source) => {
    const object = join(objects, `${source.replaceAll("/", "-")}.o`);
    return gxx([...flags, ...defines, ...includes.map((path) => `-I${path}`), "-c", source, "-o", object]);
  };
  const waiting = [...sources];
  const worker = async () => {
    for (let source; (source = waiting.shift()) !== undefined;) await compile(source);
  };
  const ends = await Promise.allSettled(Array.from({ length: availableParallelism() }, worker));
  const failed = ends.find((end) => end.status === "rejected"); // one is enough to correct
  if (failed) throw failed.reason;

  const partial = join(root, "build/native/holdfast.node.partial");
  const parts = filesBelow("build/native/objects");
  await gxx(["-shared", "-pthread", "-o", partial, ...parts]);
  renameSync(partial, join(root, "build/native/holdfast.node")); // a daemon may have the old one mapped
}

async function gxx(args) {
  try {
    await promisify(execFile)("g++", args, { cwd: root });
  } catch (error) {
    if (error.code === "ENOENT") throw new Failure("g++ is missing: apt-get install g++");
    throw new Failure(`g++ cannot compile native/: correct this.\n${error.stderr}`);
  }
}
