/**
 * Both helpers on a real logical unit: LIO's in User Mode Linux, PERSISTENT RESERVE IN and OUT on /dev/sda. The disk, its driver and
 * a kernel with one CPU take most of the time here, so that ratios are nearer to 1 than those of the bare path.
 */
import { basename } from "node:path";
import { ask, compileClient, holdfast, qemuPrHelper, startHelper, type RunningHelper } from "../kernel/helper.ts";
import { CLIENT, missing, QEMU, UML } from "../common/requirements.ts";
import { bringUp, SDA } from "../kernel/reservations.ts";
import { PROJECT, Uml } from "../kernel/uml.ts";
import { cpuMsOf } from "./daemon.ts";
import { compare, type Row } from "./report.ts";

const clients = [1, 8];
const rounds = 9;
const warmupMs = 100;
const measureMs = 300;

interface Sample {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
}

/** Why there can be no rows here, in words; undefined when there can. */
export const obstacle = (): string | undefined => missing([...UML, ...CLIENT, ...QEMU]);

/** `requests`: by name, what is sent. `load`: the load generator, in the project's build folder. */
export async function onLio(load: string, requests: Readonly<Record<string, string>>): Promise<Row[]> {
  const uml = await Uml.boot();
  try {
    compileClient(uml);
    await bringUp(uml);
    const helpers = [await startHelper(uml, holdfast), await startHelper(uml, qemuPrHelper)];
    const rows: Row[] = [];
    for (const [name, request] of Object.entries(requests))
      for (const many of clients) rows.push(...(await rowsFor(uml, load, { name, request }, many, helpers)));
    return rows;
  } finally {
    await uml.end();
  }
}

async function rowsFor(
  uml: Uml,
  load: string,
  work: { name: string; request: string },
  many: number,
  helpers: readonly RunningHelper[],
): Promise<Row[]> {
  const { request } = work;
  const name = `LIO in UML, ${work.name}, ${many} client${many === 1 ? "" : "s"}`;
  console.error(`measuring ${name}`);
  // What one client is answered, each helper's own: the generation in it counts registrations.
  const expected = await Promise.all(helpers.map((helper) => answerOf(uml, helper, request)));
  const samples: Sample[][] = helpers.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...helpers.keys()];
    if (round % 2 === 1) order.reverse();
    for (const i of order) samples[i]!.push(await sample(uml, load, request, many, helpers[i]!, expected[i]!));
  }
  const row = (unit: string, better: "more" | "less", field: keyof Sample) =>
    compare(
      name,
      unit,
      better,
      samples.map((each) => each.map((one) => one[field])),
    );
  return [
    row("requests/s", "more", "perSecond"),
    row("p50 us", "less", "p50"),
    row("p99 us", "less", "p99"),
    row("CPU us/request", "less", "cpu"),
  ];
}

async function answerOf(uml: Uml, { socket }: RunningHelper, request: string): Promise<string> {
  const [reply] = await ask(uml, socket, "rw", SDA.device, request);
  if (reply?.status !== 0) throw new Error("the logical unit in User Mode Linux does not take the benchmark's request");
  return reply.data || "-";
}

async function sample(
  uml: Uml,
  load: string,
  request: string,
  many: number,
  { socket, pid }: RunningHelper,
  expected: string,
): Promise<Sample> {
  const cpuMs = async () => cpuMsOf(await uml.succeed(["cat", `/proc/${pid}/stat`]));
  const before = await cpuMs();
  const args = [socket, SDA.device, many, warmupMs, measureMs, request, 0, "-", expected].map(String);
  const stdout = await uml.succeed([`${PROJECT}/build/test/${basename(load)}`, ...args]);
  const { requests, ...times } = JSON.parse(stdout) as Omit<Sample, "cpu"> & { requests: number };
  return { ...times, cpu: (((await cpuMs()) - before) * 1000) / requests };
}
