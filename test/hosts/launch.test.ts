/** How the helper comes to be: privileges, the background, systemd, settings. */
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadAddon } from "../../hosts/node/addon.ts";
import { Client } from "../native/fixture/client.ts";
import { Daemon, folder, program, run } from "./daemon.ts";

const addon = loadAddon();
const root = process.getuid?.() === 0;
const node = process.execPath;

/** Of every thread: user, groups, capabilities. */
function confinement(pid: number): string[] {
  const threads = readdirSync(`/proc/${pid}/task`).map((task) => {
    const status = readFileSync(`/proc/${pid}/task/${task}/status`, "utf8");
    const of = (name: string) =>
      new RegExp(`^${name}:[^\\S\\n]*(.*?)[^\\S\\n]*$`, "m").exec(status)?.[1]?.replace(/\s+/g, " ");
    return ["Uid", "Gid", "Groups", "CapPrm", "CapEff", "CapBnd"].map((name) => `${name} ${of(name)}`).join(", ");
  });
  expect(threads.length).toBeGreaterThan(5); // Node's own threads are among them
  return [...new Set(threads)];
}

const caps = "CapPrm 0000000000020000, CapEff 0000000000020000, CapBnd 0000000000000000";
const asRoot = [`Uid 0 0 0 0, Gid 0 0 0 0, Groups , ${caps}`];
const asNobody = [`Uid 65534 65534 65534 65534, Gid 65534 65534 65534 65534, Groups , ${caps}`];

/** A build in a folder that any user can read. */
function readableProgram(): string {
  const place = folder();
  chmodSync(place, 0o755);
  mkdirSync(join(place, "native"));
  for (const file of ["holdfast-pr-helper.mjs", "holdfast.wasm", "native/holdfast.node"])
    copyFileSync(join(program, "..", file), join(place, file));
  return join(place, "holdfast-pr-helper.mjs");
}

async function eventually(see: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !see(); await sleep(5))
    if (Date.now() > end) throw new Error("it did not come");
}

/** Starts the helper as systemd would: with a listening socket as descriptor 3. */
async function activate(count: string, args: string[], env: Record<string, string> = {}, before: string[] = []) {
  const socket = join(folder(), "activated");
  const listener = addon.listen(socket, 5);
  const script = 'LISTEN_PID=$$ LISTEN_FDS=$0 exec "$@"';
  const child = spawn("/bin/sh", ["-c", script, count, ...before, node, program, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe", listener],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stderr = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await eventually(() => stderr.includes("\n"));
  return { pid: child.pid!, socket, ended, stderr: () => stderr };
}

describe.runIf(root)("every thread has CAP_SYS_RAWIO and nothing else", () => {
  test("in the foreground", async () => {
    expect(confinement((await Daemon.start()).pid)).toEqual(asRoot);
  });

  test.each([
    [["-u", "nobody", "-g", "nogroup"], asNobody],
    [["-u65534", "-g65534"], asNobody],
    [["-u", "nobody"], [asNobody[0]!.replace(/Gid [^,]*/, "Gid 0 0 0 0")]],
  ])("with %j", async (args, wanted) => {
    const daemon = await Daemon.start({ args, executable: readableProgram() });
    expect(confinement(daemon.pid)).toEqual(wanted);
    (await daemon.client()).close();
  });

  test.each([[[], asRoot] as const, [["-u", "nobody", "-g", "nogroup"], asNobody] as const])(
    "in the background, with %j",
    async (args, wanted) => {
      const place = folder();
      const [socket, pidfile] = [join(place, "socket"), join(place, "pid")];
      const started = spawnSync(readableProgram(), ["-d", "-k", socket, "-f", pidfile, ...args], { encoding: "utf8" });
      expect([started.status, started.stdout, started.stderr]).toEqual([0, "", ""]);
      const pid = Number(readFileSync(pidfile, "utf8"));
      onTestFinished(() => void process.kill(pid, "SIGKILL"));
      expect(confinement(pid)).toEqual(wanted);
      (await Client.connect(socket)).close();
      const [, session] = /\) . \d+ \d+ (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))!;
      expect(Number(session)).toBe(pid);
    },
  );

  test("as root in a bounding set that it may not change", async () => {
    const bounding = ["setpriv", "--bounding-set", "-all,+sys_rawio,+net_admin,+dac_override"];
    const { pid } = await activate("1", ["-v"], {}, bounding);
    expect(confinement(pid)).toEqual([asRoot[0]!.replace(/CapBnd .*/, "CapBnd 0000000000021002")]);
  });

  test("activated by systemd", async () => {
    const { pid, socket } = await activate("1", ["-v"]);
    expect(confinement(pid)).toEqual(asRoot);
    (await Client.connect(socket)).close();
  });

  test("and no descriptor that it was not given", async () => {
    const { pid } = await Daemon.start();
    const targets = readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return statSync(`/proc/${pid}/fd/${fd}`).isSocket() ? "socket" : "other";
      } catch {
        return "gone";
      }
    });
    expect(targets.filter((target) => target === "socket").length).toBeLessThanOrEqual(2); // the listener, and standard error where that is one
  });
});

