/** What can be done on the bench, and how a link has it. */
import { compose, type Core, type UnitEvent } from "../../embed/index.ts";
import { isMove } from "../standard.ts";

/** A PERSISTENT RESERVE OUT command. */
export interface OutStep {
  readonly kind: "out";
  readonly who: number;
  readonly serviceAction: number;
  readonly type: number;
  readonly key: bigint;
  readonly serviceActionKey: bigint;
  readonly aptpl: boolean;
  /** UNREG of REGISTER AND MOVE. */
  readonly unregister: boolean;
  /** Initiators in the list: SPEC_I_PT of REGISTER, or the one that REGISTER AND MOVE goes to. */
  readonly ports: readonly number[];
}

/** Any other command, without data-out. */
export interface CommandStep {
  readonly kind: "command";
  readonly who: number;
  readonly cdb: Uint8Array;
}

/** `who` is the initiator whose I_T nexus is lost, -1 for events of the logical unit. */
export interface EventStep {
  readonly kind: "event";
  readonly who: number;
  readonly event: UnitEvent;
}

export type Step = OutStep | CommandStep | EventStep;

/** An initiator port: iSCSI, a host and the number of its session, which is the ISID. */
export interface Initiator {
  readonly host: string;
  readonly session: number;
}

const events: readonly UnitEvent[] = ["power_on", "logical_unit_reset", "nexus_loss", "information_lost"];

export const initiatorName = ({ host, session }: Initiator): string =>
  session === 1 ? host : `${host}, session ${session}`;

export function transportId(core: Core, { host, session }: Initiator): Uint8Array {
  const isid = (0x00023d000000 + session).toString(16).padStart(12, "0");
  return compose(core, "transport_id_iscsi_port", {}, `iqn.2026-11.invalid.holdfast:${host.toLowerCase()},i,0x${isid}`);
}

/** A PERSISTENT RESERVE OUT step with what is not given 0. */
export function out(who: number, serviceAction: number, given: Partial<Omit<OutStep, "kind" | "who">> = {}): OutStep {
  const none = { type: 0, key: 0n, serviceActionKey: 0n, aptpl: false, unregister: false, ports: [] };
  return { ...none, ...given, kind: "out", who, serviceAction };
}

/** CDB and parameter list of a step. */
export function commandOf(
  core: Core,
  step: OutStep | CommandStep,
  initiators: readonly Initiator[],
): { cdb: Uint8Array; list: Uint8Array } {
  if (step.kind === "command") return { cdb: step.cdb, list: new Uint8Array() };
  const list = listOf(core, step, initiators);
  const cdb = compose(core, "pr_out_cdb", {
    "SERVICE ACTION": step.serviceAction,
    TYPE: step.type,
    "PARAMETER LIST LENGTH": list.length,
  });
  return { cdb, list };
}

function listOf(core: Core, step: OutStep, initiators: readonly Initiator[]): Uint8Array {
  const keys = { "RESERVATION KEY": step.key, "SERVICE ACTION RESERVATION KEY": step.serviceActionKey };
  const ports = step.ports.map((port) => transportId(core, initiators[port]!));
  const aptpl = step.aptpl ? 1 : 0;
  if (isMove(core, step.serviceAction))
    return compose(
      core,
      "pr_out_move_list",
      { ...keys, UNREG: step.unregister ? 1 : 0, APTPL: aptpl, "RELATIVE TARGET PORT IDENTIFIER": 1 },
      ports.slice(0, 1),
    );
  if (ports.length > 0) return compose(core, "pr_out_spec_i_pt_list", { ...keys, SPEC_I_PT: 1, APTPL: aptpl }, ports);
  return compose(core, "pr_out_list", { ...keys, APTPL: aptpl });
}

/** Steps as text for a link: parts joined by dots, steps by underscores. */
export function writeSteps(steps: readonly Step[]): string {
  return steps.map(writeStep).join("_");
}

function writeStep(step: Step): string {
  if (step.kind === "event") return ["e", step.who, events.indexOf(step.event)].join(".");
  if (step.kind === "command") return ["c", step.who, Array.from(step.cdb, byteText).join("")].join(".");
  const flags = (step.aptpl ? 1 : 0) | (step.unregister ? 2 : 0);
  const keys = [step.key, step.serviceActionKey].map((key) => key.toString(16));
  return ["o", step.who, step.serviceAction, step.type, ...keys, flags, step.ports.join("-")].join(".");
}

const byteText = (byte: number) => byte.toString(16).padStart(2, "0");

/** The steps of a link. A step that cannot be read ends them: `whole` is false. */
export function readSteps(text: string, initiators: number): { steps: Step[]; whole: boolean } {
  const steps: Step[] = [];
  for (const part of text === "" ? [] : text.split("_")) {
    const step = readStep(part.split("."), initiators);
    if (step === undefined) return { steps, whole: false };
    steps.push(step);
  }
  return { steps, whole: true };
}

function readStep([kind, whoText, ...parts]: string[], initiators: number): Step | undefined {
  const who = integer(whoText, initiators - 1);
  if (kind === "e") {
    const event = events[integer(parts[0], events.length - 1) ?? -1];
    const isNexus = event === "nexus_loss";
    if (event === undefined || (isNexus ? who === undefined : whoText !== "-1")) return undefined;
    return { kind: "event", who: isNexus ? who! : -1, event };
  }
  if (who === undefined) return undefined;
  if (kind === "c") {
    const digits = parts[0] ?? "";
    if (!/^([0-9a-f]{2}){6,16}$/.test(digits)) return undefined;
    return { kind: "command", who, cdb: Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16)) };
  }
  return kind === "o" ? readOut(who, parts, initiators) : undefined;
}

function readOut(who: number, parts: readonly string[], initiators: number): OutStep | undefined {
  const [action, type, flags] = [integer(parts[0], 31), integer(parts[1], 15), integer(parts[4], 3)];
  const [key, serviceActionKey] = [keyOf(parts[2]), keyOf(parts[3])];
  const ports = parts[5] ? parts[5].split("-").map((port) => integer(port, initiators - 1)) : [];
  if (action === undefined || type === undefined || flags === undefined) return undefined;
  if (key === undefined || serviceActionKey === undefined || ports.includes(undefined)) return undefined;
  return out(who, action, {
    ...{ type, key, serviceActionKey, ports: ports as number[] },
    ...{ aptpl: (flags & 1) !== 0, unregister: (flags & 2) !== 0 },
  });
}

function integer(text: string | undefined, most: number): number | undefined {
  return text !== undefined && /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

function keyOf(text: string | undefined): bigint | undefined {
  return text !== undefined && /^[0-9a-f]{1,16}$/.test(text) ? BigInt(`0x${text}`) : undefined;
}
