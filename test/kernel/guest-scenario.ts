// What a guest of QEMU sees of reservations, and what the logical unit knows of the guest. Both tiers run this: with the machine's QEMU
// and with the lab's.
import { beforeEach, expect, it } from "vitest";
import { holdable, holdUp, letGo, untilInFlight } from "./held.ts";
import { writeGuestImage } from "./guest-image.ts";
import { startHelper, stopHelper, type Helper, type RunningHelper } from "./helper.ts";
import { Guest } from "./qemu.ts";
import {
  bringUp,
  clear,
  CONFLICT,
  fullStatus,
  ILLEGAL_REQUEST,
  relativePort,
  SDA,
  SDB,
  sgPersist,
  TYPES,
  UNIT_ATTENTION,
} from "./reservations.ts";
import { useUml } from "./uml.ts";

export interface Scenario {
  helper: Helper;
  /** The tree that QEMU and the helper come from; without it the machine itself. */
  tree?: () => string;
  /** The oldest QEMU that the tier is for: major * 100 + minor. */
  qemu: number;
}

/** The first QEMU whose scsi-block migrates reservations; it keeps from the guest what it could not migrate. */
const MIGRATES = 1100;

/** REPORT CAPABILITIES as such a QEMU shows it, in sg_persist's hexadecimal: byte 2 without SIP_C and ATP_C. */
function maskCapabilities(text: string): string {
  return text.replace(
    /^( 00 +00 08 )(..)/,
    (_, head: string, flags: string) => head + hex(parseInt(flags, 16) & ~0x0c),
  );
}

const hex = (byte: number) => byte.toString(16).padStart(2, "0");