describe("in the background", () => {
  test("the parent tells why it does not start", () => {
    const socket = join(folder(), "socket");
    const failed = run("-d", "-k", socket, "-f", "/nonexistent/pid");
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/^holdfast-pr-helper: cannot write the PID file \(.*\): name another one with -f\n$/);
    expect(existsSync(socket)).toBe(false);
  });

  test("a core that cannot be loaded is told of by the parent, and leaves no socket", () => {
    const broken = readableProgram();
    writeFileSync(join(broken, "../holdfast.wasm"), "no module");
    const socket = join(folder(), "socket");
    const { status, stderr } = spawnSync(broken, ["-d", "-k", socket, "-f", join(folder(), "pid")], {
      encoding: "utf8",
    });
    expect([status, existsSync(socket)]).toEqual([1, false]);
    expect(stderr).toMatch(/^holdfast-pr-helper: .*WebAssembly/);
  });
});

describe("systemd", () => {
  test.each([
    ["2", [], "systemd has passed 2 sockets: its socket unit must have one ListenStream"],
    ["1", ["-k", "/run/other"], "systemd has passed a socket: do not name another one with -k"],
  ])("%s sockets and %j", async (count, args, sentence) => {
    const { ended, stderr } = await activate(count, args);
    expect(await ended).toBe(1);
    expect(stderr()).toBe(`holdfast-pr-helper: ${sentence}\n`);
  });

  test("keeps its socket when the helper ends", async () => {
    const { pid, socket, ended } = await activate("1", ["-v"]);
    process.kill(pid, "SIGTERM");
    expect(await ended).toBe(0);
    expect(statSync(socket).isSocket()).toBe(true);
  });

  test("is told READY=1 and STOPPING=1", async () => {
    const place = folder();
    const receiver = `use Socket; socket(S, AF_UNIX, SOCK_DGRAM, 0); bind(S, sockaddr_un("${place}/notify")) or die; $| = 1;
      for (1, 2) { recv(S, $m, 100, 0); print "$m\\n" }`;
    const perl = spawn("perl", ["-e", receiver], { stdio: ["ignore", "pipe", "inherit"] });
    let heard = "";
    perl.stdout.setEncoding("utf8").on("data", (text: string) => (heard += text));
    await eventually(() => existsSync(join(place, "notify")));
    const daemon = await Daemon.start({ env: { NOTIFY_SOCKET: join(place, "notify") } });
    await eventually(() => heard === "READY=1\n");
    daemon.kill("SIGTERM");
    expect((await daemon.ended()).code).toBe(0);
    await eventually(() => heard === "READY=1\nSTOPPING=1\n");
    expect(heard).toBe("READY=1\nSTOPPING=1\n");
  });
});

