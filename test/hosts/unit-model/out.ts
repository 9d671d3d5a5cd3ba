/** PERSISTENT RESERVE OUT on the model's state: refuse as table 2.4 says, else do what the decision tables say. */
import { action } from "./bytes.ts";
import { outWhileHeld } from "./conflicts.ts";
import { type Case, type Refused, refused } from "./errors.ts";
import { decodeOut, type Request } from "./request.ts";
import * as rules from "./rules.ts";
import { holds, kind, nexusId, notify, notifyNobody, type Registration, registration, type State } from "./state.ts";

export interface Options {
  /** PTPL_C. */
  readonly persist: boolean;
  readonly targetPorts: number;
}

/** The nexus that sends. */
export interface Sender {
  readonly nexus: string;
  readonly port: string;
  readonly relativePort: number;
}

const mostRegistrations = 256;

/** Changes the state when nothing refuses the command. */
export function persistentReserveOut(
  state: State,
  options: Options,
  sender: Sender,
  cdb: Uint8Array,
  dataOut: Uint8Array,
): Refused | undefined {
  const command = new Command(state, options, sender, decodeOut(cdb, dataOut));
  const refusal = refused(command.case);
  if (refusal && Number.parseFloat(refusal.row) < 11 && !afterState.has(refusal.row)) return refusal;
  const decision = command.decide();
  command.checkWhileHeld(decision);
  if (typeof decision !== "string") {
    if (refusal?.refusal !== decision)
      throw new Error(`table 2.4 says ${refusal?.row ?? "nothing"}, a decision table ${decision.join()}`);
  } else if (!refusal) command.perform(decision);
  else if (!beyondDecision.has(refusal.row))
    throw new Error(`table 2.4 row ${refusal.row} refuses what a decision table does: ${decision}`);
  return refusal;
}

/** Rows that need the state though their number is below 11. */
const afterState = new Set(["8.9 scope", "8.9 type"]);
/** Rows about what no column of the decision tables shows. */
const beyondDecision = new Set([...afterState, "14 listed", "15"]);

type Decision = ReturnType<Command["decide"]>;

class Command {
  readonly facts: rules.Facts;
  readonly case: Case;
  readonly #own: Registration | undefined;
  /** The nexuses that a registration is for. */
  readonly #named: readonly Sender[];

  constructor(
    readonly state: State,
    readonly options: Options,
    readonly sender: Sender,
    readonly request: Request,
  ) {
    this.#own = registration(state, sender.nexus);
    this.#named = this.#nexuses();
    this.facts = this.#facts();
    const added = request.sark === 0n ? 0 : this.#named.filter(({ nexus }) => !registration(state, nexus)).length;
    this.case = {
      request,
      facts: this.facts,
      reservedByOther: state.legacy !== undefined && state.legacy !== sender.nexus,
      persist: options.persist,
      listedRegistered: this.#named.some(({ nexus, port }) => port !== sender.port && registration(state, nexus)),
      room: state.registrations.length + added <= mostRegistrations,
    };
  }

  decide() {
    const { facts } = this;
    switch (this.request.action) {
      case action.register:
        return rules.registerTable.decide(facts);
      case action.registerAndIgnore:
        return rules.registerAndIgnoreTable.decide(facts);
      case action.reserve:
        return rules.reserveTable.decide(facts);
      case action.release:
        return rules.releaseTable.decide(facts);
      case action.clear:
        return rules.clearTable.decide(facts);
      case action.preempt:
        return rules.preemptTable.decide(facts);
      case action.preemptAndAbort:
        return rules.preemptAndAbortTable.decide(facts);
      case action.registerAndMove:
        return rules.moveTable.decide(facts);
      case action.replaceLost:
        return rules.replaceLostTable.decide(facts);
      default:
        throw new Error(`there is no service action ${this.request.action}`);
    }
  }

