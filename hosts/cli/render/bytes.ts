/** Bytes for other programs. */
import { hexOf } from "../../embed/index.ts";
import { keyOf } from "../words.ts";

/** The initializer of an array in C, 8 bytes in a row. */
export function drawC(name: string, bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 8)
    rows.push(`    ${Array.from(bytes.subarray(at, at + 8), (byte) => `0x${hexOf(Uint8Array.of(byte))},`).join(" ")}`);
  return `static const unsigned char ${identifier(name)}[${bytes.length}] = {\n${rows.join("\n")}\n};\n`;
}

function identifier(name: string): string {
  const words = name.toLowerCase().split(/\W+/).map(keyOf);
  return words.filter((word) => word !== "").join("_");
}

/** A call of sg_raw; DEVICE and FILE are left to fill in. */
export function drawSgRaw(cdb: Uint8Array, data: { direction: "from_device" | "to_device"; length: number }): string {
  const { direction, length } = data;
  const transfer = length === 0 ? "" : direction === "to_device" ? `-s ${length} -i FILE ` : `-r ${length} `;
  return `sg_raw ${transfer}DEVICE ${hexOf(cdb)}\n`;
}
