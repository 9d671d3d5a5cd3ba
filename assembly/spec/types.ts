/**
 * The vocabulary of spec/: what a structure, a field, a record and an enumeration are.
 * Plain data for the generator (hosts/build/generate.mjs); asc never compiles this folder.
 */

/** A list of names for the values of a field, with the standard's own spelling. */
export type ValueNames = { readonly [value: number]: string };

/** A name for all values from `first` to `last`. */
export interface NamedRange {
  readonly first: number;
  readonly last: number;
  readonly name: string;
}

/** One field of a structure, placed as the standard's tables place it: most significant bit first. */
export interface Field {
  /** The standard's name, in its own capitals. Unique within the structure. */
  readonly name: string;
  /** First byte, counted from the start of the structure (or of the list element). */
  readonly byte: number;
  /** Most significant bit within the first byte, 7 to 0; 7 when absent. */
  readonly bit?: number;
  /** Width in bits, 1 to 64 for a number; a multiple of 8 for `bytes` and `text`. */
  readonly bits: number;
  /** `number` (default), `bytes`: shown as hexadecimal, not as one number, or `text`: ASCII, padded with spaces. */
  readonly kind?: "number" | "bytes" | "text";
  /** The field's bytes are a structure of their own: the identifier of a structure or a choice. */
  readonly of?: string;
  /** The one value that this structure has here (an operation code). Compose writes it, and refuses another. */
  readonly fixed?: number;
  /** What compose writes when it is given no value; 0 when absent. */
  readonly initial?: number;
  /** The field holds the number of bytes from this one on to the end of the structure. At most one such field; compose fills it in. */
  readonly countsFrom?: number;
  /** Bytes that one count stands for; 1 when absent. */
  readonly countsUnit?: number;
  readonly values?: ValueNames;
  /** Names beside `values`; the two have no value in common. */
  readonly ranges?: readonly NamedRange[];
  /** Withdrawn by the standard: shown, and named so when it is set. */
  readonly obsolete?: boolean;
  /** The parts of a field that has a meaning as a whole too (ADDITIONAL SENSE CODE and its QUALIFIER). */
  readonly parts?: readonly Field[];
  /** What the field says, in one sentence. */
  readonly doc: string;
}

/** What lies behind the fixed part, up to the end that the counting field gives, or a region's own. */
export type Rest =
  | { readonly kind: "bytes"; readonly name: string; readonly doc: string }
  /** UTF-8 that ends with a NUL, padded with more of them. */
  | {
      readonly kind: "text";
      readonly name: string;
      readonly doc: string;
      /** Cuts the text in two, searched from its end. */
      readonly separator?: { readonly text: string; readonly name: string };
      /** Compose pads to so many bytes at least, and to a multiple of that. */
      readonly least: number;
      readonly multiple: number;
    }
  /** ASCII, without a NUL. */
  | { readonly kind: "characters"; readonly name: string; readonly doc: string }
  /** One structure, or as many as there are; `of` is the identifier of a structure or a choice. */
  | { readonly kind: "one" | "list"; readonly of: string; readonly doc: string };

/** One of several things behind the fixed part, in order. */
export type Region = Rest & {
  /** The field of the structure that says how many of `unit` bytes the region has; without it the region goes to the end. */
  readonly countedBy?: string;
  /** 1 when absent. */
  readonly unit?: number;
};

/** A structure of the standard: a CDB, a parameter list, parameter data, sense data, or an element of these. */
export interface Structure {
  /** Identifier in the ABI: lower case, words joined by `_`. */
  readonly id: string;
  readonly name: string;
  /** Clause of SPC-4 (r36), or the document that defines it. */
  readonly clause: string;
  /** Size of the fixed part in bytes. */
  readonly size: number;
  /** A count that ends within the fixed part cuts it short; without this it is the mark of an older form of the structure. */
  readonly whole?: true;
  readonly fields: readonly Field[];
  /** Without a field that counts the structure's bytes it ends where its last region does. */
  readonly rest?: Rest | readonly Region[];
  readonly doc: string;
}

/** Several structures of which the data says itself which one it is. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly clause: string;
  readonly doc: string;
  /** The byte that tells, and its bits that count. */
  readonly byte: number;
  /** 2: two bytes, big-endian; 1 when absent. */
  readonly bytes?: 1 | 2;
  readonly mask: number;
  /**
   * The byte is counted from the start of the nearest structure around, of this identifier (with none around it is `otherwise`);
   * from the choice's own start when absent.
   */
  readonly inside?: string;
  /** Value of these bits -> identifier of a structure. */
  readonly cases: { readonly [value: number]: string };
  readonly otherwise: string;
}

/** A code that has a name, and the reply that it stands for. */
export interface FailureRow {
  readonly code: number;
  readonly name: string;
  /** SCSI status by name, or sense: SENSE KEY and the name of the additional sense code. */
  readonly reply: { readonly status: string } | { readonly key: string; readonly additional: string };
}

/** A record that the core writes or reads for its host: little-endian, naturally aligned, in one of the static buffers. */
export interface RecordLayout {
  readonly id: string;
  readonly doc: string;
  readonly fields: readonly {
    readonly name: string;
    readonly type: "u8" | "u16" | "u32" | "i32" | "u64";
    readonly doc: string;
  }[];
}

/** Named numbers that cross the ABI. */
export interface Enumeration {
  readonly id: string;
  readonly doc: string;
  readonly members: readonly { readonly name: string; readonly value: number; readonly doc: string }[];
}

/** A static buffer that the module owns. */
export interface BufferLayout {
  readonly id: string;
  /** Size in bytes. */
  readonly size: number;
  /** True when a host writes to it. */
  readonly input: boolean;
  /** True when the core writes to it; when absent, what a host does not write. */
  readonly output?: boolean;
  readonly doc: string;
}
