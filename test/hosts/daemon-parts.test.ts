/** What the helper needs, and what it may lose. */
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { startService } from "../../hosts/daemon/service.ts";
import { Log } from "../../hosts/daemon/log.ts";
import { abi, Core } from "../../hosts/embed/index.ts";
import type { Addon } from "../../hosts/node/addon.ts";
import { Client } from "../native/fixture/client.ts";
import { wasmModule } from "./core.ts";
import { Daemon, folder, program } from "./daemon.ts";

const built = join(program, "..");

/** Runs a copy of the helper that has only these files of the build. */
function runWith(files: readonly string[], env: Readonly<Record<string, string>> = {}): [number | null, string] {
  const place = folder();
  mkdirSync(join(place, "native"));
  for (const file of ["holdfast-pr-helper.mjs", ...files]) copyFileSync(join(built, file), join(place, file));
  const { status, stderr } = spawnSync(join(place, "holdfast-pr-helper.mjs"), ["-k", join(place, "socket")], {
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: 20_000,
  });
  return [status, stderr.replaceAll(place, "")];
}

test("a missing addon is named, with what makes it", () => {
  const [code, words] = runWith(["holdfast.wasm"]);
  expect(code).toBe(1);
  expect(words).toMatch(
    /^holdfast-pr-helper: native\/holdfast\.node is missing \(sought \/native\/holdfast\.node, .*npm run build`\.\n$/,
  );
});

test("a missing core is named, with what makes it", () => {
  const [code, words] = runWith(["native/holdfast.node"]);
  expect(code).toBe(1);
  expect(words).toMatch(
    /^holdfast-pr-helper: holdfast\.wasm is missing \(sought \/holdfast\.wasm, .*npm run build`\.\n$/,
  );
});

test("an addon that is none is named", () => {
  const other = join(folder(), "other.node");
  writeFileSync(other, "no library");
  const [code, words] = runWith(["holdfast.wasm"], { HOLDFAST_NATIVE: other });
  expect(code).toBe(1);
  expect(words).toMatch(
    new RegExp(`^holdfast-pr-helper: ${other} cannot be loaded \\(.*\\): make it anew with \`npm run build\`\\.\n$`),
  );
});

test("HOLDFAST_NATIVE names another addon", async () => {
  const other = join(folder(), "other.node");
  copyFileSync(join(built, "native/holdfast.node"), other);
  const daemon = await Daemon.start({ env: { HOLDFAST_NATIVE: other } });
  expect(readFileSync(`/proc/${daemon.pid}/maps`, "utf8")).toContain(other);
});

test("a client does not end a helper whose standard error nobody reads any more", async () => {
  const socket = join(folder(), "socket");
  const child = spawn(program, ["-k", socket, "-v"], { stdio: ["ignore", "ignore", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => child.stderr.once("data", resolve));
  child.stderr.destroy();
  const device = openSync("/dev/null", "r+");
  for (let i = 0; i < 3; i++) {
    const client = await Client.connect(socket);
    client.send(Buffer.alloc(16), device); // worth a line
    await client.end();
    client.close();
    await sleep(10);
  }
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
});

test("names are unpacked soon after the start, and by each core that takes another's place, unless nothing is logged", () => {
  vi.useFakeTimers();
  const unpacked = vi.spyOn(Core.prototype, "text");
  onTestFinished(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  const { major, minor } = abi.version;
  /** How often, at the start and after a core that failed. */
  const counts = (verbosity: number): number[] => {
    const serve = vi.fn<Addon["serve"]>(() => ({ setMemory: () => {}, close: () => {}, commands: () => [] }));
    const addon = { abiVersion: (major << 16) | minor, serve } as unknown as Addon;
    const log = new Log(verbosity, "text", (_fd, bytes) => bytes.length);
    unpacked.mockClear();
    startService(addon, wasmModule, 3, { timeoutMs: 1000, maxClients: 1 }, log);
    const [options] = serve.mock.calls[0]!;
    vi.advanceTimersByTime(1000);
    const atStart = unpacked.mock.calls.length;
    vi.spyOn(Core.prototype, "read").mockImplementationOnce(() => {
      throw new Error("unreachable");
    });
    options.complete(10, 1, 1, 8, 0, 0);
    vi.advanceTimersByTime(1000);
    return [atStart, unpacked.mock.calls.length - atStart];
  };
  expect(counts(0)).toEqual([1, 1]);
  expect(counts(-1)).toEqual([0, 0]);
});
