/** The PID file and its lock. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { compile } from "../shim/compile.ts";
import { Daemon, folder, program, run } from "./daemon.ts";

const refused = (path: string) =>
  `holdfast-pr-helper: another process has the lock of the PID file ${path}: stop it, or name another file with -f\n`;

test.each([[[]], [["-d"]]])("the PID file of a helper that lives is left alone, with %j", async (background) => {
  const place = folder();
  const [pidfile, socket] = [join(place, "pid"), join(place, "second")];
  const first = await Daemon.start({ args: ["-f", pidfile] });
  expect(run("-k", socket, "-f", pidfile, ...background)).toEqual({ code: 1, stdout: "", stderr: refused(pidfile) });
  expect(readFileSync(pidfile, "utf8")).toBe(`${first.pid}\n`);
  expect(existsSync(socket)).toBe(false);
  first.kill("SIGKILL");
  await first.ended();
  const second = await Daemon.start({ args: ["-f", pidfile] });
  expect(readFileSync(pidfile, "utf8")).toBe(`${second.pid}\n`);
});

test("a PID file that was longer is written anew as a whole", async () => {
  const pidfile = join(folder(), "pid");
  writeFileSync(pidfile, "12345678901234567890\n");
  const { pid } = await Daemon.start({ args: ["-f", pidfile] });
  expect(readFileSync(pidfile, "utf8")).toBe(`${pid}\n`);
});

test("the PID file's path begins in the folder of who starts the helper, in the background, too", () => {
  const place = folder();
  const args = ["-d", "-k", join(place, "socket"), "-f", "pid"];
  const { status, stderr } = spawnSync(program, args, { cwd: place, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  process.kill(Number(readFileSync(join(place, "pid"), "utf8")), "SIGKILL");
});

test("the PID file has a lock that qemu-pr-helper's keeps out, and that keeps out qemu-pr-helper's (fcntl, F_SETLK)", async () => {
  const pidfile = join(folder(), "pid");
  const lock = `use Fcntl; open(F, "+<", $ARGV[0]) or die; $| = 1;
    my $whole = pack("ssx4qqlx4", F_WRLCK, 0, 0, 0, 0);
    print fcntl(F, F_SETLK, $whole) ? "locked\\n" : "refused\\n"; sleep 60 if $ARGV[1];`;
  const perl = (...args: string[]) => ["-e", lock, pidfile, ...args];
  const ours = await Daemon.start({ args: ["-f", pidfile] });
  expect(spawnSync("perl", perl(), { encoding: "utf8" }).stdout).toBe("refused\n");
  ours.kill("SIGTERM");
  await ours.ended();
  const holder = spawn("perl", perl("hold"), { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void holder.kill("SIGKILL"));
  const [said] = (await once(holder.stdout, "data")) as [Buffer];
  expect(String(said)).toBe("locked\n");
  expect(run("-k", join(folder(), "socket"), "-f", pidfile).stderr).toBe(refused(pidfile));
});

test("the PID file of a helper that was killed, and whose last thread hangs, is replaced", async () => {
  const pidfile = join(folder(), "pid");
  const holder = spawn(compile(new URL("dead-holder.c", import.meta.url)), [pidfile], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void holder.kill("SIGKILL"));
  await once(holder.stdout, "data");
  await expect.poll(() => readFileSync(`/proc/${holder.pid}/stat`, "utf8")).toContain(") Z ");
  expect(readFileSync(pidfile, "utf8")).toBe(`${holder.pid}\n`);
  const { pid } = await Daemon.start({ args: ["-f", pidfile] });
  expect(readFileSync(pidfile, "utf8")).toBe(`${pid}\n`);
  expect(run("-k", join(folder(), "socket"), "-f", pidfile).stderr).toBe(refused(pidfile));
});
