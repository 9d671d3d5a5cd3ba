/** What a row of the command table is, and how rows are written. */

/**
 * Who is refused with RESERVATION CONFLICT: the other I_T nexuses under `write_exclusive` and `exclusive_access`; under the registrants only
 * and all registrants types the `registered` ones, and those that are not registered, by kind of type (`write_unregistered`, `access_unregistered`).
 */
export const conflictColumns = [
  "write_exclusive",
  "exclusive_access",
  "registered",
  "write_unregistered",
  "access_unregistered",
] as const;

/** Conflict classes, and the columns in which they conflict. */
export const conflictClasses = {
  /** Neither reads nor changes what a reservation protects. */
  allowed: [],
  /** Reads it. */
  reads: ["exclusive_access", "access_unregistered"],
  /** Changes it. */
  writes: ["write_exclusive", "exclusive_access", "write_unregistered", "access_unregistered"],
  /** Rules of its own: PERSISTENT RESERVE OUT (SPC-4 table 66), RESERVE and RELEASE (SPC-4 5.13.3). */
  own: [],
} as const satisfies Record<string, readonly (typeof conflictColumns)[number][]>;

export type ConflictClass = keyof typeof conflictClasses;

/** Another class where these bits of the CDB have this value. */
export interface ConflictExcept {
  readonly byte: number;
  readonly mask: number;
  readonly value: number;
  readonly conflict: ConflictClass;
}

/** The letters by which T10's list of operation codes names PERIPHERAL DEVICE TYPEs (SPC-4 6.4.2); S and C are scanners and communications devices of SCSI-2. */
export const deviceTypes = {
  D: 0x00,
  T: 0x01,
  L: 0x02,
  P: 0x03,
  W: 0x04,
  R: 0x05,
  S: 0x06,
  O: 0x07,
  M: 0x08,
  C: 0x09,
  A: 0x0c,
  E: 0x0d,
  B: 0x0e,
  K: 0x0f,
  F: 0x11,
  V: 0x12,
  Z: 0x14,
} as const;

/** Letters of `deviceTypes`; "*": a command of SPC, which every device type may have. */
export type DeviceTypes = string;

/** A command, or a service action of an operation code that a `Family` is about. */
export interface Command {
  readonly operationCode: number;
  /** Absent: the command has none. */
  readonly serviceAction?: number;
  /** The standard's. */
  readonly name: string;
  readonly types: DeviceTypes;
  /** Absent: the emulated logical unit, a direct access block device, does not know the command. */
  readonly conflict?: ConflictClass;
  readonly except?: ConflictExcept;
}

/** An operation code that has service actions. */
export interface Family {
  readonly operationCode: number;
  readonly name: string;
  readonly types: DeviceTypes;
  /** Whether its service actions are commands of their own (READ CAPACITY(16)) or actions of this one (READ KEYS). */
  readonly has: "commands" | "actions";
  /** For all service actions of it, named here or not. */
  readonly conflict?: ConflictClass;
}

/** [operation code, with "/" and the service action where it has one, in hexadecimal; name; device types where they are not those of the list]. */
export type Row = readonly [code: string, name: string, types?: DeviceTypes];

/** Rows that fare alike under a reservation. */
export const rows = (types: DeviceTypes, conflict: ConflictClass | undefined, list: readonly Row[]): Command[] =>
  list.map(([code, name, own]) => {
    const [operationCode, action] = code.split("/").map((digits) => Number.parseInt(digits, 16));
    return {
      operationCode: operationCode!,
      ...(action === undefined ? {} : { serviceAction: action }),
      name,
      types: own ?? types,
      ...(conflict === undefined ? {} : { conflict }),
    };
  });

/** Service actions by value, of one operation code. */
export const actions = (types: DeviceTypes, operationCode: number, names: { readonly [value: number]: string }) =>
  Object.entries(names).map(([value, name]): Command => ({ operationCode, serviceAction: Number(value), name, types }));
