// When a tree counts as built, tried with small recipes.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeWith, TREE } from "../common/requirements.ts";
import { buildTree, treePath } from "./tree.ts";

describeWith(TREE, "the lab's tree", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "holdfast-tree-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A recipe that notes each of its steps in its tree, and does with the middle what is asked. */
  const recipe = (middle: string) => {
    const path = join(folder, "recipe.sh");
    writeFileSync(path, `mkdir -p "$1"\necho begin >> "$1/steps"\n${middle}\necho end $2 >> "$1/steps"\n`);
    return path;
  };
  const steps = (tree: string) => readFileSync(join(tree, "steps"), "utf8").trim().split("\n");
  const trees = () => readdirSync(folder).filter((name) => name.startsWith("tree-"));

  it("is built once, with what the recipe is given", async () => {
    const tree = await buildTree(folder, recipe(""), ["mirror"]);
    expect(await buildTree(folder, recipe(""), ["mirror"])).toBe(tree);
    expect(steps(tree)).toEqual(["begin", "end mirror"]);
  });

  it("is not complete when its build was killed, and the next build goes on with what is there", async () => {
    const killed = recipe(`[ -e "$0.go" ] || kill -KILL $$`);
    await expect(buildTree(folder, killed, ["x"])).rejects.toThrow(/could not be built/);
    expect(existsSync(treePath(folder, killed))).toBe(false);
    writeFileSync(`${killed}.go`, "");
    expect(steps(await buildTree(folder, killed, ["x"]))).toEqual(["begin", "begin", "end x"]);
    expect(trees()).toHaveLength(1);
  });

  it("is not complete when its recipe failed, and the end of its output is shown", async () => {
    const failing = recipe("echo no mirror today >&2; exit 4");
    await expect(buildTree(folder, failing)).rejects.toThrow(/no mirror today/);
    expect(existsSync(treePath(folder, failing))).toBe(false);
  });

  it("is built anew for a changed recipe, and the old one goes", async () => {
    const old = await buildTree(folder, recipe("true old"));
    const changed = await buildTree(folder, recipe("true new"));
    expect(changed).not.toBe(old);
    expect(trees().map((name) => join(folder, name))).toEqual([changed]);
  });

  it("is built by one of several processes that want it at once", async () => {
    const slow = recipe("sleep 0.3");
    const built = await Promise.all([1, 2, 3].map(() => buildTree(folder, slow, ["x"])));
    expect(new Set(built).size).toBe(1);
    expect(steps(built[0]!)).toEqual(["begin", "end x"]);
  });
});
