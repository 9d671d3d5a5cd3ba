// A guest of QEMU inside User Mode Linux, with a logical unit passed through (scsi-block) and its reservations sent to a PR helper.
import { RUN, type Uml } from "./uml.ts";

export interface GuestOptions {
  /** The disk of the machine that the guest gets. */
  device: string;
  /** The socket of the PR helper. */
  helper: string;
}

export interface Answer {
  code: number;
  output: string;
}

/** Emulating an emulated processor: a guest takes five seconds to boot, on a busy machine many times more. */
const BOOT_MS = 120_000;
const COMMAND_MS = 30_000;

const MONITOR = "/run/guest.qmp";
const COMMANDS = "/run/guest.commands";

function qemuArguments({ device, helper }: GuestOptions): string[] {
  const socket = (id: string, path: string) => ["-chardev", `socket,id=${id},path=${path},server=on,wait=off`];
  const disk = `file.driver=host_device,file.filename=${device},file.pr-manager=reservations,file.cache.direct=on`;
  return [
    ...["-nodefaults", "-nographic", "-no-reboot", "-M", "q35", "-m", "192", "-accel", "tcg", "-cpu", "max"],
    ...["-kernel", `${RUN}/vmlinuz`, "-initrd", `${RUN}/initrd.img`, "-append", "console=ttyS0 quiet panic=-1"],
    ...["-chardev", "stdio,id=console", "-serial", "chardev:console"],
    ...[...socket("commands", COMMANDS), "-serial", "chardev:commands"],
    ...[...socket("monitor", MONITOR), "-mon", "chardev=monitor,mode=control"],
    ...["-object", `pr-manager-helper,id=reservations,path=${helper}`, "-device", "virtio-scsi-pci"],
    ...["-blockdev", `driver=raw,node-name=disk,cache.direct=on,${disk}`],
    ...["-device", "scsi-block,drive=disk,share-rw=on"],
  ];
}

/** An event of QEMU's monitor. */
export interface MonitorEvent {
  event: string;
  data: unknown;
}

export class Guest {
  /** What the monitor told by itself, up to the last command to it. */
  readonly events: MonitorEvent[] = [];

  /** Starts QEMU and waits until the guest has its disk. The image has to be in the machine's run folder (writeGuestImage). */
  static async boot(uml: Uml, options: GuestOptions): Promise<Guest> {
    const argv = ["qemu-system-x86_64", ...qemuArguments(options)];
    await uml.request("start", { argv, ready: MONITOR, timeoutMs: COMMAND_MS });
    const monitor = await uml.request("connect", { path: MONITOR });
    const commands = await uml.request("connect", { path: COMMANDS });
    const guest = new Guest(uml, monitor.connection, commands.connection);
    await guest.command("qmp_capabilities");
    const said = await guest.say("", "^guest: (ready|no disk)\\n", BOOT_MS);
    if (!said.endsWith("ready\n")) throw new Error(`The guest booted without a disk, from ${options.device}.`);
    return guest;
  }

  private constructor(
    private readonly uml: Uml,
    private readonly monitor: number,
    private readonly commands: number,
  ) {}

  /** A shell command inside the guest. */
  async run(command: string): Promise<Answer> {
    const text = await this.say(`${command}\n`, "^guest: exit \\d+\\n", COMMAND_MS);
    const [, output, code] = /^(.*?)guest: exit (\d+)\n$/s.exec(text)!;
    return { code: Number(code), output: output! };
  }

  /** A QMP command; what it returns. */
  async command(execute: string, parameters: object = {}): Promise<unknown> {
    const send = JSON.stringify({ execute, arguments: parameters }) + "\n";
    const request = { connection: this.monitor, send, until: '^\\{"(return|error)":.*\\r\\n', timeoutMs: COMMAND_MS };
    const { text } = await this.uml.request("exchange", request);
    const lines = text.trimEnd().split("\n");
    const answer = JSON.parse(lines.pop()!) as { return?: unknown; error?: { desc: string } };
    // Events carry a time, which comes first.
    for (const line of lines.filter((before) => before.startsWith('{"timestamp"')))
      this.events.push(JSON.parse(line) as MonitorEvent);
    if (answer.error) throw new Error(`QMP ${execute}: ${answer.error.desc}`);
    return answer.return;
  }

  private async say(send: string, until: string, timeoutMs: number): Promise<string> {
    return (await this.uml.request("exchange", { connection: this.commands, send, until, timeoutMs })).text;
  }
}
