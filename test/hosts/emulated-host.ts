/** A host with a file, a folder for state, and helpers that emulate on both, one after the other. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { Daemon, folder } from "./daemon.ts";
import { type Change, Initiator, writeExclusive } from "./initiator.ts";

export const [keyA, keyB] = [0xa11cen, 0xb0bn];
const guests = { a: "4d36e967-e325-11ce-bfc1-08002be10318", b: "4d36e967-e325-11ce-bfc1-08002be10319" };

export class Host {
  readonly place = folder();
  readonly states = join(this.place, "states");
  readonly file = join(this.place, "disk");
  readonly socket = join(this.place, "socket");
  daemon!: Daemon;

  static async start(env: Record<string, string> = {}): Promise<Host> {
    const host = new Host();
    mkdirSync(host.states);
    writeFileSync(host.file, "");
    await host.begin(env);
    return host;
  }

  async begin(env: Record<string, string> = {}): Promise<void> {
    const args = ["--emulate", `--emulate-state=${this.states}`];
    this.daemon = await Daemon.start({ socket: this.socket, args, env });
  }

  async restart(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    await this.end(signal);
    await this.begin();
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    this.daemon.kill(signal);
    await this.daemon.ended();
  }

  initiator(guest: keyof typeof guests = "a", file = this.file): Initiator {
    return new Initiator(this.socket, file, ["-uuid", guests[guest]]);
  }

  /** Of the one unit. */
  get state(): string {
    const found = readdirSync(this.states).filter((name) => name.endsWith(".state"));
    expect(found.length).toBe(1);
    return join(this.states, found[0]!);
  }
}

/** Of guest a. */
export const register = (aptpl: boolean): Change => ({ other: keyA, aptpl });
export const held = { key: keyA, type: writeExclusive };
