/** The emulated logical unit that stands for one file. What it answers is on the disk before the client has the answer. */
import {
  type Core,
  CoreError,
  decodeHelperReply,
  EmulatedUnit,
  helperFailure,
  type Nexus,
  statusName,
} from "../embed/index.ts";
import type { Log } from "./log.ts";
import type { StateFolder } from "./state.ts";

export class EmulatedFile {
  #unit: EmulatedUnit;
  /** What the unit was after its last answer: what it goes back to when it fails, or the disk does. */
  #saved: Uint8Array;

  /**
   * Power on: with a folder, what was kept there is still so. What is damaged there is lost, and the unit says that to everybody.
   * `name` is the addon's name for the file, `path` a user's. Errors: UnitLimitError; those of reading the kept state.
   */
  constructor(
    private readonly module: WebAssembly.Module,
    private readonly name: string,
    readonly path: string,
    private readonly states: StateFolder | undefined,
    private readonly log: Log,
  ) {
    const kept = states?.read(name);
    this.#unit = this.#powerOn(kept);
    this.#saved = this.#unit.save();
  }

  /** The reply to a request; `changes`: of a kind that may change what outlives a power cycle. Errors: none that a client can cause. */
  execute(core: Core, nexus: Nexus, request: Uint8Array, changes: boolean): Uint8Array {
    try {
      return this.#keep(core, this.#unit.emulateHelperRequest(nexus, request), changes);
    } catch (error) {
      this.#unit.close();
      this.#unit = this.#restored();
      this.#fault(
        `the emulated logical unit of ${this.path} failed (${(error as Error).message}), and is what it was before`,
      );
      return helperFailure(core, "fault");
    }
  }

  #powerOn(kept: Uint8Array | undefined): EmulatedUnit {
    const unit = this.#make();
    if (kept === undefined) return unit;
    try {
      unit.load(kept);
      unit.event("power_on");
    } catch (error) {
      if (!(error instanceof CoreError)) {
        unit.close();
        throw error;
      }
      unit.event("information_lost");
      this.log.write(
        0,
        `${this.states!.fileOf(this.name)} is damaged, or of another version: the logical unit of ${this.path} says PERSISTENT RESERVATION INFORMATION LOST to all commands until REPLACE LOST RESERVATION`,
      );
    }
    return unit;
  }

  #restored(): EmulatedUnit {
    const unit = this.#make();
    unit.load(this.#saved);
    return unit;
  }

  #make(): EmulatedUnit {
    return new EmulatedUnit(this.module, { persist: this.states !== undefined });
  }

  /** Keeps what the unit has become. The reply says otherwise when that fails, and the unit is what it was. */
  #keep(core: Core, reply: Uint8Array, changes: boolean): Uint8Array {
    const { changed } = this.#unit;
    const state = changed ? this.#unit.save() : this.#saved;
    try {
      if (this.#mustWrite(core, reply, changed && changes)) this.states!.write(this.name, state);
    } catch (error) {
      this.#unit.load(this.#saved);
      this.#fault(
        `cannot keep the state of ${this.path} in ${this.states!.fileOf(this.name)} (${(error as Error).message}), so nothing was changed: make room, or make the folder writable`,
      );
      return helperFailure(core, "fault");
    }
    this.#saved = state;
    return reply;
  }

  /** Other answers than GOOD come with no change but to the unit attentions that wait, which end with a power cycle. */
  #mustWrite(core: Core, reply: Uint8Array, changed: boolean): boolean {
    if (this.states === undefined || (!changed && this.states.settled(this.name))) return false;
    return statusName(core, decodeHelperReply(core, reply).result) === "GOOD";
  }

  #fault(reason: string): void {
    this.log.write(0, `${reason}: the request is answered HARDWARE ERROR, INTERNAL TARGET FAILURE`);
  }
}
