/** The lines of a text with their offsets, and what is in a text for a reader's eye only. */

const escape = "\u001b";
/** Colours, and characters that word processors put in the place of plain ones. */
const colours = /\u001b\[[0-9;?]{0,20}[A-Za-z]/g;
const lookalikes = /[\u00a0\u00d7\u2007\u2009\u202f\u201c-\u201e\u2033]/g;
const blanks = /[\u00a0\u2007\u2009\u202f]/;

/** The text with blanks for colours, and plain characters: offsets stay. */
export function plainText(text: string): string {
  const uncoloured = text.includes(escape) ? text.replace(colours, ({ length }) => " ".repeat(length)) : text;
  return uncoloured.replace(lookalikes, (mark) => (mark === "\u00d7" ? "x" : blanks.test(mark) ? " " : '"'));
}

/** A cursor over the lines of a text. */
export class Lines {
  /** The line, without CR and LF. */
  line = "";
  /** Offset of the line. */
  at = 0;
  /** Lines before it. */
  number = -1;
  #next = 0;

  constructor(readonly text: string) {}

  /** Goes to the next line; false at the end. */
  advance(): boolean {
    if (this.#next > this.text.length) return false;
    this.at = this.#next;
    const end = this.#endFrom(this.at);
    this.line = this.#cut(this.at, end);
    this.#next = end + 1;
    this.number++;
    return true;
  }

  /** The line behind this one, undefined at the end. */
  peek(): { readonly line: string; readonly at: number } | undefined {
    if (this.#next > this.text.length) return undefined;
    return { line: this.#cut(this.#next, this.#endFrom(this.#next)), at: this.#next };
  }

  #endFrom(at: number): number {
    const end = this.text.indexOf("\n", at);
    return end < 0 ? this.text.length : end;
  }

  #cut(from: number, end: number): string {
    return this.text.slice(from, end > from && this.text.charCodeAt(end - 1) === 13 ? end - 1 : end);
  }
}
