// The harness itself: a machine that fails says so, and nothing of it stays behind.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeWith, missing, program, UML } from "../common/requirements.ts";
import { Uml } from "./uml.ts";

/** Processes of a group that run or could run: what is dead but not yet reaped does not count. */
function running(group: number): string[] {
  const stats = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(stat);
  return stats.filter((text) => {
    const [state, , pgrp] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return Number(pgrp) === group && !["Z", "X"].includes(state!);
  });
}

function stat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return ""; // it has ended since it was listed
  }
}

describeWith(UML, "User Mode Linux", () => {
  // Machines that fail leave their folders for whoever looks for the reason; here they are to fail.
  const { TMPDIR } = process.env;
  let folder = "";
  beforeAll(() => {
    process.env.TMPDIR = folder = mkdtempSync(join(tmpdir(), "holdfast-harness-"));
  });
  afterAll(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    rmSync(folder, { recursive: true });
  });

  it("leaves no process behind, not even one that never leaves user mode", async () => {
    const uml = await Uml.boot();
    await uml.request("start", {
      argv: ["sh", "-c", "touch /run/spins; while :; do :; done"],
      ready: "/run/spins",
      timeoutMs: 5000,
    });
    expect(running(uml.group)).not.toEqual([]);
    await uml.end();
    await expect.poll(() => running(uml.group)).toEqual([]); // what is killed takes a moment to go
    await expect(uml.run(["true"])).rejects.toThrow("was ended");
  });

  it("ends what stays when the kernel ends by itself, and says that it broke", async () => {
    const uml = await Uml.boot();
    await uml.request("start", {
      argv: ["sh", "-c", "touch /run/spins; while :; do :; done"],
      ready: "/run/spins",
      timeoutMs: 5000,
    });
    await expect(uml.run(["sh", "-c", "echo c > /proc/sysrq-trigger"])).rejects.toThrow(
      /User Mode Linux ended[^]*Kernel panic/,
    );
    await expect(uml.end()).rejects.toThrow("The kernel inside broke: Kernel panic");
    await expect.poll(() => running(uml.group)).toEqual([]); // what is killed takes a moment to go
  });

  it("ends at its time limit", async () => {
    const uml = await Uml.boot({ lifetimeMs: 5000 });
    await expect(uml.run(["sleep", "60"], { timeoutMs: 60_000 })).rejects.toThrow("its time limit was 5 s");
    await uml.end();
    await expect.poll(() => running(uml.group)).toEqual([]); // what is killed takes a moment to go
  });

  it("shows the console when init fails", async () => {
    await expect(Uml.boot({ modules: ["no_such_module"] })).rejects.toThrow(/no_such_module not found/);
  });

  it("passes on how a command ended, stops one that takes too long, and goes on", async () => {
    const uml = await Uml.boot();
    expect(await uml.run(["sh", "-c", "cat; echo odd >&2; exit 3"], { input: "in" })).toEqual({
      code: 3,
      signal: null,
      stdout: "in",
      stderr: "odd\n",
    });
    expect(await uml.run(["sh", "-c", "kill -9 $$"])).toMatchObject({ code: null, signal: "SIGKILL" });
    await expect(uml.run(["sleep", "60"], { timeoutMs: 100 })).rejects.toThrow("did not end within 100 ms");
    await expect(uml.run(["no-such-command"])).rejects.toThrow("ENOENT");
    await expect(uml.request("start", { argv: ["false"], ready: "/run/never", timeoutMs: 5000 })).rejects.toThrow(
      "ended early",
    );
    const many = Array.from({ length: 40 }, (_, index) =>
      uml.run(["sh", "-c", `sleep 0.1; echo ${index} # ${"x".repeat(500)}`]),
    );
    expect((await Promise.all(many)).map(({ stdout }) => Number(stdout))).toEqual(many.map((_, index) => index));
    await uml.end();
  });

  it("has its own folder for each machine, and sees the machine's files without being able to change them", async () => {
    const machines = await Promise.all([Uml.boot(), Uml.boot()]);
    expect(machines[0].folder).not.toBe(machines[1].folder);
    for (const uml of machines) {
      expect(await uml.run(["touch", "/mnt/project/test/kernel/touched"])).toMatchObject({ code: 1 });
      expect(await uml.run(["touch", "/usr/touched"])).toMatchObject({ code: 1 });
      await uml.end();
    }
  });
});

describe("what the machine needs", () => {
  it("is named with the line that installs it", () => {
    const path = process.env.PATH;
    process.env.PATH = "/nonexistent";
    try {
      expect(program("sh")).toBeUndefined();
      expect(missing(["sg3-utils", "gcc"])).toBe(
        "missing sg3-utils, gcc; run: apt-get install -y --no-install-recommends sg3-utils gcc",
      );
    } finally {
      process.env.PATH = path;
    }
    expect(missing([])).toBeUndefined();
  });
});
