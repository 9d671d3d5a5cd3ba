// A script of requests for a PR helper, byte by byte and chunk by chunk, with the outcome that each is to have, by name. Inside User Mode
// Linux inside/pr-script.c plays it.

export const GOOD = "GOOD";
export const CONFLICT = "RESERVATION CONFLICT";
/** The helper closes the connection without an answer. */
export const CLOSED = "closed";
/** The helper goes on waiting: there is nothing 2 s later. */
const SILENT = "no answer in 2 s";
/** What a helper did to the open file description that it shares with its client. */
export const KEPT = "O_NONBLOCK is still set";
export const CLEARED = "O_NONBLOCK is gone";
/** CHECK CONDITION by its sense data (SPC-4, 4.5.6, tables 54 and 55). */
export const IO_TERMINATED = "ABORTED COMMAND, I/O PROCESS TERMINATED";
export const INVALID_FIELD = "ILLEGAL REQUEST, INVALID FIELD IN CDB";
export const INVALID_PARAMETER = "ILLEGAL REQUEST, INVALID FIELD IN PARAMETER LIST";
export const INVALID_OPCODE = "ILLEGAL REQUEST, INVALID COMMAND OPERATION CODE";
export const LENGTH_ERROR = "ILLEGAL REQUEST, PARAMETER LIST LENGTH ERROR";
export const NO_COMMUNICATION = "NOT READY, LOGICAL UNIT COMMUNICATION FAILURE";
export const PREEMPTED = "UNIT ATTENTION, RESERVATIONS PREEMPTED";
export const RELEASED = "UNIT ATTENTION, RESERVATIONS RELEASED";
export const UNREGISTERED = "UNIT ATTENTION, REGISTRATIONS PREEMPTED";

const STATUSES: Record<number, string> = { 0x00: GOOD, 0x18: CONFLICT };
const SENSES: Record<string, string> = {
  "0b/00/06": IO_TERMINATED,
  "05/24/00": INVALID_FIELD,
  "05/26/00": INVALID_PARAMETER,
  "05/20/00": INVALID_OPCODE,
  "05/1a/00": LENGTH_ERROR,
  "02/08/00": NO_COMMUNICATION,
  "06/2a/03": PREEMPTED,
  "06/2a/04": RELEASED,
  "06/2a/05": UNREGISTERED,
};

/** What the descriptors are that can go with a chunk; a word of these letters is several. */
export const DESCRIPTORS = {
  a: "the logical unit over its first nexus, for reading and writing",
  b: "the logical unit over its second nexus, for reading and writing",
  r: "the logical unit, read-only",
  w: "the logical unit, write-only",
  n: "the logical unit, O_NONBLOCK",
  p: "the logical unit, O_PATH",
  f: "a regular file",
  e: "a regular file, read-only",
  c: "a character device that is no disk",
  d: "a folder",
  i: "a pipe",
  s: "a socket",
} as const;

export interface Expected {
  name: string;
  outcome: string;
  /** Not a request but a look at something else; it does not count. */
  aside?: true;
}

/** What came back: its name, and all of it, to be compared byte for byte. */
export interface Answer {
  /** The last one of a connection also tells when more came than what was asked for. */
  outcome: string;
  /** "reply STATUS SIZE SENSE DATA", "eof", "silent", "torn BYTES", "nonblock" or "blocking". */
  exact: string;
}

const GREETING = Buffer.alloc(4);

export class Script {
  readonly expected: Expected[] = [];
  readonly #lines: string[] = [];
  #connected = false;

  /** A new connection, greeted unless `greet` is false. */
  connect({ greet = true } = {}): this {
    this.#lines.push("connect");
    this.#connected = true;
    return greet ? this.send(GREETING) : this;
  }

  /** One send; the helper reads it before anything else is sent. Connects when the helper has closed the connection before. */
  send(bytes: Buffer, descriptors = ""): this {
    return this.#chunk("send", bytes, descriptors);
  }

  /** One send that the helper may find together with what follows. */
  push(bytes: Buffer, descriptors = ""): this {
    return this.#chunk("push", bytes, descriptors);
  }

  halfClose(): this {
    this.#lines.push("shut");
    return this;
  }

  answer(name: string, outcome: string): this {
    this.#lines.push(`answer ${this.#expect(name, outcome)}`);
    if (outcome === CLOSED) this.#connected = false;
    return this;
  }

  /** The helper is to go on waiting for more. */
  noAnswer(name: string): this {
    this.#lines.push(`park ${this.#expect(name, SILENT)}`);
    this.#connected = false;
    return this;
  }

  /** Whether O_NONBLOCK of a descriptor is as it was. */
  flags(name: string, descriptor: keyof typeof DESCRIPTORS, outcome: string): this {
    const index = this.#expect(name, outcome);
    this.expected[index]!.aside = true;
    this.#lines.push(`flags ${index} ${descriptor}`);
    return this;
  }

  /** A whole request as QEMU sends it: the CDB with its descriptor, then the parameter list. */
  ask(name: string, request: Buffer, outcome: string, descriptors = "a"): this {
    this.send(request.subarray(0, 16), descriptors);
    if (request.length > 16) this.send(request.subarray(16));
    return this.answer(name, outcome);
  }

  /** Requests sent at these boundaries: each chunk with its descriptors. */
  chunks(bytes: Buffer, chunks: readonly (readonly [length: number, descriptors: string])[]): this {
    let at = 0;
    for (const [length, descriptors] of chunks) this.send(bytes.subarray(at, (at += length)), descriptors);
    if (at !== bytes.length) throw new Error(`The chunks are ${at} bytes of ${bytes.length}.`);
    return this;
  }

  toString(): string {
    return this.#lines.map((line) => line + "\n").join("");
  }

  #chunk(verb: "send" | "push", bytes: Buffer, descriptors: string): this {
    if (!this.#connected) this.connect();
    this.#lines.push(`${verb} ${bytes.toString("hex")} ${descriptors || "-"}`);
    return this;
  }

  #expect(name: string, outcome: string): number {
    if (this.expected.some((other) => other.name === name)) throw new Error(`Two requests have the name "${name}".`);
    return this.expected.push({ name, outcome }) - 1;
  }
}

/** What inside/pr-script.c printed, in the order of the script's requests. */
export function readAnswers(output: string): Answer[] {
  const answers: Answer[] = [];
  for (const line of output.trimEnd().split("\n")) {
    const rest = /^rest (\d+) (.*)$/.exec(line);
    if (rest) {
      const answer = answers[Number(rest[1])]!;
      // A connection that the helper has closed has nothing more.
      if (rest[2] !== "0") answer.outcome += `, then ${rest[2]} more bytes`;
      continue;
    }
    const [, index, exact] = /^(\d+) (.*)$/.exec(line)!;
    answers[Number(index)] = { outcome: nameOf(exact!), exact: exact! };
  }
  return answers;
}

function nameOf(exact: string): string {
  if (exact === "eof") return CLOSED;
  if (exact === "silent") return SILENT;
  if (exact === "nonblock") return KEPT;
  if (exact === "blocking") return CLEARED;
  const [, status, , sense] = /^reply (\d+) (\d+) (\w+) (\S+)$/.exec(exact) ?? [];
  if (sense === undefined) return exact;
  if (status !== "2") return STATUSES[Number(status)] ?? `status ${status}`;
  const code = [sense.slice(4, 6), sense.slice(24, 26), sense.slice(26, 28)].join("/");
  return SENSES[code] ?? `sense ${code}`;
}
