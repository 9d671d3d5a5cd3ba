// A PR helper on a real logical unit, asked over its socket. Each test runs with ours and with QEMU's.
import { beforeEach, describe, expect, it } from "vitest";
import {
  ask,
  compileClient,
  holdfast,
  qemuPrHelper,
  startHelper,
  stopHelper,
  type Helper,
  type RunningHelper,
} from "./helper.ts";
import { holdUp, holdable, letGo, untilInFlight } from "./held.ts";
import { CLIENT, describeWith, QEMU, UML } from "../common/requirements.ts";
import { bringUp, clear, CONFLICT, fullStatus, relativePort, SDA, SDB, sgPersist, TYPES } from "./reservations.ts";
import { useUml, type Uml } from "./uml.ts";

const HELPERS = [holdfast, qemuPrHelper];

const GOOD = 0x00;
const CHECK_CONDITION = 0x02;
const RESERVATION_CONFLICT = 0x18;

const hex = (value: number | bigint, bytes: number) => value.toString(16).padStart(bytes * 2, "0");
/** PERSISTENT RESERVE IN (SPC-4, 6.15). */
const reserveIn = (action: number, allocation: number) => `5e${hex(action, 1)}0000000000${hex(allocation, 2)}00`;
/** PERSISTENT RESERVE OUT with a basic parameter list (SPC-4, 6.16), without APTPL. */
const reserveOut = (action: number, type: number, key: bigint, actionKey: bigint) =>
  `5f${hex(action, 1)}${hex(type, 1)}00${hex(0, 1)}${hex(24, 4)}00+${hex(key, 8)}${hex(actionKey, 8)}${hex(0n, 8)}`;
const register = (key: bigint, actionKey: bigint) => reserveOut(0, 0, key, actionKey);
const reserve = (type: number, key: bigint) => reserveOut(1, type, key, 0n);

/** What the disk itself returns for a CDB that reads. */
async function direct(uml: Uml, cdb: string): Promise<string> {
  const allocation = parseInt(cdb.slice(14, 18), 16);
  const script = `sg_raw -r ${allocation} -o /run/direct ${SDA.device} ${cdb.replaceAll(/../g, "$& ")} >&2 && od -An -v -tx1 /run/direct`;
  return (await uml.succeed(["sh", "-c", script])).replaceAll(/\s/g, "");
}

/** Sense key, ASC and ASCQ of fixed format sense data. */
const senseCode = (sense: string) => [sense.slice(4, 6), sense.slice(24, 26), sense.slice(26, 28)].join("/");

