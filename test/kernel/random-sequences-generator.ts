// Random commands for random-sequences.test.ts. The generator is given what the logical unit shows, so that keys and types match often.
import { ALL_TG_PT, APTPL, block, CODE, IN, NEXUSES, OUT, plain, reserveIn, reserveOut, SPEC_I_PT, STRANGE_KEY, transportId, TYPES, UNREG, type Command, type Out } from "./random-sequences-commands.ts"; // prettier-ignore
import type { Random } from "../common/random.ts";
import { isForAll, isHolder, registrationOf, type State } from "./random-sequences-state.ts";

const NO_TYPES = [0, 2, 4, 9, 15];
const KEYS = [0x1122334455667788n, 0x99aabbccddeeff01n, 0xa0b0c0d0e0f01020n];

/** What the generator sees of the logical unit. */
export interface View {
  readonly state: State;
  /** The nexus with a reservation by RESERVE(6). */
  readonly legacy: number | undefined;
}

/** Share of a thousand -> what makes such a command. */
const KINDS: readonly (readonly [number, (random: Random, view: View, nexus: number) => Command])[] = [
  [180, register],
  [120, reserve],
  [80, release],
  [35, clear],
  [170, preempt],
  [30, preemptAndAbort],
  [170, move],
  [15, specifyPorts],
  [5, allTargetPorts],
  [10, unknownAction],
  [120, read],
  [15, (_, __, nexus) => requestSense(nexus)],
  [15, (_, __, nexus) => plain(nexus, CODE.testUnitReady)],
  [5, (_, __, nexus) => plain(nexus, CODE.inquiry)], // with ALLOCATION LENGTH 0: that it can be done, and leaves unit attentions
  [25, (_, __, nexus) => block(nexus, CODE.read10)],
  [25, (_, __, nexus) => block(nexus, CODE.write10)],
  [25, (random, _, nexus) => plain(nexus, random.of([CODE.reserve6, CODE.release6]))],
];

export function randomCommand(random: Random, view: View): Command {
  const nexus = random.of(NEXUSES);
  if (view.legacy !== undefined && random.percent(40)) return besideLegacy(random, view.legacy, nexus);
  if (view.state.registrations.length === 0 && random.percent(50)) return unregistered(random, view, nexus);
  let place = random.below(KINDS.reduce((sum, [share]) => sum + share, 0));
  const kind = KINDS.find(([share]) => (place -= share) < 0)!;
  return kind[1](random, view, nexus);
}

/** While RESERVE(6) is in force nearly all conflicts: not for long. */
function besideLegacy(random: Random, legacy: number, nexus: number): Command {
  if (random.percent(60)) return plain(legacy, CODE.release6);
  return random.percent(50) ? plain(nexus, CODE.testUnitReady) : requestSense(nexus);
}

/** Without registrations much is refused: not for long either. */
function unregistered(random: Random, view: View, nexus: number): Command {
  return random.percent(90) ? register(random, view, nexus) : reserveIn(nexus, IN.reportCapabilities, 256);
}

const someKey = (random: Random) => random.of(KEYS);

/** The key that the sender has, or now and then another one. */
function ownKey(random: Random, { state }: View, nexus: number): bigint {
  if (random.percent(10)) return random.of([...KEYS, 0n, STRANGE_KEY]);
  return registrationOf(state, nexus)?.key ?? 0n;
}

/** Most often one that is registered. */
function registrant(random: Random, { state }: View, nexus: number): number {
  const registered = NEXUSES.filter((each) => registrationOf(state, each));
  return registered.length > 0 && random.percent(80) ? random.of(registered) : nexus;
}

/** Most often one that holds the reservation. */
function holder(random: Random, view: View, nexus: number): number {
  const holders = NEXUSES.filter((each) => isHolder(view.state, each));
  return holders.length > 0 && random.percent(70) ? random.of(holders) : registrant(random, view, nexus);
}

/** A wrong scope or length, rarely. */
function oddities(random: Random): Out {
  if (random.percent(3)) return { scope: random.of([1, 2, 15]) };
  return random.percent(4) ? { length: random.of([0, 8, 23, 25, 28, 48]) } : {};
}

function register(random: Random, view: View, nexus: number): Command {
  const actionKey = random.percent(22) ? 0n : someKey(random);
  const flags = random.percent(35) ? APTPL : 0;
  const key = ownKey(random, view, nexus);
  const action = random.percent(35) ? OUT.registerAndIgnore : OUT.register;
  return reserveOut(nexus, action, { key, actionKey, flags, type: random.below(16), ...oddities(random) });
}

/** A type, now and then one that there is not. */
function someType(random: Random, { state }: View): number {
  if (random.percent(6)) return random.of(NO_TYPES);
  return state.type !== 0 && random.percent(55) ? state.type : random.of(TYPES);
}

function reserve(random: Random, view: View, nexus: number): Command {
  const sender = registrant(random, view, nexus);
  const flags = random.percent(1) ? SPEC_I_PT : 0;
  const key = ownKey(random, view, sender);
  return reserveOut(sender, OUT.reserve, { type: someType(random, view), flags, key, ...oddities(random) });
}

