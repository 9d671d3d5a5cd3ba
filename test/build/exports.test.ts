/** What is exported is used by another file: the rest is dead, or a caller has got lost in a merge. */
import { expect, test } from "vitest";
import { projectFiles, text } from "./files.ts";

/** Path and name of each function and value whose name no other source has. Types may be exported for what they describe alone. */
function unusedExports(sources: ReadonlyMap<string, string>): string[] {
  const words = [...sources].map(([path, source]) => ({ path, words: new Set(source.match(/[\w$]+/g)) }));
  return [...sources].flatMap(([path, source]) =>
    [...source.matchAll(/^export (?:async )?(?:function\*?|const|let|class) ([\w$]+)/gm)]
      .map(([, name]) => name!)
      .filter((name) => !words.some((other) => other.path !== path && other.words.has(name)))
      .map((name) => `${path} ${name}`),
  );
}

test("no function and no value is exported for nobody", () => {
  const paths = projectFiles().filter((path) => /^(assembly|hosts\/|test)\/?.*\.(ts|mjs)$/.test(path));
  expect(paths.length).toBeGreaterThan(250);
  expect(unusedExports(new Map(paths.map((path) => [path, text(path)])))).toEqual([]);
});

test("the rule finds what nobody uses", () => {
  const sources = new Map([
    ["a.ts", "export function used() {}\nexport async function lost() {}\nexport const other = 1;\nlost();"],
    ["b.ts", 'import { used } from "./a.ts";\nexport class Alone {}\nexport interface Shape {}'],
  ]);
  expect(unusedExports(sources)).toEqual(["a.ts lost", "a.ts other", "b.ts Alone"]);
});
