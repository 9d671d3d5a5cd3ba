/** What a saved state of the unit says, and what each initiator may do in it. */
import { abi, type Core, EmulatedUnit, explain, type FieldNode, hexOf, nameIn, type Nexus } from "../../embed/index.ts";
import {
  actionNumber,
  cdbOf,
  type OutAction,
  type SentCommand,
  type TypeName,
  typeNumber,
  withoutType,
} from "../standard.ts";
import { commandOf, type CommandStep, type Initiator, out, type OutStep, transportId } from "./steps.ts";

export interface Registration {
  readonly key: bigint;
  readonly holder: boolean;
  /** Names of what waits to be reported, the oldest first. */
  readonly attentions: readonly string[];
}

export interface UnitStateView {
  readonly generation: bigint;
  /** TYPE, 0 without a reservation. */
  readonly type: number;
  readonly typeName: string;
  readonly lost: boolean;
  readonly persists: boolean;
  /** By initiator. */
  readonly registrations: readonly Registration[];
}

const allRegistrants = ["Write Exclusive - All Registrants", "Exclusive Access - All Registrants"] as const;

export function readState(core: Core, state: Uint8Array, initiators: readonly Initiator[]): UnitStateView {
  const nodes = explain(core, "unit_state", state);
  const field = (name: string) => nodes.find((node) => node.parent === 0 && node.name === name)!;
  const type = Number(field("TYPE").value);
  const nexuses = nodes.flatMap((node, i) => (node.parent === 0 && isGroup(node) ? [readNexus(nodes, i, state)] : []));
  const registrations = initiators.map((initiator) => {
    const place = nexuses.findIndex(({ port }) => port === hexOf(transportId(core, initiator)));
    const own = nexuses[place];
    const registered = own !== undefined && own.registration > 0n;
    const holds =
      allRegistrants.some((name) => typeNumber(core, name) === type) || BigInt(place + 1) === field("HOLDER").value;
    return {
      key: own?.key ?? 0n,
      holder: registered && type !== 0 && holds,
      attentions: own?.attentions ?? [],
    };
  });
  return {
    generation: field("PRGENERATION").value,
    type,
    typeName: field("TYPE").meaning,
    lost: field("LOST").value === 1n,
    persists: field("PTPL_A").value === 1n,
    registrations,
  };
}

const isGroup = ({ flags }: FieldNode) => (flags & abi.enumerations.node_flag.group) !== 0;

function readNexus(nodes: readonly FieldNode[], at: number, state: Uint8Array) {
  const own = nodes.map((node, i) => ({ node, i })).filter(({ node }) => node.parent === at);
  const value = (name: string) => own.find(({ node }) => node.name === name)!.node.value;
  const waiting = own.find(({ node }) => node.name === "UNIT ATTENTIONS")!.i;
  const port = own.at(-1)!.node;
  return {
    key: value("RESERVATION KEY"),
    registration: value("REGISTRATION"),
    attentions: nodes.filter((node) => node.parent === waiting && node.value > 0n).map(({ meaning }) => meaning),
    port: hexOf(state.subarray(port.bit >> 3, (port.bit + port.bits) >> 3)),
  };
}

/** Commands that the table of conflicts shows. */
const probedCommands: readonly SentCommand[] = [
  ...(["READ(10)", "WRITE(10)", "UNMAP", "TEST UNIT READY"] as const),
  ...(["MODE SENSE(6)", "MODE SELECT(6)", "READ KEYS", "RESERVE(6)"] as const),
];
/** Service actions of PERSISTENT RESERVE OUT, with the sender's own key, for the type that there is. */
const probedActions: readonly OutAction[] = ["REGISTER", "RESERVE", "RELEASE", "CLEAR"];
const typeWithout: TypeName = "Write Exclusive - Registrants Only";

/** Heads of the rows. */
export const probes: readonly string[] = [...probedCommands, ...probedActions];

type Sent = OutStep | CommandStep;

export type Outcome = "yes" | "conflict" | "lost";

/** A second unit that takes over states to try commands on. */
export class Prober {
  readonly #core: Core;
  readonly #unit: EmulatedUnit;

  constructor(core: Core, module: WebAssembly.Module) {
    this.#core = core;
    this.#unit = new EmulatedUnit(module, { persist: true });
  }

  /** What each of `probes` comes to for each initiator, once it was told all unit attentions. `view` is what the state says. */
  probe(state: Uint8Array, view: UnitStateView, initiators: readonly Initiator[]): Outcome[][] {
    const steps = [
      ...probedCommands.map((name) => this.#command(name)),
      ...probedActions.map((name) => this.#out(name, view)),
    ];
    return steps.map((stepOf) => initiators.map((_, who) => this.#outcome(state, stepOf(who), initiators)));
  }

  #command(name: SentCommand): (who: number) => Sent {
    const cdb = cdbOf(this.#core, name);
    return (who) => ({ kind: "command", who, cdb });
  }

  #out(name: OutAction, { type, registrations }: UnitStateView): (who: number) => Sent {
    const action = actionNumber(this.#core, name);
    const asked = withoutType.includes(name) ? 0 : type || typeNumber(this.#core, typeWithout);
    return (who) => {
      const { key } = registrations[who]!;
      return out(who, action, { type: asked, key, serviceActionKey: name === "REGISTER" ? key : 0n });
    };
  }

  #outcome(state: Uint8Array, step: Sent, initiators: readonly Initiator[]): Outcome {
    this.#unit.load(state);
    const nexus = { transportId: transportId(this.#core, initiators[step.who]!), relativeTargetPort: 1 };
    const testUnitReady = cdbOf(this.#core, "TEST UNIT READY");
    for (let i = 0; i < abi.unit.attentions; i++) {
      if (this.#statusOf(nexus, testUnitReady) !== "CHECK CONDITION") break;
    }
    const { cdb, list } = commandOf(this.#core, step, initiators);
    const status = this.#statusOf(nexus, cdb, list);
    return status === "GOOD" ? "yes" : status === "RESERVATION CONFLICT" ? "conflict" : "lost";
  }

  #statusOf(nexus: Nexus, cdb: Uint8Array, list?: Uint8Array): string {
    return nameIn(this.#core, "scsi_status", this.#unit.execute(nexus, cdb, list).status);
  }
}
