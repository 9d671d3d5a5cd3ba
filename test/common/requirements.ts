// What the kernel, oracle and web tests need of the machine. They install nothing: what is missing is named, with the line that installs it.
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";

/** The path of a program, also of one that only root has in its PATH. */
export function program(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/local/sbin", "/usr/sbin", "/sbin"];
  return folders.map((folder) => join(folder, name)).find(executable);
}

/** The newest kernel of linux-image-cloud-amd64 with its modules: what guests boot. */
export function guestKernel(): { image: string; modules: string } | undefined {
  const images = existsSync("/boot")
    ? readdirSync("/boot").filter((name) => /^vmlinuz-.*-cloud-amd64$/.test(name))
    : [];
  return images
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    .map((name) => ({ image: join("/boot", name), modules: name.replace("vmlinuz-", "/lib/modules/") }))
    .find(({ modules }) => existsSync(join(modules, "modules.dep")));
}

/** Debian package -> whether the machine has what it brings. */
const PACKAGES = {
  "user-mode-linux": () => program("linux.uml") !== undefined && existsSync("/usr/lib/uml/modules"),
  kmod: () => program("modprobe") !== undefined,
  "sg3-utils": () => program("sg_persist") !== undefined,
  tshark: () => program("tshark") !== undefined,
  chromium: () => program("chromium") !== undefined,
  "fonts-dejavu-core": () => existsSync("/usr/share/fonts/truetype/dejavu"),
  gcc: () => program("cc") !== undefined,
  "libc6-dev": () => existsSync("/usr/include/stdio.h"),
  "busybox-static": () => program("busybox") !== undefined,
  "linux-image-cloud-amd64": () => guestKernel() !== undefined,
  "qemu-system-x86": () => program("qemu-system-x86_64") !== undefined,
  "qemu-system-common": () => program("qemu-pr-helper") !== undefined,
  dmsetup: () => program("dmsetup") !== undefined,
  wabt: () => ["wasm2c", "wasm-interp", "wast2json", "spectest-interp"].every((name) => program(name) !== undefined),
  debootstrap: () => program("debootstrap") !== undefined,
  "util-linux": () => program("flock") !== undefined,
  "libvirt-daemon": () => program("libvirtd") !== undefined,
  "libvirt-clients": () => program("virsh") !== undefined,
  tgt: () => program("tgtd") !== undefined,
  "open-iscsi": () => program("iscsid") !== undefined,
};

export type Package = keyof typeof PACKAGES;

/** Any test in User Mode Linux. */
export const UML: Package[] = ["user-mode-linux", "kmod", "sg3-utils"];
/** The small helper client, compiled when the tests run. */
export const CLIENT: Package[] = ["gcc", "libc6-dev"];
/** The image that guests boot. */
export const GUEST: Package[] = ["busybox-static", "linux-image-cloud-amd64"];
/** QEMU and its own helper, on the machine. */
export const QEMU: Package[] = ["qemu-system-x86", "qemu-system-common"];
/** libvirtd with its driver for QEMU, and virsh. */
export const LIBVIRT: Package[] = ["libvirt-daemon", "libvirt-clients"];
/** An iSCSI target and the initiator for it; busybox brings up the loopback interface. */
export const ISCSI: Package[] = ["tgt", "open-iscsi", "busybox-static"];
/** Maps of device-mapper. */
export const DMSETUP: Package[] = ["dmsetup"];
/** Others' encoders and decoders, to compare ours with (test/oracle). */
export const SG3_UTILS: Package[] = ["sg3-utils"];
export const TSHARK: Package[] = ["tshark"];
/** wasm2c and interpreters. */
export const WABT: Package[] = ["wabt"];
/** A browser, and something for it to write with. */
export const CHROMIUM: Package[] = ["chromium", "fonts-dejavu-core"];
/** The Debian 13 tree of the lab. */
export const TREE: Package[] = ["debootstrap", "util-linux"];

/** Why tests that need these packages cannot run here; undefined when they can. */
export function missing(packages: Package[]): string | undefined {
  const absent = packages.filter((name) => !PACKAGES[name]());
  if (absent.length === 0) return undefined;
  return `missing ${absent.join(", ")}; run: apt-get install -y --no-install-recommends ${absent.join(" ")}`;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A suite that needs packages; without them it is skipped and says why, in its title and in the output of any reporter. */
export function describeWith(packages: Package[], title: string, body: () => void): void {
  describeUnless(missing(packages), title, body);
}

/** A suite that is skipped, and says so, where there is a reason why it cannot run. */
export function describeUnless(why: string | undefined, title: string, body: () => void): void {
  if (why) process.stderr.write(`SKIPPED: ${title}: ${why}\n`);
  describe.skipIf(why !== undefined)(why ? `${title} [skipped: ${why}]` : title, { timeout: 60_000 }, body);
}
