/** The logical unit as the rules have it: every command's status, sense data and data, and what events do. */
import { be, fromBe, operation, read } from "./bytes.ts";
import { type Column, type Command, commandOf, verdict } from "./conflicts.ts";
import { type Options, persistentReserveOut, type Sender } from "./out.ts";
import { eventTable, legacyTable, type Refusal } from "./rules.ts";
import { holds, initialState, kind, nexusId, queue, registration, type State } from "./state.ts";
import { coverage, Marks } from "./table.ts";

export interface Nexus extends Sender {
  readonly transportId: Uint8Array;
}

export const nexus = (port: string, transportId: Uint8Array, relativePort: number): Nexus => ({
  port,
  transportId,
  relativePort,
  nexus: nexusId(port, relativePort),
});

/** What has to come back. */
export type Answer =
  | { readonly status: "good"; readonly data: Uint8Array }
  | { readonly status: "conflict" }
  /** CHECK CONDITION with one of these codes, and the SENSE KEY SPECIFIC bytes in hex. */
  | { readonly status: "check"; readonly codes: Refusal; readonly pointer: string };

export type UnitEvent = "power_on" | "logical_unit_reset" | "nexus_loss" | "information_lost";

const good = (data: readonly number[] = []): Answer => ({ status: "good", data: Uint8Array.from(data) });
const check = (...codes: string[]): Answer => ({ status: "check", codes, pointer: "000000" });
const conflict: Answer = { status: "conflict" };

const code = { testUnitReady: 0, requestSense: 3, inquiry: 0x12, reportLuns: 0xa0 } as const;
const legacy = { 0x16: "reserve", 0x17: "release", 0x56: "reserve", 0x57: "release" } as const;
const pass = ["INQUIRY", "REPORT LUNS", "REQUEST SENSE"] as const;
const passMarks = new Marks("4.12", [
  ...pass.map((name) => `${name} with a unit attention pending` as const),
  "a unit attention is told once, on PERSISTENT RESERVE IN",
  "a unit attention is told once, on PERSISTENT RESERVE OUT",
  "a unit attention is told once, on another command",
  "a unit attention comes before a conflict",
]);
const lostMarks = new Marks("2.4 row 26", [
  ...pass.map((name) => `${name} passes` as const),
  "REPORT CAPABILITIES passes",
  "REPLACE LOST RESERVATION passes",
  "PERSISTENT RESERVE IN is refused",
  "PERSISTENT RESERVE OUT is refused",
  "another command is refused",
]);
const legacyMarks = new Marks("4.9", [
  "RESERVE makes a legacy reservation",
  "RESERVE again by its owner",
  "RESERVE by another nexus",
  "RELEASE by its owner",
  "RELEASE by another nexus",
  "PERSISTENT RESERVE IN from another nexus",
  "PERSISTENT RESERVE IN from its owner",
  "a command of another nexus is refused",
  "a command of another nexus passes",
  "another command from its owner",
  "nexus loss of its owner ends it",
  "nexus loss of another nexus does not",
  "a reset ends it",
  "power on ends it",
]);

export class Model {
  state: State = initialState();

  constructor(readonly options: Options) {}

  execute(sender: Nexus, cdb: Uint8Array, dataOut: Uint8Array): Answer {
    const { attentions } = this.state;
    if (!attentions.has(sender.nexus)) attentions.set(sender.nexus, []);
    const passed = this.#passing(sender, cdb);
    if (passed) return passed;
    const pending = attentions.get(sender.nexus)!.shift();
    if (pending !== undefined) {
      this.#markTold(sender, cdb);
      return check(`6/${pending}`);
    }
    if (this.state.lost && !this.#answersWhenLost(cdb)) return check("7/44/01");
    if (cdb[0] === operation.in) return this.#in(sender, cdb);
    if (cdb[0] === operation.out) return this.#out(sender, cdb, dataOut);
    return this.#other(sender, cdb);
  }

  event(event: UnitEvent, of?: Nexus): void {
    const { state } = this;
    const facts = { event, aptpl: state.aptpl ? ("1" as const) : ("0" as const), reservation: kind(state) };
    const effect = eventTable.decide(facts);
    this.#endLegacy(event, of);
    const registered = state.registrations.map(({ nexus: id }) => id);
    if (effect !== "kept") state.generation = 0;
    if (effect === "cleared") {
      state.registrations = [];
      state.reservation = undefined;
    }
    if (event === "nexus_loss") queue(state, of!.nexus, "29/07");
    if (event === "logical_unit_reset") for (const id of state.attentions.keys()) queue(state, id, "29/03");
    if (event === "information_lost") {
      state.lost = true;
      state.aptpl = false;
    }
    if (event === "power_on" || event === "information_lost")
      for (const id of state.attentions.keys()) state.attentions.set(id, []);
    if (event === "power_on") for (const id of registered) queue(state, id, "29/01");
  }

  /** INQUIRY, REPORT LUNS and REQUEST SENSE: no unit attention, no lost state and no reservation stops them. */
  #passing(sender: Nexus, cdb: Uint8Array): Answer | undefined {
    const name = cdb[0] === code.inquiry ? pass[0] : cdb[0] === code.reportLuns ? pass[1] : pass[2];
    if (name === pass[2] && cdb[0] !== code.requestSense) return undefined;
    const pending = this.state.attentions.get(sender.nexus)!;
    if (pending.length > 0) passMarks.met(`${name} with a unit attention pending`);
    if (this.state.lost) lostMarks.met(`${name} passes`);
    if (name !== pass[2]) return good();
    const told = pending.shift();
    const sense = fixedSense(told === undefined ? "0/00/00" : `6/${told}`);
    return good(sense.slice(0, cdb[4]));
  }