function release(random: Random, view: View, nexus: number): Command {
  const sender = holder(random, view, nexus);
  const type = random.percent(70) && view.state.type !== 0 ? view.state.type : someType(random, view);
  return reserveOut(sender, OUT.release, { type, key: ownKey(random, view, sender), ...oddities(random) });
}

function clear(random: Random, view: View, nexus: number): Command {
  const sender = registrant(random, view, nexus);
  return reserveOut(sender, OUT.clear, { key: ownKey(random, view, sender), ...oddities(random) });
}

/** The key to be preempted: of whoever is registered, most often. */
function victim(random: Random, { state }: View, sender: number): bigint {
  if (state.registrations.length === 0 || random.percent(15)) return random.of([...KEYS, 0n]);
  if (random.percent(10)) return registrationOf(state, sender)?.key ?? 0n;
  const holders = state.registrations.filter((each) => each.holder);
  return random.of(holders.length > 0 && random.percent(50) ? holders : state.registrations).key;
}

function preempt(random: Random, view: View, nexus: number): Command {
  const sender = registrant(random, view, nexus);
  const key = ownKey(random, view, sender);
  const held = view.state.registrations.find((each) => each.holder);
  // As one nexus takes over from another: the reservation stays what it is.
  if (held && random.percent(25))
    return reserveOut(sender, OUT.preempt, { type: view.state.type, key, actionKey: held.key });
  const out = { type: someType(random, view), key, actionKey: victim(random, view, sender) };
  return reserveOut(sender, OUT.preempt, { ...out, ...oddities(random) });
}

/**
 * Only such as is refused. LIO of Linux 6.1 on tcm_loop waits for ever in each one that it carries out, even with no other command in
 * the logical unit: core_tmr_lun_reset waits for the work that the command itself runs in.
 */
function preemptAndAbort(random: Random, view: View, nexus: number): Command {
  const sender = registrant(random, view, nexus);
  const out = { type: random.of(TYPES), key: ownKey(random, view, sender), actionKey: victim(random, view, sender) };
  const wrong: Out[] = [
    { key: STRANGE_KEY },
    { actionKey: STRANGE_KEY },
    { type: random.of(NO_TYPES) },
    { scope: 1 },
    { length: random.of([0, 8, 23, 25, 28]) },
    { flags: SPEC_I_PT },
  ];
  return reserveOut(sender, OUT.preemptAndAbort, { ...out, ...random.of(wrong) });
}

function move(random: Random, view: View, nexus: number): Command {
  const { type } = view.state;
  if ((type === 0 || isForAll(type)) && random.percent(75)) return reserve(random, view, nexus);
  const sender = holder(random, view, nexus);
  const others = NEXUSES.filter((each) => each !== sender);
  const initiator = random.percent(90) ? random.of(others) : sender;
  const port = random.percent(92) ? initiator + 1 : random.of([1, 2, 3, 9]);
  const flags = (random.percent(30) ? UNREG : 0) | (random.percent(35) ? APTPL : 0);
  const rest = transportId(initiator);
  const out: Out = { key: ownKey(random, view, sender), actionKey: random.percent(92) ? someKey(random) : 0n, rest };
  if (random.percent(5)) out.length = random.of([0, 20, 24, 44, 52]);
  return reserveOut(sender, OUT.registerAndMove, { ...out, type: random.below(16) }, (list) => {
    list[17] = flags;
    list.writeUInt16BE(port, 18);
    list.writeUInt32BE(rest.length, 20);
  });
}

function specifyPorts(random: Random, view: View, nexus: number): Command {
  const others = NEXUSES.filter((each) => each !== nexus && random.percent(50));
  const ports = Buffer.concat(others.map(transportId));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(ports.length + (random.percent(10) ? 4 : 0));
  const out = { actionKey: random.percent(95) ? someKey(random) : 0n, flags: SPEC_I_PT };
  const action = random.percent(90) ? OUT.register : OUT.registerAndIgnore;
  const key = ownKey(random, view, nexus);
  return reserveOut(nexus, action, { ...out, key, rest: Buffer.concat([length, ports]) });
}

function allTargetPorts(random: Random, view: View, nexus: number): Command {
  return reserveOut(nexus, OUT.register, {
    key: ownKey(random, view, nexus),
    actionKey: someKey(random),
    flags: ALL_TG_PT,
  });
}

/** REPLACE LOST RESERVATION when nothing is lost, and service actions that there are not. */
function unknownAction(random: Random, view: View, nexus: number): Command {
  const action = random.of([OUT.replaceLostReservation, 9, 31]);
  return reserveOut(nexus, action, {
    type: random.of(TYPES),
    key: ownKey(random, view, nexus),
    actionKey: someKey(random),
  });
}

function requestSense(nexus: number): Command {
  return { nexus, cdb: Buffer.from([CODE.requestSense, 0, 0, 0, 18, 0]), in: 18 };
}

function read(random: Random, _: View, nexus: number): Command {
  const lengths = [0, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 72, 104, 256];
  const allocation = random.percent(60) ? 256 : random.of(lengths);
  return reserveIn(nexus, random.percent(3) ? 4 : random.below(4), allocation);
}
