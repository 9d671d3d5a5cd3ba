// libvirt inside User Mode Linux, and a domain with a logical unit whose reservations libvirt has a PR helper started for.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Ended } from "./protocol.ts";
import type { Answer } from "./qemu.ts";
import { PROJECT, RUN, type Uml } from "./uml.ts";

export const DOMAIN = "guest";
/** What qemu.conf names; libvirt starts it with "-k SOCKET" and nothing else. */
export const PR_HELPER = `${PROJECT}/build/holdfast-pr-helper.mjs`;

const COMMANDS = "/run/guest.commands";
/** Emulating an emulated processor: a guest takes five seconds to boot, on a busy machine many times more. */
const BOOT_MS = 120_000;
const COMMAND_MS = 60_000;

export const disk = (device: string) => `<disk type="block" device="lun">
  <driver name="qemu" type="raw" cache="none"/>
  <source dev="${device}"><reservations managed="yes"/></source>
  <target dev="sda" bus="scsi"/>
  <shareable/>
</disk>`;

const domain = (device: string) => `<domain type="qemu">
  <name>${DOMAIN}</name>
  <memory unit="MiB">192</memory>
  <os>
    <type machine="q35">hvm</type>
    <kernel>${RUN}/vmlinuz</kernel>
    <initrd>${RUN}/initrd.img</initrd>
    <cmdline>console=ttyS0 quiet panic=-1</cmdline>
  </os>
  <features><acpi/></features>
  <cpu mode="maximum"/>
  <devices>
    <controller type="scsi" index="0" model="virtio-scsi"/>
    <controller type="usb" model="none"/>
    <serial type="file"><source path="/run/guest.console"/><target port="0"/></serial>
    <serial type="unix"><source mode="bind" path="${COMMANDS}"/><target port="1"/></serial>
    <memballoon model="none"/>
    ${disk(device)}
  </devices>
</domain>`;

/** Starts libvirtd, which finds Node.js by its PATH, as the helper's first line asks. */
export async function startLibvirt(uml: Uml): Promise<void> {
  const path = `${dirname(uml.node)}:/usr/sbin:/usr/bin:/sbin:/bin`;
  const script = `${PROJECT}/test/kernel/inside/libvirt.sh`;
  await uml.succeed(["sh", script, path, PR_HELPER], { timeoutMs: BOOT_MS });
}

/** A virsh command. */
export function virsh(uml: Uml, command: string, ...options: string[]): Promise<Ended> {
  return uml.run(["virsh", "--quiet", "--connect", "qemu:///system", command, ...options], { timeoutMs: COMMAND_MS });
}

/** The same for a command that has to succeed. */
export async function virshDone(uml: Uml, command: string, ...options: string[]): Promise<string> {
  const { code, stdout, stderr } = await virsh(uml, command, ...options);
  if (code !== 0) throw new Error(`virsh ${command} ${options.join(" ")}: ${stderr.trim()}`);
  return stdout;
}

/** Lays XML where virsh can read it; its path inside. */
export function writeXml(uml: Uml, name: string, xml: string): string {
  writeFileSync(join(uml.folder, `${name}.xml`), xml);
  return `${RUN}/${name}.xml`;
}

export class Domain {
  /** Starts the domain and waits until the guest has its disk. The image has to be in the machine's run folder (writeGuestImage). */
  static async boot(uml: Uml, device: string): Promise<Domain> {
    // Paused first: what the guest says on a port that nobody has connected to is lost.
    await virshDone(uml, "create", writeXml(uml, "domain", domain(device)), "--paused");
    const guest = new Domain(uml, (await uml.request("connect", { path: COMMANDS })).connection);
    await virshDone(uml, "resume", DOMAIN);
    const said = await guest.say("", "^guest: (ready|no disk)\\n", BOOT_MS);
    if (!said.endsWith("ready\n")) throw new Error(`The domain booted without a disk, from ${device}.`);
    return guest;
  }

  private constructor(
    private readonly uml: Uml,
    private readonly commands: number,
  ) {}

  /** A shell command inside the guest. */
  async run(command: string): Promise<Answer> {
    const text = await this.say(`${command}\n`, "^guest: exit \\d+\\n", COMMAND_MS);
    const [, output, code] = /^(.*?)guest: exit (\d+)\n$/s.exec(text)!;
    return { code: Number(code), output: output! };
  }

  /** A QMP command, put by libvirt; what it returns. */
  async command(execute: string): Promise<unknown> {
    const answer = await virshDone(this.uml, "qemu-monitor-command", DOMAIN, JSON.stringify({ execute }));
    return (JSON.parse(answer) as { return: unknown }).return;
  }

  private async say(send: string, until: string, timeoutMs: number): Promise<string> {
    return (await this.uml.request("exchange", { connection: this.commands, send, until, timeoutMs })).text;
  }
}

export interface HelperProcess {
  pid: number;
  /** Its process id as libvirt, in a namespace of its own, knows it. */
  pidForLibvirt: number;
  argv: string[];
}

/** All processes that run PR_HELPER. */
export async function helperProcesses(uml: Uml): Promise<HelperProcess[]> {
  const text = await uml.succeed(["sh", "-c", PROCESSES, "processes", PR_HELPER]);
  return text
    .split("\n\n")
    .filter(Boolean)
    .map((entry) => {
      const [pid, pidForLibvirt, ...argv] = entry.trim().split("\n");
      return { pid: Number(pid), pidForLibvirt: Number(pidForLibvirt), argv };
    });
}

const PROCESSES = `for file in $(grep -lsz -- "^$1\\$" /proc/[0-9]*/cmdline); do
  folder=\${file%/cmdline}
  [ \${folder#/proc/} != $$ ] || continue
  echo \${folder#/proc/}
  sed -n 's/^NSpid:.*\\t//p' $folder/status
  tr '\\0' '\\n' < $file
  echo
done`;
