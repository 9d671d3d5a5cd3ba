// Random sequences on the emulated logical unit: each command with its answer, with what is expected of LIO, and as a script for
// inside/sg-script.c. Where a deviation leaves LIO in another state, both are brought in line before the next command.
import type { EmulatedUnit } from "../../hosts/embed/index.ts";
import { Case, CHECK_CONDITION, cut, GOOD, later, outcomeOf, outcomeText, reportsAttention, shownBy, type Answer, type Outcome } from "./random-sequences-case.ts"; // prettier-ignore
import { CODE, IN, NEXUSES, OBSERVER, OUT, plain, reserveIn, reserveOut, STRANGE_KEY, transportId, type Command } from "./random-sequences-commands.ts"; // prettier-ignore
import type { Deviation } from "./random-sequences-deviations.ts";
import { Random } from "../common/random.ts";
import { randomCommand } from "./random-sequences-generator.ts";
import { Lio } from "./random-sequences-lio.ts";
import { EMPTY, stateText } from "./random-sequences-state.ts";

/** Where both sides were brought in line, by numbers of the script's lines. */
export interface Alignment {
  /** A TEST UNIT READY of each nexus that is to be GOOD. */
  readonly quiet: readonly number[];
  /** READ FULL STATUS that is to show nothing but a generation. */
  readonly shown: number;
}

/** A command that is compared. */
export interface Step {
  readonly sequence: number;
  readonly aligned: Alignment;
  /** One of the sequence's own; the others take what is left of unit attention conditions. */
  readonly random: boolean;
  readonly c: Case;
  readonly ours: Outcome;
  /** What LIO is to answer, by ours and the deviations. */
  readonly expected: Outcome;
  readonly deviations: readonly Deviation[];
  readonly line: number;
  /** READ FULL STATUS after it. */
  readonly shown: number;
}

const STATUS = reserveIn(OBSERVER, IN.readFullStatus, 1024);

export class Play {
  readonly steps: Step[] = [];
  readonly #lines: string[] = [];
  readonly #random: Random;
  #sequence = 0;
  #aligned!: Alignment;
  #lio = new Lio();
  /** Our generation where both sides were brought in line. */
  #base = 0;
  #state = EMPTY;
  /** The nexus whose RESERVE(6) is in force. */
  #legacy: number | undefined;

  constructor(
    private readonly unit: Pick<EmulatedUnit, "execute">,
    private readonly deviations: readonly Deviation[],
    seed: number,
  ) {
    this.#random = new Random(seed);
  }

