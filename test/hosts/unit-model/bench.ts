/** A run: steps on the emulated LU and on the model side by side, everything compared after each. */
import { decodeHelperReply, EmulatedUnit, type UnitAnswer } from "../../../hosts/embed/index.ts";
import { loadCore, wasmModule } from "../core.ts";
import * as bytes from "./bytes.ts";
import { type Answer, fixedSense, Model, type Nexus, nexus } from "./model.ts";
import type { Options } from "./out.ts";
import { registration } from "./state.ts";
import { type IdRef, type KeyRef, keyPool, type NexusRef, type Step } from "./steps.ts";

const replies = loadCore();
const helperLimit = 8192;
const longestTold = 512;
const observerId = bytes.iscsiId("iqn.2026-01.test:observer,i,0x00023d0000ee");

/** Initiator ports of several protocols; two nexuses share one over two target ports, two the iSCSI name. */
const initiators = [
  [bytes.iscsiId("iqn.2026-01.test:a,i,0x00023d000001"), 1],
  [bytes.iscsiId("iqn.2026-01.test:a,i,0x00023d000001"), 2],
  [bytes.iscsiId("iqn.2026-01.test:a,i,0x00023d000009"), 1],
  [bytes.fcpId(0x2100_0024_ff7c_9a01n), 1],
  [bytes.iscsiId("iqn.2026-01.test:B-long.name,i,0x40000137000A"), 2],
  [bytes.sasId(0x5006_05b0_0006_f261n), 3],
  [bytes.srpId(0x0123456789abcdef0002c90300a1b2c3n), 1],
] as const;

interface Sent {
  readonly from: Nexus;
  readonly cdb: Uint8Array;
  readonly dataOut: Uint8Array;
  readonly helper: boolean;
}

const fresh = new Map<string, Uint8Array>();

/** Two instances that the runs share: each run begins with the state of a new unit. */
export class Bench {
  #unit = new EmulatedUnit(wasmModule);
  #other = new EmulatedUnit(wasmModule);
  #model = new Model({ persist: false, targetPorts: 1 });
  #nexuses: Nexus[] = [];
  #observer = nexus("", new Uint8Array(), 1);
  #trace: string[] = [];
  /** The unit's state, in hex. */
  #saved = "";

  close(): void {
    this.#unit.close();
    this.#other.close();
  }

  /** Errors: the first difference, with the commands that led to it. */
  run(options: Options, steps: readonly Step[]): void {
    this.#begin(options);
    for (const step of steps) {
      try {
        this.#perform(step);
        this.#observe();
        this.#inspect();
      } catch (error) {
        throw new Error([...this.#trace, String(error)].join("\n"), { cause: error });
      }
    }
  }

  #begin(options: Options): void {
    const name = `${options.persist} ${options.targetPorts}`;
    if (!fresh.has(name)) {
      const unit = new EmulatedUnit(wasmModule, options);
      fresh.set(name, unit.save());
      unit.close();
    }
    this.#unit.load(fresh.get(name)!);
    this.#saved = bytes.hex(fresh.get(name)!);
    this.#model = new Model(options);
    const known = (id: Uint8Array, port: number) => {
      const made = nexus(bytes.portOf(id)!, id, Math.min(port, options.targetPorts));
      this.#model.transportIds.set(made.port, id);
      return made;
    };
    this.#nexuses = initiators.map(([id, port]) => known(id, port));
    this.#observer = known(observerId, 1);
    this.#trace = [`options ${JSON.stringify(options)}`];
  }

  #perform(step: Step): void {
    if (step.do === "event") {
      const of = this.#nexus(step.of);
      this.#trace.push(`event ${step.event} ${step.event === "nexus_loss" ? this.#number(of) : ""}`);
      this.#unit.event(step.event, step.event === "nexus_loss" ? address(of) : undefined);
      this.#saved = bytes.hex(this.#unit.save());
      return this.#model.event(step.event, of);
    }
    if (step.do === "reload") return this.#reload(step.elsewhere);
    const sent = this.#command(step);
    const { from, cdb, dataOut } = sent;
    const how = sent.helper ? " by the helper" : "";
    this.#trace.push(`${this.#number(from)} ${bytes.hex(cdb)} ${bytes.hex(dataOut.slice(0, longestTold))}${how}`);
    this.#compare(sent);
  }

  #reload(elsewhere: boolean): void {
    this.#trace.push(`save and load${elsewhere ? ", on another instance" : ""}`);
    const state = this.#unit.save();
    if (elsewhere) [this.#unit, this.#other] = [this.#other, this.#unit];
    this.#unit.load(state);
    same(`saved after a load ${bytes.hex(this.#unit.save())}`, [`saved after a load ${bytes.hex(state)}`]);
  }

