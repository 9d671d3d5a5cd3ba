/** Base64, with and without padding, in both alphabets (RFC 4648 4, 5). */

const shortest = 12;
const wanted = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** What words and names seldom have both of: capitals, and digits, signs or bytes that are 0. */
const looksEncoded = (text: string): boolean => /[A-Z]/.test(text) && /[0-9+/=]|AA/.test(text);

/** The bytes of a text that is nothing but base64, blanks and line ends left out; undefined for another. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/[ \t\r\n]/g, "");
  if (bare.length < shortest || !wanted.test(bare) || !looksEncoded(bare)) return undefined;
  const digits = bare.replace(/=+$/, "");
  if (digits.length % 4 === 1 || (digits.length < bare.length && bare.length % 4 !== 0)) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let [bits, count, at] = [0, 0, 0];
  for (let i = 0; i < digits.length; i++) {
    bits = ((bits << 6) | valueOf(digits.charCodeAt(i))) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at++] = (bits >> count) & 0xff;
  }
  return bytes;
}

function valueOf(code: number): number {
  if (code >= 97) return code - 71;
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 48 && code <= 57) return code + 4;
  return code === 43 || code === 45 ? 62 : 63;
}
