// The kernel and the initial RAM file system that a guest of QEMU boots, made of the machine's own files.
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { guestKernel, program } from "../common/requirements.ts";

const DIRECTORY = 0o040755;
const FILE = 0o100755;
const LINK = 0o120777;

const APPLETS = ["sh", "mount", "insmod", "stty", "cat", "sleep", "dd"];
const MODULES = ["virtio_pci", "virtio_scsi", "sd_mod", "sg"];

/** Writes FOLDER/vmlinuz and FOLDER/initrd.img. */
export function writeGuestImage(folder: string): void {
  const kernel = guestKernel()!;
  copyFileSync(kernel.image, join(folder, "vmlinuz"));
  writeFileSync(join(folder, "initrd.img"), archive(guestFiles(kernel.modules)));
}

type Entry = { mode: number; data: Buffer };

function guestFiles(modulesFolder: string): Map<string, Entry> {
  const files = new Map<string, Entry>();
  const add = (path: string, mode: number, data: Buffer | string = "") => {
    // The kernel wants a folder before what is in it.
    if (dirname(path) !== "." && !files.has(dirname(path))) add(dirname(path), DIRECTORY);
    files.set(path, { mode, data: Buffer.from(data) });
  };
  for (const folder of ["proc", "sys", "dev", "tmp"]) add(folder, DIRECTORY);
  add("init", FILE, readFileSync(fileURLToPath(new URL("inside/guest-init.sh", import.meta.url))));
  for (const name of ["busybox", "sg_persist"]) {
    const path = program(name)!;
    add(`bin/${name}`, FILE, readFileSync(path));
    for (const library of libraries(path)) add(library.slice(1), FILE, readFileSync(library));
  }
  for (const applet of APPLETS) add(`bin/${applet}`, LINK, "busybox");
  const modules = withDependencies(modulesFolder, MODULES);
  for (const path of modules) add(`lib/modules/${basename(path)}`, FILE, readFileSync(join(modulesFolder, path)));
  add("lib/modules/order", FILE, modules.map((path) => basename(path) + "\n").join(""));
  return files;
}

/** What ldd names; a static program has none, and ldd says so by its exit status. */
function libraries(path: string): string[] {
  try {
    return execFileSync("ldd", [path], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).match(/\/\S+/g) ?? [];
  } catch {
    return [];
  }
}

/** Paths of the modules and of all that they need, in an order in which insmod takes them (modules.dep names the nearest first). */
function withDependencies(modulesFolder: string, names: string[]): string[] {
  const lines = readFileSync(join(modulesFolder, "modules.dep"), "utf8").trim().split("\n");
  const ordered = new Set<string>();
  for (const name of names) {
    const line = lines.find((candidate) => basename(candidate.split(":")[0]!) === `${name}.ko`);
    if (!line)
      throw new Error(`${modulesFolder} has no module ${name}.ko: the tests need Debian 12's linux-image-cloud-amd64.`);
    const [module, needs = ""] = line.split(": ");
    for (const path of needs.split(" ").filter(Boolean).reverse()) ordered.add(path);
    ordered.add(module!.replace(/:$/, ""));
  }
  return [...ordered];
}

/** A cpio archive of the kind "newc" (Linux, Documentation/driver-api/early-userspace/buffer-format.rst). */
function archive(files: Map<string, Entry>): Buffer {
  const parts: Buffer[] = [];
  const pad = (length: number) => Buffer.alloc((4 - (length % 4)) % 4);
  const add = (name: string, { mode, data }: Entry, inode: number) => {
    const fields = [inode, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, name.length + 1, 0];
    const head = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, "0")).join("")}${name}\0`);
    parts.push(head, pad(head.length), data, pad(data.length));
  };
  [...files].forEach(([name, entry], index) => add(name, entry, index + 1));
  add("TRAILER!!!", { mode: 0, data: Buffer.alloc(0) }, 0);
  return Buffer.concat(parts);
}
