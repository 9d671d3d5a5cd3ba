/** Initiators for tests of emulated logical units: each is a process, which is what the helper takes for one. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import {
  abi,
  compose,
  decodeReadKeys,
  decodeReadReservation,
  decodeSense,
  explain,
  statusName,
  type Values,
} from "../../hosts/embed/index.ts";
import type { Answer } from "../../hosts/node/index.ts";
import { loadCore } from "./core.ts";

const core = loadCore();
const program = fileURLToPath(new URL("initiator-process.mjs", import.meta.url));

/** PERSISTENT RESERVE IN and OUT service actions (SPC-4 6.15.1, 6.16.2). */
const reads = { keys: 0, reservation: 1, capabilities: 2, fullStatus: 3 };
const changes = {
  register: 0,
  reserve: 1,
  release: 2,
  clear: 3,
  preempt: 4,
  registerAndIgnore: 6,
  replaceLost: 8,
};

/** SPC-4 6.15.3.4. */
export const writeExclusive = 1;
export const registrantsOnly = 5;

export interface Change {
  readonly key?: bigint;
  /** SERVICE ACTION RESERVATION KEY */
  readonly other?: bigint;
  readonly type?: number;
  readonly aptpl?: boolean;
}

interface Message {
  readonly answer?: Answer;
  readonly error?: string;
}

export function changeRequest(
  action: keyof typeof changes,
  change: Change = {},
): { cdb: Uint8Array; list: Uint8Array } {
  const { key = 0n, other = 0n, type = 0, aptpl = false } = change;
  const list = { "RESERVATION KEY": key, "SERVICE ACTION RESERVATION KEY": other, APTPL: Number(aptpl) };
  return {
    cdb: compose(core, "pr_out_cdb", { "SERVICE ACTION": changes[action], TYPE: type }),
    list: compose(core, "pr_out_list", list),
  };
}

export function readRequest(what: keyof typeof reads): Uint8Array {
  const values: Values = { "SERVICE ACTION": reads[what], "ALLOCATION LENGTH": abi.helper.data };
  return compose(core, "pr_in_cdb", values);
}

/** GOOD, another status by name, or sense as 6/29/01. */
export function outcomeOf({ status, sense }: Pick<Answer, "status" | "sense">): string {
  const name = statusName(core, status);
  if (name !== "CHECK CONDITION") return name;
  const { key, asc, ascq } = decodeSense(core, sense);
  return [key.toString(16), ...[asc, ascq].map((code) => code.toString(16).padStart(2, "0"))].join("/").toUpperCase();
}

export class Initiator {
  readonly #child: ChildProcess;

  /** Ends with the test. */
  constructor(
    socket: string,
    private readonly file: string,
    args: readonly string[] = [],
  ) {
    const env = { ...process.env, INITIATOR_SOCKET: socket };
    this.#child = fork(program, args, { env, execArgv: [], serialization: "advanced" });
    onTestFinished(() => void this.#child.kill("SIGKILL"));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async end(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  /** The same process, on a new connection from its next command on. */
  async reconnect(): Promise<void> {
    await this.#ask({ reconnect: true });
  }

  /** Errors: Error with what the PR manager threw. */
  async execute(cdb: Uint8Array, list: Uint8Array = new Uint8Array(), file = this.file): Promise<Answer> {
    const { answer, error } = await this.#ask({ file, cdb, list });
    if (!answer) throw new Error(error);
    return answer;
  }

  /** The outcome of a PERSISTENT RESERVE OUT. */
  async change(action: keyof typeof changes, change?: Change, file?: string): Promise<string> {
    const { cdb, list } = changeRequest(action, change);
    return outcomeOf(await this.execute(cdb, list, file));
  }

  /** The outcome of a PERSISTENT RESERVE IN. */
  async asks(what: keyof typeof reads, file?: string): Promise<string> {
    return outcomeOf(await this.execute(readRequest(what), undefined, file));
  }

  /** Parameter data of a PERSISTENT RESERVE IN. Errors: Error with the outcome, if it is not GOOD. */
  async reads(what: keyof typeof reads): Promise<Uint8Array> {
    const answer = await this.execute(readRequest(what));
    if (outcomeOf(answer) !== "GOOD") throw new Error(outcomeOf(answer));
    return answer.data;
  }

  async keys(): Promise<{ generation: number; keys: bigint[] }> {
    const { generation, keys } = decodeReadKeys(core, await this.reads("keys"));
    return { generation, keys };
  }

  async reservation(): Promise<{ key: bigint; type: number } | undefined> {
    const { reservation } = decodeReadReservation(core, await this.reads("reservation"));
    return reservation && { key: reservation.key, type: reservation.type };
  }

  /** A field of READ FULL STATUS or REPORT CAPABILITIES data, in all its places; texts without their NUL. */
  async field(what: "capabilities" | "fullStatus", name: string): Promise<(bigint | string)[]> {
    const data = await this.reads(what);
    const structure = what === "capabilities" ? "report_capabilities_data" : "read_full_status_data";
    const { text } = abi.enumerations.node_flag;
    return explain(core, structure, data)
      .filter((node) => node.name === name)
      .map(({ flags, value, bit, bits }) =>
        flags & text ? Buffer.from(data.subarray(bit / 8, (bit + bits) / 8)).toString("utf8") : value,
      );
  }

  async #ask(message: object): Promise<Message> {
    const said = once(this.#child, "message") as Promise<[Message]>;
    this.#child.send(message);
    const [reply] = await said;
    return reply;
  }
}

/** Two outcomes or more, one after the other. */
export async function inTurn<T>(...steps: (() => Promise<T>)[]): Promise<T[]> {
  const outcomes: T[] = [];
  for (const step of steps) outcomes.push(await step());
  return outcomes;
}
