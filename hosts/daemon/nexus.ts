/**
 * Who sends a command, as an emulated logical unit knows it: a process, or the guest that QEMU has in it. One of them is one initiator port,
 * whatever connections it makes: after a reconnect it has the same registrations.
 */
import { readFileSync, readlinkSync } from "node:fs";
import { compose, type Core, type Nexus } from "../embed/index.ts";
import { statOf } from "./process.ts";

const prefix = "iqn.2026-11.invalid.holdfast";
/** Initiator session id: each initiator has one session. Type 10b, a random one (RFC 7143, 11.12.5). */
const isid = "800000000000";
const relativeTargetPort = 1;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What QEMU takes for none. */
const noUuid = "00000000-0000-0000-0000-000000000000";

/** Whether /proc tells of this process' own PID namespace, by whose numbers clients are known. Errors: Error with a sentence for the user. */
export function checkProc(): void {
  let self;
  try {
    self = readlinkSync("/proc/self");
  } catch (error) {
    self = (error as Error).message;
  }
  if (self !== String(process.pid))
    throw new Error(
      "/proc is not of the helper's PID namespace, so --emulate cannot tell clients apart: mount it anew there",
    );
}

/** A client's end of its nexus to each file. */
export interface Initiator extends Nexus {
  /** iSCSI name. */
  readonly name: string;
}

/** The initiator with this identity. */
export function initiatorOf(core: Core, identity: string): Initiator {
  const name = `${prefix}:${identity}`;
  const transportId = compose(core, "transport_id_iscsi_port", {}, `${name},i,0x${isid}`);
  return { name, transportId, relativeTargetPort };
}

/**
 * Of the process with this id: `uuid.<uuid>` for QEMU with -uuid; else `process.<pid>.<when it began>.<boot>`, for a process id is used again.
 * Undefined when it cannot be told.
 */
export function identityOf(peer: number): string | undefined {
  try {
    const words = readFileSync(`/proc/${peer}/cmdline`, "utf8").split("\0");
    if (words.length < 2) return undefined; // it has ended, and nobody has waited for it yet
    const at = words.findLastIndex((word) => word === "-uuid" || word === "--uuid");
    const guest = (words[at + 1] ?? "").toLowerCase();
    if (at > 0 && uuid.test(guest) && guest !== noUuid) return `uuid.${guest}`;
    return `process.${peer}.${beginOf(peer)}.${boot()}`;
  } catch {
    return undefined; // it is gone, in another PID namespace (0), or hidden (hidepid)
  }
}

/** In clock ticks since Linux was started: field 22 of proc_pid_stat(5). */
function beginOf(peer: number): string {
  const field = statOf(peer)[22 - 3];
  if (!/^\d+$/.test(field ?? "")) throw new Error("no time in /proc/PID/stat");
  return field!;
}

/** Tells starts of Linux apart: kept state may be older than this one. */
function boot(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
}
