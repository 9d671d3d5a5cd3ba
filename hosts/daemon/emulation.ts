/** Emulated logical units in place of devices: which file, which nexus, and what is refused. Nothing here touches a device. */
import { constants, readlinkSync } from "node:fs";
import { type Core, type FailureKind, helperFailure, UnitLimitError } from "../embed/index.ts";
import { EmulatedFile } from "./emulated-file.ts";
import type { Facts, Log } from "./log.ts";
import { identityOf, type Initiator, initiatorOf } from "./nexus.ts";
import type { StateFolder } from "./state.ts";

/** A command, as the addon hands it over. */
export interface EmulatedCommand {
  readonly request: Uint8Array;
  /** It may change registrations or the reservation. */
  readonly changes: boolean;
  readonly connection: number;
  readonly peer: number;
  readonly descriptor: number;
  readonly type: number;
  readonly file: string;
}

export class Emulation {
  readonly #files = new Map<string, EmulatedFile>();
  /** By connection. */
  readonly #identities = new Map<number, string>();
  readonly #initiators = new Map<number, Initiator>();

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly states: StateFolder | undefined,
    private readonly log: Log,
  ) {}

  /** At once: later, another process may have the number of one that has ended. */
  meet(connection: number, peer: number): void {
    const identity = identityOf(peer);
    if (identity !== undefined) this.#identities.set(connection, identity);
  }

  forget(connection: number): void {
    this.#identities.delete(connection);
    this.#initiators.delete(connection);
  }

  /** A helper reply. */
  answer(core: Core, command: EmulatedCommand): Uint8Array {
    const refuse = (kind: FailureKind, reason: string) => {
      this.log.write(0, `client ${command.connection} (process ${command.peer || "unknown"}): refused: ${reason}`);
      return helperFailure(core, kind);
    };
    if (command.type !== constants.S_IFREG)
      return refuse("emulated_device", `${pathOf(command)} is no regular file, and --emulate takes no other`);
    const initiator = this.#initiator(core, command.connection);
    if (initiator === undefined)
      return refuse(
        "emulated_nexus",
        "its process cannot be told, and so not which registrations are its own: run the helper in the PID namespace of its clients, as a user that sees them in /proc",
      );
    try {
      return this.#file(command).execute(core, initiator, command.request, command.changes);
    } catch (error) {
      if (error instanceof UnitLimitError)
        return refuse(
          "emulated_limit",
          `${pathOf(command)} is one file more than a helper can emulate at once (${this.#files.size}): start another helper with its own socket for it, or start this one anew if others are no longer used`,
        );
      return refuse(
        "fault",
        `${pathOf(command)} cannot be emulated (${(error as Error).message}): where its state cannot be read, make it readable; the next command tries again`,
      );
    }
  }

  #initiator(core: Core, connection: number): Initiator | undefined {
    const known = this.#initiators.get(connection);
    const identity = this.#identities.get(connection);
    if (known || identity === undefined) return known;
    const made = initiatorOf(core, identity);
    this.#initiators.set(connection, made);
    return made;
  }

  /** Where a command went. */
  facts(command: EmulatedCommand): Facts {
    return {
      file: this.#files.get(command.file)?.path ?? pathOf(command),
      nexus: this.#initiators.get(command.connection)?.name,
    };
  }

  #file(command: EmulatedCommand): EmulatedFile {
    const known = this.#files.get(command.file);
    if (known) return known;
    const path = pathOf(command);
    const made = new EmulatedFile(this.module, command.file, path, this.states, this.log);
    this.#files.set(command.file, made);
    this.log.write(1, `emulates a logical unit for ${path}`);
    return made;
  }
}

/** For the log: where the file is, as far as the kernel knows. */
function pathOf({ descriptor, file }: EmulatedCommand): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return file;
  }
}