  /** The command on both. */
  #compare(sent: Sent): void {
    const { from, cdb, dataOut } = sent;
    const answer = sent.helper ? this.#byHelper(sent) : this.#unit.execute(address(from), cdb, dataOut);
    const expected = this.#model.execute(from, cdb, dataOut);
    same(told(answer, cdb), wanted(expected, cdb));
    const before = this.#saved;
    this.#saved = bytes.hex(this.#unit.save());
    if (!sent.helper) same(`changed ${answer.changed}`, [`changed ${this.#saved !== before}`]);
  }

  #byHelper({ from, cdb, dataOut }: Sent): UnitAnswer {
    const request = new Uint8Array(16 + dataOut.length);
    request.set(cdb);
    request.set(dataOut, 16);
    const reply = this.#unit.emulateHelperRequest(address(from), request);
    const { result, payloadSize, sense } = decodeHelperReply(replies, reply.slice(0, 104));
    same(`payload ${payloadSize}`, [`payload ${reply.length - 104}`]);
    same(`rest of the sense data ${sense.subarray(result === 2 ? 18 : 0).some((byte) => byte !== 0)}`, [
      "rest of the sense data false",
    ]);
    return {
      status: result,
      sense: result === 2 ? sense.slice(0, 18) : new Uint8Array(),
      data: reply.slice(104),
      changed: false,
    };
  }

  /** All that a nexus without a registration can read, on the unit itself: this is no more than three commands. */
  #observe(): void {
    const from = this.#observer;
    const send = (cdb: Uint8Array) => this.#compare({ from, cdb, dataOut: new Uint8Array(), helper: false });
    while (this.#model.state.attentions.get(from.nexus)?.length) send(Uint8Array.of(3, 0, 0, 0, 18, 0));
    for (const action of [bytes.read.keys, bytes.read.reservation, bytes.read.fullStatus])
      send(bytes.inCdb(action, 65535));
  }

  /** What only commands that change it show, on a copy: every pending unit attention, and the state while a legacy reservation hides it. */
  #inspect(): void {
    const copy = this.#other;
    copy.load(new Uint8Array(Buffer.from(this.#saved, "hex")));
    const { state } = this.#model;
    for (const of of new Map(this.#nexuses.map((each) => [each.nexus, each])).values()) {
      const codes: string[] = [];
      for (let code = senseCodes(copy, of); code !== "0/00/00" && codes.length < 10; code = senseCodes(copy, of))
        codes.push(code);
      const pending = (state.attentions.get(of.nexus) ?? []).map((code) => `6/${code}`);
      same(`${of.nexus}: ${codes.join(", ")}`, [`${of.nexus}: ${pending.join(", ")}`]);
    }
    const owner = this.#nexuses.find((of) => of.nexus === state.legacy);
    if (!owner) return;
    const expected = new Model(this.#model.options);
    expected.state = { ...state, attentions: new Map() };
    for (const [port, id] of this.#model.transportIds) expected.transportIds.set(port, id);
    for (const action of Object.values(bytes.read)) {
      const cdb = bytes.inCdb(action, 65535);
      same(told(copy.execute(address(owner), cdb), cdb), wanted(expected.execute(owner, cdb, new Uint8Array()), cdb));
    }
  }

  #command(step: Exclude<Step, { do: "event" } | { do: "reload" }>): Sent {
    const from = this.#nexus(step.from);
    const none = new Uint8Array();
    if (step.do === "command")
      return { from, cdb: new Uint8Array(Buffer.from(step.cdb, "hex")), dataOut: none, helper: false };
    if (step.do === "in")
      return {
        from,
        cdb: bytes.inCdb(step.action, step.allocation),
        dataOut: none,
        helper: step.helper && step.allocation <= helperLimit,
      };
    const [rk, sark] = [this.#key(step.rk, from), this.#key(step.sark, from)];
    const list = step.do === "move" ? this.#moveList(step, rk, sark) : this.#outList(step, rk, sark);
    const length = Math.max(0, list.length + step.wrong.length);
    const dataOut = new Uint8Array(Math.min(length, helperLimit));
    dataOut.set(list.slice(0, length));
    const type = step.type === "held" ? (this.#model.state.reservation?.type ?? 5) : step.type;
    const action = step.do === "move" ? bytes.action.registerAndMove : step.action;
    const cdb = bytes.outCdb(action, (step.scope << 4) | type, length);
    return { from, cdb, dataOut, helper: step.helper && length <= helperLimit };
  }

  #outList(step: Extract<Step, { do: "out" }>, rk: bigint, sark: bigint): number[] {
    const basic = bytes.basicList(rk, sark, step.flags | (step.ids ? bytes.flag.specIPt : 0), step.obsolete);
    if (!step.ids) return basic;
    const list = bytes.specIPtList(
      basic,
      step.ids.map((id) => this.#transportId(id)),
    );
    return withNumber(list, 24, step.wrong.idsLength);
  }

  #moveList(step: Extract<Step, { do: "move" }>, rk: bigint, sark: bigint): number[] {
    const port = step.port ?? this.#nexuses[step.to.of]!.relativePort;
    const list = bytes.moveList(rk, sark, step.flags, port, this.#transportId(step.to));
    return withNumber(list, 20, step.wrong.idsLength);
  }

  #transportId({ of, spoil }: IdRef): Uint8Array {
    const id = this.#nexuses[of]!.transportId.slice();
    const iscsi = (id[0]! & 0x0f) === 5;
    switch (spoil) {
      case "format":
        id[0]! ^= 0x80;
        break;
      case "protocol":
        id[0] = 0x0c;
        break;
      case "name only":
        return bytes.iscsiId("iqn.2026-01.test:a", 0x05);
      case "no separator":
        return bytes.iscsiId("iqn.2026-01.test:without-its-isid", 0x45);
      case "not a multiple of 4":
        return iscsi ? Uint8Array.from([...id.slice(0, 3), id[3]! + 1, ...id.slice(4), 0]) : id.slice(0, 23);
      case "too short":
        return Uint8Array.from([0x45, 0, 0, 16, ...Buffer.from("iqn.a:b,i,0x1\0\0\0")]);
      case "cut short":
        return id.slice(0, -4);
      case undefined:
    }
    return id;
  }

  #nexus(ref: NexusRef): Nexus {
    if (typeof ref === "number") return this.#nexuses[ref]!;
    const { legacy, reservation, registrations } = this.#model.state;
    const wanted =
      ref === "holder" ? (legacy ?? reservation?.holder) : registrations[ref.registered % registrations.length]?.nexus;
    return this.#nexuses.find(({ nexus: id }) => id === wanted) ?? this.#nexuses[0]!;
  }

  #number(of: Nexus): number {
    return this.#nexuses.findIndex(({ nexus: id }) => id === of.nexus);
  }

  #key(key: KeyRef, from: Nexus): bigint {
    const { state } = this.#model;
    const of = (id?: string) => (id === undefined ? undefined : registration(state, id)?.key) ?? keyPool[0];
    if (key === "zero") return 0n;
    if (key === "own") return of(from.nexus);
    if (key === "holder's") return of(state.reservation?.holder);
    return "of" in key ? of(this.#nexuses[key.of]!.nexus) : keyPool[key.pool]!;
  }
}

function same(is: string, wanted: readonly string[]): void {
  if (!wanted.includes(is)) throw new Error(`the unit: ${is}\nthe model: ${wanted.join(" or ")}`);
}

const address = (of: Nexus) => ({ transportId: of.transportId, relativeTargetPort: of.relativePort });

/** Adds to a 32-bit number of a list. */
const withNumber = (list: number[], at: number, add: number): number[] => {
  const value = (bytes.u32(Uint8Array.from(list), at) + add) >>> 0;
  return [...list.slice(0, at), ...bytes.be(value, 4), ...list.slice(at + 4)];
};

function senseCodes(unit: EmulatedUnit, of: Nexus): string {
  const { data } = unit.execute(address(of), Uint8Array.of(3, 0, 0, 0, 252, 0));
  return `${(data[2]! & 15).toString(16)}/${bytes.hex(data.subarray(12, 13))}/${bytes.hex(data.subarray(13, 14))}`;
}

/** Initiator ports' names may be told in either case. */
const inOneCase = (text: string, cdb: Uint8Array) =>
  cdb[0] === bytes.operation.in && cdb[1] === bytes.read.fullStatus
    ? Buffer.from(Buffer.from(text, "hex").toString("latin1").toLowerCase(), "latin1").toString("hex")
    : text;

function told({ status, sense, data }: UnitAnswer, cdb: Uint8Array): string {
  return `${status.toString(16).padStart(2, "0")} ${bytes.hex(sense)} ${inOneCase(bytes.hex(data), cdb)}`;
}

function wanted(answer: Answer, cdb: Uint8Array): string[] {
  if (answer.status === "good") return [`00  ${inOneCase(bytes.hex(answer.data), cdb)}`];
  if (answer.status === "conflict") return ["18  "];
  return answer.codes.map((codes) => `02 ${bytes.hex(fixedSense(codes, answer.pointer))} `);
}
