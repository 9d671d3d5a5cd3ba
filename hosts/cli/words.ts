/** Names as people type them, and texts as a terminal can bear them. */

/** `PERSISTENT RESERVE OUT`, `persistent-reserve-out` and `persistent_reserve_out` are one name; so are `READ(10)` and `read10`. */
export function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** Up to five of `names` that could have been meant, the nearest first; where some contain the word or have it for their initials, no others but for a letter. */
export function near(word: string, names: Iterable<string>): string[] {
  const wanted = keyOf(word);
  const all = [...new Set(names)].map((name) => ({
    name,
    far: initialsOf(name) === wanted ? 0 : farness(wanted, keyOf(name)),
  }));
  const most = all.some(({ far }) => far < 1) ? 1 : Math.max(2, wanted.length / 3);
  return all
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
    .slice(0, 5)
    .map(({ name }) => name);
}

/** "lba" of LOGICAL BLOCK ADDRESS, "rsoc" of REPORT SUPPORTED OPERATION CODES; "" of one word. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => word !== "");
  return words.length > 1 ? words.map((word) => word[0]!.toLowerCase()).join("") : "";
}

/** How many letters must change; a part of a name is near it. */
function farness(wanted: string, name: string): number {
  if (wanted.length > 2 && name.includes(wanted)) return 0.5 + (name.length - wanted.length) / 1000;
  if (name.length > 4 && wanted.startsWith(name)) return 1 + (wanted.length - name.length) / 1000;
  if (Math.abs(wanted.length - name.length) > wanted.length / 3 + 2) return Infinity;
  let row = Array.from({ length: name.length + 1 }, (_, i) => i);
  for (const [i, letter] of Array.from(wanted).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(name).entries())
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[name.length] ?? Infinity;
}

/** Quoted names in a sentence: 'a', 'b' or 'c'. */
export function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `'${printable(name)}'`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/** Control and format characters, by which foreign bytes could write to the terminal, as escapes. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}

/** "1 byte", "2 bytes" */
export function countOf(count: number, what = "byte"): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** The start of a text, on one line, for a sentence that quotes it. */
export function excerpt(text: string, most = 40): string {
  const letters = Array.from(printable(text.trim().replaceAll(/\s+/g, " ")));
  return letters.length > most ? `${letters.slice(0, most - 3).join("")}...` : letters.join("");
}
