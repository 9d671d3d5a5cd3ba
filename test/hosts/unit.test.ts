/** The emulated logical unit on the shipped module. What each command does is said in test/core/unit*.spec.ts; here is what a host sees of it. */
import { describe, expect, onTestFinished, test } from "vitest";
import { abi, CoreError, EmulatedUnit, type Nexus, type UnitEvent, UnitLimitError } from "../../hosts/embed/index.ts";
import { hex, unhex, vectors, wasmModule } from "./core.ts";
import { a, b, check, conflict, good, key, list, prOut, readKeys, register, sas, testUnitReady, unit } from "./unit.ts";

describe("a command", () => {
  test("answers with status, sense data, data, and whether there is something to save", () => {
    const it = unit();
    expect(register(it, a, 0x11)).toEqual({
      status: good,
      sense: new Uint8Array(),
      data: new Uint8Array(),
      changed: true,
    });
    const keys = it.execute(a, readKeys);
    expect([keys.status, hex(keys.data), keys.changed]).toEqual([good, "0000000100000008" + key(0x11), false]);
    expect(it.execute(b, prOut(1, 1), list(0, 0)).status).toBe(conflict);
    const refused = it.execute(a, prOut(1, 2), list(0x11, 0));
    expect([refused.status, hex(refused.sense)]).toEqual([
      check,
      "70000500" + "0000000a" + "00000000" + "240000cb0002",
    ]);
    expect(refused.data).toHaveLength(0);
  });

  test("leaves answers that were given before alone", () => {
    const it = unit();
    register(it, a, 0x11);
    const first = it.execute(a, readKeys);
    register(it, b, 0x22);
    it.execute(a, readKeys);
    expect(hex(first.data)).toBe("0000000100000008" + key(0x11));
  });

  test.each<[string, Nexus, Uint8Array, string]>([
    [
      "no TransportID",
      { transportId: new Uint8Array(), relativeTargetPort: 1 },
      testUnitReady,
      "TransportID: 0 bytes are there, 24 are needed",
    ],
    [
      "a cut one",
      { transportId: a.transportId.slice(1), relativeTargetPort: 1 },
      testUnitReady,
      "TransportID: 23 bytes are there, 24 are needed",
    ],
    [
      "a cut iSCSI one",
      { transportId: unhex(`45000018${"61".repeat(20)}`), relativeTargetPort: 1 },
      testUnitReady,
      "TransportID: 24 bytes are there, 28 are needed",
    ],
    [
      "two",
      { transportId: new Uint8Array(48), relativeTargetPort: 1 },
      testUnitReady,
      "TransportID: 48 bytes are there, 24 is all that belongs to it",
    ],
    [
      "one of no protocol",
      { transportId: unhex(`0f${"00".repeat(23)}`), relativeTargetPort: 1 },
      testUnitReady,
      "TransportID: this is none that the standard allows",
    ],
    [
      "a long one",
      { transportId: new Uint8Array(257), relativeTargetPort: 1 },
      testUnitReady,
      "257 is more than the 256 that fit",
    ],
    ["no target port", sas(1, 0), testUnitReady, "RELATIVE TARGET PORT IDENTIFIER: 00h is not allowed, 01h is"],
    ["a target port too many", sas(1, 2), testUnitReady, "RELATIVE TARGET PORT IDENTIFIER: 02h is not allowed, 01h is"],
    ["no CDB", a, new Uint8Array(), "0 bytes are there, 1 is needed"],
    ["a cut CDB", a, unhex("5e0000"), "3 bytes are there, 10 are needed"],
    ["a long CDB", a, new Uint8Array(65545), "65545 is more than the 65544 that fit"],
  ])("comes from a host that makes no mistakes: %s", (_name, nexus, cdb, sentence) => {
    const it = unit();
    register(it, a, 0x11);
    const before = it.save();
    expect(() => it.execute(nexus, cdb)).toThrow(CoreError);
    expect(() => it.execute(nexus, cdb)).toThrow(sentence);
    expect(it.save()).toEqual(before);
  });

  test("fares under another one's reservation as the standard's tables say", () => {
    const patterns = vectors<{ name: string; cdb: string; pattern: string }>("conflict");
    const [holder, registered, unregistered] = [a, b, sas(3)];
    for (const type of [1, 3, 5, 6, 7, 8]) {
      const it = unit();
      register(it, holder, 1);
      register(it, registered, 2);
      it.execute(holder, prOut(1, type), list(1, 0));
      const column = type < 5 ? (type === 1 ? 0 : 1) : type % 2 ? 3 : 4;
      for (const { name, cdb, pattern } of patterns) {
        const statuses = [holder, registered, unregistered].map((nexus) => it.execute(nexus, unhex(cdb)).status);
        const allowed = ["A", pattern[type < 5 ? column : 2], pattern[column]];
        expect([name, type, statuses]).toEqual([
          name,
          type,
          allowed.map((letter) => (letter === "A" ? good : conflict)),
        ]);
      }
      it.close();
    }
  });
});

