// A target that hangs: an iSCSI target whose process is stopped, beside the logical unit of the other tests, which goes on.
import { afterEach, beforeEach, expect, it } from "vitest";
import { ask, compileClient, holdfast, startHelper, type Helper, type RunningHelper } from "./helper.ts";
import type { Ended } from "./protocol.ts";
import { CLIENT, describeWith, ISCSI, UML } from "../common/requirements.ts";
import { bringUp, SDA } from "./reservations.ts";
import { PROJECT, RUN, useUml } from "./uml.ts";

const MODULES = ["sg", "sd_mod", "configfs", "target_core_mod", "target_core_file", "tcm_loop", "iscsi_tcp"];
const READ_KEYS = "5e000000000000002000";
const GOOD = 0;

/**
 * Linux takes no SG_IO timeout below seven seconds (BLK_MIN_SG_TIMEOUT), and then its error handler runs, three seconds as
 * inside/iscsi.sh sets it, before SG_IO returns. Until then nothing ends the thread that waits, and the process is not quite gone.
 */
const impatient: Helper = {
  name: holdfast.name,
  argv: (uml, socket) => [...holdfast.argv(uml, socket), "--timeout", "3"],
};
const GIVEN_UP_MS = 60_000;

/** For a client from its start to its answer. It takes 50 ms, behind a hung command at least seven seconds. */
const QUICK_MS = 3_000;

describeWith([...UML, ...CLIENT, ...ISCSI], "a target that hangs", () => {
  let hanging: string;
  const uml = useUml(
    () => ({ modules: MODULES }),
    async (machine) => {
      compileClient(machine);
      await bringUp(machine);
      await machine.succeed(iscsi("start"), { timeoutMs: 60_000 });
    },
  );
  const iscsi = (action: "start" | "login") => ["sh", `${PROJECT}/test/kernel/inside/iscsi.sh`, action];
  const signalTarget = (signal: "STOP" | "CONT") => uml().succeed(["busybox", "killall", `-${signal}`, "tgtd"]);

  beforeEach(async () => {
    hanging = (await uml().succeed(iscsi("login"), { timeoutMs: 60_000 })).trim();
  }, 60_000);
  afterEach(async () => {
    await signalTarget("CONT");
  });

  const shell = async (script: string) => (await uml().run(["sh", "-c", script])).stdout;
  const endOf = ({ pid }: RunningHelper, signal: NodeJS.Signals) =>
    uml().request("stop", { pid, signal, timeoutMs: GIVEN_UP_MS });
  /** "Z" is a process that has ended but for threads that the kernel does not let go; "" one that is gone. */
  const stateOf = ({ pid }: RunningHelper) =>
    shell(`sed -n 's/^State:.\\(.\\).*/\\1/p' /proc/${pid}/status`).then((text) => text.trim());
  /** Whether a thread sleeps so that no signal wakes it. */
  const waitsInKernel = async ({ pid }: RunningHelper) =>
    (await shell(`grep -h ^State: /proc/${pid}/task/*/status`)).includes("disk sleep");

  /** Stops the target and has a client put a command to it; when this returns, the kernel has the command. */
  async function hang(helper: RunningHelper): Promise<{ client: Promise<Ended> }> {
    await signalTarget("STOP");
    const argv = [`${RUN}/pr-client`, helper.socket, "rw", hanging, READ_KEYS];
    const client = uml().run(argv, { timeoutMs: GIVEN_UP_MS });
    client.catch(() => {}); // the test may fail before it waits for it
    await expect.poll(() => waitsInKernel(helper), { timeout: 20_000 }).toBe(true);
    return { client };
  }

  /** How long the slowest of so many new clients takes, one after the other, that ask the other logical unit. */
  async function slowest(clients: number, { socket }: RunningHelper): Promise<number> {
    const times = [];
    for (let client = 0; client < clients; client++) {
      const start = performance.now();
      expect(await ask(uml(), socket, "rw", SDA.device, READ_KEYS)).toMatchObject([{ status: GOOD }]);
      times.push(performance.now() - start);
    }
    return Math.max(...times);
  }

  it("delays no command to another logical unit, and gets its answer when it goes on", async () => {
    const helper = await startHelper(uml(), holdfast);
    const { client } = await hang(helper);
    expect(await slowest(30, helper)).toBeLessThan(QUICK_MS);
    expect(await waitsInKernel(helper)).toBe(true);
    await signalTarget("CONT");
    const { stdout } = await client;
    expect(JSON.parse(stdout)).toMatchObject({ status: GOOD });
    expect(await endOf(helper, "SIGTERM")).toMatchObject({ code: 0, signal: null });
  });

  it("is answered with an error when the kernel has given the command up", async () => {
    const helper = await startHelper(uml(), impatient);
    const { client } = await hang(helper);
    const { stdout } = await client;
    expect(JSON.parse(stdout).status).not.toBe(GOOD);
    expect(await ask(uml(), helper.socket, "rw", SDA.device, READ_KEYS)).toMatchObject([{ status: GOOD }]);
    expect(await endOf(helper, "SIGTERM")).toMatchObject({ code: 0, signal: null });
  });

  it("lets the helper answer what is in flight before SIGTERM ends it", async () => {
    const helper = await startHelper(uml(), holdfast);
    const { client } = await hang(helper);
    const end = endOf(helper, "SIGTERM");
    await expect.poll(() => shell(`ls ${helper.socket}`), { timeout: 10_000 }).toBe(""); // it has heard the signal
    await signalTarget("CONT");
    expect(JSON.parse((await client).stdout)).toMatchObject({ status: GOOD });
    expect(await end).toMatchObject({ code: 0, signal: null });
  });

  it("does not keep the helper longer than its timeout on SIGTERM, which then says what hung", async () => {
    const helper = await startHelper(uml(), impatient);
    const { client } = await hang(helper);
    const end = endOf(helper, "SIGTERM");
    await expect.poll(() => stateOf(helper), { timeout: 7_000 }).toMatch(/^Z?$/);
    const number = (await shell(`cat /sys/class/block/${hanging.slice("/dev/".length)}/dev`)).trim();
    const { code, signal, stderr } = await end;
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(stderr).toMatch(new RegExp(`command that hangs: .*device ${number}\\b`));
    expect((await client).stdout).toBe('{"closed":true}\n');
  });

  it("does not keep another helper from taking over when one was killed", async () => {
    const killed = await startHelper(uml(), holdfast);
    const { client } = await hang(killed);
    await uml().succeed(["kill", "-KILL", String(killed.pid)]);
    await expect.poll(() => stateOf(killed), { timeout: 10_000 }).toBe("Z");
    // The thread that hangs keeps the descriptors of its process: the socket still takes connections, for which nobody is there.
    const next = await startHelper(uml(), holdfast);
    expect(await slowest(30, next)).toBeLessThan(QUICK_MS);
    expect(await waitsInKernel(killed)).toBe(true);
    await signalTarget("CONT");
    expect((await client).stdout).toBe('{"closed":true}\n');
    expect(await endOf(killed, "SIGKILL")).toMatchObject({ code: null, signal: "SIGKILL" });
    expect(await endOf(next, "SIGTERM")).toMatchObject({ code: 0, signal: null });
  });
});
