/** A PR manager's side of the helper protocol, as QEMU's pr-manager-helper object: to holdfast-pr-helper, or to qemu-pr-helper. */
import { EventEmitter, once } from "node:events";
import { fstatSync } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { abi, type Core, decodeHelperReply, helperGreeting, planHelperRequest } from "../embed/index.ts";
import { type Addon, loadAddon } from "./addon.ts";
import { loadCore } from "./core.ts";

/** Where the helper is, and how long to look for it. */
export interface PrManagerHelperOptions {
  /** The helper's socket. */
  readonly path: string;
  /** How often a command tries to reach the helper, and the pause between two tries in milliseconds: QEMU's 5 and 1000 when absent. */
  readonly attempts?: number;
  readonly pauseMs?: number;
}

/** What came of a command. */
export interface Answer {
  /** SCSI status. */
  readonly status: number;
  /** 96 bytes; they mean something with CHECK CONDITION. */
  readonly sense: Uint8Array;
  /** Parameter data, for GOOD. */
  readonly data: Uint8Array;
}

/** The command cannot be put to a helper: nothing was sent. */
export class InvalidCommandError extends Error {}

/** The helper could not be reached: nothing was carried out. */
export class HelperUnreachableError extends Error {}

/** The helper went, or broke the protocol, with the command under way: it may have been carried out. Ask the logical unit. */
export class OutcomeUnknownError extends Error {}

interface Events {
  connect: [];
  disconnect: [];
}

/**
 * Commands run one after the other, as on QEMU's object (scsi/pr-manager-helper.c). `connect` comes with each handshake, `disconnect` with each
 * connection that is lost; an idle connection that is lost is noticed at once.
 */
export class PrManagerHelper extends EventEmitter<Events> {
  readonly #options: Required<PrManagerHelperOptions>;
  readonly #addon: Addon = loadAddon();
  readonly #core: Core = loadCore();
  #connection: Connection | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** Errors: RangeError for less than one attempt. */
  constructor({ path, attempts = 5, pauseMs = 1000 }: PrManagerHelperOptions) {
    super();
    if (!(attempts >= 1)) throw new RangeError(`${attempts} attempts are too few: make at least one`);
    this.#options = { path, attempts, pauseMs };
  }

  /** As QEMU's query-pr-managers tells it. */
  get connected(): boolean {
    return this.#connection !== undefined;
  }

  /**
   * Puts a PERSISTENT RESERVE IN or OUT command (up to 16 bytes) to the device behind `descriptor`, with the parameter list of OUT.
   * Errors: InvalidCommandError, HelperUnreachableError, OutcomeUnknownError; those of fstat() for the descriptor.
   */
  execute(descriptor: number, cdb: Uint8Array, parameterList: Uint8Array = new Uint8Array()): Promise<Answer> {
    const turn = this.#last.then(() => this.#execute(descriptor, cdb, parameterList));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** For good: commands that still wait are not sent. */
  close(): void {
    this.#closed = true;
    this.#drop(this.#connection);
  }

  async #execute(descriptor: number, cdb: Uint8Array, list: Uint8Array): Promise<Answer> {
    const request = new Uint8Array(abi.helper.cdb);
    if (cdb.length === 0 || cdb.length > request.length)
      throw new InvalidCommandError(`a CDB of ${cdb.length} bytes is not one of 1 to ${request.length}`);
    request.set(cdb);
    const plan = planHelperRequest(this.#core, request);
    if (!plan.valid)
      throw new InvalidCommandError(
        `a PR manager takes PERSISTENT RESERVE commands with up to ${abi.helper.data} bytes of data`,
      );
    if (list.length !== plan.parameterLength)
      throw new InvalidCommandError(
        `the CDB names ${plan.parameterLength} bytes of parameter list, ${list.length} are given`,
      );
    const connection = await this.#begin(request, descriptor);
    try {
      if (list.length > 0) connection.write(list);
      const { result, payloadSize, sense } = decodeHelperReply(this.#core, await connection.read(abi.helper.reply));
      if (payloadSize > plan.replyLimit)
        throw new Error(`the helper announces ${payloadSize} bytes where ${plan.replyLimit} may be`);
      return { status: result, sense, data: await connection.read(payloadSize) };
    } catch (error) {
      this.#drop(connection);
      const { message } = error as Error;
      throw new OutcomeUnknownError(`${message}: the command may have been carried out, ask the logical unit`, {
        cause: error,
      });
    }
  }

  /** A connection to which the CDB has been written. Only this is tried again: nothing has been carried out before it. */
  async #begin(request: Uint8Array, descriptor: number): Promise<Connection> {
    const { path, attempts, pauseMs } = this.#options;
    let reason: unknown;
    fstatSync(descriptor); // EBADF is the caller's, here; below it would be the connection's
    for (let attempt = 1; attempt <= attempts; attempt++) {
      if (this.#closed) throw new HelperUnreachableError("the PR manager is closed: make another one");
      const connection = this.#connection ?? (await this.#connect().catch((error: unknown) => void (reason = error)));
      if (!connection) {
        if (attempt < attempts) await sleep(pauseMs);
        continue;
      }
      try {
        if (connection.ended) throw new Error("the helper has gone");
        this.#addon.send(connection.fd, request, descriptor);
        return connection;
      } catch (error) {
        reason = error;
        this.#drop(connection);
      }
    }
    throw new HelperUnreachableError(`no helper answers at ${path} (${(reason as Error).message}): start one`, {
      cause: reason,
    });
  }

  async #connect(): Promise<Connection> {
    const connection = new Connection(this.#addon.connect(this.#options.path));
    const greeting = helperGreeting(this.#core);
    try {
      await connection.read(greeting.length); // what it offers; nothing is asked for
      connection.write(greeting);
      if (this.#closed) throw new Error("the PR manager is closed");
    } catch (error) {
      connection.close();
      throw error;
    }
    connection.onEnd(() => this.#drop(connection));
    this.#connection = connection;
    this.emit("connect");
    return connection;
  }

  #drop(connection: Connection | undefined): void {
    if (!connection || connection !== this.#connection) return;
    this.#connection = undefined;
    connection.close();
    this.emit("disconnect");
  }
}

/** Bytes both ways, in the order in which they come. */
class Connection {
  readonly #socket: Socket;

  constructor(readonly fd: number) {
    this.#socket = new Socket({ fd });
    this.#socket.on("error", () => undefined); // "close" follows, and says as much
  }

  /** Its number may be another file's by now. */
  get ended(): boolean {
    return this.#socket.destroyed || this.#socket.closed;
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  async read(length: number): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array();
    for (;;) {
      const bytes = this.#socket.read(length) as Buffer | null;
      if (bytes?.length === length) return new Uint8Array(bytes);
      if (bytes || this.#socket.destroyed || this.#socket.readableEnded) throw new Error("the helper has gone");
      const stop = new AbortController();
      const { signal } = stop;
      await Promise.race(
        ["readable", "end", "close"].map((event) => once(this.#socket, event, { signal }).catch(() => undefined)),
      );
      stop.abort();
    }
  }

  onEnd(callback: () => void): void {
    for (const event of ["end", "error", "close"]) this.#socket.once(event, callback);
  }

  close(): void {
    this.#socket.destroy();
  }
}
