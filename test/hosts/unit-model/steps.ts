/** What a run does, in symbols ("the key of the holder"), so that sequences reach deep and shrink well; and the generators. */
import fc from "fast-check";
import { commands } from "./conflicts.ts";
import type { UnitEvent } from "./model.ts";

/** A key: 0, the sender's own, the holder's, that of a nexus, or one of the pool. */
export type KeyRef = "zero" | "own" | "holder's" | { readonly of: number } | { readonly pool: number };

const spoils = [
  "format",
  "protocol",
  "name only",
  "no separator",
  "not a multiple of 4",
  "too short",
  "cut short",
] as const;
/** The TransportID of a nexus, spoilt or not. */
export interface IdRef {
  readonly of: number;
  readonly spoil?: (typeof spoils)[number] | undefined;
}

/** A parameter list longer or shorter than it should be, and a length in it that is wrong by so much. */
interface Wrong {
  readonly length: number;
  readonly idsLength: number;
}

/** A nexus; the one that holds the reservation, of either kind; or one of those that are registered. Without such a one the first. */
export type NexusRef = number | "holder" | { readonly registered: number };

interface Sent {
  readonly from: NexusRef;
  /** As a helper request, where that can be. */
  readonly helper: boolean;
}

export type Step =
  | ({
      readonly do: "out";
      readonly action: number;
      readonly scope: number;
      readonly type: number | "held";
      readonly rk: KeyRef;
      readonly sark: KeyRef;
      /** APTPL and ALL_TG_PT, as byte 20 has them. */
      readonly flags: number;
      /** SPEC_I_PT is set when there is a list. */
      readonly ids?: readonly IdRef[] | undefined;
      readonly obsolete: number;
      readonly wrong: Wrong;
    } & Sent)
  | ({
      readonly do: "move";
      readonly scope: number;
      readonly type: number | "held";
      readonly rk: KeyRef;
      readonly sark: KeyRef;
      /** UNREG and APTPL, as byte 17 has them. */
      readonly flags: number;
      readonly to: IdRef;
      /** The destination's own target port, or this one. */
      readonly port?: number | undefined;
      readonly wrong: Wrong;
    } & Sent)
  | ({ readonly do: "in"; readonly action: number; readonly allocation: number } & Sent)
  | { readonly do: "command"; readonly from: NexusRef; readonly cdb: string }
  | { readonly do: "event"; readonly event: UnitEvent; readonly of: NexusRef }
  /** save, load: on this instance, or the other one goes on. */
  | { readonly do: "reload"; readonly elsewhere: boolean };

export const nexuses = 7;
export const keyPool = [0x1111111111111111n, 0x2222222222222222n, 0xffffffffffffffffn] as const;

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const always = <T>(weight: number, value: T) => often(weight, fc.constant(value));

const nexus = fc.oneof(often(8, fc.nat(4)), often(1, fc.nat(nexuses - 1)));
const sender = (any: number, holder: number, registered: number): fc.Arbitrary<NexusRef> =>
  fc.oneof(
    often(any, nexus),
    always<NexusRef>(holder, "holder"),
    often(
      registered,
      fc.nat(nexuses - 1).map((index): NexusRef => ({ registered: index })),
    ),
  );
const poolKey = fc.nat(keyPool.length - 1).map((pool): KeyRef => ({ pool }));
const keyOf = nexus.map((of): KeyRef => ({ of }));

const reservationKey = (own: number): fc.Arbitrary<KeyRef> =>
  fc.oneof(always<KeyRef>(own, "own"), always<KeyRef>(1, "zero"), often(1, poolKey), always<KeyRef>(1, "holder's"));
const newKey = fc.oneof(often(6, poolKey), always<KeyRef>(1, "zero"), always<KeyRef>(1, "own"), often(1, keyOf));
const victim = fc.oneof(
  often(3, keyOf),
  always<KeyRef>(2, "holder's"),
  always<KeyRef>(2, "own"),
  always<KeyRef>(1, "zero"),
  often(1, poolKey),
);

const scope = fc.oneof(always(24, 0), often(1, fc.nat(15)));
const type = fc.oneof(
  often(4, fc.constantFrom<number | "held">(1, 3, 5, 6, 7, 8)),
  always<number | "held">(4, "held"),
  often(1, fc.nat(15)),
);

const rarely = (arbitrary: fc.Arbitrary<number>) => fc.oneof(always(40, 0), often(1, arbitrary));
const wrong = fc.record({
  length: rarely(fc.constantFrom(-24, -20, -4, -1, 1, 4, 8, 65536)),
  idsLength: rarely(fc.constantFrom(-24, -4, -1, 1, 4, 0x10000)),
});
const helper = fc.boolean();
const id: fc.Arbitrary<IdRef> = fc.record({
  of: fc.nat(nexuses - 1),
  spoil: fc.oneof(always<IdRef["spoil"]>(12, undefined), often(1, fc.constantFrom(...spoils))),
});
const noList = fc.constant(undefined);

interface OutParts {
  readonly rk: fc.Arbitrary<KeyRef>;
  readonly sark: fc.Arbitrary<KeyRef>;
  readonly from?: fc.Arbitrary<NexusRef>;
  readonly ids?: fc.Arbitrary<readonly IdRef[] | undefined>;
  readonly aptpl?: number;
  readonly allTgPt?: number;
}

