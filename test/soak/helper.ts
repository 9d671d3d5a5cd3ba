/**
 * Clients come and go for minutes, in every way that a client can; every now and then all are gone for a moment, and what the helper still
 * has is counted: memory, descriptors, threads. At such a moment a single lost descriptor shows.
 */
import { parseArgs } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { findOurs, Helper } from "../bench/daemon.ts";
import { Shim } from "../shim/shim.ts";
import { judge, say, type Bound, type Verdict } from "./trend.ts";
import { makeDisks, visits, type Disks } from "./visits.ts";

/** MiB. A leak of 16 bytes a client is 10 MiB in half of ten minutes; V8's young generation alone may grow by some. */
const mostMemory = 4;

const kinds = Object.entries(visits);

/** Samples: one each 5 s, or a hundred in a shorter run. */
const longestMs = 5000;
const samples = 100;
/** A helper that leaks makes each sample wait. */
const fewestSamples = 20;
/** For the helper to see that all clients are gone, and to finish what they left behind. */
const quietMs = 2000;

interface Sample {
  readonly rss: number;
  readonly pss: number;
  readonly descriptors: number;
  readonly threads: number;
}

export interface Soaked {
  readonly verdicts: readonly Verdict[];
  readonly samples: readonly Sample[];
  /** How often each kind of visit came to its end. */
  readonly visits: ReadonlyMap<string, number>;
}

/** True when nothing grew. */
export async function main(args: string[]): Promise<boolean> {
  const { minutes, clients } = readArguments(args);
  console.log(`${clients} clients come and go for ${minutes} minutes`);
  const soaked = await soak(minutes * 60_000, clients, mostMemory, (line) => console.log(line));
  const fewest = Math.min(...soaked.visits.values());
  console.log(`${soaked.visits.size} kinds of visits, each at least ${fewest.toLocaleString("en-US")} times`);
  for (const verdict of soaked.verdicts) console.log(say(verdict));
  const growing = soaked.verdicts.filter((verdict) => verdict.grows);
  console.log(growing.length === 0 ? "Nothing grows." : `${growing.map(({ name }) => name).join(", ")}: growing.`);
  return growing.length === 0;
}

function readArguments(args: string[]): { minutes: number; clients: number } {
  const { values } = parseArgs({ args, options: { minutes: { type: "string" }, clients: { type: "string" } } });
  const [minutes, clients] = [Number(values.minutes ?? 10), Number(values.clients ?? 200)];
  if (!(minutes > 0)) throw new Error("--minutes takes a number above 0");
  if (!Number.isInteger(clients) || clients < 1) throw new Error("--clients takes a number from 1 on");
  return { minutes, clients };
}

/** `most`: MiB that the memory may grow by; more in a run that is too short for V8 to find the sizes of its spaces. */
export async function soak(
  forMs: number,
  clients: number,
  most = mostMemory,
  tell: (line: string) => void = () => {},
): Promise<Soaked> {
  const bounds: [keyof Sample, Bound][] = [
    ["rss", { name: "memory, RSS", unit: "MiB", most }],
    ["descriptors", { name: "descriptors", unit: "open", most: 0, counted: true }],
    ["threads", { name: "threads", unit: "there", most: 2, counted: true }],
  ];
  const shim = new Shim({ log: false });
  const helper = new Helper(findOurs(), shim.folder, shim.env);
  const made = makeDisks(shim);
  const crowd = new Crowd(helper.socket, (turn) => made.disks(turn), clients);
  try {
    await helper.listening();
    const rest = helper.descriptors();
    const taken: Sample[] = [];
    for (const end = performance.now() + forMs; performance.now() < end || taken.length < fewestSamples;) {
      await crowd.comeAndGo(Math.min(longestMs, forMs / samples));
      if (helper.ending !== undefined) throw new Error(helper.ending);
      taken.push(await restOf(helper, rest));
      if (taken.length % 12 === 1) tell(line(taken.at(-1)!, crowd.visits));
    }
    const verdicts = bounds.map(([key, bound]) => {
      const values = taken.map((sample) => sample[key]);
      return judge(bound, values);
    });
    return { verdicts, samples: taken, visits: crowd.visits };
  } finally {
    await helper.stop();
    made.close();
    shim.close();
  }
}

/** What the helper has when nobody is there; `wanted` descriptors, if it ever gets back to them. */
async function restOf(helper: Helper, wanted: number): Promise<Sample> {
  for (const end = performance.now() + quietMs; helper.descriptors() > wanted && performance.now() < end;)
    await sleep(5);
  return { ...helper.memory(), descriptors: helper.descriptors(), threads: helper.threads() };
}

function line({ rss, pss, descriptors, threads }: Sample, visits: ReadonlyMap<string, number>): string {
  const count = [...visits.values()].reduce((sum, each) => sum + each, 0).toLocaleString("en-US");
  return `${count} visits: RSS ${rss.toFixed(1)} MiB, PSS ${pss.toFixed(1)} MiB, ${descriptors} descriptors, ${threads} threads`;
}

class Crowd {
  readonly visits = new Map(Object.keys(visits).map((kind) => [kind, 0]));
  #turn = 0;

  constructor(
    readonly socket: string,
    readonly disks: (turn: number) => Disks,
    readonly clients: number,
  ) {}

  /** Returns when the last one has gone. Errors: the first of the visits'. */
  async comeAndGo(forMs: number): Promise<void> {
    const end = performance.now() + forMs;
    const client = async () => {
      while (performance.now() < end) await this.#visit();
    };
    await Promise.all(Array.from({ length: this.clients }, client));
  }

  async #visit(): Promise<void> {
    const turn = this.#turn++;
    const [kind, visit] = kinds[turn % kinds.length]!;
    try {
      await visit(this.socket, this.disks(turn));
    } catch (error) {
      throw new Error(`a client that ${kind}: ${(error as Error).message}`, { cause: error });
    }
    this.visits.set(kind, this.visits.get(kind)! + 1);
  }
}
