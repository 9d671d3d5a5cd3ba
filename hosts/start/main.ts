/** `npm start`: the helper on an emulated logical unit, two initiators on its socket, each command and reply decoded; then it serves, with the decoder page. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { statusName } from "../embed/index.ts";
import { loadCore } from "../node/index.ts";
import { endHelper, startHelper } from "./helper.ts";
import { Initiator, serveInitiator } from "./initiator.ts";
import { servePage } from "./page.ts";
import { sayDone, sayServing, sayWelcome, showAnswer, showStep } from "./screen.ts";
import { script } from "./script.ts";

const here = fileURLToPath(import.meta.url);
const program = fileURLToPath(new URL("./holdfast-pr-helper.mjs", import.meta.url));
const pageFile = fileURLToPath(new URL("./web/index.html", import.meta.url));

/** The script, then, unless `andEnd`, service; both until `stop`. */
async function demonstrate(folder: string, andEnd: boolean, helpers: ChildProcess[], stop: AbortSignal): Promise<void> {
  const [socket, disk] = [join(folder, "helper.sock"), join(folder, "disk")];
  writeFileSync(disk, "");
  sayWelcome("holdfast-pr-helper", socket, disk);
  const helper = await startHelper(program, socket);
  helpers.push(helper);
  const initiators = { A: new Initiator("A", here, socket, disk), B: new Initiator("B", here, socket, disk) };
  try {
    await play(initiators, stop);
  } finally {
    for (const initiator of Object.values(initiators)) initiator.end();
  }
  if (stop.aborted) return;
  sayDone();
  if (andEnd) return;
  const page = await servePage(pageFile);
  try {
    sayServing(socket, disk, page);
    await untilStop(helper, stop);
  } finally {
    page.close();
  }
}

/** Ctrl-C, a terminal that is closed, or a reader that has gone (`| head`): from the start, so that nothing is left behind. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop.abort());
  process.stdout.on("error", () => stop.abort());
  return stop.signal;
}

async function untilStop(helper: ChildProcess, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  const ended = once(helper, "exit").then(async () => {
    await sleep(500); // Ctrl-C goes to the helper too, and it may be the quicker
    throw new Error("the helper has ended: see what it said above");
  });
  await Promise.race([once(stop, "abort"), ended]);
}

async function play(initiators: Readonly<Record<"A" | "B", Initiator>>, stop: AbortSignal): Promise<void> {
  const core = loadCore();
  for (const [i, step] of script(core).entries()) {
    if (stop.aborted) return;
    showStep(core, i + 1, step);
    const answer = await initiators[step.who].execute(step.cdb, step.list);
    const status = statusName(core, answer.status);
    showAnswer(core, step, status, answer);
    if (status !== step.expected)
      throw new Error(`step ${i + 1} got ${status} where ${step.expected} was expected: report this, please`);
  }
}

async function start(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { once: { type: "boolean", default: false } } });
  const stop = stopSignal();
  const folder = mkdtempSync(join(tmpdir(), "holdfast-start-"));
  const helpers: ChildProcess[] = [];
  try {
    await demonstrate(folder, values.once, helpers, stop);
  } catch (error) {
    if (!stop.aborted) throw error; // Ctrl-C goes to the helper and the initiators too: that these end is no error
  } finally {
    for (const helper of helpers) await endHelper(helper);
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[2] === "--initiator") serveInitiator();
else
  start(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`holdfast: ${(error as Error).message}\n`);
    process.exitCode = 1;
  });
