// What LIO (Linux 6.1) remembers and the emulated logical unit does not, and the order in which it checks: by this the deviations tell
// what LIO answers.
import { APTPL, CODE, OUT, TYPES, UNREG } from "./random-sequences-commands.ts";
import { CHECK_CONDITION, GOOD, reportsAttention, type Case, type Outcome } from "./random-sequences-case.ts";
import { isForAll, isHolder, registrationOf, type State } from "./random-sequences-state.ts";

export const isValidType = (type: number) => TYPES.includes(type);

export class Lio {
  /** What its generation has more than the other's. */
  drift = 0;
  /** The one nexus that it takes for the holder, with a type for all registrants too. */
  holder: number | undefined;
  /** Nexuses whose registrations have a scope left from a REGISTER AND MOVE that moved the reservation away from them. */
  readonly scoped = new Set<number>();
  /** Persistence through power loss is activated. */
  persists = false;
  /** The nexus that was told of a unit attention condition, and has sent nothing but TEST UNIT READY since, nor has another one. */
  told: number | undefined;

  /** Nexuses that are going to be told that a reservation was released, and none was. */
  readonly misled = new Set<number>();

  /** It answers without data and does nothing. `code` is the sense key, additional sense code and qualifier. */
  answers(c: Case, status: number, code = 0): Outcome {
    const sense = Buffer.alloc(status === CHECK_CONDITION ? 18 : 0);
    if (status === CHECK_CONDITION) {
      sense.writeUInt32BE(0x70000000 + ((code >> 16) << 8), 0);
      sense[7] = 10;
      sense.writeUInt16BE(code & 0xffff, 12);
    }
    const generation = c.before.generation + this.drift;
    const after = c.legacy === undefined ? { ...c.before, generation } : undefined;
    return { status, sense, data: Buffer.alloc(0), after };
  }

  /** There is a conflict with the persistent reservation, which it looks for before it looks into the command. */
  conflicts(c: Case): boolean {
    const { type } = c.before;
    if (type === 0 || this.holder === c.command.nexus || c.isOut(OUT.register, OUT.registerAndIgnore)) return false;
    if (!c.sender) return [3, 6, 8].includes(type) || c.length > 0; // Write Exclusive: by the direction of the data
    if (c.action > OUT.registerAndMove) return true;
    return type < 5 && c.isOut(OUT.reserve, OUT.registerAndMove);
  }

  /** PERSISTENT RESERVE OUT with one of these service actions gets past the checks that all have in common. */
  reaches(c: Case, ...actions: number[]): boolean {
    if (!c.isOut(...actions) || c.legacy !== undefined || this.conflicts(c)) return false;
    if (c.action === OUT.registerAndMove) return c.length >= 24;
    return c.specifiesPorts ? c.action === OUT.register && c.length >= 24 : c.length === 24;
  }

  /** RESERVE or PREEMPT with one of these service actions gets past the checks of key, type and scope too. */
  carriesOut(c: Case, ...actions: number[]): boolean {
    return this.reaches(c, ...actions) && c.keyFits && isValidType(c.type) && c.scope === 0;
  }

  /** PREEMPT takes the reservation, rather than only remove registrations. */
  takes(c: Case): boolean {
    if (c.before.type === 0) return false;
    if (c.actionKey === 0n) return isForAll(c.before.type);
    return registrationOf(c.before, this.holder!)!.key === c.actionKey;
  }

  /** The holder's registration has a scope left: no RESERVE and no RELEASE fits the reservation. */
  get isScoped(): boolean {
    return this.holder !== undefined && this.scoped.has(this.holder);
  }

  /** Keeps what a command leaves behind; `outcome` is LIO's own. */
  remember(c: Case, outcome: Outcome): void {
    const { nexus } = c.command;
    if (reportsAttention(c, outcome)) this.told = nexus;
    else if (nexus !== this.told || c.operation !== CODE.testUnitReady) this.told = undefined;
    this.misled.delete(nexus);
    if (!c.isOut() || outcome.status !== GOOD || !outcome.after) return;
    this.#rememberPersistence(c);
    if (c.isOut(OUT.preempt) && this.isScoped && this.takes(c) && c.type === c.before.type)
      this.#mislead(nexus, outcome.after);
    const reserves = c.isOut(OUT.reserve) && c.before.type === 0;
    if (reserves || (c.isOut(OUT.preempt) && this.takes(c))) this.#rememberHolder(nexus);
    if (c.isOut(OUT.registerAndMove) && !(c.flags & UNREG)) this.scoped.add(nexus);
    for (const each of this.scoped) if (!registrationOf(outcome.after, each)) this.scoped.delete(each);
    this.#followHolder(outcome.after);
  }

  #rememberPersistence(c: Case): void {
    const changes = c.sender !== undefined || c.actionKey !== 0n;
    const registers = c.isOut(OUT.register, OUT.registerAndIgnore, OUT.registerAndMove);
    if (registers && changes) this.persists = (c.flags & APTPL) !== 0;
    if (c.isOut(OUT.clear)) this.persists = false;
  }

  #mislead(sender: number, { registrations }: State): void {
    for (const { initiator } of registrations) if (initiator !== sender) this.misled.add(initiator);
  }

  #rememberHolder(nexus: number): void {
    this.holder = nexus;
    this.scoped.delete(nexus);
  }

  /** When the holder unregisters and others remain holders, the first of them takes its place. */
  #followHolder(after: State): void {
    const holders = after.registrations.filter(({ holder }) => holder);
    if (holders.length === 0) this.holder = undefined;
    else if (!isForAll(after.type)) this.holder = holders[0]!.initiator;
    else if (!isHolder(after, this.holder!)) this.#rememberHolder(holders[0]!.initiator);
  }
}
