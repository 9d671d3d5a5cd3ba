/** Colour, where it is wanted. It never says what the words do not. */

/** Style -> the two codes (ECMA-48 SGR) around a text. */
const codes = { bold: [1, 22], dim: [2, 22], yellow: [33, 39], red: [31, 39], cyan: [36, 39] } as const;

export type Style = keyof typeof codes;
export type Paint = (style: Style, text: string) => string;

export const whens = ["auto", "always", "never"] as const;
export type When = (typeof whens)[number];

/** `auto`: a terminal that can, and no NO_COLOR (https://no-color.org: any value but an empty one). */
export function painter(when: When, terminal: boolean): Paint {
  const { NO_COLOR, TERM } = process.env;
  const wanted = when === "always" || (when === "auto" && terminal && !NO_COLOR && TERM !== "dumb");
  if (!wanted) return (_style, text) => text;
  return (style, text) => (text ? `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m` : "");
}