  /** SPC-4 table 66 and the decision tables say the same of a command whose key is right and whose victim is there. */
  checkWhileHeld(decision: Decision): void {
    const { facts, request } = this;
    const keyFits = facts.rk !== "other" || (facts.sender === "unregistered" && request.action !== action.register);
    const skipped =
      facts.reservation === "none" ||
      facts.holder === "yes" ||
      request.action === action.replaceLost ||
      (facts.sender === "registered" && facts.victim === "unknown");
    if (skipped || (!keyFits && request.action !== action.registerAndIgnore)) return;
    const said = outWhileHeld.decide({ action: request.action, sender: facts.sender });
    if ((said === "conflict") !== (decision === rules.conflict))
      throw new Error(`SPC-4 table 66 says ${said}, a decision table ${String(decision)}`);
  }

  perform(decision: Exclude<Decision, rules.Refusal>): void {
    const { state, request, sender } = this;
    switch (decision) {
      case "nothing":
        return;
      case "register":
      case "register all listed":
      case "replace":
        return this.#register();
      case "unregister":
        return this.#unregister();
      case "create":
        state.reservation = { type: request.type, holder: sender.nexus };
        return notifyNobody(state, "RESERVE", sender.nexus);
      case "release":
        state.reservation = undefined;
        return notifyNobody(state, "RELEASE, types 1 and 3", sender.nexus);
      case "release, UA to the others":
        state.reservation = undefined;
        return notify(state, "RELEASE, types 5 to 8", state.registrations, sender.nexus);
      case "clear":
        return this.#clear();
      case "take":
        return this.#take();
      case "remove":
        return this.#remove();
      case "move":
        return this.#move();
      case "replace what was lost":
        return this.#replaceLost();
    }
  }

