/** --emulate-state: what outlives a restart. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Daemon, folder } from "./daemon.ts";
import { held, Host, keyA, keyB, register } from "./emulated-host.ts";
import { Initiator, inTurn, registrantsOnly, writeExclusive } from "./initiator.ts";

describe("APTPL", () => {
  test("without a folder for state it cannot be had: 5/26/00, and REPORT CAPABILITIES says so", async () => {
    const daemon = await Daemon.start({ args: ["--emulate"] });
    const file = join(folder(), "disk");
    writeFileSync(file, "");
    const a = new Initiator(daemon.socket, file);
    expect(await a.field("capabilities", "PTPL_C")).toEqual([0n]);
    expect(await a.change("register", register(true))).toBe("5/26/00");
    expect(await a.keys()).toEqual({ generation: 0, keys: [] });
    expect(await a.change("register", register(false))).toBe("GOOD");
  });

  test("with one it can, and REPORT CAPABILITIES says whether it is on", async () => {
    const a = (await Host.start()).initiator();
    const capabilities = () => inTurn(...["PTPL_C", "PTPL_A"].map((name) => () => a.field("capabilities", name)));
    expect(await capabilities()).toEqual([[1n], [0n]]);
    expect(await a.change("register", register(true))).toBe("GOOD");
    expect(await capabilities()).toEqual([[1n], [1n]]);
  });
});

describe("a restart is a power cycle", () => {
  test.each(["SIGTERM", "SIGKILL"] as const)(
    "%s with APTPL: registrations and the reservation are kept",
    async (signal) => {
      const host = await Host.start();
      const [a, b] = [host.initiator("a"), host.initiator("b")];
      expect(
        await inTurn(
          () => a.change("register", register(true)),
          () => b.change("register", { other: keyB, aptpl: true }),
          () => a.change("reserve", held),
        ),
      ).toEqual(["GOOD", "GOOD", "GOOD"]);
      await host.restart(signal);
      expect(
        await inTurn(
          () => a.asks("keys"),
          () => b.change("reserve", { key: keyB, type: writeExclusive }),
        ),
      ).toEqual(["6/29/01", "6/29/01"]);
      expect(await a.keys()).toEqual({ generation: 0, keys: [keyA, keyB] });
      expect(await b.reservation()).toEqual(held);
      expect(await b.change("reserve", { key: keyB, type: writeExclusive })).toBe("RESERVATION CONFLICT");
      expect(await a.change("release", held)).toBe("GOOD");
      expect((await host.initiator("a").keys()).keys).toEqual([keyA, keyB]);
    },
  );

  test.each(["SIGTERM", "SIGKILL"] as const)(
    "%s without APTPL: they are gone, and who had one is told",
    async (signal) => {
      const host = await Host.start();
      const [a, b] = [host.initiator("a"), host.initiator("b")];
      await a.change("register", register(false));
      await a.change("reserve", held);
      expect(await b.reservation()).toEqual(held);
      await host.restart(signal);
      expect(await b.keys()).toEqual({ generation: 0, keys: [] });
      expect(await a.asks("reservation")).toBe("6/29/01");
      expect(await a.reservation()).toBeUndefined();
    },
  );

  test("a later REGISTER without APTPL turns persistence off for all", async () => {
    const host = await Host.start();
    const [a, b] = [host.initiator("a"), host.initiator("b")];
    await a.change("register", register(true));
    await b.change("register", { other: keyB, aptpl: false });
    await host.restart("SIGKILL");
    expect(
      await inTurn(
        () => a.asks("keys"),
        () => b.asks("keys"),
      ),
    ).toEqual(["6/29/01", "6/29/01"]);
    expect((await a.keys()).keys).toEqual([]);
  });

  test("a unit attention that waited gives way to that of the power on", async () => {
    const host = await Host.start();
    const [a, b] = [host.initiator("a"), host.initiator("b")];
    await a.change("register", register(true));
    await b.change("register", { other: keyB, aptpl: true });
    await a.change("reserve", { ...held, type: registrantsOnly });
    await a.change("release", { ...held, type: registrantsOnly });
    await host.restart("SIGKILL");
    expect(await b.asks("keys")).toBe("6/29/01");
    expect((await b.keys()).keys).toEqual([keyA, keyB]);
  });

  test("each file has its own", async () => {
    const host = await Host.start();
    const other = join(host.place, "other");
    writeFileSync(other, "");
    const a = host.initiator();
    await a.change("register", register(true));
    await a.change("register", { other: keyB, aptpl: true }, other);
    await host.restart("SIGKILL");
    const again = host.initiator("a", other);
    await inTurn(
      () => a.asks("keys"),
      () => again.asks("keys"),
    );
    expect([(await a.keys()).keys, (await again.keys()).keys]).toEqual([[keyA], [keyB]]);
    expect(readdirSync(host.states).filter((name) => name.endsWith(".state")).length).toBe(2);
  });

  test("without a folder for state everything is gone", async () => {
    const socket = join(folder(), "socket");
    const file = join(folder(), "disk");
    writeFileSync(file, "");
    const first = await Daemon.start({ socket, args: ["--emulate"] });
    const a = new Initiator(socket, file);
    await a.change("register", register(false));
    first.kill("SIGTERM");
    await first.ended();
    await Daemon.start({ socket, args: ["--emulate"] });
    expect(await a.keys()).toEqual({ generation: 0, keys: [] });
  });
});
