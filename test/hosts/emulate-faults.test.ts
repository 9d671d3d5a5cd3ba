/** --emulate-state: files that are damaged, disks that take nothing, folders that will not do. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Daemon, folder, run } from "./daemon.ts";
import { held, Host, keyA, keyB, register } from "./emulated-host.ts";
import { inTurn, registrantsOnly, writeExclusive } from "./initiator.ts";

const root = process.getuid?.() === 0;

describe("state that is damaged is never taken for none", () => {
  const spoil = (change: (bytes: Buffer) => Buffer) => (path: string) =>
    writeFileSync(path, change(readFileSync(path)));
  const flip = (at: (length: number) => number) =>
    spoil((bytes) => {
      bytes[at(bytes.length)]! ^= 1;
      return bytes;
    });
  test.each<[string, (path: string) => void]>([
    ["empty", (path) => truncateSync(path)],
    ["cut", (path) => truncateSync(path, statSync(path).size - 1)],
    ["longer", spoil((bytes) => Buffer.concat([bytes, Buffer.alloc(4)]))],
    ["too long for any", (path) => truncateSync(path, 1 << 20)],
    ["of another version", flip(() => 9)],
    ["with one bit wrong", flip((length) => length - 60)],
    ["something else", (path) => writeFileSync(path, "PERSISTENT RESERVATIONS\n".repeat(20))],
  ])("%s: 7/44/01 to all until REPLACE LOST RESERVATION, and the log names the file", async (_name, damage) => {
    const host = await Host.start();
    const [a, b] = [host.initiator("a"), host.initiator("b")];
    await a.change("register", register(true));
    await host.end("SIGKILL");
    damage(host.state);
    await host.begin();
    expect(
      await inTurn(
        () => a.asks("keys"),
        () => b.asks("reservation"),
        () => b.change("register", { other: keyB }),
        () => b.asks("capabilities"),
      ),
    ).toEqual(["7/44/01", "7/44/01", "7/44/01", "GOOD"]);
    expect(host.daemon.stderr).toContain(
      `${host.state} is damaged, or of another version: the logical unit of ${host.file}`,
    );
    await host.restart("SIGKILL");
    expect(await a.asks("keys")).toBe("7/44/01");
    expect(await b.change("replaceLost", { other: keyB, type: writeExclusive, aptpl: true })).toBe("GOOD");
    expect((await a.keys()).keys).toEqual([keyB]);
    await host.restart("SIGKILL");
    expect(await b.asks("keys")).toBe("6/29/01");
    expect(await b.reservation()).toEqual({ key: keyB, type: writeExclusive });
    expect(host.daemon.stderr).not.toContain("damaged");
  });

  test("what cannot be read is not lost: 4/44/00 until it can be", async () => {
    const host = await Host.start();
    const a = host.initiator();
    await a.change("register", register(true));
    await host.end("SIGKILL");
    const { state } = host;
    renameSync(state, `${state}.aside`);
    mkdirSync(state); // EISDIR, whoever reads
    await host.begin();
    expect(await a.asks("keys")).toBe("4/44/00");
    await host.daemon.says(`refused: ${host.file} cannot be emulated (EISDIR`);
    rmSync(state, { recursive: true });
    renameSync(`${state}.aside`, state);
    expect(await a.asks("keys")).toBe("6/29/01");
    expect((await a.keys()).keys).toEqual([keyA]);
  });
});

describe("a disk that does not take the state: 4/44/00, nothing is changed, and told of", () => {
  const faults: [string, (host: Host) => () => void, string][] = [
    [
      "full",
      (host) => {
        const limit = (bytes: string) => execFileSync("prlimit", [`--pid=${host.daemon.pid}`, `--fsize=${bytes}`]);
        limit("16:unlimited");
        return () => limit("unlimited:unlimited");
      },
      "EFBIG",
    ],
    [
      "gone",
      (host) => {
        renameSync(host.states, `${host.states}.aside`);
        return () => renameSync(`${host.states}.aside`, host.states);
      },
      "ENOENT",
    ],
    [
      "read-only",
      (host) => {
        chmodSync(host.states, 0o555);
        return () => chmodSync(host.states, 0o755);
      },
      "EACCES",
    ],
  ];

  test.each(faults)("%s", async (_name, spoil, code) => {
    const host = await Host.start();
    const [a, b] = [host.initiator("a"), host.initiator("b")];
    await a.change("register", register(true));
    await b.change("register", { other: keyB, aptpl: true });
    await a.change("reserve", { ...held, type: registrantsOnly });
    const repair = spoil(host);
    expect(
      await inTurn(
        () => b.change("preempt", { key: keyB, other: keyA, type: writeExclusive }),
        () => a.change("registerAndIgnore", { other: 0n }),
        () => a.change("release", { ...held, type: registrantsOnly }),
        () => a.change("release", { ...held, type: writeExclusive }),
      ),
    ).toEqual(["4/44/00", "4/44/00", "4/44/00", "5/26/04"]);
    expect(await b.reservation()).toEqual({ key: keyA, type: registrantsOnly });
    expect(await a.keys()).toEqual({ generation: 2, keys: [keyA, keyB] });
    await host.daemon.says(`cannot keep the state of ${host.file} in ${host.states}/`);
    expect(host.daemon.stderr).toContain(`(${code}`);
    repair();
    expect(await b.change("preempt", { key: keyB, other: keyA, type: writeExclusive })).toBe("GOOD");
    await host.restart("SIGKILL");
    expect(await b.asks("keys")).toBe("6/29/01");
    expect(await b.reservation()).toEqual({ key: keyB, type: writeExclusive });
    expect(readdirSync(host.states).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  test("a unit attention is told all the same", async () => {
    const host = await Host.start();
    const a = host.initiator();
    await a.change("register", register(true));
    await host.restart();
    chmodSync(host.states, 0o555);
    expect(await a.change("registerAndIgnore", { other: keyB })).toBe("6/29/01");
    expect(await a.change("registerAndIgnore", { other: keyB })).toBe("4/44/00");
    expect((await host.initiator("b").keys()).keys).toEqual([keyA]);
  });
});

describe("the folder", () => {
  test("loses what a killed helper has left half written, and nothing else", async () => {
    const host = await Host.start();
    await host.initiator().change("register", register(true));
    await host.end("SIGKILL");
    const { state } = host;
    const [whole, others] = [readFileSync(state), ["notes.new", "1:2-3.state.old", "x1:2-3.state.new"]];
    for (const name of [
      `${state}.new`,
      join(host.states, "1:2-3.state.new"),
      ...others.map((name) => join(host.states, name)),
    ])
      writeFileSync(name, "half");
    await host.begin();
    expect(readdirSync(host.states).toSorted()).toEqual(
      [...others, "lock", state.slice(host.states.length + 1)].toSorted(),
    );
    expect(readFileSync(state)).toEqual(whole);
    expect(statSync(state).mode & 0o777).toBe(0o600);
  });

  test("is one helper's at a time", async () => {
    const host = await Host.start();
    const socket = join(folder(), "socket");
    const second = run("--emulate", `--emulate-state=${host.states}`, "-k", socket);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(
      `holdfast-pr-helper: another helper keeps its state in ${host.states}: stop it, or name another folder with --emulate-state\n`,
    );
    expect(existsSync(socket)).toBe(false);
    await host.end("SIGKILL");
    await host.begin();
  });

  test.each([
    ["is not there", (path: string) => join(path, "none"), "ENOENT"],
    ["is no folder", (path: string) => (writeFileSync(join(path, "file"), ""), join(path, "file")), "it is no folder"],
  ])("that %s: it does not start", (_name, make, reason) => {
    const place = folder();
    const path = make(place);
    const { code, stderr } = run("--emulate", `--emulate-state=${path}`, "-k", join(place, "socket"));
    expect(code).toBe(1);
    expect(stderr).toContain(`holdfast-pr-helper: cannot keep state in ${path} (${reason}`);
    expect(existsSync(join(place, "socket"))).toBe(false);
  });

  test.runIf(root)("must be writable for the user that the helper becomes: told in the background, too", () => {
    const place = folder();
    const states = join(place, "states");
    mkdirSync(states, { mode: 0o755 });
    expect(spawnSync("chown", ["nobody", place]).status).toBe(0); // so that it can remove its socket
    const socket = join(place, "socket");
    const args = ["--emulate", `--emulate-state=${states}`, "-k", socket, "-u", "nobody", "-g", "nogroup"];
    for (const more of [[], ["-d", "-f", join(place, "pid")]]) {
      const { code, stderr } = run(...args, ...more);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        new RegExp(`cannot keep state in ${states} \\(EACCES.*that the helper's user may write to\\n$`),
      );
      expect(existsSync(socket)).toBe(false);
    }
  });

  test.runIf(root)("that belongs to that user does", async () => {
    const host = new Host();
    chmodSync(host.place, 0o755);
    mkdirSync(host.states);
    writeFileSync(host.file, "");
    expect(spawnSync("chown", ["nobody", host.states]).status).toBe(0);
    const args = ["--emulate", `--emulate-state=${host.states}`, "-u", "nobody", "-g", "nogroup"];
    host.daemon = await Daemon.start({ socket: host.socket, args });
    expect(await host.initiator().change("register", register(true))).toBe("GOOD");
    expect(statSync(host.state).uid).toBe(65534);
  });
});
