/** Bytes as they are shown and copied. */
import { hexOf } from "../embed/index.ts";

const rowBytes = 16;

/** Rows of 16 bytes, each behind the offset of its first. */
export function rowsOf(bytes: Uint8Array): string {
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
