/** A logical unit, its initiators, and what was done; every state is kept, so that any step can be gone back to. */
import { type Core, EmulatedUnit, type UnitAnswer } from "../../embed/index.ts";
import { commandOf, type Initiator, type Step, transportId } from "./steps.ts";

export interface Done {
  readonly step: Step;
  /** Undefined for events. */
  readonly answer: UnitAnswer | undefined;
}

export class Bench {
  readonly initiators: readonly Initiator[];
  readonly #core: Core;
  readonly #unit: EmulatedUnit;
  readonly #transportIds: readonly Uint8Array[];
  /** State before the first step, and behind each. */
  readonly #states: Uint8Array[];
  readonly #done: Done[] = [];
  #at = 0;

  constructor(core: Core, module: WebAssembly.Module, initiators: readonly Initiator[]) {
    this.#core = core;
    this.initiators = initiators;
    this.#unit = new EmulatedUnit(module, { persist: true });
    this.#transportIds = initiators.map((initiator) => transportId(core, initiator));
    this.#states = [this.#unit.save()];
  }

  /** All that was done, what was undone since included. */
  get done(): readonly Done[] {
    return this.#done;
  }

  /** How many of the steps hold: those behind were undone. */
  get at(): number {
    return this.#at;
  }

  /** Saved state of the unit. */
  get state(): Uint8Array {
    return this.#states[this.#at]!;
  }

  /** Does a step; what was undone before is forgotten. */
  act(step: Step): Done {
    this.#done.length = this.#at;
    this.#states.length = this.#at + 1;
    const answer = this.#execute(step);
    const done = { step, answer };
    this.#done.push(done);
    this.#states.push(this.#unit.save());
    this.#at++;
    return done;
  }

  /** Back or forth to behind so many steps. */
  go(at: number): void {
    this.#at = Math.max(0, Math.min(at, this.#done.length));
    this.#unit.load(this.state);
  }

  close(): void {
    this.#unit.close();
  }

  #execute(step: Step): UnitAnswer | undefined {
    const nexus = { transportId: this.#transportIds[step.who] ?? new Uint8Array(), relativeTargetPort: 1 };
    if (step.kind === "event") {
      this.#unit.event(step.event, step.event === "nexus_loss" ? nexus : undefined);
      return undefined;
    }
    const { cdb, list } = commandOf(this.#core, step, this.initiators);
    return this.#unit.execute(nexus, cdb, list);
  }
}