  #register(): void {
    const { state, request, sender } = this;
    rules.markRegister(
      request,
      this.#named.filter(({ nexus }) => registration(state, nexus)).length,
      this.#named.length,
    );
    for (const named of this.#named) {
      const known = registration(state, named.nexus);
      if (known) known.key = request.sark;
      else state.registrations.push({ ...named, key: request.sark });
      if (!state.attentions.has(named.nexus)) state.attentions.set(named.nexus, []);
    }
    state.aptpl = request.aptpl;
    state.generation++;
    notifyNobody(state, "REGISTER", sender.nexus);
  }

  #unregister(): void {
    const { state, request, sender } = this;
    if (this.#named.filter(({ nexus }) => registration(state, nexus)).length > 1)
      rules.registerMarks.met("ALL_TG_PT unregisters several nexuses");
    let told = false;
    for (const { nexus } of this.#named) {
      if (!registration(state, nexus)) continue;
      const holder = holds(state, nexus) ? "yes" : "no";
      state.registrations = state.registrations.filter((entry) => entry.nexus !== nexus);
      const others = state.registrations.length > 0 ? "remain" : "none";
      const effect = rules.unregisterTable.decide({ ...this.facts, reservation: kind(state), holder, others });
      if (effect === "stays") continue;
      state.reservation = undefined;
      told ||= effect === "released, UA to the others";
    }
    if (told) notify(state, "unregister by the holder of 5 or 6", state.registrations, sender.nexus);
    state.aptpl = request.aptpl;
    state.generation++;
  }

  #clear(): void {
    const { state, sender } = this;
    notify(state, "CLEAR", state.registrations, sender.nexus);
    state.registrations = [];
    state.reservation = undefined;
    state.generation++;
  }

  #take(): void {
    const { state, request, facts, sender } = this;
    const old = state.reservation!;
    const removed = state.registrations.filter(
      ({ nexus, key }) => nexus !== sender.nexus && (request.sark === 0n || key === request.sark),
    );
    rules.markTake(facts, request.sark === this.#own!.key, removed.length);
    state.registrations = state.registrations.filter((entry) => !removed.includes(entry));
    state.reservation = { type: request.type, holder: sender.nexus };
    notify(state, "PREEMPT that takes", removed, sender.nexus);
    if (old.type !== request.type)
      notify(state, "PREEMPT that takes with another type", state.registrations, sender.nexus);
    state.generation++;
  }

  #remove(): void {
    const { state, request, facts, sender } = this;
    const removed = state.registrations.filter(({ key }) => key === request.sark);
    state.registrations = state.registrations.filter((entry) => !removed.includes(entry));
    const last = facts.reservation === "AR" && state.registrations.length === 0;
    if (last) state.reservation = undefined;
    rules.markRemove(facts, request, removed.includes(this.#own!), removed.length, last);
    notify(state, "PREEMPT that removes", removed, sender.nexus);
    state.generation++;
  }

  #move(): void {
    const { state, request, sender } = this;
    const [destination] = this.#named;
    rules.markMove(this.facts, request, destination!.port === sender.port);
    this.#register();
    state.reservation = { type: state.reservation!.type, holder: destination!.nexus };
    if (request.unreg) state.registrations = state.registrations.filter((entry) => entry !== this.#own);
    notifyNobody(state, "REGISTER AND MOVE", sender.nexus);
  }

  #replaceLost(): void {
    const { state, request, sender } = this;
    state.registrations = [{ ...sender, key: request.sark }];
    state.reservation = { type: request.type, holder: sender.nexus };
    state.aptpl = request.aptpl;
    state.lost = false;
    state.generation = 0;
  }

  #nexuses(): Sender[] {
    const { request, sender, options } = this;
    const named = (port: string, relativePort: number) => ({ port, relativePort, nexus: nexusId(port, relativePort) });
    const everyPort = Array.from({ length: options.targetPorts }, (_, i) => i + 1);
    const targets = request.allTgPt ? everyPort : [sender.relativePort];
    const through = (ports: readonly string[]) => {
      const all = ports.flatMap((port) => targets.map((target) => named(port, target)));
      return [sender, ...all.filter(({ nexus }) => nexus !== sender.nexus)]; // the order that READ KEYS tells
    };
    switch (request.action) {
      case action.registerAndMove:
        return request.ports.map((port) => named(port, request.relativePort));
      case action.register:
        return through([sender.port, ...request.ports]);
      case action.registerAndIgnore:
        return through([sender.port]);
      default:
        return [];
    }
  }

  /** RESERVATION KEY is right; with ALL_TG_PT for every target port, as if the command had come through each. */
  #fitsEveryPort(): boolean {
    const { state, request, sender } = this;
    const siblings = this.#named.filter(({ port }) => port === sender.port);
    const through = request.action === action.register && request.allTgPt ? siblings : [sender];
    const fits = through.map(({ nexus }) => (registration(state, nexus)?.key ?? 0n) === request.rk);
    if (fits[0] && fits.includes(false))
      rules.registerMarks.met("ALL_TG_PT, the key fits but not at every target port");
    return !fits.includes(false);
  }

  #facts(): rules.Facts {
    const { state, request, sender } = this;
    const own = this.#own;
    const held = kind(state);
    const through = request.action === action.registerAndIgnore ? this.#named : [sender];
    const keyOf = (nexus?: string) => (nexus === undefined ? undefined : registration(state, nexus)?.key);
    const holdersKey = held === "AR" ? undefined : keyOf(state.reservation?.holder);
    const [destination] = this.#named;
    return {
      sender: through.some(({ nexus }) => registration(state, nexus)) ? "registered" : "unregistered",
      rk: !this.#fitsEveryPort() ? "other" : own ? "own" : request.rk === 0n ? "zero" : "other",
      sark: request.sark === 0n ? "zero" : "set",
      victim:
        request.sark === 0n
          ? "zero"
          : request.sark === holdersKey
            ? "holder"
            : state.registrations.some(({ key }) => key === request.sark)
              ? "registered"
              : "unknown",
      specIPt: request.specIPt ? "yes" : "no",
      allTgPt: request.allTgPt ? "yes" : "no",
      reservation: held,
      holder: holds(state, sender.nexus) ? "yes" : "no",
      type: request.scope === 0 && request.type === state.reservation?.type ? "same" : "other",
      others: state.registrations.some(({ nexus }) => nexus !== sender.nexus) ? "remain" : "none",
      destination:
        request.relativePort < 1 || request.relativePort > this.options.targetPorts
          ? "no such port"
          : destination?.nexus === sender.nexus
            ? "own port"
            : destination && registration(state, destination.nexus)
              ? "registered"
              : "unregistered",
      lost: state.lost ? "yes" : "no",
    };
  }
}
