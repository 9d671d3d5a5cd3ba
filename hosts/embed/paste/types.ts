/** What is found in pasted text. */

/** registers: those of an ATA device, which are no SCSI and are explained nowhere. */
export type FindingKind =
  | "cdb"
  | "sense"
  | "operation_code"
  | "status"
  | "sense_code"
  | "host_status"
  | "driver_status"
  | "plugin_status"
  | "registers"
  | "bytes";

export type PasteSource =
  | "linux-kernel"
  | "linux-trace"
  | "vmware"
  | "freebsd"
  | "aix"
  | "windows"
  | "qemu-trace"
  | "sg3_utils"
  | "smartctl"
  | "holdfast"
  | "log"
  | "hex"
  | "base64"
  | "unknown";

/** SENSE KEY, ADDITIONAL SENSE CODE and its QUALIFIER as far as the text has them: undefined where it does not, or has a name that the core does not know. */
export interface SenseTriple {
  readonly key: number | undefined;
  readonly asc: number | undefined;
  readonly ascq: number | undefined;
}

export interface Finding {
  readonly kind: FindingKind;
  /** Empty where there are none. Of an operation code: the first bytes of the CDB, as far as they are told. */
  readonly bytes: Uint8Array;
  /** Of the kinds without bytes: a number, or what is known of a sense code; undefined where the text has a name that the core does not know. */
  readonly value?: number | SenseTriple;
  /** As it stands in the paste. */
  readonly text: string;
  /** Offsets in the pasted text, in UTF-16 code units; `to` is behind the end. */
  readonly from: number;
  readonly to: number;
  /** Why it is taken for that. */
  readonly note: string;
}

export interface Paste {
  readonly source: PasteSource;
  readonly why: string;
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  /** "", or what is wrong with the paste and what to paste instead. */
  readonly refusal: string;
}

/** A finding before its text is cut out of the paste. */
export interface Found {
  readonly kind: FindingKind;
  readonly bytes?: Uint8Array;
  readonly value?: number | SenseTriple;
  readonly from: number;
  readonly to: number;
  readonly note: string;
  /** Of a sense code: only the sense key, or only the additional sense code. */
  readonly part?: "key" | "additional";
}

/** What one or more lines say of one command. */
export interface Piece {
  readonly source: PasteSource;
  readonly why: string;
  /** The device and command it is about, as far as the line tells: "" joins what came before. */
  readonly key: string;
  /** What of an event it is: an event has each slot once. */
  readonly slot: string;
  /** The line is the first of an event. */
  readonly starts?: boolean;
  readonly found: readonly Found[];
}
