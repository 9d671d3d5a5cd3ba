/** An emulated logical unit: an instance of the core of its own, because the core's state is the unit. */
import abi from "./abi.json" with { type: "json" };
import { Core, numberOf, whole } from "./core.ts";

/** Who sends a command. */
export interface Nexus {
  /** TransportID of the initiator port (SPC-4 7.6.4). */
  readonly transportId: Uint8Array;
  /** Relative target port identifier, from 1. */
  readonly relativeTargetPort: number;
}

/** What a command gets. */
export interface UnitAnswer {
  /** SCSI status. */
  readonly status: number;
  /** Sense data in fixed format; empty without CHECK CONDITION. */
  readonly sense: Uint8Array;
  /** Data for the initiator. */
  readonly data: Uint8Array;
  /** The saved state would differ from before. */
  readonly changed: boolean;
}

/** What may happen to a unit without a command: `unit_event` of the ABI. */
export type UnitEvent = keyof typeof abi.enumerations.unit_event;

/** What a unit is from its start on. */
export interface UnitOptions {
  /** PTPL_C: registrations and reservation can persist through power loss. */
  readonly persist?: boolean;
  /** Relative target port identifiers 1 to this exist: 1 to 16, 1 when not given. */
  readonly targetPorts?: number;
}

/** Each instance reserves 10 GiB of address space where a runtime guards WebAssembly memory by page protection. */
const most = 32;
let open = 0;

/** Too many emulated logical units are open in this process. */
export class UnitLimitError extends Error {
  override readonly name = "UnitLimitError";
}

/** One logical unit: registrations, reservation, unit attentions. No data, and no time: nothing happens to it by itself. */
export class EmulatedUnit {
  #core: Core | undefined;

  /** A new unit, powered on, with nothing registered. Errors: UnitLimitError; CoreError invalid_field; RangeError for no number. */
  constructor(module: WebAssembly.Module, { persist = false, targetPorts = 1 }: UnitOptions = {}) {
    if (open >= most)
      throw new UnitLimitError(
        `${most} emulated logical units are open in this process, more it cannot have: close one of them`,
      );
    const core = Core.load(module);
    core.check(core.exports.hf_unit_start(persist ? 1 : 0, whole("targetPorts", targetPorts)));
    this.#core = core;
    open++;
  }

  /** Executes a command, with its data-out. Errors: CoreError short, trailing, too_long, invalid_field, for a nexus or a CDB that is none. */
  execute(nexus: Nexus, cdb: Uint8Array, dataOut?: Uint8Array): UnitAnswer {
    const core = this.#opened();
    const cdbLength = core.write("input", cdb);
    const dataLength = dataOut ? core.write("input", dataOut, cdbLength) : 0;
    const transportIdLength = core.write("nexus", nexus.transportId);
    const { hf_unit_execute: run } = core.exports;
    const status = core.check(run(cdbLength, dataLength, transportIdLength, portOf(nexus)));
    const head = abi.records.unit_answer.size;
    return {
      status,
      sense: core.read("unit_answer", head + core.record("unit_answer", "sense_length")).slice(head),
      data: core.read("output", core.record("unit_answer", "data_length")),
      changed: this.changed,
    };
  }

  /** Since the last command, the saved state differs from what it was before it. */
  get changed(): boolean {
    return this.#opened().record("unit_answer", "changed") === 1;
  }

  /** Executes a helper request (16 bytes of CDB, then the parameter list). Returns the helper's reply with its payload. Errors: as `execute`. */
  emulateHelperRequest(nexus: Nexus, request: Uint8Array): Uint8Array {
    const core = this.#opened();
    const length = core.write("request", request);
    const transportIdLength = core.write("nexus", nexus.transportId);
    const { hf_helper_emulate: run } = core.exports;
    return core.read("reply", core.check(run(length, transportIdLength, portOf(nexus))));
  }

  /** Something happens to the unit; `nexus` is the one that is lost. Errors: CoreError, for a nexus that is none. */
  event(event: UnitEvent, nexus?: Nexus): void {
    const core = this.#opened();
    const number = numberOf("event", abi.enumerations.unit_event, event);
    const transportIdLength = nexus ? core.write("nexus", nexus.transportId) : 0;
    const { hf_unit_event: happen } = core.exports;
    core.check(happen(number, transportIdLength, nexus ? portOf(nexus) : 0));
  }

  /** All that the unit knows, its options too. */
  save(): Uint8Array {
    const core = this.#opened();
    return core.read("unit_state", core.check(core.exports.hf_unit_save()));
  }

  /** Takes over a saved state, options included. Errors: CoreError invalid_state; then the unit is as it was before. */
  load(state: Uint8Array): void {
    const core = this.#opened();
    core.check(core.exports.hf_unit_load(core.write("unit_state", state)));
  }

  /** Gives its place to another unit. A closed unit does nothing more. */
  close(): void {
    if (this.#core === undefined) return;
    this.#core = undefined;
    open--;
  }

  #opened(): Core {
    if (this.#core === undefined) throw new Error("this emulated logical unit is closed: open a new one");
    return this.#core;
  }
}

const portOf = ({ relativeTargetPort }: Nexus): number => whole("relativeTargetPort", relativeTargetPort);
