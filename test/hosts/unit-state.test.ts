/** The emulated logical unit's saved state, on the shipped module. */
import { crc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import { abi, CoreError, type EmulatedUnit, explain, type UnitAnswer } from "../../hosts/embed/index.ts";
import { Random, seed } from "../common/random.ts";
import { hex, loadCore } from "./core.ts";
import { a, b, check, list, prOut, register, sas, testUnitReady, unit } from "./unit.ts";
import { command, transportId } from "./unit-calls.ts";

describe("the saved state", () => {
  function busy(): EmulatedUnit {
    const it = unit({ persist: true, targetPorts: 2 });
    register(it, a, 0x11, 5);
    register(it, b, 0x22, 1);
    it.execute(a, prOut(1, 5), list(0x11, 0));
    it.event("logical_unit_reset");
    return it;
  }

  test("is all of a unit, its options too", () => {
    const saved = busy().save();
    const other = unit();
    other.load(saved);
    expect(other.save()).toEqual(saved);
    const { status, sense } = other.execute(a, testUnitReady);
    expect([status, sense[12], sense[13]]).toEqual([check, 0x29, 0x03]);
    expect(other.execute(sas(1, 2), testUnitReady).status).toBe(check);
  });

  test("is explained by the standard's names", () => {
    const nodes = explain(loadCore(), "unit_state", busy().save());
    const { truncated, unexpected, reserved_set: set, trailing } = abi.enumerations.node_flag;
    expect(nodes.filter(({ flags }) => flags & (truncated | unexpected | set | trailing))).toEqual([]);
    const named = (name: string) => nodes.filter((node) => node.name === name);
    expect(named("RESERVATION KEY").map(({ value }) => value)).toEqual([0x11n, 0x11n, 0x22n]);
    expect(named("TYPE").map(({ meaning }) => meaning)).toEqual(["Write Exclusive - Registrants Only"]);
    expect(named("UNIT ATTENTION 1").map(({ meaning }) => meaning)).toEqual(
      Array.from({ length: 3 }, () => "BUS DEVICE RESET FUNCTION OCCURRED"),
    );
  });

  test("is refused with any byte changed, and the unit stays as it was", () => {
    const it = busy();
    const saved = it.save();
    for (let i = 0; i < saved.length; i++) {
      const wrong = Uint8Array.from(saved);
      wrong[i]! ^= 1 << (i % 8);
      expect(() => it.load(wrong)).toThrow("this is no saved state of an emulated logical unit");
    }
    for (const length of [0, 27, 28, saved.length - 1])
      expect(() => it.load(saved.slice(0, length))).toThrow(CoreError);
    expect(() => it.load(Buffer.concat([saved, Uint8Array.of(0)]))).toThrow(CoreError);
    expect(() => it.load(new Uint8Array(200_000))).toThrow(CoreError);
    expect(it.save()).toEqual(saved);
  });

  test("that says what cannot be is refused by the field that says it", () => {
    const saved = busy().save();
    const wrong = Buffer.from(saved);
    wrong[17] = 9; // HOLDER
    wrong.writeUInt32BE(crc32(wrong.subarray(8)), 4);
    try {
      unit().load(wrong);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CoreError);
      expect((error as CoreError).status).toBe("invalid_state");
      expect((error as CoreError).details).toMatchObject({ field: "HOLDER", bit: 128, have: 9 });
    }
  });
});

describe("a random walk", () => {
  const steps = Number(process.env["HOLDFAST_WALK"] ?? 20_000);

  const shown = ({ status, sense, data, changed }: UnitAnswer) => ({
    status,
    sense: hex(sense),
    data: hex(data),
    changed,
  });

  test(`${steps} commands, seed ${seed}: changed is right, and a unit out of any saved state goes on as the first does`, () => {
    const random = new Random(seed);
    const next = () => random.next();
    const options = { persist: true, targetPorts: 2 };
    const from = { few: 8, many: 64 }; // with more than 512 I_T nexuses it counts who was silent longest, which is not saved
    const [first, second] = [unit(options), unit(options)];
    let saved = first.save();
    const statuses = new Map<string, number>();
    for (let i = 0; i < steps; i++) {
      const nexus = { transportId: transportId(next, from), relativeTargetPort: 1 + (next() % 2) };
      const [cdb, data] = command(next, from);
      const title = `HOLDFAST_SEED=${seed}, step ${i}: ${hex(cdb)} ${hex(data)}`;
      const answer = first.execute(nexus, cdb, data);
      expect([title, shown(second.execute(nexus, cdb, data))]).toEqual([title, shown(answer)]);
      const after = first.save();
      expect([title, answer.changed]).toEqual([title, Buffer.compare(after, saved) !== 0]);
      const kind =
        answer.status === check ? hex(Uint8Array.of(answer.sense[12]!, answer.sense[13]!)) : `${answer.status}`;
      statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
      if (next() % 200 === 0) {
        const event = (["power_on", "logical_unit_reset", "nexus_loss", "information_lost"] as const)[next() % 4]!;
        for (const it of [first, second]) it.event(event, nexus);
      }
      saved = first.save();
      if (next() % 50 === 0) second.load(saved);
    }
    expect([...statuses.keys()].sort()).toEqual(
      expect.arrayContaining([
        "0",
        "1a00",
        "24",
        "2400",
        "2600",
        "2604",
        "2901",
        "2903",
        "2907",
        "2a03",
        "2a04",
        "2a05",
        "4401",
      ]),
    );
  });
});
