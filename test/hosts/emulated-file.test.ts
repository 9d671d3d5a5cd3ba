/** How state comes to the disk: in which order, and what is so when any one of these calls fails. */
import * as fs from "node:fs";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { EmulatedFile } from "../../hosts/daemon/emulated-file.ts";
import { Log } from "../../hosts/daemon/log.ts";
import { identityOf, initiatorOf } from "../../hosts/daemon/nexus.ts";
import { StateFolder } from "../../hosts/daemon/state.ts";
import {
  abi,
  decodeHelperReply,
  decodeReadKeys,
  decodeReadReservation,
  type EmulatedUnit,
} from "../../hosts/embed/index.ts";
import type * as Unit from "../../hosts/embed/unit.ts";
import type { Addon } from "../../hosts/node/addon.ts";
import { loadCore, wasmModule } from "./core.ts";
import { folder } from "./daemon.ts";
import { changeRequest, outcomeOf, readRequest, writeExclusive } from "./initiator.ts";

const calls: string[] = [];
/** Which of the calls fails, and whether all after it do. */
let failing = { at: -1, on: false };
const works = { at: -1, on: false };
const opened = vi.hoisted((): EmulatedUnit[] => []);

vi.mock("../../hosts/embed/unit.ts", async (load) => {
  const real = await load<typeof Unit>();
  class EmulatedUnit extends real.EmulatedUnit {
    constructor(...args: ConstructorParameters<typeof real.EmulatedUnit>) {
      super(...args);
      opened.push(this);
    }
  }
  return { ...real, EmulatedUnit };
});

vi.mock("node:fs", async (load) => {
  const real = await load<typeof fs>();
  const paths = new Map<number, string>();
  const counted = (name: "openSync" | "writeFileSync" | "fsyncSync" | "renameSync" | "rmSync") => {
    return (...args: unknown[]) => {
      const [target] = args as [string | number];
      calls.push(`${name} ${String(typeof target === "number" ? paths.get(target) : target).replace(/^.*\//, "")}`);
      const index = calls.length - 1;
      if (index === failing.at || (failing.on && index > failing.at))
        throw Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
      const result = (real[name] as (...all: unknown[]) => unknown)(...args);
      if (name === "openSync") paths.set(result as number, target as string);
      return result;
    };
  };
  const replaced = {
    openSync: counted("openSync"),
    writeFileSync: counted("writeFileSync"),
    fsyncSync: counted("fsyncSync"),
  };
  return { ...real, ...replaced, renameSync: counted("renameSync"), rmSync: counted("rmSync") };
});

beforeEach(() => {
  failing = works;
});

const core = loadCore();
const initiator = initiatorOf(core, identityOf(process.pid)!);
const [keyA, keyB] = [0xa11cen, 0xb0bn];
const name = "8:1-42";
const addon = { lockFolder: () => 0 } as unknown as Addon;
/** Calls of one write. */
const write = [
  `rmSync ${name}.state.new`,
  `openSync ${name}.state.new`,
  `writeFileSync ${name}.state.new`,
  `fsyncSync ${name}.state.new`,
  `renameSync ${name}.state.new`,
  "openSync states",
  "fsyncSync states",
];

class Scene {
  readonly states = join(folder(), "states");
  file!: EmulatedFile;
  readonly log: string[] = [];

  constructor() {
    mkdirSync(this.states);
    this.powerOn();
  }

  /** What is on the disk now, taken up by another process. */
  powerOn(): void {
    failing = works;
    for (const unit of opened.splice(0)) unit.close(); // a process that is gone has none
    const log = new Log(0, "text", (_, bytes) => this.log.push(Buffer.from(bytes).toString()) && bytes.length);
    this.file = new EmulatedFile(wasmModule, name, "/disk", new StateFolder(addon, this.states), log);
    calls.length = 0;
  }

  change(...step: Parameters<typeof changeRequest>): string {
    const { cdb, list } = changeRequest(...step);
    return this.#ask(cdb, list, true).outcome;
  }

  keys(): bigint[] {
    return decodeReadKeys(core, this.#read("keys")).keys;
  }

  holds(): boolean {
    return decodeReadReservation(core, this.#read("reservation")).reservation !== undefined;
  }

  #read(what: Parameters<typeof readRequest>[0]): Uint8Array {
    const answers = [1, 2].map(() => this.#ask(readRequest(what), new Uint8Array(), false));
    const { outcome, data } = answers[0]!.outcome === "6/29/01" ? answers[1]! : answers[0]!;
    expect(outcome).toBe("GOOD");
    return data;
  }

  #ask(cdb: Uint8Array, list: Uint8Array, changes: boolean): { outcome: string; data: Uint8Array } {
    const request = new Uint8Array(abi.helper.cdb + list.length);
    request.set(cdb);
    request.set(list, abi.helper.cdb);
    const reply = this.file.execute(core, initiator, request, changes);
    const { result, sense } = decodeHelperReply(core, reply);
    return { outcome: outcomeOf({ status: result, sense }), data: reply.subarray(abi.helper.reply) };
  }
}

const register = ["register", { other: keyA, aptpl: true }] as const;
const reserve = ["reserve", { key: keyA, type: writeExclusive }] as const;

describe("one write", () => {
  test("the bytes, then their name, are on the disk before the answer", () => {
    const scene = new Scene();
    expect(scene.change(...register)).toBe("GOOD");
    expect(calls).toEqual(write);
    expect(readdirSync(scene.states).toSorted()).toEqual([`${name}.state`, "lock"]);
  });

  test("nothing is written for what changes nothing that is kept", () => {
    const scene = new Scene();
    scene.change(...register);
    scene.change(...reserve);
    calls.length = 0;
    expect(scene.change(...reserve)).toBe("GOOD");
    expect(scene.change("reserve", { key: keyB, type: writeExclusive })).toBe("RESERVATION CONFLICT");
    expect(scene.change("reserve", { key: keyA, type: 2 })).toBe("5/24/00");
    expect([scene.keys(), scene.holds()]).toEqual([[keyA], true]);
    expect(calls).toEqual([]);
  });
});

describe.each(write.map((call, at) => ({ call, at })))("$call fails", ({ at }) => {
  test("4/44/00, nothing is changed, also not by a kill after it; then it goes on", () => {
    const scene = new Scene();
    scene.change(...register);
    calls.length = 0;
    failing = { at, on: false };
    expect(scene.change(...reserve)).toBe("4/44/00");
    expect(scene.log.join("")).toContain("cannot keep the state of /disk in");
    expect(scene.holds()).toBe(false);
    scene.powerOn();
    expect([scene.keys(), scene.holds()]).toEqual([[keyA], false]);
    expect(scene.change(...reserve)).toBe("GOOD");
    scene.powerOn();
    expect(scene.holds()).toBe(true);
  });

  test("and all calls after it: nothing that is said GOOD can be otherwise after a kill", () => {
    const scene = new Scene();
    scene.change(...register);
    scene.change(...reserve);
    calls.length = 0;
    failing = { at, on: true };
    expect(scene.change("release", { key: keyA, type: writeExclusive })).toBe("4/44/00");
    const again = scene.change(...reserve); // it holds it still: nothing to change
    scene.powerOn();
    if (again === "GOOD") expect(scene.holds()).toBe(true);
    else expect(again).toBe("4/44/00");
    expect(scene.keys()).toEqual([keyA]);
  });
});
