/** The log of commands that change state: who, on which disk, by which nexus, with which key, and what came of it. */
import { readFileSync, realpathSync } from "node:fs";
import { basename } from "node:path";
import {
  abi,
  type Core,
  CoreError,
  decodeCdb,
  decodeHelperReply,
  decodeParameterList,
  decodeSense,
  senseCode,
  statusName,
} from "../embed/index.ts";
import type { Errand } from "../node/addon.ts";
import { type Guest, meetGuest } from "./guest.ts";
import type { Facts, Log } from "./log.ts";

/** How long what sysfs says of a device is believed: a disk may go and another take its name. Milliseconds. */
const believed = 1000;

/** A command that went to an emulated logical unit. */
export interface EmulatedErrand extends Pick<Errand, "connection" | "peer" | "milliseconds"> {
  /** Where it went. */
  readonly facts: Facts;
}

/** One command, as it is kept until its line is made. */
interface Noted {
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
  readonly errand: Errand | EmulatedErrand;
  readonly client: Client;
}

/** Who sent it, by the connection. */
interface Client {
  readonly guest: Guest;
  /** Its lines are made without the guest's name from then on (performance.now()): what a process says of itself may take for ever to read. */
  readonly until: number;
}

/** Lines are made in batches: at most so many each time, and no more wait than that. */
const [batch, mostNoted, batchMs] = [500, 10_000, 20];
/** How long the lines of a client wait for the guest's name: it takes less than a millisecond to find where the machine is not busy. */
const guestMs = 2000;

export class CommandLog {
  readonly #clients = new Map<number, Client>();
  readonly #devices = new Map<string, { readonly facts: Facts; readonly until: number }>();
  readonly #noted: Noted[] = [];
  #timer: NodeJS.Timeout | undefined;
  #dropped = 0;

  constructor(
    private readonly core: () => Core,
    private readonly log: Log,
    private readonly meet: (peer: number) => Guest = meetGuest,
  ) {}

  /** `request` and `reply` are copies. The line is made later: the log delays no guest. */
  note(request: Uint8Array, reply: Uint8Array, errand: Errand | EmulatedErrand): void {
    if (this.log.quiet) return;
    if (this.#noted.length >= mostNoted) {
      this.#dropped++;
      return;
    }
    this.#noted.push({ request, reply, errand, client: this.#client(errand) });
    this.#timer ??= setTimeout(() => this.#makeBatch(), batchMs);
  }

  /** All that is noted, before the process ends. */
  flush(): void {
    this.#make(mostNoted);
  }

  /** In the order of the commands: one that waits for its guest's name holds up those behind it. */
  #makeBatch(): void {
    const now = performance.now();
    const waiting = this.#noted.findIndex(({ client }) => !client.guest.known && now < client.until);
    this.#make(waiting < 0 ? batch : Math.min(batch, waiting));
  }

  #make(most: number): void {
    clearTimeout(this.#timer);
    for (const noted of this.#noted.splice(0, most)) this.#tell(noted);
    this.#timer = this.#noted.length > 0 ? setTimeout(() => this.#makeBatch(), batchMs) : undefined;
    if (this.#dropped === 0 || most === 0) return; // told with lines, not while they wait
    this.log.write(0, `${this.#dropped} commands that change state were too many to be told of`);
    this.#dropped = 0;
  }

  /** What goes wrong with a line is told, and ends nothing. */
  #tell(noted: Noted): void {
    try {
      this.#write(noted);
    } catch (error) {
      this.log.write(0, `a command could not be told of: ${(error as Error).message}`);
    }
  }

  #write({ request, reply, errand, client }: Noted): void {
    const core = this.core();
    this.log.write(0, actionOf(core, request), {
      guest: client.guest.name,
      client: errand.connection,
      process: errand.peer,
      ...("facts" in errand ? errand.facts : this.#device(errand)),
      ...keysOf(core, request),
      ...outcomeOf(core, reply),
      ms: errand.milliseconds,
    });
  }

  forget(connection: number): void {
    this.#clients.delete(connection);
  }

  #client({ connection, peer }: Errand | EmulatedErrand): Client {
    const client = this.#clients.get(connection) ?? { guest: this.meet(peer), until: performance.now() + guestMs };
    this.#clients.set(connection, client);
    return client;
  }

  #device({ major, minor }: Errand): Facts {
    const name = `${major}:${minor}`;
    const known = this.#devices.get(name);
    if (known && known.until > Date.now()) return known.facts;
    const facts = { device: name, ...pathOf(name) };
    if (this.#devices.size > 1000) this.#devices.clear();
    this.#devices.set(name, { facts, until: Date.now() + believed });
    return facts;
  }
}

/** The LU's own name (VPD page 83h, as Linux keeps it), and host:channel:target:lun, which is this machine's side of the nexus. */
function pathOf(device: string): Facts {
  for (const kind of ["block", "char"]) {
    const folder = `/sys/dev/${kind}/${device}/device`;
    try {
      return { lu: firstLine(`${folder}/wwid`), nexus: basename(realpathSync(folder)) };
    } catch {
      // no SCSI device of this kind
    }
  }
  return {};
}

function firstLine(file: string): string {
  return readFileSync(file, "utf8").split("\n", 1)[0]!.trim();
}

function actionOf(core: Core, request: Uint8Array): string {
  try {
    return decodeCdb(core, request).action;
  } catch (error) {
    if (error instanceof CoreError) return "PERSISTENT RESERVE OUT with an unknown service action";
    throw error;
  }
}

function keysOf(core: Core, request: Uint8Array): Facts {
  try {
    const { type } = decodeCdb(core, request);
    const list = decodeParameterList(core, request.subarray(abi.helper.cdb));
    const [key, other] = [hex(list.reservationKey), hex(list.serviceActionReservationKey)];
    return { key, "service-action-key": other, type: type || undefined, aptpl: list.aptpl ? 1 : undefined };
  } catch (error) {
    if (error instanceof CoreError) return {};
    throw error;
  }
}

function outcomeOf(core: Core, reply: Uint8Array): Facts {
  const { result, sense } = decodeHelperReply(core, reply);
  const status = statusName(core, result);
  try {
    if (status !== "CHECK CONDITION") return { status };
    const decoded = decodeSense(core, sense);
    return { status, sense: `${senseCode(decoded)} ${decoded.name}`.trimEnd() };
  } catch (error) {
    if (error instanceof CoreError) return { status };
    throw error;
  }
}

const hex = (key: bigint): string => key.toString(16).padStart(16, "0");
