/** Numbers and bytes as people type them. */

/** 24, 0x18, 18h; with `plain: "hex"` digits alone are hexadecimal, too. Undefined for what is no number. */
export function numberFrom(text: string, plain: "decimal" | "hex" = "decimal"): bigint | undefined {
  const word = text.trim().replaceAll("_", "");
  const digits = /^0x([0-9a-f]+)$/i.exec(word)?.[1] ?? /^([0-9a-f]+)h$/i.exec(word)?.[1];
  if (digits !== undefined) return BigInt(`0x${digits}`);
  if (plain === "hex") return /^[0-9a-f]+$/i.test(word) ? BigInt(`0x${word}`) : undefined;
  return /^\d+$/.test(word) ? BigInt(word) : undefined;
}

/** Bytes in hexadecimal, in any spacing: 5f01, 5f 01, 0x5f,0x01, 5f:01, \x5f\x01, 5Fh 01h. Undefined for anything else. */
export function bytesFrom(text: string): Uint8Array | undefined {
  const words = text
    .replaceAll(/\\x|0x/gi, " ")
    .split(/[\s,:;-]+/)
    .map((word) => word.replace(/^([0-9a-f]{1,2})h$/i, "$1"))
    .filter((word) => word !== "");
  const padded = words.length > 1 ? words.map((word) => (word.length === 1 ? `0${word}` : word)) : words;
  if (!padded.every((word) => /^([0-9a-f]{2})+$/i.test(word))) return undefined;
  const pairs = padded.join("").match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
