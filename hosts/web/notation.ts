/** Bytes, numbers, keys and sense codes as they are shown and copied. */
import {
  type Core,
  CoreError,
  decodeSense,
  hexOf,
  nameIn,
  nameOfValue,
  senseCode,
  type SenseTriple,
} from "../embed/index.ts";

/** Rows of so many bytes, each behind the offset of its first. */
export function rowsOf(bytes: Uint8Array, rowBytes: number): string {
  const digits = Math.max(2, (bytes.length - 1).toString(16).length);
  const rows = Array.from({ length: Math.ceil(bytes.length / rowBytes) }, (_, row) => row * rowBytes);
  return rows
    .map((at) => `${at.toString(16).padStart(digits, "0")}  ${hexOf(bytes.subarray(at, at + rowBytes))}`)
    .join("\n");
}

/** An array of C. */
export function cArray(name: string, bytes: Uint8Array): string {
  const rows = Array.from({ length: Math.ceil(bytes.length / 12) }, (_, row) =>
    bytes.subarray(row * 12, row * 12 + 12),
  );
  const lines = rows.map((row) => `  ${Array.from(row, (byte) => `0x${hexOf(Uint8Array.of(byte))}`).join(", ")},`);
  return `static const unsigned char ${name}[${bytes.length}] = {\n${lines.join("\n")}\n};\n`;
}

/** As the standards write numbers, with two digits at least: 18h. */
export const standardHex = (value: number | bigint): string => `${value.toString(16).toUpperCase().padStart(2, "0")}h`;

/** A key as tools print it. */
export const keyText = (key: bigint): string => `0x${key.toString(16)}`;

/** "ILLEGAL REQUEST, INVALID FIELD IN CDB (05/24/00)", as far as it is known. */
export function senseWords(core: Core, { key, asc, ascq }: SenseTriple): string {
  const keyName = key === undefined ? "" : nameIn(core, "sense_key", key);
  const code = asc === undefined ? undefined : asc * 256 + (ascq ?? 0);
  const name = code === undefined ? "" : nameOfValue(core, "fixed_sense", "ADDITIONAL SENSE", code);
  return [keyName, name].filter((word) => word !== "").join(", ") + ` (${senseCode({ key, asc, ascq }, "?")})`;
}

/** The same of sense data; of what is none, why. */
export function senseDataWords(core: Core, sense: Uint8Array): string {
  try {
    return senseWords(core, decodeSense(core, sense));
  } catch (error) {
    if (error instanceof CoreError) return error.message;
    throw error;
  }
}