describe("options", () => {
  test("persist: what is registered with APTPL outlives a power cycle; without the option APTPL is refused", () => {
    const it = unit({ persist: true, targetPorts: 16 });
    expect(register(it, sas(1, 16), 0x11, 1).status).toBe(good);
    it.event("power_on");
    expect(it.execute(b, readKeys).data).toEqual(unhex("0000000000000008" + key(0x11)));
    expect(hex(register(unit(), a, 0x11, 1).sense)).toBe("70000500" + "0000000a" + "00000000" + "260000880014");
  });

  test.each([0, 17, 2 ** 32 - 1])("%i target ports are refused", (targetPorts) => {
    expect(() => new EmulatedUnit(wasmModule, { targetPorts })).toThrow(/^TARGET PORTS: .* is not allowed, 10h is$/);
  });
});

describe("events", () => {
  test.each<[UnitEvent, string]>([
    ["power_on", "062901"],
    ["logical_unit_reset", "062903"],
    ["nexus_loss", "062907"],
    ["information_lost", "074401"],
  ])("%s is reported", (event, code) => {
    const it = unit();
    register(it, a, 0x11);
    it.event(event, a);
    const { status, sense } = it.execute(a, testUnitReady);
    expect([status, hex(Uint8Array.of(sense[2]!, sense[12]!, sense[13]!))]).toEqual([check, code]);
  });

  test("nexus_loss needs to know of which", () => {
    expect(() => unit().event("nexus_loss")).toThrow("TransportID: 0 bytes are there, 24 are needed");
  });
});

describe("a helper request", () => {
  const request = (cdb: Uint8Array, data: Uint8Array = new Uint8Array()) =>
    Buffer.concat([cdb, new Uint8Array(16 - cdb.length), data]);

  test("gets the helper's reply: result, payload size, 96 bytes of sense, payload", () => {
    const it = unit();
    const empty = "00".repeat(96);
    expect(hex(it.emulateHelperRequest(a, request(prOut(0), list(0, 0x11))))).toBe("0000000000000000" + empty);
    const data = "0000000100000008" + key(0x11);
    expect(hex(it.emulateHelperRequest(a, request(readKeys)))).toBe("0000000000000010" + empty + data);
    expect(hex(it.emulateHelperRequest(b, request(prOut(1, 1), list(0, 0))))).toBe("0000001800000000" + empty);
    const sense = "700005000000000a000000001a0000000000".padEnd(192, "0");
    expect(hex(it.emulateHelperRequest(a, request(prOut(0), list(0, 0).slice(1))))).toBe("0000000200000000" + sense);
    expect(hex(it.emulateHelperRequest(a, request(testUnitReady)))).toBe("0000000000000000" + empty);
  });

  test("has no more payload than the protocol lets one ask for", () => {
    const it = unit({ targetPorts: 16 });
    for (let port = 1; port <= 16; port++) expect(register(it, sas(port), port, 4).status).toBe(good);
    const all = it.execute(a, unhex("5e030000000000ffff00")).data;
    expect(all).toHaveLength(8 + 256 * 48);
    const reply = it.emulateHelperRequest(a, request(unhex("5e03000000000000ffff00").slice(0, 7), new Uint8Array()));
    expect(reply).toHaveLength(104);
    const long = it.emulateHelperRequest(a, request(unhex("5e030000000000ffff00")));
    expect(long).toHaveLength(104 + abi.helper.data);
    expect(hex(long.slice(104))).toBe(hex(all.slice(0, abi.helper.data)));
  });

  test("is 16 bytes at least, 8208 at most", () => {
    const it = unit();
    expect(() => it.emulateHelperRequest(a, new Uint8Array(15))).toThrow("15 bytes are there, 16 are needed");
    expect(() => it.emulateHelperRequest(a, new Uint8Array(8209))).toThrow("8209 is more than the 8208 that fit");
  });
});

describe("32 units and no more", () => {
  test("the next one is refused in words; one that is closed makes room, once", () => {
    const open: EmulatedUnit[] = [];
    onTestFinished(() => open.forEach((one) => one.close()));
    for (let i = 0; i < 32; i++) open.push(new EmulatedUnit(wasmModule));
    const sentence = "32 emulated logical units are open in this process, more it cannot have: close one of them";
    expect(() => new EmulatedUnit(wasmModule)).toThrow(UnitLimitError);
    expect(() => new EmulatedUnit(wasmModule)).toThrow(sentence);
    open[0]!.close();
    open[0]!.close();
    open.push(new EmulatedUnit(wasmModule));
    expect(() => new EmulatedUnit(wasmModule)).toThrow(sentence);
    expect(() => open[0]!.execute(a, testUnitReady)).toThrow("this emulated logical unit is closed: open a new one");
  });

  test("a unit that cannot be opened takes no place", () => {
    for (let i = 0; i < 40; i++) expect(() => new EmulatedUnit(wasmModule, { targetPorts: 99 })).toThrow(CoreError);
    unit();
  });
});
