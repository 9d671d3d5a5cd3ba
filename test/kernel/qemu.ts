// A guest of QEMU inside User Mode Linux, with a logical unit passed through (scsi-block) and its reservations sent to a PR helper.
import { RUN, type Uml } from "./uml.ts";

export interface GuestOptions {
  /** The disk of the machine that the guest gets. */
  device: string;
  /** The socket of the PR helper. */
  helper: string;
  name?: string;
  /** More of QEMU's arguments. */
  more?: string[];
}

export interface Answer {
  code: number;
  output: string;
}

/** Emulating an emulated processor: a guest takes ten seconds to boot, on a busy machine some times more. */
const BOOT_MS = 120_000;
const COMMAND_MS = 30_000;

export class Guest {
  /** Starts QEMU and waits until the guest has its disk. The image has to be in the machine's run folder (writeGuestImage). */
  static async boot(uml: Uml, { device, helper, name = "guest", more = [] }: GuestOptions): Promise<Guest> {
    const path = (kind: string) => `/run/${name}.${kind}`;
    const socket = (kind: string) => `path=${path(kind)},server=on,wait=off`;
    const argv = [
      "qemu-system-x86_64",
      "-nodefaults",
      "-nographic",
      "-no-reboot",
      "-M",
      "q35",
      "-m",
      "192",
      "-accel",
      "tcg",
      "-cpu",
      "max",
    ];
    argv.push("-kernel", `${RUN}/vmlinuz`, "-initrd", `${RUN}/initrd.img`, "-append", "console=ttyS0 quiet panic=-1");
    argv.push("-chardev", "stdio,id=console", "-serial", "chardev:console");
    argv.push("-chardev", `socket,id=commands,${socket("commands")}`, "-serial", "chardev:commands");
    argv.push("-chardev", `socket,id=monitor,${socket("qmp")}`, "-mon", "chardev=monitor,mode=control");
    argv.push("-device", "virtio-scsi-pci", "-object", `pr-manager-helper,id=reservations,path=${helper}`);
    const host = `driver=host_device,filename=${device},pr-manager=reservations,cache.direct=on`.replaceAll(
      /(^|,)/g,
      "$1file.",
    );
    argv.push(
      "-blockdev",
      `driver=raw,node-name=disk,cache.direct=on,${host}`,
      "-device",
      "scsi-block,drive=disk,share-rw=on",
    );
    const { pid } = await uml.request("start", { argv: [...argv, ...more], ready: path("qmp"), timeoutMs: COMMAND_MS });
    const monitor = await uml.request("connect", { path: path("qmp") });
    const commands = await uml.request("connect", { path: path("commands") });
    const guest = new Guest(uml, pid, monitor.connection, commands.connection);
    await guest.command("qmp_capabilities");
    const said = await guest.say("", "^guest: (ready|no disk)\\n", BOOT_MS);
    if (!said.endsWith("ready\n")) throw new Error(`The guest booted without a disk, from ${device}.`);
    return guest;
  }

  private constructor(
    private readonly uml: Uml,
    private readonly pid: number,
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
    const answer = JSON.parse(text.trimEnd().split("\n").at(-1)!) as { return?: unknown; error?: { desc: string } };
    if (answer.error) throw new Error(`QMP ${execute}: ${answer.error.desc}`);
    return answer.return;
  }

  /** Ends QEMU as a pulled plug would. */
  async kill(): Promise<void> {
    await this.uml.request("stop", { pid: this.pid, signal: "SIGKILL", timeoutMs: COMMAND_MS });
  }

  private async say(send: string, until: string, timeoutMs: number): Promise<string> {
    return (await this.uml.request("exchange", { connection: this.commands, send, until, timeoutMs })).text;
  }
}
