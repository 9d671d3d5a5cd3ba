/** The log of commands that change state: who, on which disk, by which nexus, with which key, and what came of it. */
import { readFileSync, realpathSync } from "node:fs";
import { basename } from "node:path";
import {
  type Core,
  CoreError,
  decodeCdb,
  decodeHelperReply,
  decodeParameterList,
  decodeSense,
  explain,
} from "../embed/index.ts";
import type { Errand } from "../node/addon.ts";
import type { Facts, Log } from "./log.ts";

/** How long what sysfs says of a device is believed: a disk may go and another take its name. Milliseconds. */
const believed = 1000;

export class CommandLog {
  readonly #guests = new Map<number, string | undefined>();
  readonly #devices = new Map<string, { readonly facts: Facts; readonly until: number }>();

  constructor(private readonly log: Log) {}

  /** After the reply has gone: the log delays no guest. `request` and `reply` are copies. */
  note(core: Core, request: Uint8Array, reply: Uint8Array, errand: Errand): void {
    setImmediate(() => {
      this.log.write(0, actionOf(core, request), {
        guest: this.#guest(errand),
        client: errand.connection,
        process: errand.peer,
        ...this.#device(errand),
        ...keysOf(core, request),
        ...outcomeOf(core, reply),
        ms: errand.milliseconds,
      });
    });
  }

  forget(connection: number): void {
    this.#guests.delete(connection);
  }

  #guest({ connection, peer }: Errand): string | undefined {
    if (!this.#guests.has(connection)) this.#guests.set(connection, guestOf(peer));
    return this.#guests.get(connection);
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

/** QEMU's -name or -uuid, else the program's name. */
function guestOf(peer: number): string | undefined {
  try {
    const words = readFileSync(`/proc/${peer}/cmdline`, "utf8").split("\0");
    const after = (option: string) => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined);
    const name = after("-name")
      ?.split(",")
      .find((part, i) => part.startsWith("guest=") || (i === 0 && !part.includes("=")));
    return name?.replace(/^guest=/, "") ?? after("-uuid") ?? firstLine(`/proc/${peer}/comm`);
  } catch {
    return undefined; // it is gone, or in another PID namespace
  }
}

function actionOf(core: Core, request: Uint8Array): string {
  try {
    return decodeCdb(core, request).action;
  } catch (error) {
    if (error instanceof CoreError) return "PERSISTENT RESERVE OUT with an unknown service action";
    throw error;
  }
}

/** The cdb is 16 bytes on the socket; the parameter list follows it. */
const cdbSize = 16;

function keysOf(core: Core, request: Uint8Array): Facts {
  try {
    const { type } = decodeCdb(core, request);
    const list = decodeParameterList(core, request.subarray(cdbSize));
    const [key, other] = [hex(list.reservationKey), hex(list.serviceActionReservationKey)];
    return { key, "service-action-key": other, type: type || undefined, aptpl: list.aptpl ? 1 : undefined };
  } catch (error) {
    if (error instanceof CoreError) return {};
    throw error;
  }
}

function outcomeOf(core: Core, reply: Uint8Array): Facts {
  const { result, sense } = decodeHelperReply(core, reply);
  const status = explain(core, "helper_reply", reply)[1]!.meaning || `${result.toString(16)}h`;
  try {
    if (status !== "CHECK CONDITION") return { status };
    const { key, asc, ascq, name } = decodeSense(core, sense);
    const code = [key, asc, ascq].map((part) => part.toString(16).padStart(2, "0").toUpperCase()).join("/");
    return { status, sense: name ? `${code} ${name}` : code };
  } catch (error) {
    if (error instanceof CoreError) return { status };
    throw error;
  }
}

const hex = (key: bigint): string => key.toString(16).padStart(16, "0");
