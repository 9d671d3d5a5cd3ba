/** --emulate at start: the warning, the settings, the privileges. */
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Client } from "../native/fixture/client.ts";
import { Daemon, folder, program, run } from "./daemon.ts";
import { Initiator } from "./initiator.ts";

const root = process.getuid?.() === 0;
const warning =
  "emulates persistent reservations for regular files. The data path is not fenced: nobody checks reads and writes of a file against its reservation";

async function until(see: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !see(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) throw new Error("it did not come");
}

describe("the warning comes first, on standard error", () => {
  test.each([
    ["as text", ["--emulate"], `holdfast-pr-helper: ${warning}`],
    ["also with --quiet", ["--emulate", "-q", "--config=/dev/null"], `holdfast-pr-helper: ${warning}`],
  ])("%s", async (_name, args, line) => {
    const daemon = await Daemon.start({ args, listening: line });
    await until(() => existsSync(daemon.socket));
    expect(daemon.stderr.split("\n")[0]).toBe(line);
    daemon.kill("SIGTERM");
    await daemon.ended();
    expect(daemon.stderr.split(warning).length).toBe(2); // once
  });

  test("as JSON", async () => {
    const daemon = await Daemon.start({ args: ["--emulate", "--log-format=json"], listening: "listening" });
    const [first] = daemon.stderr.split("\n");
    expect((JSON.parse(first!) as { message: string }).message).toBe(warning);
  });

  test("from the configuration file", async () => {
    const place = folder();
    mkdirSync(join(place, "states"));
    writeFileSync(join(place, "conf"), `emulate = yes\nemulate-state = ${place}/states\n`);
    const daemon = await Daemon.start({ args: ["--config", join(place, "conf")] });
    expect(daemon.stderr).toContain(warning);
    writeFileSync(join(place, "disk"), "");
    const initiator = new Initiator(daemon.socket, join(place, "disk"));
    expect(await initiator.field("capabilities", "PTPL_C")).toEqual([1n]);
  });

  test("in the background: of the process that was started", () => {
    const place = folder();
    const pidfile = join(place, "pid");
    const started = run("--emulate", "-d", "-k", join(place, "socket"), "-f", pidfile);
    const pid = Number(readFileSync(pidfile, "utf8"));
    onTestFinished(() => void process.kill(pid, "SIGKILL"));
    expect(started).toEqual({ code: 0, stdout: "", stderr: `holdfast-pr-helper: ${warning}\n` });
  });

  test("not without --emulate, nor with `emulate = no`", async () => {
    const config = join(folder(), "conf");
    writeFileSync(config, "emulate = no\n");
    for (const args of [[], ["--config", config]]) {
      const daemon = await Daemon.start({ args });
      expect(daemon.stderr).not.toContain("emulates");
      const client = await daemon.client();
      client.send(Buffer.from("5e000000000000200000".padEnd(32, "0"), "hex"), openSync(config, "r+"));
      expect((await client.reply()).sense.subarray(0, 14).toString("hex")).toBe("70000b000000000a000000000006"); // SG_IO on a file
    }
  });

  test("--help tells of both options", () => {
    const { stdout } = run("--help");
    expect(stdout).toMatch(/^ {6}--emulate +emulate the logical unit/m);
    expect(stdout).toMatch(/the data path is not fenced\n {6}--emulate-state=DIR /);
  });
});

test.each([
  [["--emulate-state=/tmp"], "emulate-state is for emulated logical units: give --emulate, too, or leave it out"],
  [["--emulate", "--emulate-state=states"], "emulate-state must be absolute, 'states' is not: begin it with /"],
  [["--emulate=yes"], "option '--emulate' takes no argument: see --help"],
])("%j is refused", (args, sentence) => {
  const socket = join(folder(), "socket");
  expect(run("-k", socket, ...args)).toEqual({ code: 1, stdout: "", stderr: `holdfast-pr-helper: ${sentence}\n` });
  expect(existsSync(socket)).toBe(false);
});

test("emulate-state of the configuration file needs emulate, too", () => {
  const config = join(folder(), "conf");
  writeFileSync(config, "emulate-state = /tmp\n");
  expect(run("--config", config, "-k", join(folder(), "socket"))).toMatchObject({
    code: 1,
    stderr: "holdfast-pr-helper: emulate-state is for emulated logical units: give --emulate, too, or leave it out\n",
  });
});

describe("privileges", () => {
  const capabilities = (pid: number) => {
    const sets = readdirSync(`/proc/${pid}/task`).map((task) => {
      const status = readFileSync(`/proc/${pid}/task/${task}/status`, "utf8");
      return [...status.matchAll(/^Cap(?:Inh|Prm|Eff|Amb):\s*(\w+)$/gm)].map(([, set]) => set).join();
    });
    return [...new Set(sets)];
  };
  const none = Array<string>(4).fill("0".repeat(16)).join();

  test.runIf(root)("no thread has any capability: nothing goes to a device", async () => {
    const daemon = await Daemon.start({ args: ["--emulate"] });
    expect(capabilities(daemon.pid)).toEqual([none]);
  });

  test.runIf(root)("as root in a bounding set that it may not change", async () => {
    const executable = join(folder(), "bounded");
    const bounding = "setpriv --bounding-set -all,+sys_rawio,+net_admin";
    writeFileSync(executable, `#!/bin/sh\nexec ${bounding} '${process.execPath}' '${program}' "$@"\n`, { mode: 0o755 });
    const daemon = await Daemon.start({ args: ["--emulate"], executable });
    expect(capabilities(daemon.pid)).toEqual([none]);
  });

  test("started without CAP_SYS_RAWIO it does not miss it, and works", async () => {
    const place = folder();
    const unprivileged = root ? "setpriv --bounding-set -all --inh-caps -all --ambient-caps -all" : "";
    const executable = join(place, "unprivileged");
    writeFileSync(executable, `#!/bin/sh\nexec ${unprivileged} '${process.execPath}' '${program}' "$@"\n`, {
      mode: 0o755,
    });
    const daemon = await Daemon.start({ args: ["--emulate"], executable });
    expect(daemon.stderr).not.toContain("CAP_SYS_RAWIO");
    writeFileSync(join(place, "disk"), "");
    expect(await new Initiator(daemon.socket, join(place, "disk")).keys()).toEqual({ generation: 0, keys: [] });
  });

  test("it has no file open that a client has sent", async () => {
    const daemon = await Daemon.start({ args: ["--emulate"] });
    const disk = join(folder(), "disk");
    writeFileSync(disk, "");
    const client = await Client.connect(daemon.socket);
    client.send(Buffer.from("5e000000000000200000".padEnd(32, "0"), "hex"), openSync(disk, "r+"));
    expect((await client.reply()).result).toBe(0);
    const { ino } = statSync(disk);
    const open = () =>
      readdirSync(`/proc/${daemon.pid}/fd`).some(
        (fd) => statSync(`/proc/${daemon.pid}/fd/${fd}`, { throwIfNoEntry: false })?.ino === ino,
      );
    await until(() => !open());
  });
});
