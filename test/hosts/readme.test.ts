/** README.md's example of holdfast/node prints what stands behind its console.log. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Daemon, folder } from "./daemon.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("README.md: a client of an emulating helper", async () => {
  const [, code = ""] = /^```javascript\n([^]*?)^```$/m.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  const place = folder();
  const daemon = await Daemon.start({ socket: join(place, "pr.sock"), args: ["--emulate"] });
  const here = code.replace("/tmp/pr.sock", daemon.socket).replace("/tmp/disk", join(place, "disk"));
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", here], { cwd: root, encoding: "utf8" });
  const wanted = [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
  expect(wanted).toHaveLength(2);
  expect(printed.trim().split("\n")).toEqual(wanted);
});
