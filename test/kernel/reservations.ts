// The logical unit's reservations as sg_persist shows them, on a machine whose disks are LIO's (inside/lio.sh).
import { PROJECT, type Uml } from "./uml.ts";

/** The disks: one logical unit over two I_T nexuses, whose names inside/lio.sh gives them. */
export const [SDA, SDB] = ["/dev/sda", "/dev/sdb"].map((device, index) => ({
  device,
  initiator: `600140500000001${index + 1}`,
})) as [Nexus, Nexus];

export interface Nexus {
  device: string;
  initiator: string;
}

export interface Registration {
  key: string;
  /** SAS address of the initiator port. */
  initiator: string;
  relativePort: number;
  holder: boolean;
  scope?: string;
  type?: string;
}

/** Names that sg_persist prints for reservation types (SPC-4, 6.15.3.4). */
export const TYPES: Record<number, string> = {
  1: "Write Exclusive",
  3: "Exclusive Access",
  5: "Write Exclusive, registrants only",
  6: "Exclusive Access, registrants only",
  7: "Write Exclusive, all registrants",
  8: "Exclusive Access, all registrants",
};

/** Exit status of sg_persist (sg3_utils(8), EXIT STATUS). */
export const ILLEGAL_REQUEST = 5;
export const UNIT_ATTENTION = 6;
export const CONFLICT = 24;

/** Two nexuses of one logical unit, and a port number for each that the target itself tells. */
export async function bringUp(uml: Uml): Promise<void> {
  await uml.succeed(["sh", `${PROJECT}/test/kernel/inside/lio.sh`, "2"]);
}

export function sgPersist(uml: Uml, nexus: Nexus, ...options: string[]) {
  return uml.run(["sg_persist", "--no-inquiry", ...options, nexus.device]);
}

/** The target port's number as the logical unit tells it through this nexus (VPD page 83h). */
export async function relativePort(uml: Uml, { device }: Nexus): Promise<number> {
  const text = await uml.succeed(["sg_vpd", "--page=di_port", device]);
  return Number(/Relative target port: (0x[0-9a-f]+)/.exec(text)?.[1]);
}

/** READ FULL STATUS, asked over one nexus. */
export async function fullStatus(uml: Uml, { device }: Nexus): Promise<Registration[]> {
  const text = await uml.succeed(["sg_persist", "--no-inquiry", "--in", "--read-full-status", device]);
  const [, ...parts] = text.split(/^ *Key=/m);
  return parts.map((part) => {
    const find = (pattern: RegExp) => pattern.exec(part)?.[1];
    return {
      key: find(/^0x([0-9a-f]+)/)!,
      initiator: find(/SAS address: 0x([0-9a-f]+)/)!,
      relativePort: Number(find(/Relative port address: (0x[0-9a-f]+)/)),
      holder: part.includes("<< Reservation holder >>"),
      scope: find(/scope: (\w+)/),
      type: find(/type: (.*)$/m),
    };
  });
}

/** No registration, no reservation, and no unit attention left to either nexus. */
export async function clear(uml: Uml): Promise<void> {
  await settle(uml);
  await uml.succeed(["sg_persist", "--no-inquiry", "--out", "--register-ignore", "--param-sark=0xdead", SDB.device]);
  await settle(uml);
  await uml.succeed(["sg_persist", "--no-inquiry", "--out", "--clear", "--param-rk=0xdead", SDB.device]);
  await settle(uml);
}

/**
 * Takes the unit attentions: each nexus has some when others have changed its registrations. sg_raw sends TEST UNIT READY because the
 * sg_turs of sg3-utils 1.48 (Debian 13) sends nothing and succeeds.
 */
async function settle(uml: Uml): Promise<void> {
  for (const { device } of [SDA, SDB]) await uml.succeed(["sh", "-c", SETTLE, "settle", device]);
}

const SETTLE = `for try in 1 2 3 4 5 6; do said=$(sg_raw $1 0 0 0 0 0 0 2>&1) && exit; done; echo "$said" >&2; exit 1`;
