/** systemd: a socket that it holds for the helper (sd_listen_fds(3)), and word to it (sd_notify(3)). */
import { fstatSync } from "node:fs";
import type { Addon } from "../node/addon.ts";
import { SettingsError } from "./settings.ts";

const firstDescriptor = 3;

/** The socket that systemd has passed, if it has. By the rules of qemu-pr-helper: one socket, and none named besides. Errors: SettingsError. */
export function activatedSocket(socketNamed: boolean): number | undefined {
  const { LISTEN_PID: pid, LISTEN_FDS: count } = process.env;
  for (const name of ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]) Reflect.deleteProperty(process.env, name);
  if (pid !== String(process.pid) || count === undefined || count === "0") return undefined;
  if (count !== "1")
    throw new SettingsError(`systemd has passed ${count} sockets: its socket unit must have one ListenStream`);
  if (socketNamed) throw new SettingsError("systemd has passed a socket: do not name another one with -k");
  if (!fstatSync(firstDescriptor).isSocket())
    throw new SettingsError("what systemd has passed is no socket: its unit must have a ListenStream");
  return firstDescriptor;
}

/** Tells systemd, where it listens. */
export function notifySystemd(addon: Addon, state: "READY=1" | "STOPPING=1"): void {
  const path = process.env["NOTIFY_SOCKET"];
  if (!path) return;
  try {
    addon.notify(path, state);
  } catch {
    // systemd has its own time limit
  }
}
