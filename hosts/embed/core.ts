/** The module in memory: loading, buffers, records, texts, statuses. What the bytes mean is the module's. */
import abi from "./abi.json" with { type: "json" };
import { AbiError, CoreError, statusOf } from "./errors.ts";

/** Names of static buffers, records, structures and exports, as the ABI (abi.json) has them. */
export type BufferName = keyof typeof abi.buffers;
export type RecordName = keyof typeof abi.records;
export type StructureName = keyof typeof abi.structures;
export type ExportName = keyof typeof abi.exports;
type FieldName<R extends RecordName> = keyof (typeof abi.records)[R]["fields"] & string;

const utf8 = new TextDecoder();

/** Offsets of a record's fields in bytes. Take them once: to look a field up costs more than to read it. */
export function offsets<R extends RecordName>(record: R): Readonly<Record<FieldName<R>, number>> {
  const fields = Object.entries<{ offset: number }>(abi.records[record].fields);
  return Object.fromEntries(fields.map(([name, { offset }]) => [name, offset])) as Record<FieldName<R>, number>;
}

/** Offset of one field of a record in bytes. Errors: RangeError for a name that the ABI has not. */
export function offset<R extends RecordName>(record: R, field: FieldName<R>): number {
  const records: Readonly<Record<string, { fields: Record<string, { offset: number }> } | undefined>> = abi.records;
  const found = records[record]?.fields[field];
  if (!found) throw new RangeError(`there is no field '${field}' in a record '${record}': abi.records has all`);
  return found.offset;
}

/** One instance of the core. Its memory never grows, so that views stay valid. */
export class Core {
  readonly memory: ArrayBuffer;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView<ArrayBuffer>;
  readonly exports: Readonly<Record<ExportName, (...args: number[]) => number>>;
  readonly #addresses: Record<BufferName, number>;
  /** Texts by their numbers: they never change, and to decode one takes longer than all else that a decoder does. */
  readonly #texts = new Map<number, string>([[0, ""]]);

  private constructor(instance: WebAssembly.Instance) {
    const exports = instance.exports;
    this.exports = exports as Core["exports"];
    checkVersion(this.exports);
    this.memory = (exports["memory"] as WebAssembly.Memory).buffer;
    this.bytes = new Uint8Array(this.memory);
    this.view = new DataView(this.memory);
    const entries = Object.entries(abi.buffers).map(([name, { index }]) => [name, this.exports.hf_buffer(index)]);
    this.#addresses = Object.fromEntries(entries) as Record<BufferName, number>;
  }

  /** Compiles and instantiates holdfast.wasm. Errors: AbiError for another major version of the ABI; WebAssembly.CompileError. */
  static load(wasm: BufferSource | WebAssembly.Module): Core {
    const module = wasm instanceof WebAssembly.Module ? wasm : new WebAssembly.Module(wasm);
    return new Core(new WebAssembly.Instance(module));
  }

  /** Address of a static buffer. */
  address(buffer: BufferName): number {
    return this.#addresses[buffer];
  }

  /** Copies bytes into a buffer, `at` bytes from its start, and returns their number. Errors: CoreError too_long; TypeError for anything but bytes. */
  write(buffer: BufferName, data: Uint8Array, at = 0): number {
    checkBytes(data);
    const { size } = abi.buffers[buffer];
    const end = at + data.length;
    if (end > size) throw new CoreError("too_long", { field: "", bit: 0, have: end, need: size, sense: undefined });
    this.bytes.set(data, this.#addresses[buffer] + at);
    return data.length;
  }

  /** A copy of the first `length` bytes of a buffer. */
  read(buffer: BufferName, length: number): Uint8Array<ArrayBuffer> {
    const at = this.#addresses[buffer];
    return this.bytes.slice(at, at + length);
  }

  /** A number in the record that is in the buffer of the same name. */
  record<R extends RecordName & BufferName>(record: R, field: FieldName<R>): number {
    return this.view.getUint32(this.#addresses[record] + offset(record, field), true);
  }

  /** The text of a number that a record or a call gives, "" for number 0. The first one takes some 20 ms: the module unpacks all. */
  text(number: number): string {
    const known = this.#texts.get(number);
    if (known !== undefined) return known;
    const at = this.check(this.exports.hf_text(number));
    const text = utf8.decode(this.bytes.subarray(at + 2, at + 2 + this.view.getUint16(at, true)));
    this.#texts.set(number, text);
    return text;
  }

  /** Returns `result`, or throws it as a CoreError when it is a status below 0. */
  check(result: number): number {
    if (result >= 0) return result;
    const at = this.#addresses.last_error;
    const u32 = (field: FieldName<"error">) => this.view.getUint32(at + offset("error", field), true);
    const u8 = (field: FieldName<"error">) => this.view.getUint8(at + offset("error", field));
    throw new CoreError(statusOf(result), {
      field: this.text(u32("field")),
      bit: u32("bit"),
      have: u32("have"),
      need: u32("need"),
      sense: u8("scsi_status") ? { key: u8("sense_key"), asc: u8("asc"), ascq: u8("ascq") } : undefined,
    });
  }
}

/** Errors: TypeError for anything but bytes. */
export function checkBytes(data: Uint8Array): void {
  if (!(data instanceof Uint8Array)) throw new TypeError(`${inWords(data)} is no bytes: give a Uint8Array`);
}

/** A number on its way into the module, which would take NaN for 0 and the lower half of a larger one. Errors: RangeError. */
export function whole(what: string, number: number): number {
  if (number >>> 0 === number) return number;
  const given = typeof number === "number" ? number : inWords(number);
  throw new RangeError(`${what}: give a whole number from 0 on, of at most 32 bits, not ${given}`);
}

/** The module's number of a name. Errors: RangeError for a name that is none, for which the module would take 0. */
export function numberOf<N extends string>(what: string, numbers: Readonly<Record<N, number>>, name: N): number {
  if (Object.hasOwn(numbers, name)) return numbers[name];
  throw new RangeError(`there is no ${what} '${name}': give ${Object.keys(numbers).join(", ")}`);
}

/** What a caller without TypeScript gave, in words. */
function inWords(given: unknown): string {
  if (given === undefined || given === null) return String(given);
  return typeof given === "object" ? `an ${given.constructor.name}` : `a ${typeof given}`;
}

/** The module's number of a structure. Errors: RangeError for a name that the ABI has not: without one the module would take another structure. */
export function structureNumber(name: StructureName): number {
  if (!Object.hasOwn(abi.structures, name))
    throw new RangeError(`there is no structure '${name}': abi.structures has all names`);
  return abi.structures[name];
}

function checkVersion(exports: Core["exports"]): void {
  if (typeof exports.hf_abi_version !== "function")
    throw new AbiError("this WebAssembly module is no holdfast.wasm: give the one that was built with this host");
  const version = exports.hf_abi_version();
  const [major, minor] = [version >> 16, version & 0xffff];
  const { version: wanted } = abi;
  if (major !== wanted.major || minor < wanted.minor)
    throw new AbiError(
      `holdfast.wasm speaks ABI ${major}.${minor}, this host needs ${wanted.major}.${wanted.minor}: take both from one build`,
    );
}
