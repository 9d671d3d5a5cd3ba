/** What a failed SG_IO becomes: each errno, host_status, driver_status and status, on qemu-pr-helper and on ours. */
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWith, program as find } from "../common/requirements.ts";
import { Client } from "../native/fixture/client.ts";
import { type Answer, Shim } from "../shim/shim.ts";
import { hex } from "./core.ts";
import { program as holdfast } from "./daemon.ts";

const GOOD = "GOOD";
const BUSY = "BUSY";
const CONFLICT = "RESERVATION CONFLICT";
const TASK_SET_FULL = "TASK SET FULL";
const STATUSES: Record<number, string> = { 0: GOOD, 8: BUSY, 0x18: CONFLICT, 0x28: TASK_SET_FULL };
/** ABORTED COMMAND, I/O PROCESS TERMINATED: the command may or may not have been carried out. */
const UNKNOWN = "0b/00/06";

/** The rows of QEMU 7.2's scsi_sense_from_errno (scsi/utils.c), by Linux' numbers (asm-generic/errno.h); any other errno is UNKNOWN. */
const ERRNO: Record<number, string> = {
  12: "04/44/00", // ENOMEM
  22: "05/24/00", // EINVAL
  28: "07/27/07", // ENOSPC
  33: TASK_SET_FULL, // EDOM
  52: CONFLICT, // EBADE
  61: "03/11/00", // ENODATA
  121: "04/44/00", // EREMOTEIO
  123: "02/3a/00", // ENOMEDIUM
};
const LAST_ERRNO = 133; // EHWPOISON

/** The rows of QEMU's scsi_sense_from_host_status, by DID_* (Linux, scsi/scsi_status.h). */
const HOST_STATUS: Record<number, string> = {
  0x00: GOOD,
  0x01: "0b/05/00", // DID_NO_CONNECT
  0x02: BUSY, // DID_BUS_BUSY
  0x03: "0b/2e/02", // DID_TIME_OUT
  0x04: "0b/08/00", // DID_BAD_TARGET
  0x05: "0b/2f/02", // DID_ABORT
  0x08: "06/29/00", // DID_RESET
  0x0e: "0b/29/07", // DID_TRANSPORT_DISRUPTED
  0x10: "04/44/00", // DID_TARGET_FAILURE
  0x11: CONFLICT, // DID_NEXUS_FAILURE
  0x12: "07/27/07", // DID_ALLOC_FAILURE
  0x13: "03/11/00", // DID_MEDIUM_ERROR
};
const DID_ERROR = 7;

/** All that is compared; the outcome is the name of result and sense. */
interface Seen {
  outcome: string;
  result: number;
  /** The first 18 bytes. */
  sense: string;
  payload: string;
}

interface Difference {
  of: string;
  numbers: (number: number) => boolean;
  theirs: Partial<Seen>;
  ours: Partial<Seen>;
  reason: string;
}

const DEVICE_SENSE = "700006000000000a000000002a0500000000";
const DRIVER_TIMEOUT = 6;

/** Where ours answers otherwise, on purpose. One that nothing uses fails. */
const DIFFERENCES: Difference[] = [
  {
    of: "host_status",
    numbers: (hostStatus) => HOST_STATUS[hostStatus] === undefined,
    theirs: { outcome: GOOD, result: 0, sense: "00".repeat(18) },
    ours: { outcome: UNKNOWN, result: 2, sense: "70000b000000000a00000000000600000000", payload: "" },
    reason: "the command has failed: a guest that is told GOOD takes its reservation for made",
  },
  {
    of: "errno",
    numbers: (errno) => errno === 19,
    theirs: { outcome: UNKNOWN, result: 2, sense: "70000b000000000a00000000000600000000", payload: "" },
    ours: { outcome: "04/44/00", result: 2, sense: "700004000000000a00000000440000000000", payload: "" },
    reason: "ENODEV has a row in later versions of QEMU only: the device is gone, a guest need not try again",
  },
  {
    of: "driver_status with sense",
    numbers: (driverStatus) => (driverStatus & DRIVER_TIMEOUT) !== 0,
    theirs: { outcome: BUSY, result: 8, sense: DEVICE_SENSE, payload: "" },
    ours: { outcome: BUSY, result: 8, sense: "00".repeat(18), payload: "" },
    reason: "sense data belongs to CHECK CONDITION alone; what goes with BUSY is left over",
  },
];

const DATA = "0000000100000010" + "11".repeat(8) + "22".repeat(8);
const IN = Buffer.from("5e000000000000001800000000000000", "hex");
const OUT = Buffer.concat([Buffer.from("5f000000000000001800000000000000", "hex"), Buffer.alloc(24, 0x33)]);

class Helper {
  private constructor(
    private readonly client: Client,
    private readonly device: number,
    readonly stop: () => void,
  ) {}

  static async start(path: string, socket: string, shim: Shim, device: number): Promise<Helper> {
    const child = spawn(path, ["-k", socket], { env: { ...process.env, ...shim.env }, stdio: "ignore" });
    const end = Date.now() + 20_000;
    for (;;) {
      try {
        return new Helper(await Client.connect(socket), device, () => child.kill("SIGKILL"));
      } catch (error) {
        if (child.exitCode === null && Date.now() < end) {
          await sleep(20);
          continue;
        }
        child.kill("SIGKILL");
        throw new Error(`${path} does not serve at its socket within 20 s`, { cause: error });
      }
    }
  }