const flags = (aptpl: number, allTgPt: number) =>
  fc
    .tuple(fc.oneof(always(9 - aptpl, 0), always(aptpl, 1)), fc.oneof(always(9 - allTgPt, 0), always(allTgPt, 4)))
    .map(([one, other]) => one | other);

const out = (action: number | fc.Arbitrary<number>, parts: OutParts): fc.Arbitrary<Step> =>
  fc.record({
    do: fc.constant("out" as const),
    action: typeof action === "number" ? fc.constant(action) : action,
    scope,
    type,
    rk: parts.rk,
    sark: parts.sark,
    flags: flags(parts.aptpl ?? 1, parts.allTgPt ?? 1),
    ids: parts.ids ?? fc.oneof(always(30, undefined), often(1, fc.array(id, { maxLength: 2 }))),
    obsolete: fc.constantFrom(0, 0, 0xff),
    wrong,
    from: parts.from ?? sender(2, 4, 8),
    helper,
  });

const move: fc.Arbitrary<Step> = fc.record({
  do: fc.constant("move" as const),
  scope,
  type,
  rk: reservationKey(12),
  sark: fc.oneof(often(6, poolKey), always<KeyRef>(1, "zero")),
  flags: flags(1, 0).chain((aptpl) => fc.constantFrom(aptpl, aptpl | 2)),
  to: id,
  port: fc.oneof(always<number | undefined>(6, undefined), often(1, fc.constantFrom(0, 1, 2, 3, 4, 0xffff))),
  wrong,
  from: sender(2, 8, 2),
  helper,
});

const read: fc.Arbitrary<Step> = fc.record({
  do: fc.constant("in" as const),
  action: fc.oneof(often(9, fc.nat(3)), often(1, fc.nat(31))),
  allocation: fc.oneof(
    often(3, fc.nat(64)),
    often(1, fc.nat(65535)),
    often(2, fc.nat(24)),
    always(2, 0),
    always(1, 65535),
  ),
  from: nexus,
  helper,
});

const special = [
  "000000000000", // TEST UNIT READY
  "120000002400", // INQUIRY
  "a00000000000000000100000", // REPORT LUNS
  "030000001200", // REQUEST SENSE
  "03000000fc00",
  "030000000800",
];
const command: fc.Arbitrary<Step> = fc.record({
  do: fc.constant("command" as const),
  from: sender(8, 1, 2),
  cdb: fc.oneof(
    often(6, fc.constantFrom(...commands.map(({ cdb }) => Buffer.from(cdb).toString("hex")))),
    often(4, fc.constantFrom(...special)),
    often(1, fc.constantFrom("ff0000000000", "22000000000000000000", "c00000000000")),
  ),
});

const legacyCommand = (from: fc.Arbitrary<NexusRef>, ...cdbs: string[]): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant("command" as const), from, cdb: fc.constantFrom(...cdbs) });

const event: fc.Arbitrary<Step> = fc.record({
  do: fc.constant("event" as const),
  event: fc.oneof(
    always<UnitEvent>(4, "power_on"),
    always<UnitEvent>(2, "logical_unit_reset"),
    always<UnitEvent>(3, "nexus_loss"),
    always<UnitEvent>(2, "information_lost"),
  ),
  of: sender(6, 2, 1),
});

const lists = fc.array(id, { maxLength: 3 });

const any = sender(8, 1, 1);
/** Those that register are any, those that go on are often registered. */
const step: fc.Arbitrary<Step> = fc.oneof(
  often(14, out(6, { from: any, rk: poolKey, sark: newKey, aptpl: 5, allTgPt: 1 })),
  often(3, out(6, { rk: poolKey, sark: fc.constant("zero"), aptpl: 2, allTgPt: 2 })),
  often(5, out(0, { from: any, rk: fc.constant("zero"), sark: newKey, aptpl: 5, allTgPt: 1 })),
  often(6, out(0, { rk: reservationKey(8), sark: newKey, aptpl: 2, allTgPt: 2 })),
  often(3, out(0, { from: any, rk: fc.constantFrom("zero", "zero", "own"), sark: newKey, ids: lists })),
  often(12, out(1, { rk: reservationKey(20), sark: newKey })),
  often(5, out(2, { rk: reservationKey(20), sark: newKey })),
  often(2, out(3, { rk: reservationKey(8), sark: newKey })),
  often(12, out(fc.constantFrom(4, 5), { rk: reservationKey(20), sark: victim })),
  often(
    4,
    out(8, { from: any, rk: fc.constantFrom<KeyRef>("zero", "zero", "own"), sark: newKey, aptpl: 2, allTgPt: 2 }),
  ),
  often(1, out(fc.nat(31), { rk: reservationKey(6), sark: newKey, ids: noList })),
  often(6, move),
  often(3, read),
  often(18, command),
  often(2, legacyCommand(sender(4, 3, 1), "160000000000", "56000000000000000000")), // RESERVE(6), RESERVE(10)
  often(3, legacyCommand(sender(1, 8, 1), "170000000000", "57000000000000000000")), // RELEASE(6), RELEASE(10)
  often(2, event),
  often(1, fc.record({ do: fc.constant("reload" as const), elsewhere: fc.boolean() })),
);

/** Of any length alike: short ones prove little. */
export const steps = fc.noBias(fc.array(step, { minLength: 1, maxLength: 80, size: "max" }));
