/** An initiator: a process of its own, because a process is what the helper takes for an I_T nexus. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { type Answer, PrManagerHelper } from "../node/index.ts";

interface Command {
  readonly cdb: Uint8Array;
  readonly list: Uint8Array;
}

type Message = { readonly answer: Answer } | { readonly error: string };

const [socketVariable, diskVariable] = ["HOLDFAST_START_SOCKET", "HOLDFAST_START_DISK"];

/** In the initiator's process: puts each command that comes to the helper. */
export function serveInitiator(): void {
  const helper = new PrManagerHelper({ path: process.env[socketVariable]! });
  const disk = openSync(process.env[diskVariable]!, "r+");
  process.on("message", ({ cdb, list }: Command) => {
    helper.execute(disk, cdb, list).then(
      (answer) => process.send!({ answer } satisfies Message),
      (error: unknown) => process.send!({ error: (error as Error).message } satisfies Message),
    );
  });
  process.on("disconnect", () => process.exit(0));
}

export class Initiator {
  readonly #child: ChildProcess;

  constructor(
    readonly name: string,
    program: string,
    socket: string,
    disk: string,
  ) {
    const env = { ...process.env, [socketVariable]: socket, [diskVariable]: disk };
    this.#child = fork(program, ["--initiator"], { env, serialization: "advanced" });
  }

  get process(): number {
    return this.#child.pid!;
  }

  /** Errors: those of PrManagerHelper, and one when the initiator's process ends. */
  async execute(cdb: Uint8Array, list: Uint8Array): Promise<Answer> {
    const said = once(this.#child, "message") as Promise<[Message]>;
    const ended = once(this.#child, "exit").then(() => {
      throw new Error(`initiator ${this.name} has ended`);
    });
    this.#child.send({ cdb, list } satisfies Command);
    const [message] = await Promise.race([said, ended]);
    if ("error" in message) throw new Error(message.error);
    return message.answer;
  }

  end(): void {
    this.#child.removeAllListeners("exit");
    if (this.#child.connected) this.#child.disconnect();
  }
}