  #answersWhenLost(cdb: Uint8Array): boolean {
    const serviceAction = cdb[1]! & 0x1f;
    if (cdb[0] === operation.in) {
      const capabilities = serviceAction === read.capabilities;
      lostMarks.met(capabilities ? "REPORT CAPABILITIES passes" : "PERSISTENT RESERVE IN is refused");
      return capabilities;
    }
    const replace = cdb[0] === operation.out && serviceAction === 8;
    if (cdb[0] !== operation.out) lostMarks.met("another command is refused");
    else lostMarks.met(replace ? "REPLACE LOST RESERVATION passes" : "PERSISTENT RESERVE OUT is refused");
    return replace;
  }

  #out(sender: Nexus, cdb: Uint8Array, dataOut: Uint8Array): Answer {
    const refused = persistentReserveOut(this.state, this.options, sender, cdb, dataOut);
    if (!refused) return good();
    const [first] = refused.refusal;
    return first === "conflict" ? conflict : { status: "check", codes: refused.refusal, pointer: refused.pointer };
  }

  #in(sender: Nexus, cdb: Uint8Array): Answer {
    const serviceAction = cdb[1]! & 0x1f;
    if (serviceAction > read.fullStatus) return inRow("1.1 service action unknown", check("5/24/00"));
    if (this.#reservedByOther(sender)) {
      legacyMarks.met("PERSISTENT RESERVE IN from another nexus");
      return conflict;
    }
    if (this.state.legacy !== undefined) legacyMarks.met("PERSISTENT RESERVE IN from its owner");
    const data = this.#parameterData(serviceAction);
    const allocation = Number(fromBe(cdb, 7, 2));
    const cut = allocation === 0 ? "0" : allocation < data.length ? "cut" : "whole";
    return inRow(`1.2 ${serviceAction} ${cut}`, good(data.slice(0, allocation)));
  }

  #parameterData(serviceAction: number): number[] {
    const { state } = this;
    const header = (rest: readonly number[]) => [...be(state.generation, 4), ...be(rest.length, 4), ...rest];
    const { reservation } = state;
    if (serviceAction === read.capabilities) return this.#capabilities();
    if (serviceAction === read.keys) return header(state.registrations.flatMap(({ key }) => be(key, 8)));
    if (serviceAction === read.fullStatus)
      return header(state.registrations.flatMap((entry) => this.#descriptor(entry)));
    if (!reservation) return header([]);
    const key = kind(state) === "AR" ? 0n : registration(state, reservation.holder)!.key;
    return header([...be(key, 8), 0, 0, 0, 0, 0, reservation.type, 0, 0]);
  }

  /** LENGTH; RLR_C, CRH, SIP_C, ATP_C and PTPL_C; TMV, ALLOW COMMANDS 4 and PTPL_A; all types. */
  #capabilities(): number[] {
    const { state, options } = this;
    return [0, 8, 0x9c | Number(options.persist), 0xc0 | Number(state.aptpl), 0xea, 0x01, 0, 0];
  }

  #descriptor(entry: State["registrations"][number]): number[] {
    const holder = holds(this.state, entry.nexus);
    const id = this.transportIds.get(entry.port)!;
    return [
      ...be(entry.key, 8),
      ...be(0, 4),
      Number(holder),
      holder ? this.state.reservation!.type : 0,
      ...be(0, 4),
      ...be(entry.relativePort, 2),
      ...be(id.length, 4),
      ...id,
    ];
  }

  /** How each initiator port's TransportID is told. */
  readonly transportIds = new Map<string, Uint8Array>();

  #other(sender: Nexus, cdb: Uint8Array): Answer {
    const legacyCommand = (legacy as Partial<Record<number, "reserve" | "release">>)[cdb[0]!];
    if (legacyCommand) return this.#legacy(sender, legacyCommand);
    const command = commandOf(cdb);
    if (!command) return check("5/20/00");
    if (this.#reservedByOther(sender)) return this.#whileReserved(command);
    if (this.state.legacy !== undefined) legacyMarks.met("another command from its owner");
    return verdict(command, this.#column(sender)) === "conflict" ? conflict : good();
  }

  /** The rules leave this open but for READ, WRITE and MODE SENSE; the unit takes a legacy reservation for an exclusive access. */
  #whileReserved(command: Command): Answer {
    const refused = command.pattern !== "AAAAA";
    legacyMarks.met(refused ? "a command of another nexus is refused" : "a command of another nexus passes");
    return refused ? conflict : good();
  }

  #legacy(sender: Nexus, command: "reserve" | "release"): Answer {
    const { state } = this;
    if (state.registrations.length > 0) return this.#legacyWithPr(sender);
    const owner = state.legacy === sender.nexus;
    if (command === "release") {
      if (state.legacy !== undefined) legacyMarks.met(owner ? "RELEASE by its owner" : "RELEASE by another nexus");
      if (owner) state.legacy = undefined;
      return good();
    }
    if (state.legacy === undefined) legacyMarks.met("RESERVE makes a legacy reservation");
    else legacyMarks.met(owner ? "RESERVE again by its owner" : "RESERVE by another nexus");
    if (state.legacy !== undefined && !owner) return conflict;
    state.legacy = sender.nexus;
    return good();
  }

  #legacyWithPr(sender: Nexus): Answer {
    const { state } = this;
    const decision = legacyTable.decide({
      sender: registration(state, sender.nexus) ? "registered" : "unregistered",
      reservation: kind(state),
      holder: holds(state, sender.nexus) ? "yes" : "no",
    });
    return decision === "good, nothing" ? good() : conflict;
  }

  #column(sender: Nexus): Column {
    const { state } = this;
    const type = state.reservation?.type;
    if (type === undefined) return "no reservation";
    if (holds(state, sender.nexus)) return "holder";
    if (type === 1) return "W";
    if (type === 3) return "E";
    if (registration(state, sender.nexus)) return "R";
    return type === 5 || type === 7 ? "w" : "e";
  }

  #reservedByOther(sender: Nexus): boolean {
    return this.state.legacy !== undefined && this.state.legacy !== sender.nexus;
  }

  #endLegacy(event: UnitEvent, of?: Nexus): void {
    const { state } = this;
    if (state.legacy === undefined) return;
    const ends = event !== "nexus_loss" || of!.nexus === state.legacy;
    if (event === "nexus_loss")
      legacyMarks.met(ends ? "nexus loss of its owner ends it" : "nexus loss of another nexus does not");
    else if (event !== "information_lost")
      legacyMarks.met(event === "power_on" ? "power on ends it" : "a reset ends it");
    if (ends) state.legacy = undefined;
  }

  #markTold(sender: Nexus, cdb: Uint8Array): void {
    const name =
      cdb[0] === operation.in
        ? "PERSISTENT RESERVE IN"
        : cdb[0] === operation.out
          ? "PERSISTENT RESERVE OUT"
          : "another command";
    passMarks.met(`a unit attention is told once, on ${name}`);
    const command = commandOf(cdb);
    if (command && verdict(command, this.#column(sender)) === "conflict")
      passMarks.met("a unit attention comes before a conflict");
  }
}

coverage.declare("1.1 service action unknown");
for (const serviceAction of Object.values(read))
  for (const cut of ["0", "cut", "whole"]) coverage.declare(`1.2 ${serviceAction} ${cut}`);

function inRow(name: string, answer: Answer): Answer {
  coverage.hit(name);
  return answer;
}

/** 18 bytes of fixed format. */
export function fixedSense(codes: string, pointer = "000000"): number[] {
  const [key, asc, ascq] = codes.split("/").map((text) => Number.parseInt(text, 16));
  return [0x70, 0, key!, 0, 0, 0, 0, 0x0a, 0, 0, 0, 0, asc!, ascq!, 0, ...Buffer.from(pointer, "hex")];
}
