/**
 * Who may import whom. The core's bytes flow one way, spec -> generated -> core -> holdfast.wasm -> embed -> node -> daemon | cli and
 * embed -> web, so that each part can be read, tested and shipped without those after it.
 */
import { builtinModules } from "node:module";
import { posix } from "node:path";
import ts from "typescript";

interface Layer {
  /** Layers that it may import besides itself. */
  readonly layers: readonly string[];
  /** Packages that it may import: a runtime dependency is a decision, not a habit. */
  readonly packages: readonly string[];
  readonly node: boolean;
}

const layers: Readonly<Record<string, Layer>> = {
  spec: { layers: [], packages: [], node: false },
  bytes: { layers: [], packages: [], node: false },
  generated: { layers: ["bytes"], packages: [], node: false },
  core: { layers: ["bytes", "generated"], packages: [], node: false },
  embed: { layers: [], packages: [], node: false },
  node: { layers: ["embed"], packages: [], node: true },
  daemon: { layers: ["embed", "node"], packages: [], node: true },
  start: { layers: ["embed", "node"], packages: [], node: true },
  cli: { layers: ["embed", "node"], packages: ["commander"], node: true },
  web: { layers: ["embed"], packages: [], node: false },
  build: { layers: ["spec"], packages: ["esbuild"], node: true },
};

export function layerOf(path: string): string | undefined {
  if (path.startsWith("assembly/spec/")) return "spec";
  if (path.startsWith("assembly/generated/")) return "generated";
  if (/^assembly\/(bytes|bits)(\.ts)?$/.test(path)) return "bytes"; // the only loads and stores: generated code calls them
  if (path.startsWith("assembly/")) return "core";
  return /^hosts\/([^/]+)\//.exec(path)?.[1];
}

/** What `imports`, the specifiers in `path`, break; one sentence each. */
export function violations(path: string, imports: readonly string[]): string[] {
  const name = layerOf(path);
  if (name === undefined) return [`${path} is in no layer`];
  const layer = layers[name];
  if (layer === undefined) return [`${path} is in the layer ${name}, which test/build/imports.ts does not know`];
  return imports
    .filter((specifier) => !allowed(path, name, layer, specifier))
    .map((specifier) => `${path} (${name}) may not import ${specifier}`);
}

function allowed(path: string, name: string, layer: Layer, specifier: string): boolean {
  if (specifier.startsWith(".")) {
    const file = posix.join(posix.dirname(path), specifier);
    if (file === "package.json") return layer.node; // its version
    const target = layerOf(file);
    return target !== undefined && (target === name || layer.layers.includes(target));
  }
  if (specifier.startsWith("node:")) return layer.node;
  if (builtinModules.includes(specifier)) return false; // only with the prefix
  return layer.packages.includes(specifier);
}

/** The specifiers of all imports in a source: static, dynamic, `export from`, `require`, types. */
export function importsOf(source: string): string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map((file) => file.fileName);
}
