/**
 * The helper is killed at each crash point on the way of state to the disk, and started again. What it has answered GOOD is so; the command that
 * was under way is done, or nothing of it is.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Daemon, folder } from "./daemon.ts";
import { type Change, Initiator, registrantsOnly, writeExclusive } from "./initiator.ts";

const [keyA, keyB] = [0xa11cen, 0xb0bn];
const uuid = "4d36e967-e325-11ce-bfc1-08002be10318";

type Step = readonly [action: Parameters<Initiator["change"]>[0], change: Change];

/** Each is GOOD, and changes what is kept. */
const script: readonly Step[] = [
  ["register", { other: keyA, aptpl: true }],
  ["reserve", { key: keyA, type: writeExclusive }],
  ["release", { key: keyA, type: writeExclusive }],
  ["reserve", { key: keyA, type: registrantsOnly }],
  ["register", { key: keyA, other: keyB, aptpl: true }],
  ["clear", { key: keyB }],
];

/** What is kept after so many steps of the script. */
const kept = [
  "[] none",
  "[a11ce] none",
  "[a11ce] a11ce 1",
  "[a11ce] none",
  "[a11ce] a11ce 5",
  "[b0b] b0b 5",
  "[] none",
];

/** Crash points of the script; fewer would mean that some are not tested any more. */
const leastPoints = 36;

async function seen(initiator: Initiator): Promise<string> {
  for (let tries = 0; (await initiator.asks("keys")) === "6/29/01"; tries++) expect(tries).toBe(0);
  const { keys } = await initiator.keys();
  const reservation = await initiator.reservation();
  return `[${keys.map((key) => key.toString(16)).join()}] ${reservation ? `${reservation.key.toString(16)} ${reservation.type}` : "none"}`;
}

class Scene {
  readonly #place = folder();
  readonly states = join(this.#place, "states");
  readonly #socket = join(this.#place, "socket");
  readonly #file = join(this.#place, "disk");

  constructor() {
    mkdirSync(this.states);
    writeFileSync(this.#file, "");
  }

  start(at?: string): Promise<Daemon> {
    const env: Record<string, string> = at === undefined ? {} : { HOLDFAST_CRASH_AT: at };
    return Daemon.start({ socket: this.#socket, args: ["--emulate", `--emulate-state=${this.states}`], env });
  }

  initiator(): Initiator {
    return new Initiator(this.#socket, this.#file, ["-uuid", uuid]);
  }
}

/** How many steps were answered GOOD before the helper was gone. */
async function play(initiator: Initiator): Promise<number> {
  for (const [i, [action, change]] of script.entries()) {
    try {
      expect(await initiator.change(action, change)).toBe("GOOD");
    } catch (error) {
      if (!(error as Error).message.startsWith("OutcomeUnknownError")) throw error;
      return i;
    }
  }
  return script.length;
}

/** Whether the command that was under way is done. */
async function killAt(point: number): Promise<boolean> {
  const scene = new Scene();
  const first = await scene.start(String(point));
  const answered = await play(scene.initiator());
  expect(await first.ended()).toEqual({ code: null, signal: "SIGKILL" });
  await scene.start();
  const again = scene.initiator();
  const found = await seen(again);
  expect(kept.slice(answered, answered + 2), `point ${point}, after ${answered} answers`).toContain(found);
  expect(readdirSync(scene.states).filter((name) => name.endsWith(".new"))).toEqual([]);
  await again.end();
  return found === kept[answered + 1];
}

describe("crash points", () => {
  let points = 0;

  test("are counted", async () => {
    const scene = new Scene();
    const daemon = await scene.start("count");
    expect(await play(scene.initiator())).toBe(script.length);
    daemon.kill("SIGTERM");
    await daemon.ended();
    points = Number(/^holdfast-pr-helper: (\d+) crash points$/m.exec(daemon.stderr)?.[1]);
    expect(points).toBeGreaterThanOrEqual(leastPoints);
  });

  test("without a kill, each step is kept as the table says", async () => {
    const scene = new Scene();
    for (let steps = 0; steps <= script.length; steps++) {
      const daemon = await scene.start();
      const initiator = scene.initiator();
      expect(await seen(initiator)).toBe(kept[steps]);
      const next = script[steps];
      if (next) expect(await initiator.change(...next)).toBe("GOOD");
      daemon.kill("SIGKILL");
      await daemon.ended();
    }
  });

  test("killed at each of them", { timeout: 300_000 }, async () => {
    expect(points).toBeGreaterThan(0);
    let done = 0;
    for (let point = 1; point <= points; point++) done += Number(await killAt(point));
    expect(done).toBeGreaterThanOrEqual(script.length);
    expect(done).toBeLessThanOrEqual(points - script.length);
  });

  test("killed while it tidies up after a kill", async () => {
    const scene = new Scene();
    for (const name of ["1:2-3.state.new", "1:2-4.state.new"]) writeFileSync(join(scene.states, name), "half");
    await expect(scene.start("1")).rejects.toThrow("not listening at");
    await scene.start();
    expect(readdirSync(scene.states)).toEqual(["lock"]);
  });
});
