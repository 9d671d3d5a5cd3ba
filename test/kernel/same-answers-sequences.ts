// Reservations of two nexuses that get into each other's way. Outcomes are those of SPC-4, 5.13, on LIO.
import { reserveIn, reserveOut, type Out } from "./same-answers-cases.ts";
import {
  CONFLICT,
  GOOD,
  INVALID_FIELD,
  INVALID_PARAMETER,
  NO_COMMUNICATION,
  PREEMPTED,
  RELEASED,
  UNREGISTERED,
  type Script,
} from "./same-answers-script.ts";

const ACTIONS = {
  register: 0,
  reserve: 1,
  release: 2,
  clear: 3,
  preempt: 4,
  "preempt and abort": 5,
  "register and ignore": 6,
  "register and move": 7,
} as const;
const READS = ["READ KEYS", "READ RESERVATION", "REPORT CAPABILITIES", "READ FULL STATUS"];

const [A, B] = [0xaaaa, 0xbbbb];

/** Steps of one story: their names begin with its name and their number. */
class Story {
  #number = 0;
  constructor(
    private readonly script: Script,
    private readonly title: string,
  ) {}

  out(nexus: "a" | "b", action: keyof typeof ACTIONS, out: Out, outcome: string): this {
    this.script.ask(this.#name(`${nexus} ${action}`), reserveOut(ACTIONS[action], out), outcome, nexus);
    return this;
  }

  read(nexus: "a" | "b", outcome = GOOD, action = 0): this {
    this.script.ask(this.#name(`${nexus} ${READS[action]}`), reserveIn(action, 1024), outcome, nexus);
    return this;
  }

  /** All that can be read, over one nexus. */
  readAll(nexus: "a" | "b"): this {
    for (const action of READS.keys()) this.read(nexus, GOOD, action);
    return this;
  }

  #name(step: string): string {
    return `${this.title} ${++this.#number}: ${step}`;
  }
}

/** Both nexuses without a registration; what earlier requests left is taken. */
function start(script: Script, title: string): Story {
  return new Story(script, title)
    .out("b", "register and ignore", { actionKey: B }, GOOD)
    .out("a", "register and ignore", { actionKey: 0 }, GOOD)
    .out("b", "register", { key: B, actionKey: 0 }, GOOD)
    .readAll("a");
}

/**
 * A PREEMPT AND ABORT that aborts is not here: the target of Linux 6.1 waits for ever, in core_tmr_abort_task, for the work queue that
 * the command itself runs on.
 */
export function sequences(script: Script): void {
  for (const type of [1, 3, 5, 6, 7, 8]) {
    const forAll = type >= 7; // all registrants are holders (SPC-4, 5.13.10)
    start(script, `type ${type}`)
      .out("a", "reserve", { type, key: A }, NO_COMMUNICATION) // not registered
      .out("a", "register", { actionKey: A }, GOOD)
      .out("a", "reserve", { type, key: B }, CONFLICT) // not its key
      .out("a", "reserve", { type, key: A }, GOOD)
      .out("b", "register", { key: A, actionKey: B }, CONFLICT)
      .out("b", "register", { actionKey: B }, GOOD)
      .readAll("b")
      .out("b", "reserve", { type, key: B }, forAll ? GOOD : CONFLICT)
      .out("a", "reserve", { type, key: A }, GOOD)
      .out("a", "reserve", { type: type === 1 ? 3 : 1, key: A }, CONFLICT)
      .out("a", "release", { type: type === 1 ? 3 : 1, key: A }, CONFLICT)
      .out("b", "preempt", { type, key: B, actionKey: forAll ? 0 : A }, GOOD)
      .read("a", UNREGISTERED)
      .readAll("a")
      .out("a", "register", { key: A, actionKey: 0xcccc }, CONFLICT)
      .out("a", "register", { actionKey: A }, GOOD)
      .out("a", "preempt and abort", { type, key: B, actionKey: B }, CONFLICT) // not its key; see above
      .out("a", "preempt", { type, key: A, actionKey: forAll ? 0 : B }, GOOD)
      .read("b", UNREGISTERED)
      .out("b", "register", { actionKey: B }, GOOD)
      .out("a", "release", { type, key: A }, GOOD)
      .read("b", type >= 5 ? RELEASED : GOOD) // of types for registrants only, and for all (SPC-4, 5.13.11.2.2)
      .readAll("b")
      .out("b", "reserve", { type, key: B }, GOOD)
      .out("a", "clear", { key: A }, GOOD)
      .read("b", PREEMPTED)
      .readAll("b")
      .out("b", "clear", { key: B }, NO_COMMUNICATION);
  }
  oddFields(script);
}

function oddFields(script: Script): void {
  const story = start(script, "odd").out("a", "register", { actionKey: A }, GOOD);
  for (const type of [0, 2, 4, 9, 10, 11, 12, 13, 14, 15]) story.out("a", "reserve", { type, key: A }, INVALID_FIELD);
  for (const scope of [1, 2, 15]) story.out("a", "reserve", { scope, type: 5, key: A }, INVALID_PARAMETER);
  story
    .out("a", "release", { type: 5, key: A }, GOOD) // nothing is reserved
    .out("a", "preempt", { type: 5, key: A, actionKey: 0x7777 }, CONFLICT) // nobody has that key
    .out("a", "preempt", { type: 5, key: A, actionKey: 0 }, INVALID_PARAMETER)
    .out("a", "register", { key: A, actionKey: A, flags: 1 }, GOOD) // APTPL
    .readAll("b")
    .out("a", "register", { key: A, actionKey: A, flags: 4 }, GOOD) // ALL_TG_PT
    .out("a", "register", { key: A, actionKey: A, flags: 8 }, INVALID_PARAMETER) // SPEC_I_PT without TransportIDs
    .out("a", "register and move", { key: A, actionKey: B }, INVALID_PARAMETER) // no such target port
    .out("a", "register", { key: A, actionKey: 0 }, GOOD)
    .readAll("b");
}