  async ask(request: Buffer): Promise<Seen> {
    this.client.send(request, this.device);
    const { result, sense, payload } = await this.client.reply();
    const code = [sense[2]! & 0xf, sense[12]!, sense[13]!].map((byte) => byte.toString(16).padStart(2, "0")).join("/");
    const outcome = result === 2 ? code : (STATUSES[result] ?? `status ${result}`);
    return { outcome, result, sense: hex(sense.subarray(0, 18)), payload: hex(payload) };
  }
}

interface Row {
  name: string;
  number: number;
  theirs: Seen;
  ours: Seen;
  difference: Difference | undefined;
}

describeWith(["qemu-system-common", "gcc", "libc6-dev"], "an SG_IO that fails, on both helpers", () => {
  let shim: Shim;
  let disk: string;
  let theirs: Helper;
  let ours: Helper;
  const used = new Set<Difference>();
  const endings: (() => void)[] = [];
  beforeAll(async () => {
    shim = new Shim({ log: false });
    endings.push(() => shim.close());
    disk = shim.disk("disk");
    const device = openSync(disk, "r+");
    theirs = await Helper.start(find("qemu-pr-helper")!, join(shim.folder, "theirs"), shim, device);
    endings.push(theirs.stop);
    ours = await Helper.start(holdfast, join(shim.folder, "ours"), shim, device);
    endings.push(ours.stop);
  });
  afterAll(() => endings.forEach((end) => end()));

  /** What both say to both commands when the device answers so; `of` and the number name what it answers. */
  async function all(of: string, from: number, to: number, answer: (number: number) => Answer): Promise<Row[]> {
    const rows: Row[] = [];
    for (let number = from; number <= to; number++) {
      shim.answer(disk, { data: DATA, ...answer(number) });
      for (const [command, request] of Object.entries({ IN, OUT })) {
        const difference = DIFFERENCES.find((entry) => entry.of === of && entry.numbers(number));
        const [a, b] = [await theirs.ask(request), await ours.ask(request)];
        rows.push({ name: `${of} ${number}, ${command}`, number, theirs: a, ours: b, difference });
      }
    }
    return rows;
  }

  /** Theirs is as the table says, ours is the same but for the listed differences. Returns how many rows those are. */
  function compare(rows: Row[], table: (number: number) => string): number {
    expect(rows.map((row) => `${row.name}: ${row.theirs.outcome}`)).toEqual(
      rows.map((row) => `${row.name}: ${table(row.number)}`),
    );
    const listed = rows.filter(({ difference }) => difference);
    expect(listed.map((row) => ({ name: row.name, ...row.theirs }))).toEqual(
      listed.map((row) => ({ name: row.name, ...row.theirs, ...row.difference!.theirs })),
    );
    expect(rows.map((row) => ({ name: row.name, ...row.ours }))).toEqual(
      rows.map((row) => ({ name: row.name, ...row.theirs, ...row.difference?.ours })),
    );
    expect(listed.filter((row) => isDeepStrictEqual(row.ours, row.theirs))).toEqual([]);
    for (const { difference } of listed) used.add(difference!);
    return listed.length;
  }

  test("errno: every row, and every other errno of Linux", async () => {
    const rows = await all("errno", 1, LAST_ERRNO, (errno) => ({ errno }));
    expect(compare(rows, (errno) => ERRNO[errno] ?? UNKNOWN)).toBe(2);
  });

  test("host_status: all 256, of which 244 have no row", async () => {
    const rows = await all("host_status", 0, 255, (hostStatus) => ({ hostStatus }));
    expect(compare(rows, (hostStatus) => HOST_STATUS[hostStatus] ?? GOOD)).toBe(2 * 244);
  });

  test("driver_status: all 256, with GOOD and with CHECK CONDITION of the device", async () => {
    const outcome = (otherwise: string) => (driverStatus: number) => (driverStatus & DRIVER_TIMEOUT ? BUSY : otherwise);
    const good = await all("driver_status", 0, 255, (driverStatus) => ({ driverStatus }));
    expect(compare(good, outcome(GOOD))).toBe(0);
    const check = { status: 2, sense: DEVICE_SENSE };
    const checked = await all("driver_status with sense", 0, 255, (driverStatus) => ({ driverStatus, ...check }));
    expect(compare(checked, outcome("06/2a/05"))).toBe(2 * 192);
  });

  test("status: all 256 go on to the client, and none but GOOD with data", async () => {
    const rows = await all("status", 0, 255, (status) => ({ status, sense: status === 2 ? DEVICE_SENSE : "" }));
    expect(compare(rows, (status) => (status === 2 ? "06/2a/05" : (STATUSES[status] ?? `status ${status}`)))).toBe(0);
    expect(rows.filter((row) => row.ours.payload !== "").map(({ name }) => name)).toEqual(["status 0, IN"]);
  });

  test("DID_ERROR 2,000 times: theirs says GOOD each time, ours never", async () => {
    shim.answer(disk, { hostStatus: DID_ERROR });
    const count = async (helper: Helper) => {
      const results = new Map<string, number>();
      for (let i = 0; i < 2000; i++) {
        const { outcome } = await helper.ask(i % 2 ? OUT : IN);
        results.set(outcome, (results.get(outcome) ?? 0) + 1);
      }
      return [...results];
    };
    expect(await count(theirs)).toEqual([[GOOD, 2000]]);
    expect(await count(ours)).toEqual([[UNKNOWN, 2000]]);
  }, 120_000);

  test("each listed difference is used", () => {
    expect([...used].map(({ of }) => of).sort()).toEqual(DIFFERENCES.map(({ of }) => of).sort());
  });
});
