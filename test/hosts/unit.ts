/** Emulated logical units and commands to them, for tests. */
import { onTestFinished } from "vitest";
import { EmulatedUnit, type Nexus, type UnitOptions } from "../../hosts/embed/index.ts";
import { unhex, wasmModule } from "./core.ts";

/** SCSI statuses. */
export const [good, check, conflict] = [0x00, 0x02, 0x18];

/** A unit that the test closes. */
export function unit(options?: UnitOptions): EmulatedUnit {
  const opened = new EmulatedUnit(wasmModule, options);
  onTestFinished(() => opened.close());
  return opened;
}

/** An I_T nexus of SAS. */
export const sas = (port: number, relativeTargetPort = 1): Nexus => ({
  transportId: unhex(`06000000${port.toString(16).padStart(16, "0")}${"00".repeat(12)}`),
  relativeTargetPort,
});
export const [a, b] = [sas(1), sas(2)];
/** Eight bytes in hexadecimal. */
export const key = (number: number) => number.toString(16).padStart(16, "0");
/** A basic parameter list. */
export const list = (rk: number, sark: number, flags = 0) =>
  unhex(`${key(rk)}${key(sark)}00000000${flags.toString(16).padStart(2, "0")}000000`);
export const prOut = (action: number, type = 0) => unhex(`5f0${action}0${type}00000000001800`);
export const readKeys = unhex("5e000000000000200000");
export const testUnitReady = new Uint8Array(6);
export const register = (on: EmulatedUnit, nexus: Nexus, number: number, flags = 0) =>
  on.execute(nexus, prOut(0), list(0, number, flags));
