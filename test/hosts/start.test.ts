/** `npm start`, as a newcomer runs it: no root needed, no SCSI device. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { startHelper } from "../../hosts/start/helper.ts";
import { folder } from "./daemon.ts";

const program = fileURLToPath(new URL("../../build/start.mjs", import.meta.url));
const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
const pageFile = fileURLToPath(new URL("../../build/web/index.html", import.meta.url));
const running: ChildProcess[] = [];

interface Started {
  readonly child: ChildProcess;
  readonly temporary: string;
  output: string;
  errors: string;
}

function start(...args: string[]): Started {
  const temporary = folder();
  const env = { ...process.env, TMPDIR: temporary, NO_COLOR: "1" };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  running.push(child);
  const started: Started = { child, temporary, output: "", errors: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (started.output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (started.errors += text));
  return started;
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !condition(); await sleep(10))
    if (Date.now() > end) throw new Error("not within 10 s");
}

/** Its last words before it only serves. */
const serving = (started: Started) => until(() => started.output.includes("PrManagerHelper"));

const ended = async ({ child }: Started) => (await once(child, "close")) as [number | null, NodeJS.Signals | null];

afterEach(() => {
  for (const child of running.splice(0))
    try {
      process.kill(-child.pid!, "SIGKILL"); // the helper and the initiators are in its group
    } catch {
      // all of them have ended, as they should
    }
});

describe("npm start", () => {
  test("--once: every command and reply decoded, in less than 5 seconds, and nothing left behind", async () => {
    const began = Date.now();
    const started = start("--once");
    expect(await ended(started)).toEqual([0, null]);
    expect(Date.now() - began).toBeLessThan(5000);
    const told = started.output.split("\n").filter((line) => /^ {3}[AB] (sends|gets) /.test(line));
    expect(told.map((line) => line.trim())).toMatchInlineSnapshot(`
      [
        "A sends PERSISTENT RESERVE OUT, REGISTER",
        "A gets GOOD",
        "B sends PERSISTENT RESERVE OUT, REGISTER",
        "B gets GOOD",
        "A sends PERSISTENT RESERVE OUT, RESERVE",
        "A gets GOOD",
        "B sends PERSISTENT RESERVE OUT, RESERVE",
        "B gets RESERVATION CONFLICT: another I_T nexus holds the reservation, and a registration alone does not share it (SPC-4 5.13.10)",
        "B sends PERSISTENT RESERVE IN, READ FULL STATUS",
        "B gets GOOD",
        "B sends PERSISTENT RESERVE OUT, PREEMPT",
        "B gets GOOD",
        "A sends PERSISTENT RESERVE IN, READ RESERVATION",
        "A gets CHECK CONDITION: UNIT ATTENTION, REGISTRATIONS PREEMPTED (06/2A/05)",
        "A sends PERSISTENT RESERVE IN, READ RESERVATION",
        "A gets GOOD",
      ]
    `);
    const [, excerpt = ""] = /^```\n(4\. B wants it[^]*?)^```$/m.exec(readFileSync(readme, "utf8")) ?? [];
    const parts = excerpt.split(/^ *\.\.\.\n/m);
    expect(parts).toHaveLength(3);
    for (const part of parts) expect(started.output).toContain(part);
    expect(started.output).toContain("iqn.2026-11.invalid.holdfast:process.");
    expect(started.output).toMatch(/TYPE +Write Exclusive - Registrants Only/);
    expect(started.output).not.toContain("\u001b[");
    expect(readdirSync(started.temporary)).toEqual([]);
  });

  test("warns that the data path is not fenced", async () => {
    const started = start("--once");
    await ended(started);
    expect(started.errors).toMatch(/not fenced/);
  });

  test("serves, with the page, until Ctrl-C", async () => {
    const started = start();
    await serving(started);
    const socket = /socket +(\S+)/.exec(started.output)![1]!;
    expect(existsSync(socket)).toBe(true);
    const page = /page +(\S+)/.exec(started.output)![1]!;
    expect(new URL(page).hostname).toBe("127.0.0.1");
    const served = await fetch(page);
    expect(served.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await served.text()).toBe(readFileSync(pageFile, "utf8"));
    expect((await fetch(`${page}other`)).status).toBe(404);
    expect((await fetch(page, { method: "POST", body: "x" })).status).toBe(404);
    process.kill(-started.child.pid!, "SIGINT"); // as a terminal does it: to all of the group
    expect(await ended(started)).toEqual([0, null]);
    expect(readdirSync(started.temporary)).toEqual([]);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s amid the script leaves nothing behind", async (signal) => {
    const started = start();
    await until(() => started.output.includes("$ holdfast-pr-helper"));
    process.kill(-started.child.pid!, signal);
    expect(await ended(started)).toEqual([0, null]);
    expect(started.output).not.toContain("until Ctrl-C");
    expect(started.errors).not.toContain("holdfast: ");
    expect(readdirSync(started.temporary)).toEqual([]);
  });

  test("ends quietly with its reader (`| head`), and leaves nothing behind", async () => {
    const started = start();
    await until(() => started.output !== "");
    started.child.stdout!.destroy();
    expect(await ended(started)).toEqual([0, null]);
    expect(started.errors).not.toMatch(/EPIPE|^holdfast: /m);
    expect(readdirSync(started.temporary)).toEqual([]);
  });

  test("serves the page on another port when its own is taken", async () => {
    const first = start();
    await serving(first);
    const second = start();
    await serving(second);
    const [a, b] = [first, second].map(({ output }) => /page +(\S+)/.exec(output)![1]!);
    expect(a).not.toBe(b);
    expect((await fetch(b!)).status).toBe(200);
  });

  test("says so when the helper goes", async () => {
    const started = start();
    await serving(started);
    const [helper] = childrenOf(started.child.pid!);
    process.kill(helper!, "SIGKILL");
    expect(await ended(started)).toEqual([1, null]);
    expect(started.errors).toContain("holdfast: the helper has ended");
  });

  test("refuses an option that it does not know", async () => {
    const started = start("--twice");
    expect((await ended(started))[0]).toBe(1);
    expect(started.errors).toMatch(/^holdfast: Unknown option '--twice'/);
  });
});

test("a helper that never listens is killed, and that is said", async () => {
  const [program, socket] = [join(folder(), "helper.mjs"), join(folder(), "socket")];
  writeFileSync(
    program,
    'for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => {});\nsetInterval(() => {}, 1000);',
  );
  const starting = startHelper(program, socket, 0.5);
  expect(processesWith(socket)).toHaveLength(1);
  await expect(starting).rejects.toThrow("the helper did not listen within 0.5 s, and was killed");
  expect(processesWith(socket)).toEqual([]);
});

/** Ids of processes that were started with this argument. */
function processesWith(argument: string): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && wordsOf(pid).includes(argument));
}

function wordsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // it has ended by now
  }
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.trim().split(" ").map(Number);
}