  /** A sequence of so many random commands, from a state without registrations. */
  add(commands: number): void {
    this.#align();
    for (let done = 0; done < commands; done++) {
      const command = randomCommand(this.#random, { state: this.#state, legacy: this.#legacy });
      if (this.#step(command, true)) this.#settle(command.nexus);
      for (const nexus of this.#lio.misled) this.#settle(nexus);
    }
    this.#sequence++;
  }

  /** For inside/sg-script.c. */
  get script(): string {
    return this.#lines.map((line) => line + "\n").join("");
  }

  /** Takes what one side has left of unit attention conditions, and the other has not. */
  #settle(nexus: number): void {
    while (this.#step(plain(nexus, CODE.testUnitReady), false));
  }

  /** Returns whether the sender was told of a unit attention condition. */
  #step(command: Command, random: boolean): boolean {
    const c = new Case(command, this.#state, this.#legacy);
    const line = this.#write(command);
    const answer = this.#execute(command);
    const shown = this.#write(STATUS);
    const ours = outcomeOf(c, answer, shownBy(this.#execute(STATUS), this.#base), this.#base);
    const { expected, deviations } = this.#expect(c, ours);
    const [sequence, aligned] = [this.#sequence, this.#aligned];
    this.steps.push({ sequence, aligned, random, c, ours, expected, deviations, line, shown });
    this.#goOn(c, ours, expected);
    return reportsAttention(c, ours);
  }

  /** The outcome on LIO, and the deviations that make it another one than ours. */
  #expect(c: Case, ours: Outcome): Pick<Step, "expected" | "deviations"> {
    const { drift } = this.#lio;
    const data = c.tellsGeneration && ours.status === GOOD ? later(ours.data, drift, c.length) : ours.data;
    const after = ours.after && { ...ours.after, generation: ours.after.generation + drift };
    let expected: Outcome = { ...ours, data, after };
    const told = ours.status === CHECK_CONDITION && reportsAttention(c, ours);
    const deviations = this.deviations.filter((deviation) => {
      if ((deviation.attention ?? false) !== told) return false;
      const theirs = deviation.theirs(expected, c, this.#lio);
      if (!theirs || outcomeText(theirs) === outcomeText(expected)) return false;
      expected = theirs;
      return true;
    });
    return { expected, deviations };
  }

  #goOn(c: Case, ours: Outcome, expected: Outcome): void {
    if (ours.after && expected.after) this.#lio.drift = expected.after.generation - ours.after.generation;
    if (ours.after) this.#state = ours.after;
    this.#lio.remember(c, expected);
    const legacy = [ours, expected].map(({ status }) => legacyAfter(c, status));
    this.#legacy = legacy[0];
    const states = [ours, expected].map(({ after }) => after && stateText({ ...after, generation: 0 }));
    // What these change is not shown: a state behind a RESERVE(6), a unit attention condition.
    const mayHide = (c.legacy !== undefined && c.isOut()) || c.operation === CODE.requestSense;
    const hidden = mayHide && ours.status !== expected.status;
    if (hidden || legacy[0] !== legacy[1] || states[0] !== states[1]) this.#align();
  }

  /** Both sides without registrations, reservations and unit attention conditions, whatever they had. */
  #align(): void {
    for (const nexus of NEXUSES) {
      this.#quieten(nexus);
      // RELEASE(6) conflicts while there are registrations, and CLEAR while there is a RESERVE(6).
      this.#send(plain(nexus, CODE.release6));
      this.#send(reserveOut(nexus, OUT.registerAndIgnore, { actionKey: STRANGE_KEY }));
      this.#send(reserveOut(nexus, OUT.clear, { key: STRANGE_KEY }));
      this.#send(plain(nexus, CODE.release6));
    }
    const quiet = NEXUSES.map((nexus) => this.#quieten(nexus));
    this.#aligned = { quiet, shown: this.#write(STATUS) };
    const state = shownBy(this.#execute(STATUS), 0);
    if (state?.registrations.length !== 0) throw new Error(`Brought in line, ours shows ${stateText(state)}`);
    this.#base = state.generation;
    this.#state = EMPTY;
    this.#legacy = undefined;
    this.#lio = new Lio();
  }

  /** TEST UNIT READY until ours has no unit attention condition left; LIO gets two at least. Returns the last line. */
  #quieten(nexus: number): number {
    const ready = plain(nexus, CODE.testUnitReady);
    let line = this.#write(ready);
    for (let told = true; told; line = this.#write(ready)) told = this.#execute(ready).status === CHECK_CONDITION;
    return line;
  }

  #send(command: Command): void {
    this.#write(command);
    this.#execute(command);
  }

  #execute({ nexus, cdb, out }: Command): Answer {
    const sender = { transportId: transportId(nexus), relativeTargetPort: nexus + 1 };
    const { status, sense, data } = this.unit.execute(sender, cdb, out);
    return { status, sense: Buffer.from(sense), data: Buffer.from(data) };
  }

  #write({ nexus, cdb, in: length, out }: Command): number {
    const bytes = out && (cut(out, out.length).toString("hex") || "-");
    const way = out ? `out ${out.length} ${bytes}` : length ? `in ${length}` : "none";
    return this.#lines.push(`${nexus} ${cdb.toString("hex")} ${way}`) - 1;
  }
}

/** The nexus whose RESERVE(6) is in force after the command got this status. */
function legacyAfter({ operation, command, before, legacy }: Case, status: number): number | undefined {
  if (status !== GOOD) return legacy;
  if (operation === CODE.reserve6 && before.registrations.length === 0) return command.nexus;
  return operation === CODE.release6 && legacy === command.nexus ? undefined : legacy;
}
