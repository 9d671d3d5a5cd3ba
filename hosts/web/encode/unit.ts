/** What Holdfast's emulated logical unit answers to a command that meets no wrong state. */
import { compose, type Core, EmulatedUnit, explain, type StructureName, type UnitAnswer } from "../../embed/index.ts";
import { commandOf, type Initiator, out, transportId } from "../bench/steps.ts";

/** What of a PERSISTENT RESERVE OUT the state has to fit. */
export interface Wanted {
  readonly action: number;
  readonly type: number;
  readonly key: bigint;
  readonly serviceActionKey: bigint;
}

export const targetPorts = 16;
const initiators: readonly Initiator[] = ["sender", "other"].map((host) => ({ host, session: 1 }));
const [sender, other] = [0, 1];
const [register, reserve, release, preempt, preemptAndAbort, ignoreExisting, move, replaceLost] = [
  0, 1, 2, 4, 5, 6, 7, 8,
];
const anyType = 5;

export class AskedUnit {
  readonly #core: Core;
  readonly #unit: EmulatedUnit;
  readonly #fresh: Uint8Array;
  readonly #names: readonly Uint8Array[];

  constructor(core: Core, module: WebAssembly.Module) {
    this.#core = core;
    this.#unit = new EmulatedUnit(module, { persist: true, targetPorts });
    this.#fresh = this.#unit.save();
    this.#names = initiators.map((initiator) => transportId(core, initiator));
  }

  /** The answer to PERSISTENT RESERVE OUT from an I_T nexus that has registered its RESERVATION KEY and meets what the service action is for. */
  answerOut(cdb: Uint8Array, list: Uint8Array, wanted: Wanted): UnitAnswer {
    this.#unit.load(this.#fresh);
    this.#prepare(wanted);
    return this.#send(sender, cdb, list);
  }

  answerIn(cdb: Uint8Array): UnitAnswer {
    this.#unit.load(this.#fresh);
    return this.#send(sender, cdb);
  }

  #prepare({ action, type, key, serviceActionKey }: Wanted): void {
    const unregistered = [ignoreExisting, replaceLost];
    if (!unregistered.includes(action) && key > 0n) this.#out(sender, register, { serviceActionKey: key });
    if (action === release) {
      this.#out(sender, reserve, { key, type });
    } else if (action === move) {
      this.#out(sender, reserve, { key, type: anyType });
    } else if (action === preempt || action === preemptAndAbort) {
      const held = serviceActionKey || 1n;
      this.#out(other, register, { serviceActionKey: held });
      this.#out(other, reserve, { key: held, type: anyType });
    } else if (action === replaceLost) {
      this.#unit.event("information_lost");
      this.#send(sender, compose(this.#core, "request_sense_cdb", { "ALLOCATION LENGTH": 252 })); // takes a unit attention away
    }
  }

  #out(who: number, action: number, given: { type?: number; key?: bigint; serviceActionKey?: bigint }): void {
    const { cdb, list } = commandOf(this.#core, out(who, action, given), initiators);
    this.#send(who, cdb, list);
  }

  #send(who: number, cdb: Uint8Array, list?: Uint8Array): UnitAnswer {
    return this.#unit.execute({ transportId: this.#names[who]!, relativeTargetPort: 1 }, cdb, list);
  }
}

/** The field that sense data points to: "" where it points to none. */
export function pointedField(core: Core, sense: Uint8Array, cdb: StructureName, list: StructureName): string {
  const sksv = explain(core, "fixed_sense", sense).find(({ name }) => name === "SKSV");
  if (!sksv?.value) return "";
  const at = sksv.bit >> 3;
  const pointer = explain(core, "field_pointer", sense.subarray(at, at + 3));
  const value = (field: string) => Number(pointer.find(({ name }) => name === field)?.value ?? 0n);
  const bit = value("FIELD POINTER") * 8 + (value("BPV") > 0 ? 7 - value("BIT POINTER") : 0);
  const structure = value("C/D") > 0 ? cdb : list;
  return (
    explain(core, structure, compose(core, structure, {})).find((node, i) => i > 0 && node.bit === bit)?.name ?? ""
  );
}