describeWith([...UML, ...CLIENT, ...QEMU], "a PR helper on a real logical unit", () => {
  const running = new Map<Helper, RunningHelper>();
  const uml = useUml(
    () => ({}),
    async (machine) => {
      compileClient(machine);
      await bringUp(machine);
      for (const helper of HELPERS) running.set(helper, await startHelper(machine, helper));
    },
  );
  beforeEach(() => clear(uml()), 30_000);

  describe.each(HELPERS)("$name", (helper) => {
    const socket = () => running.get(helper)!.socket;
    const through = (...requests: string[]) => ask(uml(), socket(), "rw", SDA.device, ...requests);

    it.each(Object.entries(TYPES))(
      "registers and reserves, type %s, for the nexus that the descriptor is of",
      async (type, name) => {
        const replies = await through(register(0n, 0x123456789abcdef0n), reserve(Number(type), 0x123456789abcdef0n));
        expect(replies).toMatchObject([
          { status: GOOD, data: "" },
          { status: GOOD, data: "" },
        ]);
        expect(await fullStatus(uml(), SDB)).toEqual([
          {
            key: "123456789abcdef0",
            initiator: SDA.initiator,
            relativePort: await relativePort(uml(), SDA),
            holder: true,
            scope: "LU_SCOPE",
            type: name,
          },
        ]);
      },
    );

    it("registers for the other nexus with the other disk's descriptor", async () => {
      expect(await ask(uml(), socket(), "rw", SDB.device, register(0n, 0x77n))).toMatchObject([{ status: GOOD }]);
      const [registration] = await fullStatus(uml(), SDA);
      expect(registration).toMatchObject({ key: "77", initiator: SDB.initiator, holder: false });
      expect(registration!.relativePort).toBe(await relativePort(uml(), SDB));
      expect(registration!.relativePort).not.toBe(await relativePort(uml(), SDA));
    });

    it("hands on RESERVATION CONFLICT while the other nexus holds, and then the reservation", async () => {
      await through(register(0n, 0x1n));
      const other = (...options: string[]) => sgPersist(uml(), SDB, "--out", ...options);
      expect(await other("--register", "--param-sark=0x2")).toMatchObject({ code: 0 });
      expect(await other("--reserve", "--param-rk=0x2", "--prout-type=5")).toMatchObject({ code: 0 });
      expect(await through(reserve(5, 0x1n))).toMatchObject([{ status: RESERVATION_CONFLICT, data: "" }]);
      expect(await other("--release", "--param-rk=0x2", "--prout-type=5")).toMatchObject({ code: 0 });
      const [attention, reserved] = await through(reserveIn(0, 8), reserve(5, 0x1n));
      expect(senseCode(attention!.sense)).toBe("06/2a/04"); // RESERVATIONS RELEASED
      expect(reserved).toMatchObject({ status: GOOD, data: "" });
      expect(await other("--reserve", "--param-rk=0x2", "--prout-type=5")).toMatchObject({ code: CONFLICT });
    });

    it("answers PERSISTENT RESERVE IN with the bytes that the disk returns, cut at the allocation length", async () => {
      await through(register(0n, 0xabcn), reserve(5, 0xabcn));
      const requests = [0, 1, 2, 3].flatMap((action) => [8192, 24, 8].map((length) => reserveIn(action, length)));
      const replies = await through(...requests);
      expect(replies.map(({ status }) => status)).toEqual(requests.map(() => GOOD));
      for (const [index, request] of requests.entries())
        expect(replies[index]!.data).toBe(await direct(uml(), request));
      expect(replies[0]!.data).toContain("0000000000000abc"); // READ KEYS: the comparison was not of empty answers
    });

    it("hands on the disk's sense data and goes on with the connection", async () => {
      const [noSuchAction, after] = await through(reserveOut(0x1f, 0, 0n, 0n), reserveIn(0, 8));
      expect(noSuchAction).toMatchObject({ status: CHECK_CONDITION, data: "" });
      expect(senseCode(noSuchAction!.sense)).toBe("05/24/00");
      expect(after).toMatchObject({ status: GOOD });
    });

    it("hands on the unit attention of a preempted registration", async () => {
      await through(register(0n, 0x1n));
      await sgPersist(uml(), SDB, "--out", "--register", "--param-sark=0x2");
      await sgPersist(uml(), SDB, "--out", "--preempt", "--param-rk=0x2", "--param-sark=0x1", "--prout-type=5");
      const replies = await through(reserveIn(0, 8192), reserveIn(0, 8192));
      expect(replies.map(({ status }) => status)).toEqual([CHECK_CONDITION, GOOD]);
      expect(senseCode(replies[0]!.sense)).toBe("06/2a/05"); // REGISTRATIONS PREEMPTED
    });

    it("refuses PERSISTENT RESERVE OUT with a descriptor that cannot write, and touches nothing", async () => {
      const replies = await ask(uml(), socket(), "ro", SDA.device, register(0n, 0x1n), reserveIn(0, 8192));
      expect(replies.map(({ status }) => status)).toEqual([CHECK_CONDITION, GOOD]);
      expect(senseCode(replies[0]!.sense)).toBe("05/20/00"); // INVALID COMMAND OPERATION CODE
      expect(await fullStatus(uml(), SDB)).toEqual([]);
    });

    it("is killed with a command in flight, and the next one on its socket serves new clients", async () => {
      const killed = await startHelper(uml(), holdable(helper, `${helper.name}-killed`));
      await holdUp(uml(), SDA.device);
      const answers = ask(uml(), killed.socket, "rw", SDA.device, register(0n, 0x1n));
      expect(await untilInFlight(uml())).toMatch(/^5f00/);
      const ended = await uml().request("stop", { pid: killed.pid, signal: "SIGKILL", timeoutMs: 10_000 });
      expect(ended).toMatchObject({ signal: "SIGKILL" });
      expect(await answers).toEqual([]); // closed without an answer
      await letGo(uml());
      await uml().succeed(["test", "-S", killed.socket]); // what it has left behind
      const next = await startHelper(uml(), holdable(helper, `${helper.name}-killed`));
      expect(next.socket).toBe(killed.socket);
      const replies = await ask(uml(), next.socket, "rw", SDA.device, register(0n, 0x2n), reserveIn(0, 8192));
      expect(replies).toMatchObject([{ status: GOOD }, { status: GOOD }]);
      expect(await fullStatus(uml(), SDB)).toMatchObject([{ key: "2" }]);
      expect(await stopHelper(uml(), next)).toMatchObject({ code: 0 });
    });
  });
});