/** Registers the tests; to be called inside a describe. */
export function guestReservations({ helper, tree, qemu }: Scenario): void {
  let service: RunningHelper;
  let guest: Guest;
  const uml = useUml(
    () => ({ tree: tree?.() }),
    async (machine) => {
      writeGuestImage(machine.folder);
      await bringUp(machine);
      service = await startHelper(machine, helper);
      guest = await Guest.boot(machine, { device: SDA.device, helper: service.socket });
    },
  );
  beforeEach(() => clear(uml()), 30_000);

  const inGuest = (options: string) => guest.run(`sg_persist --no-inquiry ${options} /dev/sda`);
  const onOther = (...options: string[]) => sgPersist(uml(), SDB, ...options);
  const quiet = { code: 0, output: "" };

  it(`runs on QEMU ${qemu / 100} or later`, async () => {
    const { qemu: version } = (await guest.command("query-version")) as { qemu: { major: number; minor: number } };
    expect(version.major * 100 + version.minor).toBeGreaterThanOrEqual(qemu);
  });

  it("has its PR manager connected to the helper", async () => {
    expect(await guest.command("query-pr-managers")).toEqual([{ id: "reservations", connected: true }]);
  });

  it("registers: the other nexus sees the key on the guest's initiator port", async () => {
    expect(await inGuest("--out --register --param-sark=0x123abc")).toEqual(quiet);
    const port = await relativePort(uml(), SDA);
    const registration = { key: "123abc", initiator: SDA.initiator, relativePort: port, holder: false };
    expect(await fullStatus(uml(), SDB)).toEqual([{ ...registration, scope: undefined, type: undefined }]);
  });

  it.each(Object.entries(TYPES))("reserves, type %s: the other nexus sees the guest hold it", async (type, name) => {
    await onOther("--out", "--register", "--param-sark=0x456");
    expect(await inGuest("--out --register --param-sark=0x123")).toEqual(quiet);
    expect(await inGuest(`--out --reserve --param-rk=0x123 --prout-type=${type}`)).toEqual(quiet);
    const [a, b] = [await relativePort(uml(), SDA), await relativePort(uml(), SDB)];
    // With a type for all registrants each of them is a holder (SPC-4, 6.15.5, R_HOLDER).
    const reservation = { scope: "LU_SCOPE", type: name };
    const others = ["7", "8"].includes(type)
      ? { holder: true, ...reservation }
      : { holder: false, scope: undefined, type: undefined };
    const expected = [
      { key: "123", initiator: SDA.initiator, relativePort: a, holder: true, ...reservation },
      { key: "456", initiator: SDB.initiator, relativePort: b, ...others },
    ];
    const seen = await fullStatus(uml(), SDB);
    expect(seen.sort((left, right) => left.key.localeCompare(right.key))).toEqual(expected);
  });

  it("is told of RESERVATION CONFLICT while the other nexus holds, and gets the reservation after its release", async () => {
    expect(await inGuest("--out --register --param-sark=0x123")).toEqual(quiet);
    await onOther("--out", "--register", "--param-sark=0x456");
    expect(await onOther("--out", "--reserve", "--param-rk=0x456", "--prout-type=5")).toMatchObject({ code: 0 });
    expect(await inGuest("--out --reserve --param-rk=0x123 --prout-type=5")).toMatchObject({ code: CONFLICT });
    expect(await onOther("--out", "--release", "--param-rk=0x456", "--prout-type=5")).toMatchObject({ code: 0 });
    // The release gives every other registrant a unit attention (SPC-4, 5.13.11.2.2), which QEMU and the helper hand on.
    const attention = await inGuest("--in --read-keys");
    expect(attention).toMatchObject({ code: UNIT_ATTENTION, output: expect.stringContaining("Reservations released") });
    expect(await inGuest("--out --reserve --param-rk=0x123 --prout-type=5")).toEqual(quiet);
    expect(await onOther("--out", "--reserve", "--param-rk=0x456", "--prout-type=5")).toMatchObject({ code: CONFLICT });
  });

  it.each(["--read-keys", "--read-reservation", "--report-capabilities", "--read-full-status"])(
    "reads with %s what the machine reads from the disk itself",
    async (action) => {
      await onOther("--out", "--register", "--param-sark=0x456");
      await inGuest("--out --register --param-sark=0x123");
      await inGuest("--out --reserve --param-rk=0x123 --prout-type=5");
      const { code, stdout } = await sgPersist(uml(), SDA, "--in", action, "--hex");
      expect(code).toBe(0);
      expect(stdout).toMatch(/^ 00 +[0-9a-f]{2} /m);
      const output = qemu >= MIGRATES && action === "--report-capabilities" ? maskCapabilities(stdout) : stdout;
      expect(await inGuest(`--in ${action} --hex`)).toEqual({ code: 0, output });
    },
  );

  it("releases and unregisters", async () => {
    await inGuest("--out --register --param-sark=0x123");
    await inGuest("--out --reserve --param-rk=0x123 --prout-type=5");
    expect(await inGuest("--out --release --param-rk=0x123 --prout-type=5")).toEqual(quiet);
    expect(await fullStatus(uml(), SDB)).toMatchObject([{ key: "123", holder: false }]);
    expect(await inGuest("--out --register --param-rk=0x123 --param-sark=0")).toEqual(quiet);
    expect(await fullStatus(uml(), SDB)).toEqual([]);
  });

  it("cannot register without the helper, and finds it again when it is back", async () => {
    expect(await stopHelper(uml(), service)).toMatchObject({ code: 0, signal: null });
    expect(await inGuest("--out --register --param-sark=0x123")).not.toMatchObject({ code: 0 });
    expect(await fullStatus(uml(), SDB)).toEqual([]);
    service = await startHelper(uml(), helper);
    expect(await inGuest("--out --register --param-sark=0x123")).toEqual(quiet);
    expect(await guest.command("query-pr-managers")).toEqual([{ id: "reservations", connected: true }]);
    expect(await fullStatus(uml(), SDB)).toMatchObject([{ key: "123", initiator: SDA.initiator }]);
  });

  it("has its monitor wait for a disk that hangs, once query-pr-managers is asked: as long as the helper lets it", async () => {
    await stopHelper(uml(), service);
    service = await startHelper(uml(), holdable(helper));
    expect(await inGuest("--out --register --param-sark=0x111")).toEqual(quiet);
    const held = 4000;
    const timed = async (command: string) => {
      const begin = performance.now();
      await guest.command(command);
      return performance.now() - begin;
    };
    await holdUp(uml(), SDA.device, held);
    const told = inGuest("--out --register --param-rk=0x111 --param-sark=0x222");
    await untilInFlight(uml());
    const status = await timed("query-status");
    const managers = await timed("query-pr-managers");
    console.log(
      `A command that hangs for ${held} ms: query-status took ${status.toFixed()} ms, query-pr-managers ${managers.toFixed()} ms`,
    );
    expect(status).toBeLessThan(held / 4);
    expect(managers).toBeGreaterThan(held / 4);
    expect(managers).toBeLessThan(held * 2);
    expect(await told).toEqual(quiet); // the shim says GOOD, and has kept it from the disk
    await letGo(uml());
    await stopHelper(uml(), service);
    service = await startHelper(uml(), helper);
  });

  it("is told ILLEGAL REQUEST when the helper is killed with its command in flight, and goes on with the next helper", async () => {
    await stopHelper(uml(), service);
    service = await startHelper(uml(), holdable(helper));
    expect(await inGuest("--out --register --param-sark=0x111")).toEqual(quiet);
    const managers = async () => {
      const [manager] = (await guest.command("query-pr-managers")) as { id: string; connected: boolean }[];
      return manager;
    };
    expect(await managers()).toEqual({ id: "reservations", connected: true });
    guest.events.length = 0;

    await holdUp(uml(), SDA.device);
    const told = inGuest("-v --out --register --param-rk=0x111 --param-sark=0x222");
    expect(await untilInFlight(uml())).toMatch(/^5f00/);
    await uml().request("stop", { pid: service.pid, signal: "SIGKILL", timeoutMs: 10_000 });
    // QEMU makes an EINVAL of the broken connection, and INVALID FIELD IN CDB, 5/24/00, of that.
    expect(await told).toMatchObject({ code: ILLEGAL_REQUEST, output: expect.stringMatching(/Invalid field in cdb/i) });
    expect(await managers()).toEqual({ id: "reservations", connected: false });
    expect(await fullStatus(uml(), SDB)).toMatchObject([{ key: "111" }]);

    await letGo(uml());
    service = await startHelper(uml(), helper);
    expect(await managers()).toEqual({ id: "reservations", connected: false }); // it looks again at the next command only
    expect(await inGuest("--out --register --param-rk=0x111 --param-sark=0x333")).toEqual(quiet);
    expect(await managers()).toEqual({ id: "reservations", connected: true });
    expect(await fullStatus(uml(), SDB)).toMatchObject([{ key: "333", initiator: SDA.initiator }]);
    expect(guest.events.map(({ event, data }) => ({ event, data }))).toEqual(
      [false, true].map((connected) => ({
        event: "PR_MANAGER_STATUS_CHANGED",
        data: { id: "reservations", connected },
      })),
    );
  });
}