describe("settings", () => {
  const file = (text: string) => {
    const path = join(folder(), "holdfast.conf");
    writeFileSync(path, text);
    return path;
  };

  test("from a file, which the command line overrides", async () => {
    const place = folder();
    const config = file(
      `# as libvirt cannot say it\nlog-format = json   # one object a line\nsocket = ${place}/other\nverbose = 2\n`,
    );
    const daemon = await Daemon.start({
      socket: join(place, "socket"),
      args: ["-v", "--config", config],
      listening: `listening at ${place}/socket`,
    });
    expect(existsSync(join(place, "other"))).toBe(false);
    (await daemon.client()).close();
    await daemon.says("disconnected");
    const lines = daemon.stderr.trim().split("\n");
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object).join(" "))).toEqual([
      "time message",
      "time message user group",
      "time message",
    ]);
  });

  test.each([
    ["colour = red", ", line 1: there is no setting 'colour': see --help"],
    ["\ndaemon = yes", ", line 2: there is no setting 'daemon': see --help"],
    ["timeout", ", line 1: 'timeout' is no setting: write it as `timeout = 30`"],
    ["quiet = maybe", ", line 1: 'maybe' is neither yes nor no"],
  ])("%j", (text, sentence) => {
    const config = file(text);
    const failed = run("--config", config, "-k", join(folder(), "socket"));
    expect([failed.code, failed.stderr]).toEqual([1, `holdfast-pr-helper: ${config}${sentence}\n`]);
  });

  test.each([
    [["--timeout", "0"], "'0' is no timeout: give a whole number from 1 to 3600"],
    [["--timeout", "1s"], "'1s' is no timeout: give a whole number from 1 to 3600"],
    [["--max-clients=0"], "'0' is no max-clients: give a whole number from 1 to 100000"],
    [["--log-format=xml"], "there is no log format 'xml': take text or json"],
    [
      ["-u", "nobody-of-this-name"],
      "invalid user 'nobody-of-this-name': give the name of one that this system has, or a number",
    ],
    [["-g", "-1"], "invalid group '-1': give the name of one that this system has, or a number"],
    [
      ["--config", "/nonexistent"],
      "cannot read the configuration file (ENOENT: no such file or directory, open '/nonexistent')",
    ],
  ])("%j", (args, sentence) => {
    const socket = join(folder(), "socket");
    expect(run("-k", socket, ...args)).toEqual({ code: 1, stdout: "", stderr: `holdfast-pr-helper: ${sentence}\n` });
    expect(existsSync(socket)).toBe(false);
  });

  test("-T is taken, and said to have no effect", async () => {
    const daemon = await Daemon.start({ args: ["-T", "pr_manager*"] });
    expect(daemon.stderr.match(/-T has no effect/g)?.length).toBe(1);
  });

  test("--max-clients: one more is closed before it is greeted, and told of once", async () => {
    const daemon = await Daemon.start({ args: ["--max-clients=2"] });
    const clients = [await daemon.client(), await daemon.client()];
    for (let i = 0; i < 3; i++)
      await expect(daemon.client()).rejects.toThrow("the connection ended after 0 of 4 bytes");
    await daemon.says("not accepted");
    await sleep(50);
    expect(daemon.stderr.match(/not accepted: 2 are connected already/g)?.length).toBe(1);
    clients[0]!.close();
    await sleep(50);
    (await daemon.client()).close();
  });

  test.runIf(root)("-vv: tells of who connects the process, the user and the group", async () => {
    const place = folder();
    chmodSync(place, 0o755);
    const daemon = await Daemon.start({ socket: join(place, "socket"), args: ["-v"] });
    chmodSync(daemon.socket, 0o777);
    const connect = `require("node:net").connect(${JSON.stringify(daemon.socket)}).on("data", () => process.exit())`;
    const client = spawnSync(node, ["-e", connect], { uid: 65534, gid: 65533, cwd: "/" });
    expect(client.status).toBe(0);
    await daemon.says(`client 1 (process ${client.pid}): connected user=65534 group=65533\n`);
  });
});
