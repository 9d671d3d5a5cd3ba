/** What Holdfast's emulated logical unit answers to a command that meets no wrong state. */
import { compose, type Core, EmulatedUnit, explain, type StructureName, type UnitAnswer } from "../../embed/index.ts";
import { actionName, actionNumber, cdbOf, type OutAction, type TypeName, typeNumber } from "../standard.ts";
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
const anyType: TypeName = "Write Exclusive - Registrants Only";

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
    const name = actionName(this.#core, action);
    const unregistered = name === "REGISTER AND IGNORE EXISTING KEY" || name === "REPLACE LOST RESERVATION";
    if (!unregistered && key > 0n) this.#out(sender, "REGISTER", { serviceActionKey: key });
    if (name === "RELEASE") {
      this.#out(sender, "RESERVE", { key, type });
    } else if (name === "REGISTER AND MOVE") {
      this.#out(sender, "RESERVE", { key, type: typeNumber(this.#core, anyType) });
    } else if (name === "PREEMPT" || name === "PREEMPT AND ABORT") {
      const held = serviceActionKey || 1n;
      this.#out(other, "REGISTER", { serviceActionKey: held });
      this.#out(other, "RESERVE", { key: held, type: typeNumber(this.#core, anyType) });
    } else if (name === "REPLACE LOST RESERVATION") {
      this.#unit.event("information_lost");
      this.#send(sender, cdbOf(this.#core, "REQUEST SENSE")); // takes a unit attention away
    }
  }

  #out(who: number, action: OutAction, given: { type?: number; key?: bigint; serviceActionKey?: bigint }): void {
    const { cdb, list } = commandOf(this.#core, out(who, actionNumber(this.#core, action), given), initiators);
    this.#send(who, cdb, list);
  }

  #send(who: number, cdb: Uint8Array, list?: Uint8Array): UnitAnswer {
    return this.#unit.execute({ transportId: this.#names[who]!, relativeTargetPort: 1 }, cdb, list);
  }
}

/** The field that sense data points to: "" where it points to none. */
export function pointedField(core: Core, sense: Uint8Array, cdb: StructureName, list: StructureName): string {
  const nodes = explain(core, "fixed_sense", sense);
  const value = (field: string) => Number(nodes.find(({ name }) => name === field)?.value ?? 0n);
  if (value("SKSV") === 0) return "";
  const bit = value("FIELD POINTER") * 8 + (value("BPV") > 0 ? 7 - value("BIT POINTER") : 0);
  const structure = value("C/D") > 0 ? cdb : list;
  return (
    explain(core, structure, compose(core, structure, {})).find((node, i) => i > 0 && node.bit === bit)?.name ?? ""
  );
}
