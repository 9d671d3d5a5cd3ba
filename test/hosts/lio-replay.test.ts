/** All exchanges with Linux LIO 6.1 replayed on the emulated LU: PERSISTENT RESERVE byte for byte, other commands as far as reservations go. */
import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { EmulatedUnit } from "../../hosts/embed/index.ts";
import { unhex, wasmModule } from "./core.ts";
import { type Deviations, type Exchange, type ReplayedUnit, replay } from "./lio.ts";
import { action, basicList, inCdb, iscsiId, outCdb, read, u32 } from "./unit-model/bytes.ts";

const exchanges = readFileSync(new URL("../vectors/lio-6.1.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Exchange);
const accepted = JSON.parse(
  readFileSync(new URL("../vectors/lio-6.1.deviations.json", import.meta.url), "utf8"),
) as Deviations;
const names = (initiator: string) => exchanges.find(({ nexus }) => nexus.startsWith(`iqn.2026-01.test:${initiator},`))!;

/** Line 11 says 000000bc, after a REGISTER (line 6) and a CLEAR (line 8). */
const firstGeneration = Number.parseInt(exchanges[10]!.data_in.slice(0, 8), 16) - 2;

class Unit implements ReplayedUnit {
  readonly #unit = new EmulatedUnit(wasmModule, { persist: true, targetPorts: 1 });

  execute(nexus: string, cdb: Uint8Array, dataOut?: Uint8Array) {
    return this.#unit.execute({ transportId: iscsiId(nexus), relativeTargetPort: 1 }, cdb, dataOut);
  }
  save = () => this.#unit.save();
  load = (state: Uint8Array) => this.#unit.load(state);
  reset = () => this.#unit.event("logical_unit_reset");
  close = () => this.#unit.close();
}

/**
 * LIO's state before line 1, as the first lines show it: nobody is registered, the generation; for initiator a 2A/03 is
 * pending (line 1), for b nothing (line 3), for c 29/03 (line 131, its first command). Made with commands and a reset.
 */
function asBeforeLine1(): Unit {
  const unit = new Unit();
  onTestFinished(unit.close);
  const [a, c, other] = [names("a").nexus, names("c").nexus, "iqn.2026-01.test:before,i,0x00023d0000ff"];
  const out = (nexus: string, serviceAction: number, rk: bigint, sark: bigint) =>
    expect(unit.execute(nexus, outCdb(serviceAction, 0, 24), Uint8Array.from(basicList(rk, sark, 0))).status).toBe(0);
  const generation = () => u32(unit.execute(other, inCdb(read.keys, 8)).data, 0);
  unit.execute(c, unhex("000000000000"));
  unit.reset();
  out(a, action.registerAndIgnore, 0n, 1n);
  out(other, action.registerAndIgnore, 0n, 1n);
  out(other, action.clear, 1n, 0n);
  while (generation() < firstGeneration - 1) out(other, action.registerAndIgnore, 0n, 1n);
  out(other, action.registerAndIgnore, 0n, 0n);
  expect(generation()).toBe(firstGeneration);
  return unit;
}

const reserveLines = 357;
const equalAtLeast = 300;

test("every line is equal or has its entry, and every entry is needed", () => {
  expect(exchanges.length).toBe(630);
  const { problems, reserve, equal, undone } = replay(asBeforeLine1(), exchanges, accepted);
  console.log(
    `LIO: ${equal} of ${reserve} PERSISTENT RESERVE lines are equal without an entry; ${undone} lines undone`,
  );
  expect(problems).toEqual([]);
  expect(reserve).toBe(reserveLines);
  expect(equal).toBeGreaterThanOrEqual(equalAtLeast);
});

describe("what the comparison finds", () => {
  const problems = (lines: readonly Exchange[], list: Deviations) => replay(asBeforeLine1(), lines, list).problems;
  const { generation, deviations } = accepted;
  const changed = (line: number, fields: Partial<Exchange>) =>
    exchanges.with(line - 1, { ...exchanges[line - 1]!, ...fields });
  const without = (line: number) => deviations.filter(({ lines }) => !lines.includes(line));

  test("another status, other data, other sense data, other bytes behind a drift", () => {
    const found = (line: number, fields: Partial<Exchange>) => problems(changed(line, fields), accepted);
    expect(found(23, { status: 0x18 })[0]).toContain("line 23 ");
    expect(found(27, { data_in: `${exchanges[26]!.data_in.slice(0, -2)}23` })[0]).toContain("line 27 ");
    expect(found(32, { sense: exchanges[31]!.sense.replace("1a00", "1a01") })[0]).toContain("5/1a/01");
    expect(found(599, { data_in: exchanges[598]!.data_in.replace("00000138", "00000139") })[0]).toContain("line 599 ");
  });

  test("a unit attention or a conflict of another command, but not what LIO processed and refused", () => {
    expect(problems(changed(85, { status: 0, sense: "" }), accepted)[0]).toContain("LIO processed, the unit 6/2a/04");
    expect(problems(changed(374, { status: 0 }), accepted)[0]).toContain("LIO processed, the unit conflict");
    expect(problems(changed(608, { status: 2, sense: exchanges[628]!.sense }), accepted)).toEqual([]);
    expect(problems(changed(608, { status: 2, sense: exchanges[132]!.sense }), accepted)[0]).toContain("LIO 2/08/00");
  });

  test("an entry that is missing, not needed, never used, or says something else", () => {
    expect(problems(exchanges, { generation, deviations: without(29) })).toEqual([expect.stringContaining("line 29 ")]);
    const extra = { lines: [27, 631], spec: "1.1", why: "", lio: "good", unit: "good" };
    expect(problems(exchanges, { generation, deviations: [...deviations, extra] })).toEqual([
      expect.stringMatching(/^line 27 .*not needed$/),
      "nothing uses the entry of line 631",
    ]);
    const wrong = deviations.map((entry) => (entry.lines.includes(41) ? { ...entry, unit: "conflict" } : entry));
    expect(problems(exchanges, { generation, deviations: wrong })[0]).toContain("the entry says 5/24/00 and conflict");
  });

  test("an undo that is missing or that undoes nothing", () => {
    const undo = (line: number, value: boolean) =>
      deviations.map((entry) => (entry.lines.includes(line) ? { ...entry, undo: value } : entry));
    expect(problems(exchanges, { generation, deviations: undo(378, false) }).length).toBeGreaterThan(5);
    expect(problems(exchanges, { generation, deviations: undo(513, true) })).toEqual([
      "line 513 changed nothing: there is nothing to undo",
    ]);
  });

  test("a drift that is missing, too much, or shown by no line", () => {
    expect(problems(exchanges, { generation: generation.slice(1), deviations }).length).toBeGreaterThan(50);
    const more = [...generation, { line: 602, add: 1, spec: "1.7", why: "" }];
    expect(problems(exchanges, { generation: more, deviations })).toEqual([
      "no line shows the generation's drift at line 602",
    ]);
  });
});

test("every entry names an item of the fact sheet and says why", () => {
  for (const { spec, why } of [...accepted.generation, ...accepted.deviations]) {
    expect(spec).toMatch(/^(8\.4 item ([1-9]|1[0-5])|2\.4 row \d+|1\.[1-7])$/);
    expect(why).not.toBe("");
  }
});
