// libvirt starts our helper for a disk with <reservations managed='yes'/>, and stops it. The tests go on from one another: they are the
// life of one domain.
import { beforeEach, expect, it } from "vitest";
import { writeGuestImage } from "./guest-image.ts";
import { ask, compileClient } from "./helper.ts";
import {
  disk,
  Domain,
  DOMAIN,
  helperProcesses,
  PR_HELPER,
  startLibvirt,
  virsh,
  virshDone,
  writeXml,
  type HelperProcess,
} from "./libvirt.ts";
import { CLIENT, describeWith, GUEST, LIBVIRT, QEMU, UML } from "../common/requirements.ts";
import { bringUp, clear, fullStatus, relativePort, SDA, SDB } from "./reservations.ts";
import { useUml } from "./uml.ts";

const SOCKET = `/var/lib/libvirt/qemu/domain-1-${DOMAIN}/pr-helper0.sock`;
const PIDFILE = `/run/libvirt/qemu/1-${DOMAIN}-pr-helper0.pid`;

const CONNECTED = [{ id: "pr-helper0", connected: true }];

/** What libvirt gave the helper: without Node.js. */
const given = (argv: readonly string[]) => argv.slice(1);

describeWith([...UML, ...CLIENT, ...GUEST, ...QEMU, ...LIBVIRT], "libvirt's managed reservations", () => {
  let guest: Domain;
  const uml = useUml(
    () => ({}),
    async (machine) => {
      writeGuestImage(machine.folder);
      compileClient(machine);
      await bringUp(machine);
      await startLibvirt(machine);
      guest = await Domain.boot(machine, SDA.device);
    },
  );
  beforeEach(() => clear(uml()), 30_000);

  const inGuest = (options: string) => guest.run(`sg_persist --no-inquiry ${options} /dev/sda`);
  const exists = async (path: string) => (await uml().run(["test", "-e", path])).code === 0;
  const xml = () => writeXml(uml(), "disk", disk(SDA.device));

  /** The one helper there is, that libvirt knows as its own. */
  async function helper(): Promise<HelperProcess> {
    const processes = await helperProcesses(uml());
    expect(processes).toHaveLength(1);
    expect(Number(await uml().succeed(["cat", PIDFILE]))).toBe(processes[0]!.pidForLibvirt);
    return processes[0]!;
  }

  const expectNoHelper = () => expect.poll(() => helperProcesses(uml()), { timeout: 20_000 }).toEqual([]);

  /** The guest registers a key, which the machine's other disk then shows. */
  async function expectRegistration(key: string): Promise<void> {
    expect(await inGuest(`--out --register --param-sark=0x${key}`)).toEqual({ code: 0, output: "" });
    const port = await relativePort(uml(), SDA);
    expect(await fullStatus(uml(), SDB)).toMatchObject([{ key, initiator: SDA.initiator, relativePort: port }]);
  }

  it("starts the helper with the domain, with a socket and nothing else", async () => {
    expect(given((await helper()).argv)).toEqual([PR_HELPER, "-k", SOCKET]);
    expect(await guest.command("query-pr-managers")).toEqual(CONNECTED);
  });

  it("lets the guest register and reserve through it", async () => {
    await expectRegistration("123abc");
    expect(await inGuest("--out --reserve --param-rk=0x123abc --prout-type=5")).toEqual({ code: 0, output: "" });
    expect(await fullStatus(uml(), SDB)).toMatchObject([{ key: "123abc", holder: true }]);
  });

  it("keeps the helper when it speaks, though nobody reads its standard error any more", async () => {
    const { pid } = await helper();
    const inquiry = "12000000";
    expect(await ask(uml(), SOCKET, "rw", SDA.device, inquiry)).toEqual([]); // closed, which the helper tells
    await expectRegistration("124");
    expect((await helper()).pid).toBe(pid);
  });

  it("starts another one when the helper was killed, as soon as the guest misses it", async () => {
    const { pid } = await helper();
    await uml().succeed(["kill", "-KILL", String(pid)]);
    // QEMU finds out with the first command, and gives up after five seconds.
    await expect.poll(() => inGuest("--in --read-keys"), { timeout: 40_000 }).toMatchObject({ code: 0 });
    expect((await helper()).pid).not.toBe(pid);
    expect(await guest.command("query-pr-managers")).toEqual(CONNECTED);
    await expectRegistration("125");
  });

  it("stops the helper when the disk is detached", async () => {
    await virshDone(uml(), "detach-device", DOMAIN, xml());
    await expectNoHelper();
    expect(await exists(SOCKET)).toBe(false);
    expect(await guest.command("query-pr-managers")).toEqual([]);
  });

  it("tells in the helper's own words why it did not start", async () => {
    const hidden = "/mnt/project/build/native";
    const libvirtd = (await uml().succeed(["busybox", "pidof", "libvirtd"])).trim();
    const mount = (...options: string[]) => uml().succeed(["nsenter", "--mount", `--target=${libvirtd}`, ...options]);
    await mount("mount", "-t", "tmpfs", "none", hidden);
    const { code, stderr } = await virsh(uml(), "attach-device", DOMAIN, xml());
    await mount("umount", hidden);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/pr helper died and reported: holdfast-pr-helper: .*npm run build/);
    await expectNoHelper();
  });

  it("starts the helper when a disk is attached to a running domain", async () => {
    await virshDone(uml(), "attach-device", DOMAIN, xml());
    expect(given((await helper()).argv)).toEqual([PR_HELPER, "-k", SOCKET]);
    expect(await guest.command("query-pr-managers")).toEqual(CONNECTED);
    await expect.poll(() => guest.run("test -b /dev/sda"), { timeout: 20_000 }).toMatchObject({ code: 0 });
    await expectRegistration("126");
  });

  it("stops the helper with the domain", async () => {
    await helper();
    await virshDone(uml(), "destroy", DOMAIN);
    await expectNoHelper();
    expect(await exists(SOCKET)).toBe(false);
    expect(await exists(PIDFILE)).toBe(false);
  });
});
